"""Where every sentence came from: the fewest parents that explain an article, and originals that nobody has seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from provenance.align import FIRM
from provenance.frames import frame
from provenance.infer.judge import turned
from provenance.infer.retold import Handed
from provenance.infer.stemma import LIKELIER, nearest
from provenance.infer.unseen import Group, groups, names, rebuild

__all__ = ["Lineage", "descend"]

Place = tuple[str, int]  # an article and one of its sentences
# "Own words" is never surer than this: it may have been taken from an article that is not here.
OWN = 0.99


class Lineage(NamedTuple):
    """The tables descent, edges and unseen."""

    descent: pd.DataFrame
    edges: pd.DataFrame
    unseen: pd.DataFrame


class _Known(NamedTuple):
    """The tables as lookups."""

    words: Mapping[str, list[int]]
    texts: Mapping[Place, str]
    answers: Mapping[Place, list[tuple[str, int, float, str]]]
    forth: Mapping[tuple[str, str], float]
    common: Mapping[tuple[str, str], float]
    says: Mapping[tuple[str, str], str]
    handed: Mapping[str, Handed]
    hung: Mapping[str, tuple[str, float]]  # the parent that the trees give, and how probably
    strangers: Mapping[Place, float]


def descend(
    sentences: pd.DataFrame,
    matches: pd.DataFrame,
    verdicts: pd.DataFrame,
    credits_: pd.DataFrame,
    handed: Mapping[str, Handed] = MappingProxyType({}),
    parents: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
    strangers: Mapping[Place, float] = MappingProxyType({}),
) -> Lineage:
    """DESCENT, EDGES and UNSEEN from what answers what and the verdicts.

    1. Arrows that a verdict says or the trees draw (`stemma.nearest`), strongest first, without those that would close
       a circle.
    2. For each article the fewest of its possible parents that explain its sentences (greedy set cover, as parents
       of witnesses are found in the CBGM, Mink 2004): first the one that the trees draw, then which explains most.
    3. What is left and is the same or edited in two articles with a common origin falls to an unseen original,
       named by the credits of its children; an article may descend from several.
    4. What nobody explains is the article's own: parent "".

    `parents` are those of `stemma`: an article that probably has its parent here, though which is open, gets no unseen
    one. `handed` gives the parent of each text of a family: it explains what it holds of the child, or, where no
    sentence of the two answers another, all of it; no other parent and no unseen original is sought for these.
    `strangers`: for sentences that articles answer which are in none of the tables, because the verdict on them is
    "none", how probable it is all the same that the likeliest of them gave it, or has it from where this one has it.

    Each sentence has exactly one row in DESCENT; an article without sentences has none. EDGES has no circle.
    """
    known = _lookups(sentences, matches, verdicts, handed, nearest(parents), strangers)
    arrows = _arrows(known)
    found: dict[Place, tuple[str, int | None, float]] = {}
    for child in sorted(known.words):
        found.update(_taken(child, handed[child], known) if child in handed else _cover(child, arrows, known))
    unseen = _groups(known, found, parents, credits_, verdicts)
    called = names(unseen, credits_)
    rows = []
    for group in unseen:
        rebuilt = rebuild(group, known.texts, known.answers, known.forth)
        for place, line in rebuilt.lines.items():
            p = max(known.common.get((place[0], other), 0.0) for other in group.members if other != place[0])
            found.setdefault(place, (called[group], line, p))
        rows.append((called[group], called[group], rebuilt.text, group))
    descent = [
        (*place, *(found[place] if place in found else ("", None, _own(place, known))))
        for child in sorted(known.words)
        for place in [(child, n) for n in range(len(known.words[child]))]
    ]
    edges = _edges(descent, known, unseen, called)
    return Lineage(frame("descent", descent), frame("edges", edges), frame("unseen", _unseen(rows, edges, credits_)))


def _groups(
    known: _Known,
    found: Mapping[Place, tuple[str, int | None, float]],
    parents: Mapping[str, Mapping[str, float]],
    credits_: pd.DataFrame,
    verdicts: pd.DataFrame,
) -> list[Group]:
    """The unseen originals of what is not found here."""
    origins = credits_[(credits_["role"] == "origin") & credits_["agency"].notna()]
    agencies: dict[str, set[str]] = defaultdict(set)
    for name, agency in _rows(origins, "article", "agency"):
        agencies[name].add(agency)
    credited = {name: frozenset(found_there) for name, found_there in agencies.items()}
    much = {(a, b): shared for a, b, shared in _rows(verdicts, "a", "b", "shared")}
    here = {one for one, others in parents.items() if sum(others.values()) > LIKELIER} - {child for child, _ in found}
    says = {pair: word for pair, word in known.says.items() if not here & {*pair}}
    return groups(
        known.answers, says, known.common, credited=credited, much=much, taken=found.keys(), texts=known.texts
    )


def _lookups(
    sentences: pd.DataFrame,
    matches: pd.DataFrame,
    verdicts: pd.DataFrame,
    handed: Mapping[str, Handed],
    hung: Mapping[str, tuple[str, float]],
    strangers: Mapping[Place, float],
) -> _Known:
    words: dict[str, list[int]] = defaultdict(list)
    texts: dict[Place, str] = {}
    for article, n, text, norm in sorted(_rows(sentences, "article", "n", "text", "norm"), key=itemgetter(0, 1)):
        words[article].append(len(norm.split()))
        texts[article, n] = text
    answers: dict[Place, list[tuple[str, int, float, str]]] = defaultdict(list)
    firm = matches[matches["score"] >= FIRM]
    for a, a_n, b, b_n, likeness, kind in _rows(firm, "a", "a_n", "b", "b_n", "likeness", "kind"):
        answers[a, a_n].append((b, b_n, likeness, kind))
        answers[b, b_n].append((a, a_n, likeness, kind))
    forth: dict[tuple[str, str], float] = {}
    common: dict[tuple[str, str], float] = {}
    says: dict[tuple[str, str], str] = {}
    for a, b, forward, back, origin, word in _rows(verdicts, "a", "b", "p_a_to_b", "p_b_to_a", "p_common", "says"):
        forth[a, b], forth[b, a] = forward, back
        common[a, b] = common[b, a] = origin
        if not (a in handed and b in handed):  # a family has its tree already
            says[a, b] = word
            says[b, a] = turned(word)
    return _Known(words, texts, answers, forth, common, says, handed, hung, strangers)


def _rows(table: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].tolist() for name in names), strict=True)


def _arrows(known: _Known) -> Mapping[str, set[str]]:
    """The parents of each, by what was said; an arrow that closes a circle with stronger ones is left out."""
    parents: dict[str, set[str]] = {name: set() for name in known.words}
    sure = {pair: known.forth[pair] for pair, word in known.says.items() if word == "a->b"}
    hung = {(parent, child): p for child, (parent, p) in known.hung.items() if (parent, child) in known.says}
    sure |= {pair: max(p, known.forth[pair]) for pair, p in hung.items()}
    said = sorted(sure, key=lambda p: (-sure[p], p))
    for parent, child in said:
        if not _above(child, parent, parents):
            parents[child].add(parent)
    return parents


def _above(one: str, two: str, parents: Mapping[str, set[str]]) -> bool:
    """Whether the one is an ancestor of the other."""
    seen, left = {two}, [two]
    while left:
        more = parents[left.pop()] - seen
        if one in more:
            return True
        seen |= more
        left += more
    return False


def _cover(child: str, parents: Mapping[str, set[str]], known: _Known) -> dict[Place, tuple[str, int | None, float]]:
    """Greedy set cover of the child's sentences by its possible parents."""
    options: dict[str, dict[int, tuple[int, float]]] = defaultdict(dict)
    for n in range(len(known.words[child])):
        for parent, parent_n, score, _ in sorted(known.answers.get((child, n), ()), key=lambda x: (-x[2], x[:2])):
            if parent in parents[child]:
                options[parent].setdefault(n, (parent_n, score))
    found: dict[Place, tuple[str, int | None, float]] = {}
    hung, p = known.hung.get(child, ("", 0.0))
    while options:
        # of two that explain alike, the nearer: the one that itself descends from the other
        by_words = max(sorted(options), key=lambda q: (_explains(q, options, child, known), len(parents[q])))
        best = hung if hung in options else by_words
        for n, (parent_n, _) in options.pop(best).items():
            found[child, n] = (best, parent_n, max(known.forth[best, child], p if best == hung else 0.0))
        for rest in list(options):
            options[rest] = {n: hit for n, hit in options[rest].items() if (child, n) not in found}
            if not options[rest]:
                del options[rest]
    return found


