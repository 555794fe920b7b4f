"""What is true of simulated texts, in the tables of the contract: every article, every sentence, every parent.

Start at `History`, the bundle, and `tell`, which makes it of the texts. The truth is what a reader of the folder could
know: the parent of a sentence is the nearest text **in the folder** that it came through; if there is none, the lost
text that it came from, provided that another article holds words of the same (two sentences at least, each); else the
sentence is the article's own, because nothing in the folder can say otherwise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from random import Random
from typing import Any

import pandas as pd

from provenance import frames
from provenance.newsrooms.pages import Printed, printed, stamped
from provenance.newsrooms.units import Node, Unit
from provenance.text import fold

__all__ = ["EXTRA", "History", "Tale", "name", "tell"]

BEGIN = pd.Timestamp("2023-01-01", tz="UTC")
HEIRS = 2  # articles that must share words of a lost text before anybody can know of it
SHARED = 2  # sentences of it that each of them must share with another

# What the truth says beyond the columns of the contract: table, column, what it says.
EXTRA: Mapping[tuple[str, str], str] = {
    ("descent", "ops"): "what was done to the sentence on its way from the parent, comma-separated",
    ("descent", "known"): "False: the sentence came from a lost text, and no other article shows it; own words or an "
    "unseen original are both right",
    ("unseen", "needed"): "True: at least two articles have most of their text from it, so it must be found",
    ("ancestry", "ancestor"): "an article", ("ancestry", "descendant"): "an article that holds words of it",
    ("ancestry", "sentences"): "how many sentences of the descendant go back to it",
    ("history", "node"): "an article, or a lost text (~)", ("history", "outlet"): "who published it",
    ("history", "house"): "what kind of house that is", ("history", "role"): "first, update, copy, independent, alone, "
    "or the kind of reuse that was planted", ("history", "style"): "wire, feature, release",
    ("history", "event"): "texts of one number within a newsroom are on one event",
    ("history", "present"): "is it in the folder?", ("history", "filed"): "when it was filed in truth, UTC",
    ("history", "parents"): "the texts it was made from, lost ones among them, comma-separated",
    ("history", "ops"): "everything that was done, comma-separated",
}  # fmt: skip


@dataclass(frozen=True)
class History:
    """A folder of articles and the truth about it: ARTICLES, six more tables of the contract, and two of its own.

    `descent` and `unseen` have columns beyond the contract, `ancestry` and `history` are not in it: see EXTRA. In a
    mixture of strangers only articles that took something have rows in `sentences`, `marks` and `descent`.
    """

    articles: pd.DataFrame
    sentences: pd.DataFrame
    marks: pd.DataFrame
    descent: pd.DataFrame
    edges: pd.DataFrame
    unseen: pd.DataFrame
    audit: pd.DataFrame
    ancestry: pd.DataFrame
    history: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The frames by name, articles first."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def name(nodes: Sequence[Node], number: int, seed: int) -> None:
    """Give every text its name: numbers that say nothing of order or kin; a lost one begins with "~"."""
    present = [node for node in nodes if node.present]
    Random(f"{seed}:{number}:names").shuffle(present)
    for place, node in enumerate(present):
        node.name = f"{number:05}-{place:05}"
    for place, node in enumerate(node for node in nodes if not node.present):
        node.name = f"~{number:05}-{place}"


class Tale:
    """Rows of the tables, gathered newsroom by newsroom."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Any, ...]]] = {one.name: [] for one in fields(History)}
        self.extra: dict[str, list[tuple[Any, ...]]] = {"descent": [], "unseen": []}  # columns of EXTRA

    def add(self, nodes: Sequence[Node], *, brief: bool) -> None:
        """Take in the named texts of one newsroom; `brief` leaves out the sentences of articles that took nothing."""
        pages = {node.name: printed(node) for node in nodes if node.present}
        for node in nodes:
            page = pages.get(node.name)
            for n, unit in enumerate([u for u, *_ in page.sentences] if page else node.units):
                unit.n = n
        present = sorted((node for node in nodes if node.present), key=lambda node: node.name)
        lost = _Lost(present)
        for node in present:
            self._article(node, pages[node.name], lost, brief=brief and not node.parents)
        for missing in sorted(lost.heirs, key=lambda node: node.name):
            self._unseen(missing, lost)
        for node in sorted(nodes, key=lambda node: node.name):
            self._history(node)

    def frames(self) -> History:
        """The tables of all that was taken in."""
        made = {table: _frame(table, rows, self.extra.get(table)) for table, rows in self.rows.items()}
        return History(**made)

    def _article(self, node: Node, page: Printed, lost: _Lost, *, brief: bool) -> None:
        stamp = stamped(node)
        outlet = node.outlet.name if node.outlet.named else None
        digest = sha256(page.text.encode()).hexdigest()
        first = _first(node)
        given = ("given" if outlet else "unknown", stamp.minute, stamp.precision, None, None, "en", None, digest, None)
        self.rows["articles"].append((node.name, page.text, node.title, outlet, *given, first))
        counts: Counter[str] = Counter()
        for n, (unit, start, end) in enumerate(page.sentences):
            parent, line, known = lost.parent(unit)
            counts[parent] += 1
            if brief:
                continue
            self.rows["sentences"].append((node.name, n, start, end, unit.text, fold(unit.text)))
            self.rows["descent"].append((node.name, n, parent, line, 1.0))
            self.extra["descent"].append((", ".join(_ops(unit)), known))
        if not brief:
            reason = "printed by the simulated site"
            for start, end, label in page.marks:
                self.rows["marks"].append((node.name, start, end, label, "simulated", reason))
        self._edges(node, counts)
        for ancestor, many in sorted(_ancestors(node).items()):
            self.rows["ancestry"].append((ancestor, node.name, many))

    def _edges(self, node: Node, counts: Counter[str]) -> None:
        whole = sum(counts.values())
        order = {parent.name: place for place, parent in enumerate(node.parents)}
        parents = sorted((p for p in counts if p), key=lambda p: (-counts[p], order.get(p, 9), p))
        for parent in parents:
            kind = "unseen" if parent[0] == "~" else "observed"
            self.rows["edges"].append((parent, node.name, counts[parent] / whole, 1.0, kind, parent == parents[0]))
        main = parents[0] if parents else ""
        share = 1 - counts[""] / whole
        credit = next((block.text for block in node.blocks if block.label == "credit"), None)
        kind = (node.credit if node.credit != "none" else "other") if credit else "none"
        done = f"took {share:.0%} of its sentences" if parents else "took nothing from another article"
        finding = f"{done}; {', '.join(sorted(node.ops))}" if node.ops else done
        self.rows["audit"].append((node.name, main, share, kind, credit, finding))

    def _unseen(self, node: Node, lost: _Lost) -> None:
        children = sorted(lost.heirs[node])
        text = "\n".join(unit.text for unit in lost.lines[node])
        agency = node.outlet.name if node.outlet.kind == "agency" else None
        self.rows["unseen"].append((node.name, agency, text, ", ".join(children)))
        main = [row for row in self.rows["edges"] if row[0] == node.name and row[5]]
        self.extra["unseen"].append((len(main) >= HEIRS,))

    def _history(self, node: Node) -> None:
        parents = ", ".join(parent.name for parent in node.parents)
        told = (node.outlet.name, node.outlet.kind, node.role, node.style, node.group, node.present, node.minute)
        self.rows["history"].append((node.name, *told, parents, ", ".join(sorted(node.ops))))


