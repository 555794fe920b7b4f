"""A short line without a full stop, alone between two paragraphs that have theirs, is a subhead.

**Blind to:** subheads before a list or another subhead; questions on a page with fewer than two plain
subheads, which are as often the writer's own sentence; verse.
Reference: own observation; block length and end punctuation as features, Kohlschütter et al. 2010
(doi:10.1145/1718487.1718542).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, ends, is_prose, punctuated, rule
from provenance.text import Page

__all__ = ["heading"]

WORDS, CHARS = 10, 75  # longest subhead; on 1,200 articles 8 loses 40 subheads and 14 adds 23 lines
SERIES = 2  # plain subheads that make a page one that sets them; below it a short question stays story
_OPEN = re.compile(r"[,;:–—-]$|^[“\"‘'(]|[”\"’]$")
_STRIP = re.compile(r"[\s\d.)•*#-]*")


@rule(label="furniture", asks=lambda line: _heads(line) and (line.endswith("?") or not ends(line)))
def heading(page: Page) -> Iterator[Mark]:
    """Whole lines between prose; a page needs four paragraphs, most of them closed by a stop.

    Where the reader of a page found the story, its subheads are inside: of 24 such lines that annotators of 330 pages
    judged, 22 were wanted.
    """
    if page.main is not None:
        return
    prose = [is_prose(line.text) and ends(line.text) for line in page.lines]
    if sum(prose) < 4 or not punctuated(page):
        return
    plain, asking = [], []
    for before, line, after, follows in zip(prose, page.lines[1:], prose[2:], page.lines[2:], strict=False):
        words = line.text
        if not (before and after) or follows.text[:1].islower() or not _heads(words):
            continue
        if words.endswith("?"):
            asking.append(line)
        elif not ends(words):
            plain.append(line)
    # "Taliban delegation in Moscow for talks?" is a subhead on a page that sets others, and perhaps prose elsewhere.
    for line in (*plain, *(asking if len(plain) >= SERIES else ())):
        yield Mark(line.start, line.end, "a short line without a full stop between two paragraphs")


def _heads(words: str) -> bool:
    """True if a line is short and begins as subheads do."""
    if words.count(" ") >= WORDS or len(words) > CHARS:
        return False
    letter = _STRIP.sub("", words, count=1)[:1]
    return letter != "" and not letter.islower() and _OPEN.search(words) is None