def _taken(child: str, by: Handed, known: _Known) -> dict[Place, tuple[str, int | None, float]]:
    """The child's sentences that its parent in the family holds; all, where they share no sentence but the story."""
    held: dict[Place, tuple[str, int | None, float]] = {}
    for n in range(len(known.words[child]) if by.parent else 0):
        hits = [(-score, m) for name, m, score, _ in known.answers.get((child, n), ()) if name == by.parent]
        if hits:
            held[child, n] = (by.parent, min(hits)[1], by.p)
    if by.parent and not held:
        held = {(child, n): (by.parent, None, by.p) for n in range(len(known.words[child]))}
    return held


def _explains(parent: str, options: Mapping[str, dict[int, tuple[int, float]]], child: str, known: _Known) -> float:
    return round(sum(known.words[child][n] * score for n, (_, score) in sorted(options[parent].items())), 6)


def _own(place: Place, known: _Known) -> float:
    """How sure a sentence that nobody explains is the article's own: less so if an undecided partner holds it too."""
    child = place[0]
    here = (known.forth[other, child] + known.common[other, child] for other, *_ in known.answers.get(place, ()))
    doubt = max(here, default=0.0), known.strangers.get(place, 0.0)
    return round(min(OWN, 1 - min(1.0, max(doubt))), 6)


