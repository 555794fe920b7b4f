"""A lineage as geometry: which cards, where they stand, and the path and label of every line, in inches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from provenance.findings import Family, credits_on, family, percent, probability
from provenance.frames import Trace
from provenance.plot.layout import crossings, layers, plan

__all__ = ["HEAD", "LABEL", "MARGIN", "MOST", "Card", "Line", "Scene", "Size", "Way", "leaves", "scene"]

MOST = 60  # cards in one picture: more cannot be read on a page; the rest is counted
MARGIN = 0.12  # inches around everything
HEAD = 0.10  # inches of an arrow's head
LABEL = 0.165  # inches of height that a label takes
_PAGE = (6.5, 8.7)  # inches of an A4 page that a picture may fill
_BROADER = 6  # more columns than the size asks for that are tried: with 60 cards ten are best, with 12 four
_CURVE = 0.34  # inches in which a line may bend between two rows
_TITLE = 0.30  # inches for the heading of the rows apart
_KEY = 0.6  # inches that the key below takes, where pages are planned


@dataclass(frozen=True)
class Size:
    """The measures of cards, in inches and points; `columns` is how many stand side by side at most."""

    card: float
    tall: float
    gap: float
    lines: int
    outlet: float
    small: float
    columns: int


# Three wide cards make a page's width at full size, four narrow ones at .86; past 24 one line of headline is left.
_SIZES = (
    (9, Size(2.10, 0.78, 0.34, 2, 8.5, 7.0, 3)),
    (24, Size(1.62, 0.70, 0.28, 2, 7.8, 6.6, 4)),
    (MOST, Size(1.72, 0.60, 0.34, 1, 8.0, 6.5, 5)),
)


class Line(NamedTuple):
    """One line between two cards; `credit` is None for kin of whom nobody can say who was first."""

    upper: str
    lower: str
    label: str = ""
    credit: str | None = None
    share: float = 0.0
    primary: bool = False


class Card(NamedTuple):
    """Where one card stands: its middle and its top edge, in inches."""

    node: str
    x: float
    top: float


class Way(NamedTuple):
    """A line with the points it runs through from top to bottom, and the middle of its label."""

    line: Line
    points: tuple[tuple[float, float], ...]
    label_at: tuple[float, float]


@dataclass(frozen=True)
class Scene:
    """Everything that is drawn, in inches from the bottom left; headings stand above the rows that are apart."""

    size: Size
    width: float
    height: float
    cards: Sequence[Card]
    ways: Sequence[Way]
    headings: Sequence[tuple[float, str]]
    left_out: int

    def raised(self, by: float) -> Scene:
        """The same with so many inches more left free below."""
        ways = [Way(line, tuple((x, y + by) for x, y in points), (at[0], at[1] + by)) for line, points, at in self.ways]
        cards = [card._replace(top=card.top + by) for card in self.cards]
        headings = [(y + by, words) for y, words in self.headings]
        return replace(self, height=self.height + by, cards=cards, ways=ways, headings=headings)


def scene(trace: Trace, least: float, foot: float, most: int = MOST, among: Collection[str] | None = None) -> Scene:
    """The geometry of the trace's lineage, at least `least` inches wide, with `foot` inches left free below.

    At most `most` cards are placed, and never more than 60, or those `among` which the choice is; of the others none is
    counted then. Families stand in bands, beside each other where they fit; how many cards stand side by side is what
    fills a page best.
    """
    whole = family(trace)
    shown, left_out = _shown(whole, min(most, MOST) if among is None else len(whole.trees))
    shown = shown if among is None else [node for node in shown if node in among][:MOST]
    lines = [line for line in _lines(trace, whole) if {line.upper, line.lower} <= set(shown)]
    size = next(size for upto, size in _SIZES if len(shown) <= upto)
    clock = _clock(trace)
    made = [
        _placed(_draft(shown, lines, clock, size, columns, left_out), least, foot)
        for columns in range(size.columns, size.columns + _BROADER)
    ]
    return max(made, key=lambda s: min(_PAGE[0] / s.width, _PAGE[1] / s.height, 1.0))


def leaves(trace: Trace, legible: float) -> list[list[str]]:
    """The nodes of each page of a lineage whose letters stay legible: families whole, as many as a page holds.

    `legible` is the least scale, 0..1, to which a page may shrink its picture. Of a family too large for that as many
    nodes are kept as one page holds, those nearest to its origins first. Articles that are related to no other fill
    what is left of the last page.
    """
    whole = family(trace)
    order, _ = _shown(whole, len(whole.trees))
    kin = [(row.a, row.b) for row in whole.kin]
    groups = _groups(order, [(edge.parent, edge.child) for edge in whole.edges] + kin)
    joined = {node for group in groups for node in group}
    fits: list[list[str]] = []
    for group in [*groups, *([node] for node in order if node not in joined)]:
        if fits and _scale(trace, [*fits[-1], *group]) >= legible:
            fits[-1] += group
            continue
        if group[0] not in joined and fits:
            break
        kept = group[:MOST]
        while len(kept) > 4 and _scale(trace, kept) < legible:
            kept = kept[: len(kept) - 2]
        fits.append(kept)
    return fits


def _scale(trace: Trace, nodes: Sequence[str]) -> float:
    """To what a page shrinks the picture of these nodes; 0 where they are too many for any."""
    if len(nodes) > MOST:
        return 0.0
    drawn = scene(trace, 0.0, _KEY, among=set(nodes))
    return min(_PAGE[0] / drawn.width, _PAGE[1] / drawn.height, 1.0)


def _draft(
    shown: Sequence[str], lines: Sequence[Line], clock: Mapping[str, float], size: Size, columns: int, left_out: int
) -> _Draft:
    """Who stands in which row and where, with so many cards side by side at most."""
    links = [(line.upper, line.lower) for line in lines if line.credit is not None]
    joined = {node for link in links for node in link}
    kin = {node for line in lines for node in (line.upper, line.lower)} - joined
    # Kin without an arrow stands beside the origins, linked by a line without a head, lest it look like a child of its
    # relative; only where the relative is an origin itself does it hang below.
    children = {lower for _, lower in links}
    hung = []
    for line in lines:
        if line.credit is None and (line.upper in kin or line.lower in kin):
            ends = (line.lower, line.upper) if line.upper in kin and line.lower in joined else (line.upper, line.lower)
            hung.append(ends[::-1] if ends[0] in children and ends[1] in kin else ends)
    step = size.card + size.gap
    rows: list[list[tuple[str, float]]] = []
    for band in _bands([layers(group, links + hung, clock) for group in _groups(shown, links + hung)], columns):
        placed = plan(band, links + hung, columns, step)
        half = max(placed.middle.values()) / 2
        rows += [[(node, placed.middle[node] - half) for node in row] for row in placed.rows]
    apart = [node for node in shown if node not in joined | kin]
    first = len(rows)
    for at in range(0, len(apart), columns):
        row = apart[at : at + columns]
        rows.append([(node, (place - (len(row) - 1) / 2) * step) for place, node in enumerate(row)])
    headings = {first: "Related to no other article"} if apart and len(shown) > 1 else {}
    return _Draft(size, rows, lines, headings, left_out)


def _groups(shown: Sequence[str], links: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The nodes that hang together, each group and its nodes in the order shown; nodes apart are left out."""
    group = {node: node for link in links for node in link}
    for one, two in links:
        old, new = group[two], group[one]
        group = {node: new if name == old else name for node, name in group.items()}
    found: dict[str, list[str]] = {}
    for node in shown:
        if node in group:
            found.setdefault(group[node], []).append(node)
    return list(found.values())


