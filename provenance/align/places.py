"""Where the tokens of a sentence stand in its raw text."""

from __future__ import annotations

from provenance.align.corpus import words
from provenance.text import fold

__all__ = ["places"]


def places(text: str, count: int) -> list[tuple[int, int]]:
    """The span of each token of a raw sentence, as `words(fold(text))` gives them; [] where they cannot be told.

    Folding may change how many characters there are, so each piece between blanks is folded by itself and its tokens
    are sought in it; if the number of tokens is not `count` in the end, nothing is claimed. Cost: linear in the text.
    """
    found: list[tuple[int, int]] = []
    at = 0
    for piece in text.split():
        at = text.index(piece, at)
        folded = fold(piece)
        inside = words(folded)
        if len(inside) == 1 or len(folded) != len(piece):
            found += [(at, at + len(piece))] * len(inside)
        else:
            here = 0
            for token in inside:
                here = folded.index(token, here)
                found.append((at + here, at + here + len(token)))
                here += len(token)
        at += len(piece)
    return found if len(found) == count else []
