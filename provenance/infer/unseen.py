"""Originals that are not in the folder: who descends from them, what the credits call them, how they read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from provenance.infer.stemma import LIKELIER

__all__ = ["Group", "Rebuilt", "groups", "names", "numbered", "rebuild"]

Place = tuple[str, int]
Answers = Mapping[Place, list[tuple[str, int, float, str]]]

# What each credit says for an agency as the name of what is unseen: an origin is a name, a photo is a hint, a
# citation is none (the article took words of a report, not the report).
_VOTES = {"origin": 4, "photo": 1}
# Two articles must share so many words, the same or edited, that nothing here explains: an original is not drawn from
# a stock phrase or a stray credit line. One long sentence of news has 25 words; tried 10-40 on invented newsrooms.
LEAST_WORDS = 20
# Of two articles that name no origin in common, the shorter must share so much: an original that nobody names rests on
# its readings, and a tenth of a story is a speech, a statute or a stock phrase. Of 0, .3 and .4, .3 leaves all
# independent articles of 480 simulated alone, at one original of fifteen.
UNNAMED = 0.3


class Group(NamedTuple):
    """The children of one unseen original, and their sentences that descend from it."""

    members: tuple[str, ...]
    places: frozenset[Place]


class Rebuilt(NamedTuple):
    """The text of an unseen original, a sentence a line, and for each child's sentence its line."""

    text: str
    lines: Mapping[Place, int]


def groups(
    answers: Answers,
    says: Mapping[tuple[str, str], str],
    common: Mapping[tuple[str, str], float],
    *,
    credited: Mapping[str, frozenset[str]],
    much: Mapping[tuple[str, str], float],
    taken: Collection[Place],
    texts: Mapping[Place, str],
) -> list[Group]:
    """The unseen originals, largest first: sets of articles that share sentences which none can have given another.

    Two articles join over sentences that are the same or edited in both, if a common origin is likelier than all else
    and neither sentence is in `taken` (explained by an article that is here), and if both credit one origin
    (`credited`, by article) or share enough without (`much`, 0..1 of the shorter) and have no parent here. A third
    joins a group only if its verdict with every member is something: relation is not passed on blindly, so no giant
    clusters.
    """
    explained = set(taken)
    children = {child for child, _ in taken}
    found_in: dict[tuple[str, str], set[Place]] = defaultdict(set)
    for place in sorted(texts):
        for other, n, _, kind in answers.get(place, ()):
            pair = place[0], other
            alike = kind in ("same", "edited", "merged", "split")
            if alike and pair in says and common[pair] >= LIKELIER and not {place, (other, n)} & explained:
                found_in[min(place[0], other), max(place[0], other)].update((place, (other, n)))
    shared = {pair: held for pair, held in found_in.items() if _said(held, texts) >= 2 * LEAST_WORDS}
    shared = {
        (a, b): held
        for (a, b), held in shared.items()
        if (much.get((a, b), 0.0) >= UNNAMED and not {a, b} & children)
        or credited.get(a, frozenset()) & credited.get(b, frozenset())
    }
    order = sorted(shared, key=lambda pair: (-len(shared[pair]), -common[pair], pair))
    beside: dict[str, set[str]] = defaultdict(set)
    for a, b in shared:
        beside[a].add(b)
    found = []
    for members in _sets(order, says):
        held = (shared[one, two] for one in sorted(members & beside.keys()) for two in beside[one] & members)
        found.append(Group(tuple(sorted(members)), frozenset[Place]().union(*held)))
    return _apart(sorted(found, key=lambda g: (-len(g.places), g.members)), texts)


def _apart(found: Iterable[Group], texts: Mapping[Place, str]) -> list[Group]:
    """The groups without what a larger one has explained; those that two articles no longer share are none."""
    used: set[Place] = set()
    kept = []
    for group in found:
        left = group.places - used
        members = tuple(one for one in group.members if _said((p for p in left if p[0] == one), texts) >= LEAST_WORDS)
        if len(members) > 1:
            places = frozenset(p for p in left if p[0] in members)
            used |= places
            kept.append(Group(members, places))
    return kept


def _said(places: Iterable[Place], texts: Mapping[Place, str]) -> int:
    return sum(len(texts[place].split()) for place in places)


