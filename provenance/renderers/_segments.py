"""Two stories in one order: what stands in both in parallel, and what only one has, or has elsewhere, in its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from provenance.align import FIRM
from provenance.findings.side import Match

__all__ = ["Segment", "segments"]

_Group: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], str]
_RANK = ("same", "edited", "rewritten", "split", "merged")


class Segment(NamedTuple):
    """Sentences of the left and of the right that answer each other, or of one side alone, then without a kind.

    `elsewhere` are the numbers of the segments on the other side that answer a sentence which is not in its order.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    kind: str = ""
    elsewhere: tuple[int, ...] = ()


def segments(left: int, right: int, matches: Sequence[Match]) -> list[Segment]:
    """The segments of two stories of so many sentences: each sentence once, each side in its own order.

    Only matches that are more likely than chance count. The longest run of answers in one order stays in parallel.
    """
    groups = sorted(_groups([match for match in matches if match.score >= FIRM]))
    straight = _in_order([group for group in groups if _unbroken(group[0]) and _unbroken(group[1])])
    out: list[Segment] = []
    at_left = at_right = 0
    for ones, twos, kind in [*straight, ((left,), (right,), "")]:
        out += [Segment((n,), ()) for n in range(at_left, ones[0])]
        out += [Segment((), (n,)) for n in range(at_right, twos[0])]
        at_left, at_right = ones[-1] + 1, twos[-1] + 1
        out += [Segment(ones, twos, kind)] if kind else []
    lefts, rights = ({n: at for at, one in enumerate(out) for n in one[side]} for side in (0, 1))
    for ones, twos, _ in [group for group in groups if group not in straight]:
        here, there = tuple(sorted(lefts[n] for n in ones)), tuple(sorted(rights[n] for n in twos))
        for at in here:
            out[at] = out[at]._replace(elsewhere=there)
        for at in there:
            out[at] = out[at]._replace(elsewhere=here)
    return out


def _groups(matches: Sequence[Match]) -> Iterator[_Group]:
    """Matches that hang together, as sentences of either side: 5 and 6 of the left, merged in 4 of the right."""
    near: dict[tuple[int, int], list[Match]] = {}
    for match in matches:
        for end in ((0, match.left), (1, match.right)):
            near.setdefault(end, []).append(match)
    while near:
        first = min(near)
        found: set[tuple[int, int]] = set()
        waiting, kinds = [first], set()
        while waiting:
            end = waiting.pop()
            if end not in found:
                found.add(end)
                for match in near.pop(end):
                    kinds.add(match.kind)
                    waiting += [(0, match.left), (1, match.right)]
        ones, twos = (tuple(sorted(n for side, n in found if side == which)) for which in (0, 1))
        yield ones, twos, max(kinds, key=_RANK.index)


def _unbroken(numbers: tuple[int, ...]) -> bool:
    return numbers[-1] - numbers[0] + 1 == len(numbers)


def _in_order(groups: Sequence[_Group]) -> list[_Group]:
    """The longest chain of groups, given in the order of the left, that is in order on the right as well."""
    ends: list[int] = []
    best: list[list[_Group]] = []
    for group in groups:
        at = bisect_left(ends, group[1][0])
        chain = [*(best[at - 1] if at else []), group]
        ends[at : at + 1], best[at : at + 1] = [group[1][0]], [chain]
    return best[-1] if best else []
