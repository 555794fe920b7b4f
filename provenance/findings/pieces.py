"""The raw texts cut into pieces: sentences with their origin, what was set aside, and what lies between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from provenance.frames import Trace

__all__ = ["Piece", "pieces"]


class Piece(NamedTuple):
    """A run of a raw text: a sentence (`n` from 0, and its origin), set aside (a label and a reason), or neither."""

    text: str
    n: int = -1
    origin: str = ""
    label: str = ""
    reason: str = ""

    @property
    def words(self) -> int:
        """How many words it has, at least 1."""
        return max(1, len(self.text.split()))


def pieces(trace: Trace) -> Mapping[str, Sequence[Piece]]:
    """Each article's text as pieces that join to the text again: in order, none twice, none left out."""
    texts = dict(zip(trace.articles["article"], trace.articles["text"], strict=True))
    spans: dict[str, list[tuple[int, int, Piece]]] = {name: [] for name in texts}
    columns = ["article", "start", "end", "label", "reason"]
    for name, start, end, label, reason in trace.marks[columns].itertuples(index=False, name=None):
        spans[name].append((start, end, Piece("", label=label, reason=reason)))
    rows = trace.descent[["child", "n", "parent"]].itertuples(index=False, name=None)
    origins = {(child, n): parent for child, n, parent in rows}
    for name, n, start, end in trace.sentences[["article", "n", "start", "end"]].itertuples(index=False, name=None):
        spans[name].append((start, end, Piece("", n, origins.get((name, n), ""))))
    return {name: _cut(text, sorted(spans[name])) for name, text in texts.items()}


def _cut(text: str, spans: Sequence[tuple[int, int, Piece]]) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for start, end, piece in spans:
        if start > at:
            found.append(Piece(text[at:start]))
        if end > at:
            found.append(piece._replace(text=text[max(at, start) : end]))
        at = max(at, end)
    return [*found, Piece(text[at:])] if at < len(text) else found