def _sets(order: Iterable[tuple[str, str]], says: Mapping[tuple[str, str], str]) -> list[set[str]]:
    """The pairs in sets of kin: each pair joins the first set that it meets and with all of which it is kin.

    A set is looked up by its member of the fewest kin. One story's reprints are all kin of its representative, and few
    of each other: by the representative every pair would ask every set.
    """
    kin: dict[str, set[str]] = defaultdict(set)
    for (one, two), word in says.items():
        if word != "none":
            kin[one].add(two)
            kin[two].add(one)
    sets: list[set[str]] = []
    keys: list[str] = []
    keyed: dict[str, set[int]] = defaultdict(set)
    for pair in order:
        one, two = pair
        among = {one, two} | (kin[one] & kin[two])
        asked = sorted(at for key in keyed.keys() & among for at in keyed[key])
        home = next((at for at in asked if sets[at] & {one, two} and _joins(pair, sets[at], kin)), len(sets))
        if home == len(sets):
            sets.append(set())
            keys.append(one)
        sets[home].update(pair)
        keyed[keys[home]].discard(home)
        keys[home] = min((keys[home], one, two), key=lambda name: (len(kin[name]), name))
        keyed[keys[home]].add(home)
    return sets


def _joins(pair: tuple[str, str], members: set[str], kin: Mapping[str, set[str]]) -> bool:
    return all(members - {one} <= kin[one] for one in pair)


def names(found: Sequence[Group], credits_: pd.DataFrame) -> dict[Group, str]:
    """`~Reuters` for each group whose children's credits agree on Reuters, else `~1`; a second of the name is `-2`."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in credits_.to_dict("records"):
        if isinstance(row["agency"], str) and row["role"] in _VOTES:
            votes[row["article"]][row["agency"]] = max(votes[row["article"]][row["agency"]], _VOTES[row["role"]])
    called: dict[Group, str] = {}
    used: Counter[str] = Counter()
    for group in found:
        total: Counter[str] = Counter()
        for member in group.members:
            total.update(votes[member])
        ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
        tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        # a photo alone names nobody: the only agency named is often the photo's, the text another's
        name = ranked[0][0] if ranked and not tied and ranked[0][1] >= _VOTES["origin"] else ""
        used[name] += 1
        if name:
            called[group] = f"~{name}" if used[name] == 1 else f"~{name}-{used[name]}"
        else:
            called[group] = f"~{used[name]}"
    return called


def numbered(unseen: pd.DataFrame) -> list[str]:
    """The final name of each row of UNSEEN: that of its agency, or none, with a number from the second (or first) on.

    Those of many lines come first, then by their children and their words: an order that each row has by itself, so
    that originals found apart from each other are numbered as if they had been found together.
    """
    columns = zip(*(unseen[column] for column in ("node", "agency", "text", "children")), strict=True)
    rows = [
        (-text.count("\n"), kids, text, at, node, agency if isinstance(agency, str) else "")
        for at, (node, agency, text, kids) in enumerate(columns)
    ]
    used: Counter[str] = Counter()
    found = [""] * len(rows)
    for *_, at, node, agency in sorted(rows):
        name = agency if node == f"~{agency}" or node.removeprefix(f"~{agency}-").isdigit() else ""
        used[name] += 1
        found[at] = f"~{name}-{used[name]}" if name and used[name] > 1 else f"~{name or used[name]}"
    return found


def rebuild(
    group: Group, texts: Mapping[Place, str], answers: Answers, forth: Mapping[tuple[str, str], float]
) -> Rebuilt:
    """The group's common sentences in the words and the order of the witness that is nearest to the origin.

    Nearest is the member whose reading the verdicts make the likelier source of the others'. A sentence that it
    lacks is taken from the next, after the sentence that precedes it there.
    """
    near = {
        one: round(sum(forth.get((one, two), 0.0) - forth.get((two, one), 0.0) for two in group.members), 6)
        for one in group.members
    }
    ranked = sorted(group.members, key=lambda one: (-near[one], -sum(p[0] == one for p in group.places), one))
    classes = _classes(group.places, answers)
    order: list[tuple[Place, ...]] = []
    for witness in ranked:
        last = -1
        for place in sorted(p for p in group.places if p[0] == witness):
            own = classes[place]
            if own in order:
                last = order.index(own)
            else:
                last += 1
                order.insert(last, own)
    lines: dict[Place, int] = {}
    words = []
    for line, own in enumerate(order):
        best = min(own, key=lambda p: (ranked.index(p[0]), p))
        words.append(" ".join(texts[best].split()))
        lines.update(dict.fromkeys(own, line))
    return Rebuilt("\n".join(words), lines)


def _classes(places: frozenset[Place], answers: Answers) -> dict[Place, tuple[Place, ...]]:
    """For each sentence all that answer it within the group, through one another."""
    home = {place: {place} for place in sorted(places)}
    for place in sorted(places):
        for other, n, _, _ in answers.get(place, ()):
            if (other, n) in home and home[place] is not home[other, n]:
                joined = home[place] | home[other, n]
                for member in joined:
                    home[member] = joined
    return {place: tuple(sorted(members)) for place, members in home.items()}
