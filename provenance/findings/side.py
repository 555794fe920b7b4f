"""Two stories side by side: which sentence answers which, what differs, and what only one of them has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from provenance.align import FIRM, likeness
from provenance.align.edits import KINDS, Edit, changes
from provenance.findings.words import EDITS, cut, probability
from provenance.frames import Trace
from provenance.text import Span

__all__ = ["Match", "Row", "Side", "edits_told", "lang_of", "matches_of", "placed_edits", "rows_of", "weighed"]

# A cell of more characters is shown up to here, with an ellipsis: a broken page in one line, never prose.
_LONGEST = 2000
# Of an edit that is told in words: characters quoted, and how many of one kind are quoted.
_QUOTED, _EXAMPLES = 40, 2
_SLIGHT = ("reworded", "spelling", "style")
_RANK = ("same", "edited", "rewritten", "split", "merged")


class Side(NamedTuple):
    """One cell: sentence numbers from 1 as printed ('5, 6'), and the text as (op, words) runs.

    `op` is equal, delete (only the left has it) or insert (only the right has it).
    """

    numbers: str
    runs: tuple[tuple[str, str], ...]


class Row(NamedTuple):
    """One line of the table; a side is None where the other stands alone, and kind is then empty.

    `edits` turn the left into the right, each with its kind: what is "lost" stands on the left only. `alike` is how
    probably the two say the same (`align.likeness`), for rewritten rows. `meaning`: it rests on meaning alone, so no
    word answers another, and neither is told.
    """

    left: Side | None
    right: Side | None
    kind: str
    moved: bool
    score: float
    edits: tuple[Edit, ...] = ()
    alike: float | None = None
    meaning: bool = False

    @property
    def faint(self) -> bool:
        """Is it more likely chance than not? Such a row counts for nothing, and is shown as a "perhaps"."""
        return self.kind != "" and self.score < FIRM


class Match(NamedTuple):
    """One row of `matches` without the names of the pair."""

    left: int
    right: int
    score: float
    kind: str
    moved: bool
    meaning: bool = False


def matches_of(trace: Trace) -> dict[tuple[str, str], list[Match]]:
    """The matches by pair (a, b), in the order of the table."""
    found: dict[tuple[str, str], list[Match]] = defaultdict(list)
    columns = ["a", "b", "a_n", "b_n", "score", "kind", "moved"]
    by_meaning = trace.matches["meaning"].notna()
    rows = trace.matches[columns].itertuples(index=False, name=None)
    for (a, b, *match), meaning in zip(rows, by_meaning, strict=True):
        found[a, b].append(Match(*match)._replace(meaning=meaning))
    return found


def lang_of(code: object) -> str:
    """An article's language as edits are told in it: English where it is not known."""
    return code if isinstance(code, str) and code else "en"


def rows_of(left: Sequence[str], right: Sequence[str], matches: Sequence[Match], lang: str = "en") -> list[Row]:
    """The rows of two stories, given as sentences, and their matches; `lang` is an ISO 639-1 code.

    Sentences that only one side has are gathered into runs. Empty where the two share no sentence.
    """
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
        out.append(_row(left, right, group, moved, lang))
    if groups:
        out += _alone(left, range(at_left, len(left)), done_left, "delete")
        out += _alone(right, range(at_right, len(right)), done_right, "insert")
    return out


def placed_edits(
    left: Sequence[tuple[int, str]], right: Sequence[tuple[int, str]], matches: Sequence[Match], lang: str = "en"
) -> list[tuple[Span, Span, str]]:
    """Every edit of `rows_of` as its places in the two articles and its kind; an empty place where a side has nothing.

    A story is given as (first character in the article, sentence) here. Rows that rest on meaning alone have no edits.
    """
    out = []
    for group in _groups(matches):
        if not all(match.meaning or match.kind == "same" for match in group):
            one = _told_from(left, sorted({match.left for match in group}))
            two = _told_from(right, sorted({match.right for match in group}))
            for edit in changes(one[0], two[0], lang):
                out.append((_raw(edit.one, one[1]), _raw(edit.two, two[1]), edit.kind))
    return out


