"""What a reader sees as changed between two sentences: words deleted, words inserted, and what kind of change it is.

Start at `changes`; `edits` is the same without the kinds. Words are matched by what they say (case, inflection, house
style and the form of quotes aside), so that a change of style never hides in a change of content, nor the other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from provenance.align.differ import matched
from provenance.align.kinds import KINDS, content, kind, same, written
from provenance.align.pieces import Piece, Printed, is_small
from provenance.text import Span

__all__ = ["KINDS", "Edit", "changes", "edits"]

# An island of equal words between two replacements is joined to them if it weighs at most this share of the lighter
# of both: `the` between two other words goes; `of the`, or a content word, stays. By judgement, on invented sentences.
ISLAND = 1 / 3
# Words that stepped over others, and over how many, to say the same in another order: `July 8`, `8 July`; `the ministry
# said`, `according to the ministry`. Longer, and it is a sentence built anew.
TURN = 4


class Edit(NamedTuple):
    """One change: op (delete, insert, replace), its kind (see `KINDS`), the words, and where they stand.

    `deleted` is the slice `one` of the first sentence, `inserted` the slice `two` of the second; either may be empty.
    """

    op: str
    kind: str
    deleted: str
    inserted: str
    one: Span
    two: Span


def _told_elsewhere(left: frozenset[str], right: frozenset[str], ones: frozenset[str], twos: frozenset[str]) -> bool:
    """Do the content words that only one side has here stand in another change of the other: were they moved?"""
    return bool(left or right) and left <= twos and right <= ones


class _Change(NamedTuple):
    """Pieces `a` to `b` of the one that became pieces `c` to `d` of the other, and where those stand."""

    a: int
    b: int
    c: int
    d: int
    one: Span = Span(0, 0)
    two: Span = Span(0, 0)


def edits(one: str, two: str, lang: str = "en") -> list[tuple[str, str]]:
    """How `one` becomes `two`: ("equal" | "delete" | "insert", words) in reading order, delete before insert.

    The equal and deleted pieces joined are `one`; the equal and inserted ones are `two`; changes that touch are one.
    Exchanging the sentences exchanges delete and insert. Cost as `changes`.
    """
    out: list[tuple[str, str]] = []
    at = 0
    for left, right in _touching(_changed(Printed(one), Printed(two), lang)):
        out += [("equal", one[at : left.start]), ("delete", one[slice(*left)]), ("insert", two[slice(*right)])]
        at = left.end
    return [(op, words) for op, words in [*out, ("equal", one[at:])] if words]


def changes(one: str, two: str, lang: str = "en") -> list[Edit]:
    """What must be done to `one` to make it `two`, in reading order, each change with its kind.

    Words are aligned by `differ.matched`; function words alone between two rewritten stretches are joined to them, and
    what comes or goes does so where it reads as one thing. `lang` (ISO 639-1) chooses the words that tell the kinds.
    Exchanging the sentences exchanges deleted and inserted, lost and added, and nothing else. Cost: bounded, and
    linear in the words but for some hundred that differ.
    """
    sides = _printed(one), _printed(two)
    out: list[Edit] = []
    parts = [
        (sides[0].part(a, b, here), sides[1].part(c, d, there), here, there)
        for a, b, c, d, here, there in _changed(*sides, lang)
    ]
    gone_words = frozenset().union(*(content(left, lang) for left, *_ in parts))
    come_words = frozenset().union(*(content(right, lang) for _, right, *_ in parts))
    for left, right, here, there in parts:
        starts = here.start, there.start
        said = kind(left, right, lang)
        if said.startswith("detail") and _told_elsewhere(
            content(left, lang), content(right, lang), gone_words, come_words
        ):
            said = "reworded"
        last = out[-1] if out else None
        if last and said == last.kind == "style" and (last.one.end, last.two.end) == starts:
            starts = last.one.start, last.two.start  # `Aug` for `August`, and its full stop
            out.pop()
        gone, come = one[starts[0] : here.end], two[starts[1] : there.end]
        op = "replace" if gone and come else "delete" if gone else "insert"
        out.append(Edit(op, said, gone, come, Span(starts[0], here.end), Span(starts[1], there.end)))
    return out


@lru_cache(maxsize=1 << 12)
def _printed(text: str) -> Printed:
    """A sentence read once, however many others it is compared with."""
    return Printed(text)


def _changed(one: Printed, two: Printed, lang: str) -> list[_Change]:
    """Every change with its place in both."""
    if one.text > two.text:  # the differ prefers one side in ties: asked the same way round, it prefers none
        return [_Change(c, d, a, b, there, here) for a, b, c, d, here, there in _changed(two, one, lang)]
    left, right = one.pieces, two.pieces
    pairs = matched(_told(one, lang), _told(two, lang))
    found = _joined(_slid(_gaps(pairs, len(left), len(right)), left, right), one, two, lang)
    return _merged(_placed(one, two, found), one, two)


def _told(side: Printed, lang: str) -> list[str]:
    """What the pieces of a sentence are matched by, worked out once a language."""
    if lang not in side.told:
        side.told[lang] = [written(p.key, lang) for p in side.pieces]
    return side.told[lang]


def _gaps(pairs: list[tuple[int, int]], many: int, others: int) -> list[_Change]:
    """What lies between the matched places."""
    out = []
    a = c = 0
    for i, j in [*pairs, (many, others)]:
        if i > a or j > c:
            out.append(_Change(a, i, c, j))
        a, c = i + 1, j + 1
    return out


def _slid(found: list[_Change], left: list[Piece], right: list[Piece]) -> list[_Change]:
    """The same, what only comes or goes where it reads best: `[, led by Moscow], is`, not `, [led by Moscow,] is`."""
    out: list[_Change] = []
    after = [*found, _Change(len(left), len(left), len(right), len(right))][1:]
    for change, following in zip(found, after, strict=True):
        before = out[-1] if out else _Change(0, 0, 0, 0)
        if change.a < change.b and change.c < change.d:
            out.append(change)
            continue
        words, start, end = (left, change.a, change.b) if change.c == change.d else (right, change.c, change.d)
        back = forth = 0
        while change.a + back > before.b and words[start + back - 1].key == words[end + back - 1].key:
            back -= 1
        while change.b + forth < following.a and words[start + forth].key == words[end + forth].key:
            forth += 1
        places = range(back, forth + 1)
        shift = max((_reads(words, start + s, end + s), -abs(s), s) for s in places)[2]
        out.append(_Change(change.a + shift, change.b + shift, change.c + shift, change.d + shift))
    return out


def _reads(words: list[Piece], start: int, end: int) -> int:
    """How well a stretch reads as one thing: it begins with a mark or a small word, and ends with neither."""
    first, last = words[start].key, words[end - 1].key
    if first in "([\"'" and last in ")]\"'":
        return 3
    opens, closes = (
        0 if key[-1].isalnum() and not is_small(key) else 1 if key[-1].isalnum() else 2 for key in (first, last)
    )
    return opens - closes - (first in ")].")


def _joined(found: list[_Change], one: Printed, two: Printed, lang: str) -> list[_Change]:
    """The same without islands that a reader would not see, and with words that only changed places as one change."""
    if len(found) < 2:
        return found
    left, right, masses = one.pieces, two.pieces, (one.masses, two.masses)
    out: list[_Change] = []
    for change in found:
        here = change
        while out and (_is_one(out[-1], here, masses) or _is_turned(out[-1], here, left, right, lang)):
            before = out.pop()
            here = _Change(before.a, here.b, before.c, here.d)
        out.append(here)
    return out


def _is_turned(before: _Change, after: _Change, left: list[Piece], right: list[Piece], lang: str) -> bool:
    """Do words go on one side of a short island and come on the other? `July [8]` is `[8] July`."""
    gone, come = (before, after) if before.a < before.b else (after, before)
    pure = gone.c == gone.d and come.a == come.b
    if not pure or max(gone.b - gone.a, come.d - come.c, after.a - before.b) > TURN:
        return False
    return same([p.key for p in left[gone.a : gone.b]], [p.key for p in right[come.c : come.d]], lang)


def _is_one(before: _Change, after: _Change, masses: tuple[list[float], list[float]]) -> bool:
    """Do two changes touch, or is what is equal between two replacements too light to be seen?"""
    if before.b == after.a:
        return True
    island = masses[0][after.a] - masses[0][before.b]
    replaced = all(c.a < c.b and c.c < c.d for c in (before, after))
    lighter = min(max(masses[0][c.b] - masses[0][c.a], masses[1][c.d] - masses[1][c.c]) for c in (before, after))
    return replaced and island <= ISLAND * lighter


def _placed(one: Printed, two: Printed, found: list[_Change]) -> Iterator[_Change]:
    """The changes with their spans, and between them what is equal but for case, marks and white space."""
    left, right = one.pieces, two.pieces
    a = c = x = y = 0
    ends = _Change(len(left), len(left), len(right), len(right))
    for change in [*found, ends]:
        if change.a > a and one.text[x : left[change.a - 1].end] == two.text[y : right[change.c - 1].end]:
            a, c, x, y = change.a, change.c, left[change.a - 1].end, right[change.c - 1].end
        for i, j in zip(range(a, change.a), range(c, change.c), strict=True):
            p, q = left[i], right[j]
            if one.text[x : p.start] != two.text[y : q.start]:
                yield _Change(i, i, j, j, Span(x, p.start), Span(y, q.start))
            if one.text[p.start : p.end] != two.text[q.start : q.end]:
                yield _Change(i, i + 1, j, j + 1, Span(p.start, p.end), Span(q.start, q.end))
            x, y = p.end, q.end
        upto = (_start(one, change.b), _start(two, change.d))
        here, there = _trimmed(one.text, Span(x, upto[0]), two.text, Span(y, upto[1]))
        if change is not ends or here.start < here.end or there.start < there.end:
            yield change._replace(one=here, two=there)
        a, c, (x, y) = change.b, change.d, upto


def _start(side: Printed, n: int) -> int:
    return side.pieces[n].start if n < len(side.pieces) else len(side.text)


def _trimmed(one: str, here: Span, two: str, there: Span) -> tuple[Span, Span]:
    """The spans without the white space that both begin with, or both end with."""
    (a, b), (c, d) = here, there
    while a < b and c < d and one[a] == two[c] and one[a].isspace():
        a, c = a + 1, c + 1
    while a < b and c < d and one[b - 1] == two[d - 1] and one[b - 1].isspace():
        b, d = b - 1, d - 1
    return Span(a, b), Span(c, d)


def _merged(found: Iterable[_Change], one: Printed, two: Printed) -> list[_Change]:
    """The same with neighbours that are equal but for case and marks made one: `SAYS THE MINISTER`."""
    out: list[_Change] = []
    alike = False
    for change in found:
        like = [p.key for p in one.pieces[change.a : change.b]] == [p.key for p in two.pieces[change.c : change.d]]
        last = out[-1] if out else change
        between = one.text[last.one.end : change.one.start], two.text[last.two.end : change.two.start]
        if out and alike and like and between[0] == between[1] and not between[0].strip():
            whole = Span(last.one.start, change.one.end), Span(last.two.start, change.two.end)
            out[-1] = _Change(last.a, change.b, last.c, change.d, *whole)
        else:
            out.append(change)
        alike = like
    return out


def _touching(found: Iterable[_Change]) -> Iterator[tuple[Span, Span]]:
    """The spans of changes, those that touch in both sentences as one."""
    here = there = None
    for change in found:
        if here and there and here.end == change.one.start and there.end == change.two.start:
            here, there = Span(here.start, change.one.end), Span(there.start, change.two.end)
            continue
        if here and there:
            yield here, there
        here, there = change.one, change.two
    if here and there:
        yield here, there
