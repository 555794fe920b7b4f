"""Is a score of .8 right in four of five? python tests/bench/calibration.py PAN [--strangers FOLDER] [--limit 300]

PAN holds docs.jsonl.gz (`id`, `text`) and pairs.jsonl.gz (`category`, `susp`, `src`, `cases`: this_offset,
this_length, source_offset, source_length), as the text-alignment corpora of PAN are often kept. A row of `matches` is
right if more than half of both its sentences lies inside one known passage. Printed: for each step of `score` the rows,
their mean score and the share that is right, of the odd pairs of the file alone (the score was fitted on the even
ones), by kind of rewriting; and, with FOLDER of articles as `strangers.py` takes them, how many rows of each step come
out of a thousand pairs of strangers. Passages made by machines are not news: below .5 they are right far more often.
"""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from lines import rows
from strangers import drawn

from provenance import boilerplate, masthead
from provenance.align import align
from provenance.frames import empty
from provenance.text import split

STEPS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 1.01)


def step(score: float) -> int:
    """The place of a score among the steps."""
    return sum(score >= least for least in STEPS) - 1


def inside(start: int, end: int, offset: int, length: int) -> bool:
    """Whether more than half of a sentence lies in a passage."""
    return 2 * (min(end, offset + length) - max(start, offset)) > end - start


def judged(folder: Path, limit: int | None) -> Iterator[tuple[str, float, bool]]:
    """Kind, score and whether it is right, for every row of every odd pair (at most `limit` of a kind)."""
    docs = {doc["id"]: doc["text"] for doc in rows(folder / "docs.jsonl.gz")}
    taken: collections.Counter[str] = collections.Counter()
    for at, pair in enumerate(rows(folder / "pairs.jsonl.gz")):
        taken[pair["category"]] += at % 2
        if not at % 2 or (limit and taken[pair["category"]] > limit):
            continue
        told = pd.DataFrame({"article": ["a", "b"], "text": [docs[pair["susp"]], docs[pair["src"]]]})
        sentences = split(told, empty("marks"))
        at_ = {(r.article, r.n): (r.start, r.end) for r in sentences.itertuples()}
        for row in align(sentences, [("a", "b")], compiled=True).itertuples():
            right = any(
                inside(*at_["a", row.a_n], case["this_offset"], case["this_length"])
                and inside(*at_["b", row.b_n], case["source_offset"], case["source_length"])
                for case in pair["cases"]
            )
            yield pair["category"], row.score, right


def strange(folder: Path, pairs: int) -> collections.Counter[int]:
    """Rows of `pairs` pairs of articles on one topic from different outlets, by step."""
    articles = rows(folder)
    chosen = drawn(articles, pairs, None, 0)
    used = sorted({place for pair in chosen for place in pair})
    told = pd.DataFrame({"article": [f"{p:06d}" for p in used], "text": [articles[p]["text"] for p in used]})
    identified = masthead.identify(told)
    sentences = split(identified, boilerplate.mark(identified))
    found = align(sentences, [(f"{one:06d}", f"{two:06d}") for one, two in chosen])
    return collections.Counter(map(step, found["score"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--strangers", type=Path)
    parser.add_argument("--limit", type=int)
    asked = parser.parse_args()
    cells: dict[tuple[str, int], list[tuple[float, bool]]] = collections.defaultdict(list)
    for kind, score, right in judged(asked.folder, asked.limit):
        for name in (kind, "all"):
            cells[name, step(score)].append((score, right))
    for (name, k), found in sorted(cells.items()):
        mean = sum(score for score, _ in found) / len(found)
        share = sum(right for _, right in found) / len(found)
        told = {"kind": name, "from": STEPS[k], "rows": len(found), "mean": round(mean, 3), "right": round(share, 3)}
        print(json.dumps(told))
    if asked.strangers:
        many = 1000
        for k, count in sorted(strange(asked.strangers, many).items()):
            print(json.dumps({"strangers from": STEPS[k], "rows in 1,000 pairs": count}))


if __name__ == "__main__":
    main()
