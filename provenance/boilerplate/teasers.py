"""Two or more lines without a stop after the last paragraph of a page that sets stops are other stories' headlines.

**Blind to:** a single such line, which may be a sentence that was cut off; headlines that end with a stop; lists that
the story itself announces with a colon; tables and results.
Reference: own observation; text density at page ends, Kohlschütter et al. 2010 (doi:10.1145/1718487.1718542).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, ends, is_prose, punctuated, rule
from provenance.text import Page

__all__ = ["teasers"]

LEAST = 2  # headlines in a row; one is as often the stump of a sentence
# Words and characters of a headline: 97 % of the titles of lk_news2022 and allsides lie between.
WORDS, CHARS = (4, 20), (25, 140)
PROSE = 3  # paragraphs that must stand before: a page of less may be a list itself
_OPEN = re.compile(r"[,;:–—-]$|[,.!?][”\"]\s[^\s]+\s\w+$")  # "...", he said
_FIGURES = re.compile(r"\d+\s*(?:%|pc|votes?|points?|runs?)?$|^\d|\t|\s{3,}|\.{3,}\s*\d")


@lru_cache(maxsize=1 << 12)  # what one round leaves the next one asks again
def _heads(words: str) -> bool:
    if not CHARS[0] <= len(words) <= CHARS[1] or not WORDS[0] <= words.count(" ") + 1 <= WORDS[1]:
        return False
    start = words.lstrip("“\"‘'«(#")[:1]
    return not (start.islower() or not start.isalpha() or ends(words) or _OPEN.search(words) or _FIGURES.search(words))


@rule(label="related", asks=_heads)
def teasers(page: Page) -> Iterator[Mark]:
    """The unbroken run of such lines at the very end, line by line."""
    lines = page.lines
    first = len(lines)
    while first and _heads(lines[first - 1].text):
        first -= 1
    if len(lines) - first < LEAST or sum(is_prose(line.text) for line in lines[:first]) < PROSE or not punctuated(page):
        return
    if not ends(lines[first - 1].text):
        return
    for line in lines[first:]:
        yield Mark(line.start, line.end, "one of several headlines after the last paragraph")
