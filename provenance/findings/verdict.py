"""A verdict as a sentence: what two articles are to each other, how sure that is, the next best story."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.findings.kin import Edge, Judged, family, judged
from provenance.findings.names import shorts, started
from provenance.findings.words import NAMED_FROM, confidence, percent, probability
from provenance.frames import Trace

__all__ = ["next_origin", "runner_up", "told", "verdict_sentence"]


def verdict_sentence(trace: Trace, a: str, b: str) -> str:
    """What the trace says of the two articles, in whichever order they are named, with its probability.

    The next best story is named whenever it has over .10. A pair without a row was never a candidate.
    """
    one, two = sorted((a, b))
    names = shorts(trace)
    for row in judged(trace):
        if (row.a, row.b) == (one, two):
            arrows = (edge for edge in family(trace).edges if {edge.parent, edge.child} == {one, two})
            return told(row, names, next(arrows, None))
    first, second = names.get(one, one), names.get(two, two)
    return f"{started(first)} and {second} share no run of words: nothing to compare."


def told(row: Judged, names: Mapping[str, str], arrow: Edge | None = None) -> str:
    """The same for one row of the verdicts, with the names at hand, and the arrow of the pair where there is one.

    Where the arrow has another number than the verdict, a sentence says which question each of them answers.
    """
    a, b = names.get(row.a, row.a), names.get(row.b, row.b)
    much = f"{percent(row.shared)} of the shorter story"
    related = 1 - row.p_none
    if row.says == "none":
        sentence = f"{started(a)} and {b} are not related ({confidence(row.p_none)}): they share {much}"
    elif row.says == "common":
        sure = confidence(row.p_common)
        sentence = f"{started(a)} and {b} both took from a third text ({sure}): they share {much}"
    elif row.says == "undecided" and related > 0.5:
        sentence = (
            f"{started(a)} and {b} are related ({confidence(related)}), "
            f"but who took from whom cannot be told: they share {much}"
        )
    elif row.says == "undecided":
        sentence = f"Whether {a} and {b} are related cannot be told: they share {much}"
    else:
        taker, origin, p = (b, a, row.p_a_to_b) if row.says == "a->b" else (a, b, row.p_b_to_a)
        sentence = f"{started(taker)} took from {origin} ({confidence(p)}): they share {much}"
    next_best = runner_up(row, names)
    return (f"{sentence}; {next_best}." if next_best else f"{sentence}.") + _beside(row, names, arrow)


def _beside(row: Judged, names: Mapping[str, str], arrow: Edge | None) -> str:
    """Why an arrow says another thing than the verdict on its two articles; empty where both say the same."""
    way = "a->b" if arrow and arrow.parent == row.a else "b->a"
    if not arrow or (row.says == way and probability(_forth(row, way)) == probability(arrow.p)):
        return ""
    taker, origin = (names.get(node, node) for node in (arrow.child, arrow.parent))
    said = "" if row.says == way else f", {probability(_forth(row, way))} for {taker} from {origin}"
    return (
        f" That is what the two texts show by themselves{said}; "
        f"the arrow is what all the articles together imply ({confidence(arrow.p)})."
    )


def _forth(row: Judged, way: str) -> float:
    return row.p_a_to_b if way == "a->b" else row.p_b_to_a


def next_origin(edge: Edge, verdicts: Mapping[tuple[str, str], Judged], names: Mapping[str, str]) -> str:
    """The next best story of an arrow, without its number: 'from X', 'the other way round: ...'; empty without one.

    It says so where the number of that story is what two texts show by themselves, and the arrow's is not: such
    numbers answer two questions, and need not add up to one.
    """
    if not edge.runner_up:
        return ""
    end = edge.parent if edge.runner_up in (edge.child, "~") else edge.runner_up
    row, own = (verdicts.get((min(one, edge.child), max(one, edge.child))) for one in (end, edge.parent))
    numbers = {row.p_common, row.p_a_to_b, row.p_b_to_a} if row else set()
    arrow = {own.p_a_to_b, own.p_b_to_a} if own else set()
    alone = edge.runner_up_p in numbers and edge.p not in arrow
    by = ", by those two texts alone" if alone else ""
    if edge.runner_up == edge.child:
        return (
            f"the other way round, {names.get(edge.parent, edge.parent)} from {names.get(edge.child, edge.child)}{by}"
        )
    return f"from {names.get(edge.runner_up, 'an original that is not in the folder')}{by}"


def runner_up(row: Judged, names: Mapping[str, str]) -> str:
    """The other stories that have over .10, likeliest first: 'next best: both took from a third text, .14'.

    Empty where there is none. An undecided pair has no winner: all of its stories are named.
    """
    a, b = names.get(row.a, row.a), names.get(row.b, row.b)
    stories = {
        "a->b": (row.p_a_to_b, f"{b} took from {a}"),
        "b->a": (row.p_b_to_a, f"{a} took from {b}"),
        "common": (row.p_common, "both took from a third text"),
        "none": (row.p_none, "they are not related"),
    }
    stories.pop(row.says, None)
    others = sorted((s for s in stories.values() if s[0] > NAMED_FROM), key=lambda s: (-s[0], s[1]))
    if not others:
        return ""
    lead = "likeliest: " if row.says == "undecided" else "next best: "
    return lead + "; ".join(f"{story}, {probability(p)}" for p, story in others)
