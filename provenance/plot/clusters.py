"""A lineage of too many cards for one page: one line a family, the largest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from provenance.findings import Family, credits_on, family, labels, mastheads, percent, started
from provenance.frames import Trace
from provenance.plot.legend import Sample, legend, legend_height
from provenance.plot.paint import CREDIT, GREY, INK, RULE, canvas, fit, words
from provenance.plot.scene import MOST

__all__ = ["FAMILIES_DRAWN", "clusters", "crowded", "related"]

FAMILIES_DRAWN = 24  # families on a page: two lines each
_WIDE, _NAME, _BAR, _SHARE = 6.6, 2.6, 2.3, 5.75  # inches: the whole, the names, the longest bar, the column of shares
_STEP, _TALL, _MARGIN, _HEAD = 0.36, 0.17, 0.12, 0.3
_KINDS = (("full", "credited in full"), ("other", "generic, photo or other credit only"), ("none", "no credit"))


class Cluster(NamedTuple):
    """One family: the node most descend from, its articles, the generations below it, and the credit its takers give.

    `share` is the mean share of a taker's sentences that it has from its parents.
    """

    root: str
    articles: int
    deep: int
    credits: Mapping[str, int]
    share: float


def crowded(trace: Trace) -> bool:
    """Are there more cards with arrows than can be read in one picture, and more than one family of them?"""
    whole = family(trace)
    return related(trace) > MOST and len({whole.trees[edge.child] for edge in whole.edges}) > 1


def related(trace: Trace) -> int:
    """How many cards hang together by arrows."""
    return len({node for edge in family(trace).edges for node in (edge.parent, edge.child)})


def clusters(trace: Trace, ax: Axes | None = None, *, most: int = FAMILIES_DRAWN) -> Axes:
    """The axes with one line a family: its origin, how many took from it with which credit, how much, how far it went.

    The largest families first, at most `most`; the others and the articles apart are counted in a line below.
    """
    whole = family(trace)
    found = _clusters(trace, whole)
    shown = found[:most]
    key = [Sample("box", CREDIT[kind], "", means) for kind, means in _KINDS]
    foot = legend_height(key, _WIDE - 2 * _MARGIN) + 0.42
    height = _HEAD + max(len(shown), 1) * _STEP + foot
    if ax is None:
        ax = canvas(_WIDE, height)
    else:
        ax.set(xlim=(0, _WIDE), ylim=(0, height), aspect="equal")
        ax.axis("off")
    for x, head, side in (
        (_MARGIN, "origin of most of it", "left"), (_NAME, "its takers, by the credit they give", "left"),
        (_SHARE, "share taken", "right"), (_WIDE - _MARGIN, "generations", "right"),
    ):  # fmt: skip
        words(ax, x, height - 0.14, head, 7.0, color=GREY, ha=side)
    ax.plot([_MARGIN, _WIDE - _MARGIN], [height - 0.25] * 2, color=RULE, lw=0.5)
    longest = max((sum(one.credits.values()) for one in shown), default=1)
    heads, names = mastheads(trace), labels(trace)
    for at, one in enumerate(shown):
        y = height - _HEAD - (at + 0.5) * _STEP
        seen = one.root in heads
        title = heads[one.root].outlet if seen else names.get(one.root, one.root)
        under = heads[one.root].headline if seen else "not in the folder, not seen"
        _two(ax, y, (started(title).removesuffix(" (not seen)"), under), seen)
        _bar(ax, y, one.credits, _BAR / longest)
        words(ax, _SHARE, y, percent(one.share), 7.0, ha="right")
        words(ax, _WIDE - _MARGIN, y, str(one.deep), 7.0, ha="right")
    rest = [f"{len(found) - len(shown)} smaller families"] if len(found) > len(shown) else []
    rest += [f"{len(whole.apart)} articles related to no other"] if whole.apart else []
    if rest:
        words(ax, _MARGIN, foot - 0.12, f"Not drawn: {', '.join(rest)}.", 7.0, color=GREY)
    legend(ax, key, _MARGIN, foot - 0.28, _WIDE - 2 * _MARGIN)
    return ax


def _clusters(trace: Trace, whole: Family) -> list[Cluster]:
    credit, seen = credits_on(trace), set(trace.articles["article"])
    members = Counter(whole.trees[node] for node in whole.trees if node in seen)
    taken: dict[str, float] = defaultdict(float)
    for edge in whole.edges:
        taken[edge.child] += edge.share
    main = whole.main()
    below = {node: [edge.child for edge in edges] for node, edges in whole.children().items()}
    out = []
    for root, takers in whole.families():
        given = Counter(_kind(credit(main[node].parent, node)) for node in takers)
        share = sum(min(1.0, taken[node]) for node in takers) / len(takers)
        out.append(Cluster(root, members[whole.trees[root]], _deep(root, below), given, share))
    return out


def _kind(credit: str) -> str:
    return credit if credit in ("full", "none") else "other"


def _deep(root: str, below: Mapping[str, Sequence[str]]) -> int:
    """The generations below a node."""
    level, deep, met = [root], 0, {root}
    while level := [child for node in level for child in below.get(node, ()) if child not in met]:
        met |= set(level)
        deep += 1
    return deep


def _two(ax: Axes, y: float, lines: tuple[str, str], seen: bool) -> None:
    style = "normal" if seen else "italic"
    room = _NAME - _MARGIN - 0.15
    for line in fit(lines[0], room, 8.0, bold=seen):
        look = "bold" if seen else "normal"
        words(ax, _MARGIN, y + 0.075, line, 8.0, weight=look, style=style, color=INK if seen else GREY)
    for line in fit(lines[1], room, 6.5):
        words(ax, _MARGIN, y - 0.075, line, 6.5, style=style, color=GREY)


def _bar(ax: Axes, y: float, credits: Mapping[str, int], inch: float) -> None:
    x = _NAME
    for kind, _ in _KINDS:
        many = credits.get(kind, 0)
        if many:
            ax.add_patch(
                Rectangle((x, y - _TALL / 2), many * inch, _TALL, facecolor=CREDIT[kind], edgecolor="white", lw=0.8)
            )
            if many * inch > 0.14:
                ink = INK if kind == "other" else "white"
                words(ax, x + many * inch / 2, y, str(many), 6.8, ha="center", va="center_baseline", color=ink)
            x += many * inch
