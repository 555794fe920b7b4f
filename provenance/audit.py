"""Text taken against credit given, article by article; and claimed chains, tested hop by hop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise, permutations
from typing import Any

import pandas as pd

from provenance.errors import OptionError
from provenance.frames import Trace, frame
from provenance.masthead import house_key
from provenance.pairs import CLOCK_ERROR
from provenance.text import name_key

__all__ = ["audit", "chains", "claim", "claims", "concerned"]

# A hop is supported from this probability on, contradicted below its complement: "likely" in the IPCC's scale.
FIRM = 0.66
# How many chains `chains` proposes at most: the reader of a report tests these, others are for `provenance claim`.
MOST_CHAINS = 6


def audit(articles: pd.DataFrame, credits_: pd.DataFrame, descent: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """AUDIT: one row an article: what share of its sentences it took, mostly from whom, and the credit it gives.

    `credit` is "full" where an origin credit names the parent (its outlet, or the agency of the unseen original);
    "other" where it names somebody else; "generic" for "agencies"; "photo-only"; "none". Citations ("TASS reported")
    are no credit for text. An article that took nothing is held against its credits as they are.
    """
    outlet = dict(zip(articles["article"], articles["outlet"], strict=True))
    primary = edges[edges["primary"]].set_index("child")["parent"].to_dict()
    by_article: dict[str, list[dict[Any, Any]]] = {}
    for row in credits_.to_dict("records"):
        by_article.setdefault(row["article"], []).append(row)
    taken = descent.assign(taken=descent["parent"] != "").groupby("child")["taken"].mean().to_dict()
    again = dict(zip(articles["article"], articles["version_of"], strict=True)) if "version_of" in articles else {}
    titles = dict(zip(articles["article"], articles["title"], strict=True)) if again else {}
    times = dict(zip(articles["article"], articles["published"], strict=True)) if again else {}
    based = dict(zip(articles["article"], articles["based_on"], strict=True)) if "based_on" in articles else {}
    stamps = _stamps(articles)
    rows = []
    for name in sorted(articles["article"].tolist()):
        parent = primary.get(name, "")
        share = float(taken.get(name, 0.0)) if parent else 0.0
        names = _names(parent, outlet)
        own = house_key(outlet[name]) if isinstance(outlet[name], str) else None
        kind, quote = _credit(by_article.get(name, []), names, own)
        first = again.get(name)
        if isinstance(first, str):
            found = _version(times, name, first, titles.get(first))
        else:
            found = _finding(parent, share, kind, names)
            found += _contradicted(stamps, parent, name) + _declared(based.get(name))
        rows.append((name, parent, share, kind, quote, found))
    return frame("audit", rows)


def _names(parent: str, outlet: dict[str, object]) -> list[str]:
    """What a full credit to this parent may say; empty if nothing is known of it."""
    if parent.startswith("~"):
        agency = parent[1:].rsplit("-", 1)[0] if parent[-1:].isdigit() else parent[1:]
        return [agency] if agency and not agency.isdigit() else []
    known = outlet.get(parent)
    return [known] if isinstance(known, str) else []


def _credit(credits_: list[dict[Any, Any]], names: list[str], own: str | None) -> tuple[str, str | None]:
    """The best credit given: (class, its words)."""
    wanted = {house_key(name) for name in names}
    by_role: dict[str, list[dict[Any, Any]]] = {}
    for c in credits_:
        by_role.setdefault(str(c["role"]), []).append(c)
    origins = [c for c in by_role.get("origin", []) if isinstance(c["agency"], str) and house_key(c["agency"]) != own]
    for c in origins:
        if not wanted or house_key(str(c["agency"])) in wanted:
            return "full", str(c["quote"])
    for kind, found in (("generic", by_role.get("generic")), ("other", origins), ("photo-only", by_role.get("photo"))):
        if found:
            return kind, str(found[0]["quote"])
    return "none", None


def _finding(parent: str, share: float, kind: str, names: list[str]) -> str:
    if not parent:
        given = {
            "full": "its credit names an origin that is not here to compare",
            "other": "its credit names an origin that is not here to compare",
            "generic": "it credits agencies",
            "photo-only": "it credits a photograph",
            "none": "there is nothing to credit",
        }[kind]
        return f"took no sentence from any other article here; {given}"
    whom = names[0] if names else ("an article of an unnamed outlet" if not parent.startswith("~") else "an original")
    unseen = " (not seen)" if parent.startswith("~") else ""
    credit = {
        "full": "and credits it in full",
        "other": "and credits another",
        "generic": "and credits only agencies, unnamed",
        "photo-only": "and credits only a photograph",
        "none": "and gives no credit",
    }[kind]
    return f"took {_percent(share)} of its sentences, mostly from {whom}{unseen}, {credit}"


def _stamps(articles: pd.DataFrame) -> dict[str, tuple[pd.Timestamp, str]]:
    """When each article says it was published, and how exactly; articles that do not say are left out."""
    if not {"published", "published_precision"} <= set(articles.columns):
        return {}
    told = articles.dropna(subset=["published"])
    columns = (told["article"], told["published"], told["published_precision"])
    return {name: (at, exact) for name, at, exact in zip(*columns, strict=True)}


def _contradicted(stamps: Mapping[str, tuple[pd.Timestamp, str]], parent: str, name: str) -> str:
    """Where the taker's stamp lies before the giver's by more than either may be wrong, clock and words disagree."""
    if parent not in stamps or name not in stamps:
        return ""
    (early, one), (late, two) = stamps[name], stamps[parent]
    if late - early <= max(CLOCK_ERROR.get(one, CLOCK_ERROR["day"]), CLOCK_ERROR.get(two, CLOCK_ERROR["day"])):
        return ""
    times = f"its time, {early:%Y-%m-%d %H:%M} UTC, is before that one's, {late:%Y-%m-%d %H:%M} UTC"
    return f"; but {times}: the clock and the words contradict each other"


def _declared(addresses: object) -> str:
    """What the metadata of its page name as its origin; no credit, because no reader sees it."""
    return f"; its page's metadata name {', '.join(addresses.split())}" if isinstance(addresses, str) else ""


def _version(times: Mapping[str, object], name: str, first: str, title: object) -> str:
    one, two = times.get(first), times.get(name)
    later = isinstance(one, pd.Timestamp) and isinstance(two, pd.Timestamp) and one < two
    called = f"“{title}”" if isinstance(title, str) else first
    return f"is {'a later' if later else 'another'} version of {called}; what others share with it is told of that one"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _probability(p: float) -> str:
    return f"{p:.2f}".removeprefix("0")


def chains(trace: Trace) -> list[str]:
    """The chains a reader would be tempted to draw: an original, then two of the outlets that share its text.

    Both orders of every two, the pairs that share most first, at most six chains; empty if nothing is shared.
    """
    outlet = trace.articles.set_index("article")["outlet"].to_dict()
    found: list[str] = []
    for node in trace.unseen.sort_values("node").to_dict("records"):
        if len(dict.fromkeys(found)) >= MOST_CHAINS:
            break
        agency = node["agency"] if isinstance(node["agency"], str) else node["node"]
        below = trace.edges[trace.edges["parent"] == node["node"]].sort_values(["share", "child"])
        known = [outlet[c] for c in below["child"] if isinstance(outlet[c], str)]
        unique = [o for o in dict.fromkeys(known) if name_key(o) != name_key(agency)]
        found += [f"{agency} > {one} > {two}" for one, two in permutations(unique, 2)]
    return list(dict.fromkeys(found))[:MOST_CHAINS]


def claim(trace: Trace, chain: str) -> pd.DataFrame:
    """CLAIMS: each hop of a chain such as "Reuters > TRT World > Devdiscourse", from the first.

    A name is an outlet, an agency, an unseen node, an article, or the unique beginning of an article's name; hops
    are separated by `>` or `→`. A hop is supported if the trace derives the right from the left (through others, if
    need be), contradicted if it is likely that it did not happen, else undecided. Raises OptionError for a chain
    of one name, or a name that nothing here answers to.
    """
    return claims(trace, [chain])


def claims(trace: Trace, chains: Iterable[str]) -> pd.DataFrame:
    """CLAIMS: what `claim` says of each of several chains."""
    known = _Known.of(trace)
    return frame("claims", [row for chain in chains for row in _claimed(trace, known, chain)])


def concerned(trace: Trace, chains: Iterable[str]) -> set[str]:
    """The articles that `claims` asks about: verdicts and evidence of pairs without one of them say nothing there."""
    known = _Known.of(trace)
    nodes = {node for chain in chains for step in _steps(chain) for node in _nodes(trace, known, step)}
    below = trace.edges[trace.edges["parent"].isin([node for node in nodes if node.startswith("~")])]
    return {node for node in nodes if not node.startswith("~")} | set(below["child"])


def _steps(chain: str) -> list[str]:
    steps = [step.strip() for step in chain.replace("→", ">").split(">")]
    if len(steps) < 2 or not all(steps):
        raise OptionError(f"claim {chain!r} is no chain: write it as 'A > B' or 'A > B > C'")
    return steps


def _claimed(trace: Trace, known: _Known, chain: str) -> Iterator[tuple[str, int, str, str, str, float, str]]:
    steps = _steps(chain)
    text = " > ".join(steps)
    nodes = {step: _nodes(trace, known, step) for step in steps}
    for hop, (one, two) in enumerate(pairwise(steps)):
        yield (text, hop, one, two, *_hop(known, nodes[one], nodes[two]))


@dataclass(frozen=True)
class _Known:
    """The trace as lookups, made once for all chains."""

    children: dict[str, dict[str, tuple[float, float]]]  # of every node in an arrow: p and share of each arrow from it
    names: list[str]  # of every article, and its outlet
    outlets: list[str]
    verdicts: dict[tuple[str, str], tuple[float, float, float, float]]  # a to b, b to a, common, none
    partners: dict[str, set[str]]  # the articles with which each has a verdict
    evidence: pd.DataFrame
    rows: dict[tuple[str, str], list[int]]  # the rows of evidence on each pair

    @classmethod
    def of(cls, trace: Trace) -> _Known:
        children: dict[str, dict[str, tuple[float, float]]] = {}
        for edge in trace.edges.to_dict("records"):
            children.setdefault(edge["parent"], {})[edge["child"]] = edge["p"], edge["share"]
            children.setdefault(edge["child"], {})
        names, outlets = trace.articles["article"].tolist(), trace.articles["outlet"].fillna("").tolist()
        four = (trace.verdicts[column].tolist() for column in ("p_a_to_b", "p_b_to_a", "p_common", "p_none"))
        verdicts = dict(zip(_pairs(trace.verdicts), zip(*four, strict=True), strict=True))
        partners: dict[str, set[str]] = {}
        for a, b in verdicts:
            partners.setdefault(a, set()).add(b)
            partners.setdefault(b, set()).add(a)
        rows: dict[tuple[str, str], list[int]] = {}
        for at, pair in enumerate(_pairs(trace.evidence)):
            rows.setdefault(pair, []).append(at)
        return cls(children, names, outlets, verdicts, partners, trace.evidence, rows)

    def verdict(self, one: str, two: str) -> tuple[float, float, float, float] | None:
        """What the verdict gives: the second from the first, the reverse, a common origin, none."""
        found = self.verdicts.get((min(one, two), max(one, two)))
        return found if found is None or one < two else (found[1], found[0], *found[2:])

    def reasons(self, one: str, two: str) -> pd.DataFrame:
        rows: pd.DataFrame = self.evidence.iloc[self.rows.get((min(one, two), max(one, two)), [])]
        return rows

    def near(self, parent: str, below: Collection[str]) -> set[str]:
        """Every article that descends from a node, or has a verdict with it or with a child of an unseen one."""
        kin = self.children.get(parent, ()) if parent.startswith("~") else (parent,)
        return set(below).union(*(self.partners.get(one, ()) for one in kin)) - {parent}

    def below(self, parent: str) -> dict[str, str]:
        """The node and all that descend from it, the nearest first; each with the one before it on a shortest way.

        Nothing, if no arrow goes from the node or to it.
        """
        if parent not in self.children:
            return {}
        found = {parent: parent}
        queue = [parent]
        for one in queue:
            for child in self.children[one]:
                if child not in found:
                    found[child] = one
                    queue.append(child)
        return found


def _pairs(table: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return zip(table["a"].tolist(), table["b"].tolist(), strict=True)


def _nodes(trace: Trace, known: _Known, name: str) -> list[str]:
    """The articles and unseen nodes that a person may mean by a name."""
    key = name_key(name)
    unseen = trace.unseen
    meant = {outlet for outlet in set(known.outlets) if name_key(outlet) == key}
    found = [a for a, outlet in zip(known.names, known.outlets, strict=True) if outlet in meant]
    named = zip(unseen["node"], unseen["agency"].fillna(""), strict=True)
    found += [n for n, agency in named if n == name or key in (name_key(n), name_key(agency))]
    if found:
        return sorted(found)
    begins = [a for a in known.names if a.startswith(name)]
    if name in begins or len(begins) == 1:
        return [name] if name in begins else begins
    if any(isinstance(a, str) and name_key(a) == key for a in trace.credits["agency"]):
        return []
    here = sorted(({*known.outlets} - {""}) | {*unseen["node"]} | {*known.names})
    raise OptionError(f"nothing here is called {name!r}: known are {', '.join(here)}")


def _hop(known: _Known, parents: list[str], children: list[str]) -> tuple[str, float, str]:
    """What is found for the best of all the hops that the two names may mean: (result, p, why)."""
    if not parents or not children:
        return "undecided", 0.5, "no article of that name is here, and no unseen original is named for it"
    best: tuple[float, Callable[[], str]] | None = None
    seen = dict.fromkeys(sorted(child for child in children if not child.startswith("~")))
    for parent in parents:
        below = known.below(parent)
        near = known.near(parent, below)
        # Of all the children that nothing is known of, the first says what there is to say.
        far = islice((child for child in seen if child != parent and child not in near), 1)
        for child in sorted([*near.intersection(seen), *far]):
            found = _path(known, below, parent, child) or _pair(known, parent, child)
            if best is None or found[0] > best[0]:
                best = found
    if best is None:
        return "undecided", 0.5, "the two names mean the same, or an original that nobody has seen"
    p, why = best
    return ("supported" if p >= FIRM else "contradicted" if p <= 1 - FIRM else "undecided"), p, why()


def _path(known: _Known, below: Mapping[str, str], parent: str, child: str) -> tuple[float, Callable[[], str]] | None:
    """How probably the child descends from the parent, and why, for whoever asks; None: no arrows lead there."""
    if child not in below:
        return None
    way = [child]
    while way[-1] != parent:
        way.append(below[way[-1]])
    steps = list(pairwise(reversed(way)))
    p = min(known.children[one][two][0] for one, two in steps)
    share = known.children[steps[-1][0]][child][1]
    through = f", through {len(steps) - 1} other" if len(steps) > 1 else ""
    return p, lambda: f"{_percent(share)} of the sentences descend from it{through}{_strongest(known, *steps[-1])}"


def _pair(known: _Known, parent: str, child: str) -> tuple[float, Callable[[], str]]:
    """The verdict on the very pair, or what is known of an unseen original's other children and this article."""
    if parent.startswith("~"):
        others = known.children.get(parent, ())
        kin = [1 - v[3] for o in sorted(others) for v in [known.verdict(o, child)] if v is not None]
        return max(kin, default=0.0) / 2, lambda: "no sentence of it is traced to that original"
    v = known.verdict(parent, child)
    if v is None:
        return 0.0, lambda: "the two were never candidates: they share no run of words"
    forth, back = ("a_to_b", "b_to_a") if parent < child else ("b_to_a", "a_to_b")
    p, reverse, common, none = v
    stories = {
        "they share an origin instead": (common, "common"),
        "it went the other way": (reverse, back),
        "the two are independent": (none, ""),
    }
    words, (other, story) = max(stories.items(), key=lambda item: item[1][0])
    if p >= other:
        return p, lambda: f"the verdict on the two allows it{_strongest(known, parent, child)}"

    def against() -> str:
        quotes = _words(_rank(known.reasons(parent, child), story, forth)) if story else ""
        return f"{words} ({_probability(other)}){quotes}"

    return p, against


def _strongest(known: _Known, parent: str, child: str) -> str:
    """The words that speak most for this arrow against its reverse."""
    forth, back = ("a_to_b", "b_to_a") if parent < child else ("b_to_a", "a_to_b")
    return _words(_rank(known.reasons(parent, child), forth, back))


def _rank(rows: pd.DataFrame, story: str, other: str) -> Iterator[str]:
    gain = rows[story] - rows[other]
    ranked = rows.assign(gain=gain)[gain > 0].sort_values(["gain", "quote"], ascending=[False, True])
    seen: set[str] = set()
    for row in ranked.to_dict("records"):
        if row["signal"] not in seen:
            seen.add(row["signal"])
            yield str(row["quote"])


def _words(quotes: Iterator[str], most: int = 2) -> str:
    kept = [" ".join(q.split()) for q, _ in zip(quotes, range(most), strict=False)]
    return f": {'; '.join(kept)}" if kept else ""
