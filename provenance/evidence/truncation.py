"""A story that is one unbroken run of another, cut before its end, did not give it the rest.

**Blind to:** agencies, whose full take one outlet prints and another cuts: the cut one is nobody's parent, but the
full one need not be its parent either.
Reference: inverted pyramid and cutting from the bottom, Boumans et al. 2018 (doi:10.1080/1461670X.2016.1271729).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.evidence import signal
from provenance.pairs import Pair, Span, Weight

__all__ = ["truncation"]

# A reversed arrow would have the longer article find, unaided, a beginning or an end that fits: 3 to 1 against.
CUT = 1.2
# Fewest sentences of the run; two or three in a row are an excerpt that anybody may quote.
SHORTEST = 4
# The share of the taker's sentences that must stand in the run: an added line at either end is forgiven.
INSIDE = 0.8
# The fewest sentences that the giver goes on with.
REST = 2


@signal(cap=1.2)
def truncation(pair: Pair) -> Iterator[Weight]:
    """One row if either story is a verbatim run of the other that stops before its end."""
    for way in pair.ways() if len(pair.close) >= SHORTEST else ():
        run = sorted((m.b_n, m.a_n) for m in way.matches if m.kind == "same" and not m.moved)
        if len(run) < max(SHORTEST, INSIDE * len(way.taker.sentences)):
            continue
        first, last = run[0][1], run[-1][1]
        unbroken = last - first + 1 == len(run)
        if unbroken and len(way.giver.sentences) - 1 - last >= REST:
            rest = way.giver.sentences[last + 1]
            cut = way.taker.sentences[-1]
            yield way.weight(
                CUT, 0, CUT, f"stops before: {rest.text}", Span(rest.start, rest.end), Span(cut.start, cut.end)
            )
