"""Where the tokens of a sentence stand in its raw text."""

from __future__ import annotations

import re

from provenance.align.corpus import words
from provenance.text import fold

__all__ = ["places"]

_PIECE = re.compile(r"\S+")
_AROUND = "\"'(),.:;!?"  # what stands around a word and belongs to no token


def places(text: str, count: int) -> list[tuple[int, int]]:
    """The span of each token of a raw sentence, as `words(fold(text))` gives them; [] where they cannot be told.

    Folding may change how many characters there are, so each piece between blanks is folded by itself and its tokens
    are sought in it; if the number of tokens is not `count` in the end, nothing is claimed. Cost: linear in the text.
    """
    found: list[tuple[int, int]] = []
    for one in _PIECE.finditer(text):
        piece, at = one.group(), one.start()
        word = piece.strip(_AROUND)
        if word.isalpha() and word.isascii() and piece.isascii():  # most are
            found.append((at, one.end()))
            continue
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
    return found if len(found) == count else []
