"""`python -m provenance` is the command line."""

from provenance.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
