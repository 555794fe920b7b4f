"""How often a page's own masthead is found: python fundus.py PAGES.jsonl[.gz]

Each line is a page of a news publisher: `html`, `title`, `authors` (or null), `date` (ISO). Printed as JSON: the share
of the pages whose title, whose day of publication (in the zone that the page itself gives) and at least one of whose
authors are right. Names and titles are compared as strings of letters and digits, small and without accents. A page
often gives several headlines, of which one was noted: `near` is the share where half of the words of both are the same.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd

from provenance import masthead
from provenance.readers import read

THEIRS = {"title": "title", "near": "title", "day": "date", "author": "authors"}
OURS = {"title": "title", "near": "title", "day": "published", "author": "author"}
Told = Callable[[str, str, str, str], object]


def plain(words: object) -> str:
    """The letters and digits of a string, small and without accents."""
    letters = unicodedata.normalize("NFKD", str(words) if isinstance(words, str) else "").casefold()
    return "".join(char for char in letters if char.isalnum())


def right(page: dict, row: pd.Series) -> dict[str, bool | None]:
    """Which of the three the row has right; None where the page has nothing to compare with."""
    found: dict[str, bool | None] = {"title": plain(page["title"]) == plain(row.get("title"))}
    found["near"] = near(page["title"], row.get("title"))
    wanted = datetime.fromisoformat(page["date"]) if page["date"] else None
    found["day"] = None if wanted is None else not pd.isna(row.get("published")) and same_day(wanted, row)
    author = row.get("author")
    signed = {plain(name) for name in author.split(", ")} if isinstance(author, str) else set()
    found["author"] = bool({plain(name) for name in page["authors"]} & signed) if page["authors"] else None
    return found


def near(one: str, two: object) -> bool:
    """Whether two headlines have half of their words in common."""
    left, right = (Counter(re.findall(r"\w+", str(words).casefold())) for words in (one, two))
    return 4 * (left & right).total() >= left.total() + right.total()


def same_day(wanted: datetime, row: pd.Series) -> bool:
    """Whether a time falls on the day wanted, seen from where it was wanted; a bare day is compared as printed."""
    got = row["published"].to_pydatetime()
    if row["published_precision"] != "day" and wanted.tzinfo is not None:
        got = got.astimezone(wanted.tzinfo)
    return bool(got.date() == wanted.date())


def rows(path: Path) -> list[dict]:
    """The pages of a file, plain or gzipped."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main(path: Path, told: Told | None = None) -> dict[str, float]:
    """The shares; `told` hears of everything that is wrong."""
    pages = rows(path)
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(pages):
            Path(folder, f"p{number:05d}.html").write_text(page["html"], encoding="utf-8", errors="replace")
        articles = masthead.identify(read([folder]))
    by = {Path(row["path"]).stem: row for _, row in articles.iterrows()}
    results: dict[str, list[bool]] = {"title": [], "near": [], "day": [], "author": []}
    for number, page in enumerate(pages):
        row = by.get(f"p{number:05d}", pd.Series(dtype=object))
        for what, good in right(page, row).items():
            if good is not None:
                results[what].append(good)
            if good is False and told:
                told(f"p{number:05d} {page.get('publisher')}", what, page[THEIRS[what]], row.get(OURS[what]))
    return {"pages": len(pages), **{what: round(sum(good) / max(len(good), 1), 4) for what, good in results.items()}}


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    print(json.dumps(main(Path(sys.argv[1]), print if "-v" in sys.argv else None)))