def _told_from(story: Sequence[tuple[int, str]], ns: Sequence[int]) -> tuple[str, list[int]]:
    """The sentences joined as in a row, and for each of its characters the place where it stands in the article."""
    words = [found for n in ns for found in _placed_words(*story[n])]
    spots = [spot for word, at in words for spot in (*range(at, at + len(word)), at + len(word))]
    text = " ".join(word for word, _ in words)
    return (text, spots) if len(text) <= _LONGEST else (text[: _LONGEST - 1] + "…", spots)


def _placed_words(start: int, sentence: str) -> Iterator[tuple[str, int]]:
    at = 0
    for word in sentence.split():
        at = sentence.index(word, at)
        yield word, start + at
        at += len(word)


def _raw(span: Span, spots: Sequence[int]) -> Span:
    if span.end <= span.start or span.end > len(spots):
        return Span(0, 0)
    return Span(spots[span.start], spots[span.end - 1] + 1)


def _groups(matches: Iterable[Match]) -> list[list[Match]]:
    """Matches that hang together: 5 and 6 of the left, merged in 4 of the right, are one row."""
    groups: list[list[Match]] = []
    for match in matches:
        near = [g for g in groups if any(m.left == match.left or m.right == match.right for m in g)]
        groups = [g for g in groups if g not in near]
        groups.append([*(m for g in near for m in g), match])
    return groups


def _row(left: Sequence[str], right: Sequence[str], group: Sequence[Match], moved: bool, lang: str) -> Row:
    lefts, rights = sorted({m.left for m in group}), sorted({m.right for m in group})
    one, two = (_joined(story, ns) for story, ns in ((left, lefts), (right, rights)))
    kind = max((m.kind for m in group), key=_RANK.index)
    meaning = all(m.meaning for m in group)
    found = () if meaning else tuple(changes(one, two, lang))
    return Row(
        Side(_numbers(lefts), tuple(_runs(one, "delete", [edit.one for edit in found]))),
        Side(_numbers(rights), tuple(_runs(two, "insert", [edit.two for edit in found]))),
        kind,
        moved,
        max(m.score for m in group),
        found,
        likeness(one, two, lang) if kind == "rewritten" and not meaning else None,
        meaning,
    )


def _runs(text: str, op: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """The text of one side in turns of what is equal and what is not; changes that touch are one run."""
    upto = at = 0
    for start, end in [*spans, (len(text) + 1, len(text) + 1)]:
        if start > at:
            runs = ((op, text[upto:at]), ("equal", text[at:start]))
            yield from ((name, words) for name, words in runs if words)
            upto = start
        at = end


def edits_told(edits: Sequence[Edit]) -> str:
    """The kinds of a row's edits in words, the gravest first, with the words changed; empty where there is none.

    Mere rewording is left to the text; changes of style are named only where there are no others.
    """
    kinds = {edit.kind for edit in edits}
    if kinds and kinds <= {"style", "spelling"}:
        return f"{' and '.join(sorted(kinds))} only"
    return "; ".join(
        f"{EDITS[kind]} ({_examples([edit for edit in edits if edit.kind == kind])})"
        for kind in KINDS
        if kind in kinds and kind not in _SLIGHT
    )


def weighed(row: Row) -> str:
    """What a rewritten row rests on: how probably the two say the same, or that meaning alone speaks for it."""
    if row.meaning:
        return "by meaning alone"
    return f"says the same: {probability(row.alike)}" if row.alike is not None else ""


def _examples(edits: Sequence[Edit]) -> str:
    more = len(edits) - _EXAMPLES
    told = [
        " → ".join(cut(words.strip(" ,;"), _QUOTED) for words in (edit.deleted, edit.inserted) if words.strip(" ,;"))
        for edit in edits[:_EXAMPLES]
    ]
    return "; ".join([words for words in told if words] + [f"{more} more"] * (more > 0))


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
