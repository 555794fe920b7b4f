"""Where in the visible text of a page its own story stands: what trafilatura takes for it, found again as spans.

Start at `story`.
Reference: trafilatura, Barbaresi 2021 (doi:10.18653/v1/2021.acl-demo.15).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

__all__ = ["kept", "located"]

# Pieces shorter than this are words like "said" or a linked name, which stand everywhere: they are only believed close
# behind the piece before.
_SHORT, _NEAR = 30, 200
_SPACES = str.maketrans(dict.fromkeys("\n\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
                                        "\u2028\u2029\u202f\u205f\u3000\x0b\x0c\x1c\x1d\x1e\x1f\x85", " "))  # fmt: skip


_SENTENCE = re.compile(r"\n|(?<=[.!?…。！？।۔])\s+")


def kept(tree: HtmlElement) -> list[list[str]]:
    """What trafilatura takes for the story: its blocks in order, each as its pieces of text; none if it finds none."""
    try:
        found = bare_extraction(tree, fast=True, include_comments=False)
    except (etree.LxmlError, RecursionError, LookupError, AttributeError, TypeError, ValueError):
        return []
    if not found:
        return []
    return [[*map(str, block.itertext()), block.tail or ""] for block in found.body]


def located(text: str, blocks: list[list[str]]) -> list[tuple[int, int]]:
    """The spans of `text` where the blocks stand, sorted, joined where only white space lies between."""
    plain = text.translate(_SPACES)
    black = [at for at, char in enumerate(plain) if char != " "]
    squeezed = plain.replace(" ", "")
    joined: list[tuple[int, int]] = []
    for start, end in sorted(_places(squeezed, blocks)):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return [(black[start], black[end - 1] + 1) for start, end in joined]


def _places(squeezed: str, blocks: list[list[str]]) -> Iterator[tuple[int, int]]:
    """Where the blocks stand in a text without white space: whole if they can, else piece by piece."""
    at = 0
    for block in blocks:
        pieces = [words for words in map(_squeeze, block) if words]
        whole = "".join(pieces)
        if not whole:
            continue
        start = _find(squeezed, whole, at)
        if start >= 0:
            at = start + len(whole)
            yield start, at
            continue
        for piece in block:
            for words in _parts(squeezed, piece):
                start = _find(squeezed, words, at)
                if start >= 0:
                    at = start + len(words)
                    yield start, at


def _parts(squeezed: str, piece: str) -> list[str]:
    """The piece, or, where it does not stand in the text as it is, its lines and sentences."""
    whole = _squeeze(piece)
    parts = [whole] if whole in squeezed else map(_squeeze, _SENTENCE.split(piece))
    return [words for words in parts if words]


def _find(squeezed: str, words: str, at: int) -> int:
    if len(words) < _SHORT:
        return squeezed.find(words, at, at + _NEAR)
    start = squeezed.find(words, at)
    return start if start >= 0 else squeezed.find(words)


def _squeeze(words: str) -> str:
    return words.translate(_SPACES).replace(" ", "")