def _edges(
    descent: Iterable[tuple[str, int, str, int | None, float]],
    known: _Known,
    unseen: Iterable[Group],
    called: Mapping[Group, str],
) -> list[dict[str, object]]:
    held: dict[str, Counter[str]] = defaultdict(Counter)
    words: dict[tuple[str, str], int] = defaultdict(int)
    p: dict[tuple[str, str], float] = {}
    for child, n, parent, _, sure in descent:
        if parent:
            held[child][parent] += 1
            words[parent, child] += known.words[child][n]
            p[parent, child] = max(sure, p.get((parent, child), 0.0))
    members = {called[group]: group.members for group in unseen}
    rows: list[dict[str, object]] = []
    for child in sorted(held):
        first = max(sorted(held[child]), key=lambda q: (words[q, child], p[q, child]))
        for parent, count in sorted(held[child].items()):
            kind = "unseen" if parent in members else "observed"
            other, other_p = _runner_up(parent, child, known, members)
            rows.append({
                "parent": parent, "child": child, "share": count / len(known.words[child]), "p": p[parent, child],
                "kind": kind, "primary": parent == first, "runner_up": other, "runner_up_p": other_p,
            })  # fmt: skip
    return rows


def _runner_up(
    parent: str, child: str, known: _Known, members: Mapping[str, tuple[str, ...]]
) -> tuple[str | None, float | None]:
    """The next best story for this edge: another article as parent, or "~", an original that is not in the folder."""
    if child in known.handed:
        return known.handed[child].runner_up, known.handed[child].runner_up_p
    if parent in members:
        rest = [(known.forth.get((other, child), 0.0), other) for other in members[parent] if other != child]
    else:
        rest = [(known.common[parent, child], "~"), (known.forth[child, parent], child)]
    if not rest:
        return None, None
    best = max(rest, key=lambda found: found[0])
    return best[1], best[0]


def _unseen(
    rows: Iterable[tuple[str, str, str, Group]], edges: Iterable[dict[str, object]], credits_: pd.DataFrame
) -> list[dict[str, object]]:
    children: dict[object, list[str]] = defaultdict(list)
    for edge in edges:
        children[edge["parent"]].append(str(edge["child"]))
    known = set(credits_["agency"].dropna())
    made: list[dict[str, object]] = []
    for node, name, text, _ in rows:
        agency = next((a for a in sorted(known) if name[1:] == a or name[1:].startswith(f"{a}-")), None)
        made.append({"node": node, "agency": agency, "text": text, "children": ", ".join(sorted(children[node]))})
    return made
