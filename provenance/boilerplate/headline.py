"""The first line of a page, short and without a full stop, before paragraphs that have theirs, is the headline.

**Blind to:** headlines that end with a stop or run over two lines; pages of two lines; verse and unpunctuated
retellings (there the first line is as good as the others, and stays).
Reference: own observation; block length and end punctuation as features, Kohlschütter et al. 2010
(doi:10.1145/1718487.1718542).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, ends, is_prose, punctuated, rule
from provenance.text import Page

__all__ = ["headline"]

WORDS = 18  # longest headline; 99 % of the titles of lk_news2022 and allsides have no more
CHARS = 130  # the same titles: 99 % have 114 at most
_OPEN = re.compile(
    r"(?:[,;:–—-]|\b(?:the|a|an|of|in|on|at|to|for|and|or|but|with|by|from|that|which|who|is|was|were|has|had))$", re.I
)


def _heads(words: str) -> bool:
    """True if a line is short, without a full stop, and neither begins nor ends inside a sentence."""
    if words.count(" ") >= WORDS or len(words) > CHARS or ends(words):
        return False
    return _OPEN.search(words) is None and not words[:1].islower()


@rule(label="furniture", asks=_heads)
def headline(page: Page) -> Iterator[Mark]:
    """The first line only, and only if prose follows at once (other rules may first have to clear the way).

    Where the reader of a page found the story, it has left out the headline, which the page itself names.
    """
    if len(page.lines) < 3 or page.main is not None:
        return
    first, second = page.lines[0], page.lines[1]
    if not _heads(first.text):
        return
    follows = is_prose(second.text) and ends(second.text) and not second.text[:1].islower()
    if follows and sum(is_prose(line.text) for line in page.lines[1:8]) >= 2 and punctuated(page):
        yield Mark(first.start, first.end, "a short first line without a full stop, before prose")
