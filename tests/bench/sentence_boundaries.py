"""Sentence boundaries beside three other splitters: python tests/bench/sentence_boundaries.py FILE

FILE holds JSON lines (gzipped or not) of documents with gold spans: {"text": ..., "spans": [[start, end], ...]}.
Printed: precision, recall and F1 of the ends of sentences, ours and (if installed: pip install pysbd nupunkt)
those of `sentencex` alone, `pysbd` and `nupunkt`, on the same file in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import sentencex

from provenance.text import cut

Ends = Callable[[str], set[int]]


def trimmed(text: str, ends: Iterator[int]) -> set[int]:
    return {len(text[:end].rstrip()) for end in ends}


def splitters() -> dict[str, Ends]:
    found: dict[str, Ends] = {
        "provenance": lambda text: {end for _, end in cut(text)},
        "sentencex": lambda t: trimmed(t, (s["end_index"] for s in sentencex.get_sentence_boundaries("en", t))),
    }
    if importlib.util.find_spec("pysbd"):
        segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
        found["pysbd"] = lambda text: trimmed(text, (s.end for s in segmenter.segment(text)))
    if importlib.util.find_spec("nupunkt"):
        spans = importlib.import_module("nupunkt").sent_spans
        found["nupunkt"] = lambda text: trimmed(text, (end for _, end in spans(text)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    for name, ends in splitters().items():
        right = extra = missed = 0
        for document in documents:
            gold, got = {end for _, end in document["spans"]}, ends(document["text"])
            right, extra, missed = right + len(gold & got), extra + len(got - gold), missed + len(gold - got)
        precision, recall = right / (right + extra), right / (right + missed)
        f1 = 2 * precision * recall / (precision + recall)
        print(
            json.dumps(
                {"splitter": name, "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
            )
        )


if __name__ == "__main__":
    main()
