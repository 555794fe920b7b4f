"""How fast pages are read, beside trafilatura alone: python html_speed.py PAGES.jsonl[.gz]...

Each line is a page: `html`. Printed as JSON: milliseconds a page of trafilatura (fast, text only), of the same with its
metadata, and of the reader (text, story, metadata), best of three, and the reader's speed as a share of each.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fundus import rows
from trafilatura import extract

from provenance.readers import _markup as markup
from provenance.readers import _meta as meta
from provenance.readers import _story as story


def ours(page: bytes) -> object:
    """What the reader does with a page, the file apart."""
    tree = markup.parse(markup.decoded(page)[0]).tree
    return tree is not None and story.find(tree, meta.facts(tree).titles)


WAYS: dict[str, Callable[[bytes], object]] = {
    "trafilatura": lambda page: extract(page, fast=True, include_comments=False),
    "with_metadata": lambda page: extract(page, fast=True, include_comments=False, with_metadata=True),
    "reader": ours,
}


def took(way: Callable[[bytes], object], pages: list[bytes]) -> float:
    """The seconds of this process that all the pages take."""
    start = time.process_time()
    for page in pages:
        way(page)
    return time.process_time() - start


def main(paths: list[str]) -> dict[str, float]:
    """Milliseconds a page, and shares."""
    logging.disable(logging.CRITICAL)
    pages = [page["html"].encode("utf-8", "replace") for path in paths for page in rows(Path(path))]
    best = {name: min(took(way, pages) for _ in range(3)) for name, way in WAYS.items()}
    shares = {f"share_of_{name}": round(best[name] / best["reader"], 2) for name in WAYS if name != "reader"}
    return {"pages": len(pages), **{name: round(1000 * t / len(pages), 2) for name, t in best.items()}, **shares}


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    print(json.dumps(main(sys.argv[1:])))