def _bands(families: Sequence[Sequence[Sequence[str]]], columns: int) -> list[list[list[str]]]:
    """Families, each in layers, gathered from the left into bands of so many columns."""
    bands: list[list[list[str]]] = []
    room = 0
    for ranked in families:
        breadth = min(columns, max(map(len, ranked)))
        if not bands or breadth > room:
            bands.append([])
            room = columns
        room -= breadth
        band = bands[-1]
        for at, layer in enumerate(ranked):
            if at == len(band):
                band.append([])
            band[at].extend(layer)
    return bands


@dataclass(frozen=True)
class _Draft:
    """Rows of nodes with their middles, before anything has a height."""

    size: Size
    rows: Sequence[Sequence[tuple[str, float]]]
    lines: Sequence[Line]
    headings: Mapping[int, str]
    left_out: int

    def ends(self) -> tuple[Sequence[Line], dict[str, int]]:
        """The lines, each from the higher row to the lower one, and the row of each node."""
        row_of = {node: number for number, row in enumerate(self.rows) for node, _ in row}
        turned = [
            line if row_of[line.upper] <= row_of[line.lower] else line._replace(upper=line.lower, lower=line.upper)
            for line in self.lines
        ]
        return turned, row_of


def _placed(draft: _Draft, least: float, foot: float) -> Scene:
    size = draft.size
    lines, row_of = draft.ends()
    x_of = {node: x for row in draft.rows for node, x in row}
    bends = _bends(draft, lines, row_of, x_of)
    ports = _ports(lines, x_of, bends, size)
    levels = _levels(lines, ports)
    xs = [x for bend in bends for x in bend] + [x + d for x in x_of.values() for d in (-size.card / 2, size.card / 2)]
    left, right = min(xs, default=0.0), max(xs, default=0.0)
    width = max(least, right - left + 2 * MARGIN)
    shift = (width - (right - left)) / 2 - left
    tops, bottom = _tops(draft, levels)
    height = MARGIN - bottom + foot
    y_of = [height - MARGIN + top for top in tops]
    cards = [Card(node, x_of[node] + shift, y_of[row_of[node]]) for row in draft.rows for node, _ in row]
    ways = []
    for number, line in enumerate(lines):
        start, end = ports[number]
        points = [(start + shift, y_of[row_of[line.upper]] - size.tall)]
        for at, x in zip(range(row_of[line.upper] + 1, row_of[line.lower]), bends[number], strict=True):
            points += [(x + shift, y_of[at]), (x + shift, y_of[at] - size.tall)]
        if row_of[line.upper] == row_of[line.lower]:
            points.append((end + shift, y_of[row_of[line.lower]] - size.tall))
            ways.append(Way(line, tuple(points), points[-1]))
            continue
        low = y_of[row_of[line.lower]]
        zone = HEAD + LABEL * (levels[line.lower][1] + 0.5)
        points += [(end + shift, low + zone), (end + shift, low)]
        level = levels[line.lower][0].get(number, 0)
        ways.append(Way(line, tuple(points), (end + shift, low + HEAD + LABEL * (level + 0.6))))
    headings = [(y_of[row] + 0.14, words) for row, words in sorted(draft.headings.items())]
    return Scene(size, width, height, cards, ways, headings, draft.left_out)


