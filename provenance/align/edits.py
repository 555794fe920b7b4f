"""What a reader sees as changed between two sentences: words deleted, words inserted, in reading order."""

from __future__ import annotations

import re

from diff_match_patch import diff_match_patch

__all__ = ["edits"]

# A word with its inner marks (U.S., al-Qaeda, Tajikistan's), a run of white space, or one other character.
_PIECE = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:['’.,:-]\w+)*|\s+|[^\w\s]")
_FIRST = 0x100000  # private plane 16: each distinct piece of the two sentences is shown to the differ as one character
_ROOM = 0x10FFFD - _FIRST  # how many distinct pieces fit; a pair with more is one deletion and one insertion


def edits(one: str, two: str) -> list[tuple[str, str]]:
    """How `one` becomes `two`: ("equal" | "delete" | "insert", words) in reading order, delete before insert.

    The equal and deleted pieces joined are `one`; the equal and inserted ones are `two`. Words are compared
    whole, by diff-match-patch (Myers 1986, doi:10.1007/BF01840446) without its time-out, which would make the
    result depend on the load of the machine; lone equal words inside a rewriting are joined to it.
    """
    left, right = _PIECE.findall(one), _PIECE.findall(two)
    codes: dict[str, str] = {}
    for piece in (*left, *right):
        codes.setdefault(piece, chr(_FIRST + len(codes) % _ROOM))
    if len(codes) > _ROOM:
        return [("delete", one), ("insert", two)]
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    found = differ.diff_main("".join(map(codes.__getitem__, left)), "".join(map(codes.__getitem__, right)), False)
    words = {code: piece for piece, code in codes.items()}
    return _joined([(op, "".join(words[c] for c in run)) for op, run in found])


def _joined(found: list[tuple[int, str]]) -> list[tuple[str, str]]:
    """White space alone between two changes belongs to both: 'has asked' against 'asked on Wednesday' reads whole."""
    out: list[tuple[str, str]] = []
    deleted = inserted = ""
    for i, (op, words) in enumerate(found):
        lone = op == 0 and not words.strip() and (deleted or inserted) and i + 1 < len(found)
        if op == 0 and not lone:
            out += [(name, run) for name, run in (("delete", deleted), ("insert", inserted)) if run]
            deleted = inserted = ""
            out.append(("equal", words))
        if op == -1 or lone:
            deleted += words
        if op == 1 or lone:
            inserted += words
    return out + [(name, run) for name, run in (("delete", deleted), ("insert", inserted)) if run]