_TYPES = {"present": "bool", "known": "bool", "needed": "bool", "filed": frames.TIME} | dict.fromkeys(
    ("sentences", "event"), "int64"
)


def _frame(table: str, rows: list[tuple[Any, ...]], extra: list[tuple[Any, ...]] | None) -> pd.DataFrame:
    """A table of rows in the order given, with the columns that the truth adds; those of the contract are checked."""
    ours = frames.TABLES[table].columns if table in frames.TABLES else {}
    more = [column for where, column in EXTRA if where == table]
    types = {column: spec.dtype for column, spec in ours.items()} | {c: _TYPES.get(c, "str") for c in more}
    if not ours:
        extra, rows = rows, []
    columns = [*_columns(rows, len(ours)), *_columns(extra or [], len(more))]
    made = pd.DataFrame({c: _array(cells, types[c]) for c, cells in zip(types, columns, strict=True)})
    return frames.check(table, made) if ours else made


def _columns(rows: list[tuple[Any, ...]], many: int) -> list[tuple[Any, ...]]:
    """The columns of rows that may stop before the last, optional ones."""
    found = list(zip(*rows, strict=True))
    return found + [(None,) * len(rows)] * (many - len(found))


def _array(cells: Sequence[Any], dtype: Any) -> Any:
    if dtype == frames.TIME:
        minutes = pd.array(list(cells), dtype="Int64")
        return (BEGIN + pd.to_timedelta(pd.Series(minutes), unit="min")).astype(dtype).array
    return pd.array(list(cells), dtype=dtype)


