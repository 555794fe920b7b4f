"""Score lineages on histories that are known: python tests/bench/known_histories.py FOLDER. See README.md beside it."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

import provenance as pv


def histories(path: Path) -> Iterator[tuple[dict[str, str], list[tuple[str, str]]]]:
    """Each history of a file: its texts by label, and (parent, child) labels."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            if "nodes" in row:
                yield row["nodes"], [(str(parent), str(child)) for parent, child in row["edges"]]
            elif "versions" in row:
                texts = {str(n): v["text"] if isinstance(v, dict) else v for n, v in enumerate(row["versions"])}
                yield texts, [(str(n), str(n + 1)) for n in range(len(texts) - 1)]


def ancestors(edges: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Every (ancestor, descendant) that the edges imply."""
    found = set(edges)
    while more := {(a, d) for a, b in found for c, d in edges if b == c} - found:
        found |= more
    return found


def scored(texts: dict[str, str], edges: list[tuple[str, str]], seed: int) -> Counter[str]:
    """Counts for one history, traced under names and in an order that tell nothing."""
    labels = sorted(texts)
    random.Random(seed).shuffle(labels)
    name = {label: f"d{place:04d}" for place, label in enumerate(labels)}
    trace = pv.trace(pd.DataFrame({"article": [name[lb] for lb in labels], "text": [texts[lb] for lb in labels]}))
    count: Counter[str] = Counter()
    primary = trace.edges[trace.edges["primary"]]
    found = dict(zip(primary["child"], primary["parent"], strict=True))
    parents: dict[str, list[str]] = {}
    for parent, child in edges:
        parents.setdefault(child, []).append(parent)
    for child, own in parents.items():
        if len(own) == 1 and child in texts and own[0] in texts:
            count["articles"] += 1
            count["parent"] += found.get(name[child]) == name[own[0]]
    says = {(a, b): s for a, b, s in trace.verdicts[["a", "b", "says"]].itertuples(index=False)}
    for older, newer in ancestors(edges):
        if older in texts and newer in texts:
            a, b = sorted((name[older], name[newer]))
            said = says.get((a, b), "none")
            count["pairs"] += 1
            count["called"] += said in ("a->b", "b->a")
            count["right"] += said == ("a->b" if a == name[older] else "b->a")
            count["longer"] += len(texts[newer]) > len(texts[older])
    return count


def share(part: int, whole: int) -> str:
    """A share in percent, or a dash where nothing was asked."""
    return f"{part / whole:.1%}" if whole else "-"


def main() -> int:
    """Print a line for each file of the folder; 2 if there is nothing to score."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", default=os.environ.get("PROVENANCE_LABELLED"))
    arguments.add_argument("--limit", type=int, help="take the first so many histories of each file")
    arguments.add_argument("--most", type=int, default=60, help="leave out histories of more texts than this")
    asked = arguments.parse_args()
    folder = Path(asked.folder) if asked.folder else None
    files = sorted(path for path in folder.rglob("*.jsonl*") if path.is_file()) if folder else []
    if not files:
        print(f"{asked.folder}: no .jsonl or .jsonl.gz file: name a folder of known histories", file=sys.stderr)
        return 2
    print(f"{'file':<40}{'histories':>10}{'parent':>9}{'called':>9}{'right':>9}{'longer':>9}")
    for path in files:
        kept = [h for h in histories(path) if len(h[0]) <= asked.most][: asked.limit]
        total: Counter[str] = Counter()
        for seed, (texts, edges) in enumerate(kept):
            total += scored(texts, edges, seed)
        if kept:
            figures = [(total["parent"], total["articles"]), (total["called"], total["pairs"])]
            figures += [(total["right"], total["called"]), (total["longer"], total["pairs"])]
            name = path.relative_to(folder).as_posix() if folder else path.name
            print(f"{name:<40}{len(kept):>10}" + "".join(f"{share(*figure):>9}" for figure in figures), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
