"""Two stories side by side: which sentence answers which, what differs, and what only one of them has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from provenance.align import edits
from provenance.frames import Trace

__all__ = ["Match", "Row", "Side", "matches_of", "rows_of", "side_by_side"]

# A cell of more characters is shown up to here, with an ellipsis: a broken page in one line, never prose.
_LONGEST = 2000
_RANK = ("same", "edited", "rewritten", "split", "merged")


class Side(NamedTuple):
    """One cell: sentence numbers from 1 as printed ('5, 6'), and the text as (op, words) runs.

    `op` is equal, delete (only the left has it) or insert (only the right has it).
    """

    numbers: str
    runs: tuple[tuple[str, str], ...]


class Row(NamedTuple):
    """One line of the table; a side is None where the other stands alone, and kind is then empty."""

    left: Side | None
    right: Side | None
    kind: str
    moved: bool
    score: float


class Match(NamedTuple):
    """One row of `matches` without the names of the pair."""

    left: int
    right: int
    score: float
    kind: str
    moved: bool


def matches_of(trace: Trace) -> dict[tuple[str, str], list[Match]]:
    """The matches by pair (a, b), in the order of the table."""
    found: dict[tuple[str, str], list[Match]] = defaultdict(list)
    columns = ["a", "b", "a_n", "b_n", "score", "kind", "moved"]
    for a, b, *match in trace.matches[columns].itertuples(index=False, name=None):
        found[a, b].append(Match(*match))
    return found


def side_by_side(trace: Trace, a: str, b: str) -> list[Row]:
    """The rows of one pair in the order of the left story; the left is the name that sorts first.

    Sentences that only one side has are gathered into runs. Empty where the two share no sentence.
    """
    one, two = sorted((a, b))
    told = trace.sentences
    left, right = (told.loc[told["article"] == name, "text"].tolist() for name in (one, two))
    return rows_of(left, right, matches_of(trace).get((one, two), []))


def rows_of(left: Sequence[str], right: Sequence[str], matches: Sequence[Match]) -> list[Row]:
    """The same from the sentences of two stories and their matches."""
    groups = sorted(_groups(matches), key=lambda g: (min(m.left for m in g), min(m.right for m in g)))
    out: list[Row] = []
    at_left = at_right = 0
    done_left, done_right = {m.left for m in matches}, {m.right for m in matches}
    for group in groups:
        first, moved = min(m.left for m in group), all(m.moved for m in group)
        out += _alone(left, range(at_left, first), done_left, "delete")
        at_left = max(at_left, first)
        if not moved:
            upto = min(m.right for m in group)
            out += _alone(right, range(at_right, upto), done_right, "insert")
            at_right = max(at_right, upto)
        out.append(_row(left, right, group, moved))
    if groups:
        out += _alone(left, range(at_left, len(left)), done_left, "delete")
        out += _alone(right, range(at_right, len(right)), done_right, "insert")
    return out


def _groups(matches: Iterable[Match]) -> list[list[Match]]:
    """Matches that hang together: 5 and 6 of the left, merged in 4 of the right, are one row."""
    groups: list[list[Match]] = []
    for match in matches:
        near = [g for g in groups if any(m.left == match.left or m.right == match.right for m in g)]
        groups = [g for g in groups if g not in near]
        groups.append([*(m for g in near for m in g), match])
    return groups


def _row(left: Sequence[str], right: Sequence[str], group: Sequence[Match], moved: bool) -> Row:
    lefts, rights = sorted({m.left for m in group}), sorted({m.right for m in group})
    one, two = (_joined(story, ns) for story, ns in ((left, lefts), (right, rights)))
    kind = max((m.kind for m in group), key=_RANK.index)
    runs = [("equal", one)] if one == two else edits(one, two)
    return Row(
        Side(_numbers(lefts), tuple(run for run in runs if run[0] != "insert")),
        Side(_numbers(rights), tuple(run for run in runs if run[0] != "delete")),
        kind,
        moved,
        max(m.score for m in group),
    )


def _alone(story: Sequence[str], places: range, done: set[int], op: str) -> Iterator[Row]:
    """The sentences of a run that nothing on the other side answers, as one row; nothing for an empty run."""
    ns = [n for n in places if n not in done and n < len(story)]
    if ns:
        side = Side(_numbers(ns), (("equal", _joined(story, ns)),))
        yield Row(side if op == "delete" else None, side if op == "insert" else None, "", False, 0.0)


def _joined(story: Sequence[str], ns: Sequence[int]) -> str:
    text = " ".join(" ".join(story[n].split()) for n in ns)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _numbers(ns: Sequence[int]) -> str:
    """Sentence numbers as printed, from 1, runs joined: '1, 4–6'."""
    runs: list[list[int]] = []
    for n in ns:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(str(r[0] + 1) if len(r) == 1 else f"{r[0] + 1}–{r[-1] + 1}" for r in runs)