class _Lost:
    """What can be known of the texts that are not in the folder."""

    def __init__(self, present: Iterable[Node]) -> None:
        holders: dict[Unit, set[str]] = defaultdict(set)
        held: dict[tuple[Node, str], int] = Counter()
        self.source: dict[Unit, Unit] = {}
        for node in present:
            for unit in node.units:
                last = _lost_source(unit)
                if last is not None:
                    holders[last].add(node.name)
                    self.source[unit] = last
        for last, names in holders.items():
            if len(names) >= HEIRS:
                for one in names:
                    held[last.home, one] += 1
        found: dict[Node, set[str]] = defaultdict(set)
        for (home, one), many in held.items():
            if many >= SHARED:
                found[home].add(one)
        self.heirs = {node: names for node, names in found.items() if len(names) >= HEIRS}
        self.holders = holders
        self.lines = {node: [unit for unit in node.units if unit in holders] for node in self.heirs}
        self.line = {unit: at for units in self.lines.values() for at, unit in enumerate(units)}

    def parent(self, unit: Unit) -> tuple[str, int | None, bool]:
        """The parent of a sentence, the sentence there, and whether a reader of the folder could know it."""
        for earlier in _line(unit):
            if earlier.home.present:
                return earlier.home.name, earlier.n, True
        last = self.source.get(unit)
        if last is None:
            return "", None, True
        if unit.home.name in self.heirs.get(last.home, ()):
            return last.home.name, self.line.get(last), len(self.holders[last]) >= HEIRS
        return "", None, False


def _line(unit: Unit) -> Iterator[Unit]:
    """The sentences that it came from, one after another, the nearest first."""
    while unit.origin:
        unit = unit.origin[0]
        yield unit


def _lost_source(unit: Unit) -> Unit | None:
    """Where a sentence began, if it came through no text that is in the folder."""
    last = None
    for earlier in _line(unit):
        if earlier.home.present:
            return None
        last = earlier
    return last


def _ops(unit: Unit) -> list[str]:
    """What was done to it since the nearest text that is in the folder."""
    found = list(unit.ops)
    for earlier in _line(unit):
        if earlier.home.present:
            break
        found += [op for op in earlier.ops if op not in found]
    return found


def _ancestors(node: Node) -> Counter[str]:
    """The articles of which it holds words, and in how many sentences."""
    found: Counter[str] = Counter()
    for unit in node.units:
        seen: set[str] = set()
        left = list(unit.origin)
        while left:
            one = left.pop()
            seen.add(one.home.name)
            left += one.origin
        found.update(name for name in seen if name[0] != "~" and name != node.name)
    return found


def _first(node: Node) -> str | None:
    """The article of the same outlet that it is a later version of."""
    found = None
    while node.role == "update":
        node = node.parents[0]
        if node.present:
            found = node.name
    return found


def tell(nodes: Sequence[Node]) -> History:
    """The tables of one newsroom whose texts are named."""
    tale = Tale()
    tale.add(nodes, brief=False)
    return tale.frames()
