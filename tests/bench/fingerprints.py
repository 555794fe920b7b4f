"""The speed of fingerprints alone: python tests/bench/fingerprints.py [--megabytes 200] [--check].

Printed: megabytes of UTF-8 text a second on one core, as raw text and as folded sentences, compiled and in plain
Python; what the first call costs, which loads the compiled loop; the speed at which this machine copies memory, and
the ratio to it. README.md beside it says what is wanted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from provenance.fingerprint import Options, postings
from provenance.text import fold

TARGET = 50  # MB a second on one core
PARAGRAPH = (
    "Kestrel Lines suspended all sailings between Valport and Serrana until Friday evening, its director Ana Ruiz said "
    "“with regret” on Thursday; about {n:,} passengers — most of them seasonal workers from the north — were told to "
    "wait for word {n} of the harbour office. “Nobody knows, not even in São Lourenço,” a clerk told the Courier.\n"
)
PLAIN, COMPILED = replace(Options(), compiled=sys.maxsize), replace(Options(), compiled=0)


def best(work: Callable[[], object], runs: int = 3) -> float:
    """Seconds of processor time of the fastest run."""
    spent = []
    for _ in range(runs):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> int:
    """Print the figures; 1 if raw text is read slower than the target and `--check` was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--megabytes", type=int, default=200)
    arguments.add_argument("--check", action="store_true", help="exit 1 if the target is missed")
    asked = arguments.parse_args()
    rng = np.random.default_rng(1)
    texts = ["".join(PARAGRAPH.format(n=n) for n in rng.integers(0, 10**7, 8)) for _ in range(asked.megabytes * 380)]
    raw, few = pa.array(texts, pa.large_string()), pa.array(texts[:400], pa.large_string())
    folded = pa.array([fold(text) for text in texts[:4000]], pa.large_string())
    start = time.perf_counter()
    postings(few, options=COMPILED)
    first = time.perf_counter() - start
    speeds = {
        "raw text, compiled": raw.nbytes / best(lambda: postings(raw, options=COMPILED)),
        "folded text, compiled": folded.nbytes / best(lambda: postings(folded, folded=True, options=COMPILED)),
        "raw text, plain": few.nbytes / best(lambda: postings(few, options=PLAIN)),
    }
    data = np.frombuffer(raw.buffers()[2], dtype=np.uint8)
    into = np.zeros_like(data)
    copy = len(data) / best(lambda: np.copyto(into, data))
    for name, speed in speeds.items():
        print(f"{name:<24}{speed / 1e6:>10.1f} MB/s{copy / speed:>10.0f} x slower than a copy of memory")
    print(f"{'copy of memory':<24}{copy / 1e6:>10.1f} MB/s\n{'first compiled call':<24}{first:>10.2f} s")
    return int(asked.check and speeds["raw text, compiled"] < TARGET * 1e6)


if __name__ == "__main__":
    sys.exit(main())
