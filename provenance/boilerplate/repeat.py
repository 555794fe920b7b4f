"""What a page prints twice, in its head and again in its body, is printed once as furniture: decks and titles.

**Blind to:** decks that were shortened or reworded; repeats far down the page, which may be a refrain.
Reference: own observation on syndicated pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, ends, rule
from provenance.text import Page, fold

__all__ = ["repeat"]

HEAD = 8  # lines from the top that may be a deck or a title; on 1,200 articles 4 loses 11 marks and 12 adds 12
WORDS = 4  # fewer words ("No comment.") are repeated by chance
OPENING = (
    24  # characters folded first, to spare the folding of lines that begin otherwise; any number gives the same marks
)
REACH = 40  # lines below in which the body's copy may stand; keeps the work linear


@rule(label="repeat")
def repeat(page: Page) -> Iterator[Mark]:
    """The earlier of two like lines of the head, and a deck that opens or closes a later paragraph."""
    openings = [_opening(line.text[:OPENING]) for line in page.lines[: HEAD + REACH]]
    if _apart(openings):
        return
    for index, line in enumerate(page.lines[:HEAD]):
        if line.text.count(" ") + 1 < WORDS:
            continue
        words = fold(line.text)
        count = words.count(" ") + 1
        same = words[: OPENING // 2]
        alike = [n for n in range(index + 1, len(openings)) if openings[n].startswith(same)]
        below = [fold(page.lines[n].text) for n in alike]
        if words in below and (not ends(line.text) or count >= 2 * WORDS):
            yield Mark(line.start, line.end, "printed again further down")
        elif count >= 2 * WORDS and ends(line.text) and any(b.startswith(words + " ") for b in below):
            yield Mark(line.start, line.end, "a deck: a later paragraph opens with the same words")


def _apart(openings: list[str]) -> bool:
    """True if no two lines can open alike: all openings are ASCII, none is short, and all begin otherwise.

    What folds to more than `OPENING // 2` signs of ASCII is not changed in these by what stands behind it.
    """
    least = OPENING // 2
    heads = {one[:least] for one in openings}
    return len(heads) == len(openings) and all(map(_sure, openings))


def _sure(opening: str) -> bool:
    return len(opening) > OPENING // 2 and opening.isascii()


_opening = lru_cache(maxsize=1 << 12)(fold)
