"""Which version of the program this is: written into runs, archives and citations, and asked by `--version`."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
