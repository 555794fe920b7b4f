"""A trace held against a history that is known: what it found, what it missed, and whether its doubt can be believed.

Start at `score`. Everything is counted against the truth that a reader of the folder could know (see
`newsrooms.truth`): a text that nobody has, and that no two articles show, is asked of no tool.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from provenance.errors import TableError
from provenance.frames import Trace
from provenance.newsrooms import History

__all__ = ["MEASURES", "score"]

SURE = 0.8  # the probability from which an arrow counts as decided; the figure that acceptance is asked at
BINS = 10  # of the calibration error
ALIKE = 0.5  # children that a node found and a node of the truth have in common, as Jaccard, to be the same node
KIN = 2  # sentences by which an article must descend from another before their order is asked

MEASURES: Mapping[str, str] = {
    "parent": "articles with the right primary parent: an article, an unseen original, or none",
    "parent of copies": "the same, of articles that took something",
    "sentence parent": "sentences with the right parent: an article, an unseen original, or own words",
    "order": "pairs of ancestor and descendant put in the right order; half for a tie",
    "order, decided": "of these pairs, those with an arrow",
    "order, when decided": "arrows of these pairs that point the right way",
    "independent left alone": "articles with neither parent nor child, that no edge touches",
    "wrong arrows": "arrows between articles of which the one does not descend from the other",
    "unseen precision": "unseen originals drawn that were there",
    "unseen recall": "unseen originals found, of those that two articles or more mostly descend from",
    "unseen F1": "the harmonic mean of the two",
    "decided": "verdicts on kin with an arrow of p .8 or more",
    "right when decided": "arrows of p .8 or more that point from an ancestor to its descendant",
    "ece": "expected calibration error of the order of ancestor and descendant, ten bins",
}


Figure = tuple[float | None, int]  # the share, and of how many; None where nothing was asked


def score(trace: Trace, truth: History) -> pd.DataFrame:
    """One row a measure, in the order of MEASURES: `measure`, `value` (0..1, null: nothing to ask), `of` (how many).

    Both must speak of the same articles, by name. Raises TableError naming one that is missing.
    """
    names = _same(trace, truth)
    run = _Run.of(trace, names)
    nodes, drawn, needed = _nodes(run.children, truth)
    figures = {
        **_parents(run, truth, nodes, names),
        **_sentences(trace, truth, nodes),
        **_order(run, truth),
        **_alone(run, truth, names),
        **_unseen(nodes, drawn, needed),
    }
    rows = [(measure, *figures[measure]) for measure in MEASURES]
    return pd.DataFrame(rows, columns=["measure", "value", "of"]).astype({"value": "Float64", "of": "int64"})


def _same(trace: Trace, truth: History) -> list[str]:
    here, there = set(trace.articles["article"]), set(truth.articles["article"])
    missing = sorted(here ^ there)
    if missing:
        where = "truth" if missing[0] in here else "run"
        raise TableError(f"{missing[0]!r} is not in the {where}: score a run against the truth of its own articles")
    return sorted(here)


@dataclass(frozen=True)
class _Run:
    """What a trace says, as it is asked for here."""

    parent: Mapping[str, str]  # primary parent; the earlier version, where there is none
    arrows: list[tuple[str, str]]  # edges between articles
    children: Mapping[str, frozenset[str]]  # of each unseen node
    verdicts: Mapping[tuple[str, str], tuple[float, float, str]]  # both ways round
    versions: frozenset[tuple[str, str]]  # (earlier, later)

    @classmethod
    def of(cls, trace: Trace, names: Iterable[str]) -> _Run:
        """What this trace says."""
        edges, known = trace.edges, set(names)
        main = edges[edges["primary"]]
        later = trace.articles.dropna(subset=["version_of"])
        earlier = dict(zip(later["article"], later["version_of"], strict=True))
        parent = earlier | dict(zip(main["child"], main["parent"], strict=True))
        children: dict[str, set[str]] = defaultdict(set)
        arrows = []
        for above, below in zip(edges["parent"], edges["child"], strict=True):
            if above in known:
                arrows.append((above, below))
            else:
                children[above].add(below)
        verdicts = {}
        columns = ("a", "b", "p_a_to_b", "p_b_to_a", "says")
        for a, b, forth, back, says in zip(*(trace.verdicts[c] for c in columns), strict=True):
            verdicts[a, b] = (forth, back, says)
            verdicts[b, a] = (back, forth, _TURNED.get(says, says))
        pairs = frozenset((early, late) for late, early in earlier.items())
        return cls(parent, arrows, {n: frozenset(c) for n, c in children.items()}, verdicts, pairs)


_TURNED = {"a->b": "b->a", "b->a": "a->b"}


def _share(right: float, of: int) -> Figure:
    return (right / of if of else None), of


def _nodes(found: Mapping[str, frozenset[str]], truth: History) -> tuple[dict[str, str], int, set[str]]:
    """Which node of the run is which of the truth, the best matches first; how many were drawn; which are needed."""
    listed = truth.unseen[["node", "children"]].itertuples(index=False)
    true = {node: frozenset(kids.split(", ")) for node, kids in listed}
    holders: dict[str, set[str]] = defaultdict(set)
    for node, kids in true.items():
        for kid in kids:
            holders[kid].add(node)
    pairs = []
    for node, kids in found.items():
        for other in {one for kid in kids for one in holders.get(kid, ())}:
            alike = len(kids & true[other]) / len(kids | true[other])
            if alike >= ALIKE:
                pairs.append((-alike, node, other))
    matched: dict[str, str] = {}
    for _, node, other in sorted(pairs):
        if node not in matched and other not in matched.values():
            matched[node] = other
    drawn = sum(len(kids) > 1 for kids in found.values())
    return matched, drawn, set(truth.unseen.loc[truth.unseen["needed"], "node"])


def _unseen(nodes: Mapping[str, str], drawn: int, needed: set[str]) -> dict[str, Figure]:
    """A node that is true but was not needed counts neither for nor against; nor does one of a single child."""
    hits = len(needed & set(nodes.values()))
    asked = drawn - len(set(nodes.values()) - needed)
    precision, recall = _share(hits, asked), _share(hits, len(needed))
    both = asked + len(needed)
    return {"unseen precision": precision, "unseen recall": recall, "unseen F1": _share(2 * hits, both)}


def _open(truth: History) -> set[str]:
    """Articles whose text came from a lost one of which nobody else shows anything: whatever is said of it is right."""
    silent = truth.descent[~truth.descent["known"]]
    return set(silent["child"])


def _parents(run: _Run, truth: History, nodes: Mapping[str, str], names: Iterable[str]) -> dict[str, Figure]:
    main = truth.edges[truth.edges["primary"]]
    true = dict(zip(main["child"], main["parent"], strict=True))
    silent = _open(truth)
    right = hits = copies = every = 0
    for name in names:
        wanted, got = true.get(name, ""), run.parent.get(name, "")
        good = nodes.get(got, got) == wanted
        if not wanted and name in silent and got not in run.children:
            good = not got
        elif not wanted and name in silent:
            good = True
        every += 1
        right += good
        copies += bool(wanted)
        hits += good and bool(wanted)
    return {"parent": _share(right, every), "parent of copies": _share(hits, copies)}


def _sentences(trace: Trace, truth: History, nodes: Mapping[str, str]) -> dict[str, Figure]:
    """Each sentence of the truth against the sentence of the run that covers most of it; uncovered is own words."""
    said = _said(trace)
    parents = truth.descent.set_index(["child", "n"])
    right = of = 0
    told = truth.sentences[["article", "start", "end"]].itertuples(index=False)
    for (article, start, end), wanted, known in zip(told, parents["parent"], parents["known"], strict=True):
        got = _at(said.get(article, ([], [])), start, end)
        got = nodes.get(got, got)
        free = not known and (not got or got.startswith("~"))
        of += 1
        right += free or got == wanted
    return {"sentence parent": _share(right, of)}


Said = tuple[list[int], list[tuple[int, str]]]  # where sentences start; where they end, and their parents


def _said(trace: Trace) -> dict[str, Said]:
    told = trace.descent[["child", "n", "parent"]].itertuples(index=False)
    parents = {(child, n): parent for child, n, parent in told}
    took = {child for (child, _), parent in parents.items() if parent}
    later = trace.articles.dropna(subset=["version_of"])
    versions = dict(zip(later["article"], later["version_of"], strict=True))
    found: dict[str, Said] = {}
    for article, n, start, end in trace.sentences[["article", "n", "start", "end"]].itertuples(index=False):
        starts, rest = found.setdefault(article, ([], []))
        starts.append(start)
        # A version is no copy, so its sentences have no parents: they count as those of the version before.
        inherited = versions.get(article, "") if article not in took else ""
        rest.append((end, parents.get((article, n)) or inherited))
    return found


def _at(said: Said, start: int, end: int) -> str:
    starts, rest = said
    best, parent = 0, ""
    for at in range(max(0, bisect_right(starts, start) - 1), len(starts)):
        if starts[at] >= end:
            break
        covered = min(end, rest[at][0]) - max(start, starts[at])
        if covered > best:
            best, parent = covered, rest[at][1]
    return parent


def _kin(truth: History) -> Iterator[tuple[str, str]]:
    enough = truth.ancestry[truth.ancestry["sentences"] >= KIN]
    yield from zip(enough["ancestor"], enough["descendant"], strict=True)


def _order(run: _Run, truth: History) -> dict[str, Figure]:
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    true = set(_kin(truth))
    pairs = won = decided = right = sure = 0.0
    for older, newer in sorted(true):
        forth, back, says = run.verdicts.get((older, newer), (0.0, 0.0, "none"))
        if (older, newer) in run.versions:
            forth, back, says = 1.0, 0.0, "a->b"
        p = forth / (forth + back) if forth + back else 0.5
        pairs += 1
        won += 0.5 if p == 0.5 else float(p > 0.5)
        decided += says in _TURNED
        right += says == "a->b"
        sure += max(forth, back) >= SURE
        low = older < newer  # as the pair is stored, whose order carries no truth
        bins[min(BINS - 1, int((p if low else 1 - p) * BINS))].append((p if low else 1 - p, low))
    missed = sum(abs(sum(p for p, _ in one) - sum(hit for _, hit in one)) for one in bins.values())
    firm = [pair for pair, (forth, back, _) in run.verdicts.items() if forth >= SURE and forth > back]
    return {
        "order": _share(won, int(pairs)),
        "order, decided": _share(decided, int(pairs)),
        "order, when decided": _share(right, int(decided)),
        "decided": _share(sure, int(pairs)),
        "right when decided": _share(sum(pair in true for pair in firm), len(firm)),
        "ece": _share(missed, int(pairs)),
    }


def _alone(run: _Run, truth: History, names: Iterable[str]) -> dict[str, Figure]:
    """Articles with neither parent nor child, not even a lost one: no edge may touch them."""
    kin = set(truth.edges["child"]) | set(truth.ancestry["ancestor"]) | _open(truth)
    own = [name for name in names if name not in kin]
    reached = {one for arrow in run.arrows for one in arrow} | {kid for kids in run.children.values() for kid in kids}
    above = set(zip(truth.ancestry["ancestor"], truth.ancestry["descendant"], strict=True))
    wrong = sum(arrow not in above for arrow in run.arrows)
    return {
        "independent left alone": _share(sum(name not in reached for name in own), len(own)),
        "wrong arrows": _share(wrong, len(run.arrows)),
    }
