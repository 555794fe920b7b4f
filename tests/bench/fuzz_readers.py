"""Fuzz one reader, guided by coverage: python tests/bench/fuzz_readers.py .csv [--seconds 300]

Needs `pip install atheris`, which is not among the requirements of the tests: it has no wheel for every system.

Inputs grow from a small valid file of the format. A crash is anything but articles, notes or an InputError of one
line; so are 5 seconds or 1 GB for one file. Atheris writes the input that did it to the working directory.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import warnings
from importlib import import_module
from pathlib import Path

import atheris

from provenance.errors import InputError

with atheris.instrument_imports(include=["provenance.readers", "csv", "json", "zipfile", "tarfile", "gzip"]):
    from provenance.readers import READERS, read

TESTS = Path(__file__).resolve().parent.parent


def main() -> None:
    """Fuzz until the time is over or something breaks."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("suffix", help="of the format: .csv, .tar.gz")
    arguments.add_argument("--seconds", type=int, default=300)
    asked = arguments.parse_args()
    dict(READERS)
    sys.path.insert(0, str(TESTS))
    seeds = import_module("test_fuzz_readers").seeds
    folder = Path(tempfile.mkdtemp())
    (folder / "corpus").mkdir()
    (folder / "corpus" / "seed").write_bytes(seeds()[asked.suffix])
    path = folder / f"a{asked.suffix}"

    def once(data: bytes) -> None:
        path.write_bytes(data)
        told = []
        try:
            articles = read(path, note=told.append)
        except InputError as problem:
            if "\n" in str(problem):
                raise AssertionError(f"more than one line: {problem}") from problem
            return
        articles.to_parquet(io.BytesIO())
        if not articles["article"].is_unique or any(note.rows < 1 for note in told):
            raise AssertionError(f"names or counts: {articles['article'].tolist()}, {told}")

    warnings.simplefilter("ignore")
    limits = [f"-max_total_time={asked.seconds}", "-timeout=5", "-rss_limit_mb=1024", "-max_len=65536"]
    atheris.Setup([sys.argv[0], str(folder / "corpus"), *limits, "-verbosity=1", "-print_final_stats=1"], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
