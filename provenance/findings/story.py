"""The result in a title, four numbers, and three to seven sentences, each with the anchor of its proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from provenance.findings.kin import Edge, Family, Judged, family
from provenance.findings.names import (
    anchor_article,
    anchor_pair,
    anchor_unseen,
    shorts,
    started,
    text_of,
)
from provenance.findings.tree import credits_on
from provenance.findings.verdict import next_origin, runner_up, told
from provenance.findings.words import (
    NAMED_FROM,
    SCALE,
    SECTIONS,
    and_list,
    confidence,
    count,
    cut,
    likelihood,
    number,
    probability,
)
from provenance.frames import Trace

__all__ = ["Finding", "Numbers", "findings", "headline", "numbers"]

_MOST = 7  # sentences on page one: an editor has two minutes
_DIRECT = 3  # of them on single arrows: with more arrows the rest is counted in one further sentence
_HALF = 0.5  # "takes over more than half of its text"
_QUOTE = 90  # characters of a quoted proof on page one: about one printed line
_NAMED = 12  # articles up to which those concerned are named; of more they are counted, and the largest named
_LARGEST = 3  # families named of many
_APIECE = 4  # kin of one article up to which each has its probability in the sentence
_ABROAD = "that is not in the folder"


class Finding(NamedTuple):
    """One or two sentences, and the anchor of the section, card or pair that proves them."""

    text: str
    anchor: str


class Numbers(NamedTuple):
    """The four numbers of page one; `origins_at_least` counts related articles without an arrow as one."""

    articles: int
    origins: int
    origins_at_least: int
    over_half: int
    without_full_credit: int


@dataclass(frozen=True)
class _Known:
    """What every sentence leans on, looked up once."""

    trace: Trace
    family: Family
    names: Mapping[str, str]
    credit: Callable[[str, str], str]
    verdicts: Mapping[tuple[str, str], Judged]

    def name(self, node: str) -> str:
        return self.names.get(node, node)


def numbers(trace: Trace) -> Numbers:
    """How many articles; origins and their lower bound; takers of over half, and of these without full credit.

    An origin is an article or unseen node that descends from none.
    """
    whole = family(trace)
    over = trace.audit[trace.audit["share"] > _HALF]
    return Numbers(
        articles=len(trace.articles),
        origins=len(whole.roots),
        origins_at_least=whole.clusters,
        over_half=len(over),
        without_full_credit=int((over["credit"] != "full").sum()),
    )


def headline(trace: Trace) -> str:
    """The result in one line: 'Three of five articles descend from a Reuters take not in the folder'."""
    whole = family(trace)
    total = len(trace.articles) - len(whole.versions)
    if total < 2 and whole.versions:
        return f"One article in {count(len(trace.articles), 'version')}: nothing to compare it with"
    if total < 2:
        return "One article: nothing to compare it with" if total else "No articles: nothing to trace"
    heirs = {root: whole.heirs(root) for root in whole.roots}
    ranked = sorted((root for root in heirs if heirs[root]), key=lambda root: (-len(heirs[root]), root))
    if not ranked:
        kin = {name for row in whole.kin for name in (row.a, row.b)}
        if kin:
            return f"{_part(len(kin), total)} are related, but who took from whom cannot be told"
        return f"None of the {count(total, 'article')} took text from another"
    first, rest = ranked[0], sum(len(heirs[root]) for root in ranked[1:])
    if rest > len(heirs[first]):
        return f"{_part(rest + len(heirs[first]), total)} descend from {count(len(ranked), 'origin')}"
    weakest = min(edge.p for child, edge in whole.main().items() if child in heirs[first])
    title = f"{_part(len(heirs[first]), total)} {_descend(len(heirs[first]), weakest)} {_origin(trace, first)}"
    further = count(len(ranked) - 1, "other origin")
    return title + (f", {number(rest)} from {further}" if rest else "")


def findings(trace: Trace) -> list[Finding]:
    """Up to seven findings in the order a reader needs them, each with the anchor of its proof.

    Who took from an unseen original, who from whom, who credited whom, how many origins are left, what is
    unrelated, and what cannot be told. One plain sentence where there is nothing to compare.
    """
    if len(trace.articles) < 2:
        text = "With one article there is nothing to compare: its own words and what was set aside are listed."
        empty = "No articles were read, so there is nothing to compare."
        return [Finding(text if len(trace.articles) else empty, SECTIONS["aside"].anchor)]
    whole = family(trace)
    keys = zip(trace.verdicts["a"], trace.verdicts["b"], strict=True)
    rows = trace.verdicts[list(Judged._fields)].itertuples(index=False, name=None)
    known = _Known(
        trace, whole, shorts(trace), credits_on(trace), dict(zip(keys, map(Judged._make, rows), strict=True))
    )
    last = [*_origins(known), *_cannot_tell(known), *_apart(known), *_again(known)]
    first = [*_credited(known)]
    room = _MOST - len(first) - len(last)
    unseen = list(_from_unseen(known, max(1, room - 1)))
    return [*unseen, *_direct(known, room - len(unseen)), *first, *last]


def _part(part: int, total: int) -> str:
    if part == total:
        return "Both articles" if total == 2 else f"All {count(total, 'article')}"
    words = f"{number(part)} of {count(total, 'article')}"
    return words[0].upper() + words[1:]


def _descend(heirs: int, weakest: float) -> str:
    """The verb, as sure as the weakest arrow is."""
    verb = "descends" if heirs == 1 else "descend"
    if weakest >= SCALE[1][0]:
        return f"{verb} from"
    hedge = likelihood(weakest)
    if hedge == "cannot tell":
        return "may descend from"
    return f"{hedge} {verb} from" if hedge == "likely" else f"{verb}, {hedge}, from"


def _origin(trace: Trace, root: str) -> str:
    row = trace.unseen[trace.unseen["node"] == root]
    if row.empty:
        return shorts(trace).get(root, root)
    agency = cut(text_of(row["agency"].iloc[0]), 40)
    return f"{_a(agency)} take {_ABROAD}" if agency else f"an original {_ABROAD}"


def _a(name: str) -> str:
    return f"{'an' if name[:1] in 'AEIOUaeio' else 'a'} {name}"


def _of(taken: int, of: int, noun: str) -> str:
    """'nine of ten sentences', '12 of 13 sentences': one kind of number in one phrase."""
    if taken == of:
        return f"all {number(of)} {noun}s" if of > 1 else f"its one {noun}"
    many = f"{noun}{'' if of == 1 else 's'}"
    return f"{number(taken)} of {number(of)} {many}" if of <= 12 else f"{taken} of {of} {many}"


def _from_unseen(known: _Known, room: int) -> Iterator[Finding]:
    """One finding for each unseen original: who took how much of it, how sure that is; the rest is counted."""
    by: dict[str, list[Edge]] = defaultdict(list)
    for edge in known.family.edges:
        if edge.parent.startswith("~"):
            by[edge.parent].append(edge)
    ranked = sorted(by, key=lambda n: (-len(by[n]), n))
    told = ranked if len(ranked) <= room else ranked[: room - 1]
    for node in told:
        takers = sorted(by[node], key=lambda e: (-e.share, e.child))
        each = [f"{known.name(e.child)} ({_of(e.taken, e.of, 'sentence')}; {_sure(known, e)})" for e in takers]
        text = f"{started(and_list(each))} took from {_origin(known.trace, node)}."
        yield Finding(text, anchor_unseen(node))
    if len(told) < len(ranked):
        words = count(len(ranked) - len(told), "further original" if told else "original")
        where = _ABROAD if len(ranked) - len(told) == 1 else _ABROAD.replace("is", "are")
        yield Finding(f"{words[0].upper()}{words[1:]} {where} had takers here.", SECTIONS["lineage"].anchor)


def _direct(known: _Known, room: int) -> Iterator[Finding]:
    """The arrows between articles that are here, the largest takings first; the rest is counted."""
    edges = [edge for edge in known.family.edges if not edge.parent.startswith("~")]
    edges.sort(key=lambda e: (not e.primary, -e.share, -e.p, e.child))
    single = edges if len(edges) <= min(room, _DIRECT) else edges[: max(0, min(room, _DIRECT + 1) - 1)]
    for edge in single:
        taker, origin = started(known.name(edge.child)), known.name(edge.parent)
        whole = "its whole text" if edge.taken == edge.of else _of(edge.taken, edge.of, "sentence")
        took = "took" if edge.p >= SCALE[-1][0] else "may have taken"
        text = f"{taker} {took} {whole} from {origin} ({_sure(known, edge)}){_verbatim(known, edge)}."
        yield Finding(text + _next_best(known, edge) + _reason(known, edge), anchor_pair(edge.parent, edge.child))
    rest = edges[len(single) :]
    if rest and room > 0:
        many = "further arrow" if single else "arrow"
        runs = "runs" if len(rest) == 1 else "run"
        words = f"{count(len(rest), many)} {runs} between articles in the folder"
        least = f"{'it' if len(rest) == 1 else 'the least sure of them'} is {confidence(min(edge.p for edge in rest))}"
        yield Finding(f"{words[0].upper()}{words[1:]}; {least}.", SECTIONS["lineage"].anchor)


def _verbatim(known: _Known, edge: Edge) -> str:
    """', word for word', ', ten of them word for word' or nothing."""
    one, two = sorted((edge.parent, edge.child))
    rows = known.trace.matches
    rows = rows[(rows["a"] == one) & (rows["b"] == two) & (rows["kind"] == "same")]
    taken = known.trace.descent
    taken = taken[(taken["child"] == edge.child) & (taken["parent"] == edge.parent)]
    same = len(set(rows["a_n" if edge.child == one else "b_n"]) & set(taken["n"]))
    if same and same == edge.taken:
        return ", word for word"
    return f", {number(same)} of them word for word" if same else ""


def _sure(known: _Known, edge: Edge) -> str:
    """The confidence in an arrow, and its runner-up where that has over .10."""
    if not edge.runner_up or edge.runner_up_p <= NAMED_FROM:
        return confidence(edge.p)
    other = next_origin(edge, known.verdicts, known.names)
    return f"{confidence(edge.p)}; next best: {other}, {probability(edge.runner_up_p)}"


def _next_best(known: _Known, edge: Edge) -> str:
    """The next best story of the pair as a sentence of its own, where it has over .10 and the arrow has no other.

    Where the pair by itself says another thing than the arrow, its whole verdict stands there.
    """
    one, two = sorted((edge.parent, edge.child))
    row = known.verdicts.get((one, two))
    if row and row.says != ("a->b" if edge.parent == one else "b->a"):
        return f" {told(row, known.names, edge)}"
    if edge.runner_up and edge.runner_up_p > NAMED_FROM:
        return ""
    words = runner_up(row, known.names) if row else ""
    return f" {words[0].upper()}{words[1:]}." if words else ""


def _reason(known: _Known, edge: Edge) -> str:
    """The words that speak most for this direction against the other two stories."""
    one, two = sorted((edge.parent, edge.child))
    rows = known.trace.evidence
    rows = rows[(rows["a"] == one) & (rows["b"] == two)]
    way, back = ("a_to_b", "b_to_a") if edge.parent == one else ("b_to_a", "a_to_b")
    gain = rows[way] - rows[[back, "common"]].max(axis=1)
    if rows.empty or gain.max() <= 0:
        return ""
    best = rows.loc[gain[gain == gain.max()].index[0]]
    sign = cut(str(best["signal"]).replace("_", " "), _QUOTE)
    return f" The strongest sign of the direction is {sign}: “{cut(str(best['quote']), _QUOTE)}”."


def _credited(known: _Known) -> Iterator[Finding]:
    """Who credited whom, one sentence for all the takers."""
    by: dict[str, list[str]] = defaultdict(list)
    for child, edge in sorted(known.family.main().items()):
        by[known.credit(edge.parent, child)].append(known.name(child))
    told_ = {
        "full": ("credits its origin in full", "credit their origin in full"),
        "generic": ("gives a generic credit only", "give a generic credit only"),
        "photo-only": ("credits a photo only", "credit a photo only"),
        "other": ("credits somebody else", "credit somebody else"),
        "none": ("gives no credit", "give no credit"),
    }
    takers = sum(map(len, by.values()))
    few = takers <= _NAMED
    parts = [
        f"{and_list(by[c]) if few else number(len(by[c]))} {words[len(by[c]) > 1]}"
        for c, words in told_.items()
        if by[c]
    ]
    if parts:
        lead = "" if few else f"Of {count(takers, 'article')} that took text, "
        text = ("; " if few else ", ").join(parts)
        yield Finding(f"{lead}{text if lead else started(text)}.", SECTIONS["cards"].anchor)


def _origins(known: _Known) -> Iterator[Finding]:
    whole = known.family
    roots, least = len(whole.roots), whole.clusters
    total = len(known.trace.articles) - len(whole.versions)
    if roots == total and not whole.kin:
        pairs = count(len(known.trace.verdicts), "pair")
        why = f"of {pairs} compared, none shares enough to be called related"
        why = why if len(known.trace.verdicts) else "no two share a run of words"
        yield Finding(f"No article took text from another: {why}.", SECTIONS["heatmap"].anchor)
        return
    text = f"The {count(total, 'article')} rest on {count(roots, 'independent origin')}"
    bound = f"; on {number(least)} if those that are only known to be related are one" if least < roots else ""
    if roots <= _NAMED:
        text += f": {and_list([known.name(root) for root in whole.roots])}{bound}"
    else:
        text += f"{bound}. {_largest(known)}"
    yield Finding(f"{text}.", SECTIONS["lineage"].anchor)


def _largest(known: _Known) -> str:
    """Of many origins the largest families, and how many origins have no taker."""
    families, roots = known.family.families(), known.family.roots
    if not families:
        return "None of them has a taker here"
    named = [f"{known.name(root)} ({count(len(takers), 'taker')})" for root, takers in families[:_LARGEST]]
    lead = "The only family descends" if len(families) == 1 else "The largest families descend"
    none = sum(not known.family.heirs(root) for root in roots)
    alone = f"; {count(none, 'origin')} {'has' if none == 1 else 'have'} no taker here" if none else ""
    return f"{lead} mostly from {and_list(named)}{alone}"


def _cannot_tell(known: _Known) -> Iterator[Finding]:
    """Kin without an arrow, gathered around the article with the most of them; at most two findings."""
    left = list(known.family.kin)
    for _ in range(2):
        if not left:
            return
        times: dict[str, int] = defaultdict(int)
        for row in left:
            times[row.a] += 1
            times[row.b] += 1
        hub = min(times, key=lambda name: (-times[name], name))
        mine = sorted((r for r in left if hub in (r.a, r.b)), key=lambda r: (r.p_none, r.a, r.b))
        left = [row for row in left if row not in mine]
        third = all(row.says == "common" for row in mine)
        if len(mine) == 1 and third:
            yield Finding(told(mine[0], known.names), anchor_pair(mine[0].a, mine[0].b))
            continue
        each = {known.name(r.b if r.a == hub else r.a): r.p_common if third else 1 - r.p_none for r in mine}
        alike = len(each) > 1 and len({confidence(p) for p in each.values()}) == 1
        if alike or len(each) > _APIECE:
            least = confidence(min(each.values()))
            others = f"{and_list(list(each))} ({least} {'each' if alike else 'and more'})"
        else:
            others = and_list([f"{name} ({confidence(p)})" for name, p in each.items()])
        if third:
            text = f"{started(known.name(hub))} has an origin in common with {others}: a third text"
        else:
            text = f"{started(known.name(hub))} is related to {others}, but who took from whom cannot be told"
        words = runner_up(mine[0]._replace(says="undecided"), known.names)
        text += f"; {words}" if len(mine) == 1 and words else ""
        yield Finding(f"{text}.", anchor_pair(mine[0].a, mine[0].b))


def _again(known: _Known) -> Iterator[Finding]:
    """The versions of an article that is here too, counted: they are no copies and no origins."""
    found = known.family.versions
    if found:
        firsts = len(set(found.values()))
        verb = "is a version" if len(found) == 1 else "are versions"
        whose = "another that is here" if firsts == 1 else f"{number(firsts)} others that are here"
        text = f"{count(len(found), 'article')} {verb} of {whose}, and no copy."
        yield Finding(text[0].upper() + text[1:], anchor_article(min(found)))


def _apart(known: _Known) -> Iterator[Finding]:
    whole = known.family
    if not whole.apart or len(whole.apart) + len(whole.versions) == len(known.trace.articles):
        return
    matched = {*known.trace.matches["a"], *known.trace.matches["b"]}
    alone = [name for name in whole.apart if name not in matched]
    few = [name for name in whole.apart if name in matched]
    parts = []
    for names, what in (
        (alone, "no sentence with any other article"),
        (few, "single sentences with others, too few to be called related"),
    ):
        if names:
            many = len(whole.apart) > _NAMED
            who = count(len(names), "article") if many else and_list([known.name(n) for n in names])
            parts.append(f"{who} {'shares' if len(names) == 1 else 'share'} {what}")
    text = "; ".join(parts)
    yield Finding(
        f"{text[0].upper() + text[1:] if len(whole.apart) > _NAMED else started(text)}.",
        anchor_article((alone or few)[0]),
    )
