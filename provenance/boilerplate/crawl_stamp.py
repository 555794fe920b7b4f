"""A crawler writes its own record before the text: `date 2021-07-08`, `url: ...`; no newspaper opens like that.

**Blind to:** stamps in words ("retrieved last Monday"), stamps below the third line.
Reference: own observation on crawled news corpora.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, rule
from provenance.text import Page

__all__ = ["crawl_stamp"]

_STAMP = re.compile(
    r"-?\s*(?:(?:date|date_publish|crawled|crawl_date|retrieved|fetched|scraped|accessed|captured|timestamp|"
    r"date_download)"
    r"(?:\s(?:on|at))?\s*[:=]?\s*\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|(?:url|source_url|source url|canonical)\s*[:=]\s*https?://\S+)(?!\S)",
    re.I,
)


@rule(label="crawl", asks=lambda line: _STAMP.match(line) is not None)
def crawl_stamp(page: Page) -> Iterator[Mark]:
    """The stamp alone; what stands behind it on the same line may be story."""
    for line in page.lines[:3]:
        hit = _STAMP.match(line.text)
        if hit:
            yield Mark(line.start, line.start + hit.end(), "a crawler's stamp at the start of the text")