def _bends(
    draft: _Draft, lines: Sequence[Line], row_of: Mapping[str, int], x_of: Mapping[str, float]
) -> list[list[float]]:
    """For each line, where it crosses each row between its two cards."""
    out: list[list[float]] = [[] for _ in lines]
    for at, row in enumerate(draft.rows):
        through = [n for n, line in enumerate(lines) if row_of[line.upper] < at < row_of[line.lower]]
        wanted = []
        for number in through:
            line = lines[number]
            part = (at - row_of[line.upper]) / (row_of[line.lower] - row_of[line.upper])
            wanted.append(x_of[line.upper] * (1 - part) + x_of[line.lower] * part)
        middles = sorted(x for _, x in row)
        for number, x in zip(through, crossings(middles, wanted, draft.size.card / 2, 0.08), strict=True):
            out[number].append(x)
    return out


def _ports(
    lines: Sequence[Line], x_of: Mapping[str, float], bends: Sequence[Sequence[float]], size: Size
) -> list[tuple[float, float]]:
    """For each line, where it leaves the upper card and where it meets the lower one, spread along the edges."""
    leaving, meeting = defaultdict(list), defaultdict(list)
    for number, line in enumerate(lines):
        leaving[line.upper].append((bends[number][0] if bends[number] else x_of[line.lower], number))
        meeting[line.lower].append((bends[number][-1] if bends[number] else x_of[line.upper], number))
    out = [[0.0, 0.0] for _ in lines]
    for side, ends in ((0, leaving), (1, meeting)):
        for node, found in ends.items():
            step = min(0.28 if side == 0 else 0.95, size.card * 0.9 / len(found))
            for at, (_, number) in enumerate(sorted(found)):
                out[number][side] = x_of[node] + (at - (len(found) - 1) / 2) * step
    return [(start, end) for start, end in out]


