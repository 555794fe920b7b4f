"""Do independent reports align? python tests/bench/strangers.py FOLDER [--pairs 2000] [--days 3] [--above .5]

FOLDER holds JSON lines of articles that different outlets wrote on the same topics: `id`, `outlet`, `domain`, `topic`,
`date` (ISO or empty), `text`. Pairs are drawn at random: an article, then another of its topic from another outlet and
domain; with `--days` only one dated so many days from it at most, which makes it a report of one event more often than
not. What is not story is set aside first, as `trace` does. Printed: every pair with a match above the threshold, with
its sentences and what was judged of it (`strangers.csv`: id, id, a reader's judgement); then the share of pairs that
have such a match, and such a match that is no quotation.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from lines import rows

from provenance import boilerplate, masthead
from provenance.align import align
from provenance.text import split

JUDGED = Path(__file__).with_suffix(".csv")
ISO = re.compile(r"\d{4}-\d\d-\d\d")


def near(one: str, two: str, days: int | None) -> bool:
    """Whether two days are as near as asked; what is no ISO date is near nothing."""
    if days is None:
        return True
    if not (ISO.fullmatch(one) and ISO.fullmatch(two)):
        return False
    return abs((date.fromisoformat(one) - date.fromisoformat(two)).days) <= days


def drawn(articles: list[dict], many: int, days: int | None, seed: int) -> list[tuple[int, int]]:
    """Different pairs of articles, by place, in the order in which they were drawn."""
    by: dict[str, list[int]] = {}
    for place, article in enumerate(articles):
        by.setdefault(article["topic"], []).append(place)
    chance = np.random.default_rng(seed)
    found: dict[tuple[int, int], None] = {}
    for place in chance.integers(len(articles), size=50 * many).tolist():
        one = articles[place]
        others = [
            other
            for other in by[one["topic"]]
            for two in [articles[other]]
            if two["outlet"] != one["outlet"] and two["domain"] != one["domain"]
            if near(one["date"], two["date"], days)
        ]
        if others:
            other = others[int(chance.integers(len(others)))]
            found.setdefault((min(place, other), max(place, other)))
        if len(found) == many:
            break
    return [*found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--days", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--above", type=float, default=0.5)
    asked = parser.parse_args()
    articles = rows(asked.folder)
    pairs = drawn(articles, asked.pairs, asked.days, asked.seed)
    used = sorted({place for pair in pairs for place in pair})
    names = {place: f"{place:06d}" for place in used}
    table = pd.DataFrame({"article": [*names.values()], "text": [articles[place]["text"] for place in used]})
    table["url"] = [articles[place].get("url") for place in used]
    identified = masthead.identify(table)
    sentences = split(identified, boilerplate.mark(identified))
    matches = align(sentences, [(names[one], names[two]) for one, two in pairs])
    high = matches[matches["score"] > asked.above]
    words = sentences.set_index(["article", "n"])["text"]
    with JUDGED.open(encoding="utf-8", newline="") as lines:
        judged = {frozenset(row[:2]): row[2] for row in csv.reader(lines)}
    unread = 0
    for (a, b), rows_ in high.groupby(["a", "b"]):
        one, two = articles[int(a)], articles[int(b)]
        said = judged.get(frozenset((one["id"], two["id"])))
        unread += said is None
        print(f"{one['id']} {one['outlet']} {one['date']} | {two['id']} {two['outlet']} {two['date']} | {said}")
        for row in rows_.itertuples():
            print(f"  {row.score:.3f} {row.kind}\n    {words[a, row.a_n]}\n    {words[b, row.b_n]}")
    kinds = {"above": high, "above, no quotation": high[~high["quoted"]], "any match": matches}
    counts = {name: table.groupby(["a", "b"]).ngroups for name, table in kinds.items()}
    print(
        json.dumps({"pairs": len(pairs), **counts, "share": round(counts["above"] / len(pairs), 4), "unread": unread})
    )


if __name__ == "__main__":
    main()