def _levels(lines: Sequence[Line], ports: Sequence[tuple[float, float]]) -> dict[str, tuple[dict[int, int], int]]:
    """For each lower card: the level of each labelled line above it, and how many levels there are.

    Neighbours stand on different levels, so that labels are beside or above each other.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(lines)), key=lambda n: (ports[n][1], n)):
        found[lines[number].lower].append(number)
    out: dict[str, tuple[dict[int, int], int]] = {}
    for node, numbers in found.items():
        labelled = [number for number in numbers if lines[number].label]
        count = -(-len(labelled) // 2)
        out[node] = ({number: at % max(count, 1) for at, number in enumerate(labelled)}, count)
    return out


def _tops(draft: _Draft, levels: Mapping[str, tuple[dict[int, int], int]]) -> tuple[list[float], float]:
    """The top edge of each row, downwards from 0, and the bottom of the last."""
    tops: list[float] = []
    at = 0.0
    for number, row in enumerate(draft.rows):
        if number or number in draft.headings:
            most = max((levels[node][1] for node, _ in row if node in levels), default=0)
            room = _TITLE if number in draft.headings else _CURVE + HEAD + LABEL * (most + 0.5)
            at -= room + (0.15 if number and number in draft.headings else 0.0)
        tops.append(at)
        at -= draft.size.tall
    return tops, at


def _lines(trace: Trace, whole: Family) -> Iterator[Line]:
    credit = credits_on(trace)
    for edge in whole.edges:
        label = f"{percent(edge.share)} · {probability(edge.p)}"
        yield Line(edge.parent, edge.child, label, credit(edge.parent, edge.child), edge.share, edge.primary)
    closest: dict[tuple[int, int], Line] = {}
    for row in sorted(whole.kin, key=lambda v: (v.p_none, -v.shared, v.a, v.b)):
        ends = sorted((whole.trees[row.a], whole.trees[row.b]))
        closest.setdefault((ends[0], ends[1]), Line(row.a, row.b))
    yield from closest.values()


def _shown(whole: Family, most: int) -> tuple[list[str], int]:
    """The nodes drawn, whole families first, the largest of them first; and how many are left out."""
    trees: dict[int, list[str]] = defaultdict(list)
    for node, number in whole.trees.items():
        trees[number].append(node)
    related = {node for row in whole.kin for node in (row.a, row.b)}
    ranked = sorted(trees.values(), key=lambda t: (-len(t), not set(t) & related, t))
    order: list[str] = []
    for tree in ranked:
        roots = [node for node in whole.roots if node in tree]
        order += list(dict.fromkeys([*(n for root in roots for n in (root, *whole.heirs(root))), *tree]))
    return order[:most], max(0, len(order) - most)


def _clock(trace: Trace) -> dict[str, float]:
    known = trace.articles[trace.articles["published_precision"].isin(("second", "minute"))].dropna(subset="published")
    times = zip(known["article"], known["published"], strict=True)
    return {article: time.timestamp() for article, time in times}
