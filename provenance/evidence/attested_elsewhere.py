"""What a third text attests, and the other lacks, did not come from the other.

**Blind to:** third texts that are copies of one of the two (left out), and takers that stitch two origins together.
Reference: agreement of witnesses against a common ancestor, Maas 1927; third-text votes, own observation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from provenance.evidence import signal
from provenance.pairs import Corpus, Pair, Sentence, Side, Span, Weight

__all__ = ["attested_elsewhere"]

# One sentence that a third text answers and the supposed giver lacks: e**.5 = 1.6 to 1 for another origin.
A_SENTENCE = 0.5
# A headline that another page links to stands in both, and is neither's story.
_STOP = re.compile(r"[.!?…。！？؟।][\"”’»'」』)\]]*$")


@signal(cap=1.5)
def attested_elsewhere(pair: Pair) -> Iterator[Weight]:
    """One row a sentence of the giver that a third text attests and the taker lacks: it is not from the taker."""
    if not pair.close:
        return
    for way in pair.ways():
        held = {m.a_n for m in way.matches}
        for s, others in way.giver.once(pair.corpus.once(_attested)):
            third = None if s.n in held else _witness(pair.corpus, way.taker, others)
            if third:
                name = pair.corpus.sides[third].outlet or "a third article"
                yield way.weight(A_SENTENCE, 0, A_SENTENCE, f"{s.text} (answered in {name})", Span(s.start, s.end))


def _attested(corpus: Corpus) -> Callable[[Side], list[tuple[Sentence, list[str]]]]:
    """The sentences of an article that others answer which are no copies of it, and the names of these."""

    def found(side: Side) -> list[tuple[Sentence, list[str]]]:
        told = [(s, corpus.answered.get((side.name, s.n), {})) for s in side.sentences if _STOP.search(s.text)]
        copies = corpus.copies.get(side.name, frozenset())
        return [(s, free) for s, others in told if (free := sorted(others.keys() - copies))]

    return found


def _witness(corpus: Corpus, taker: Side, others: list[str]) -> str | None:
    copies = corpus.copies.get(taker.name, frozenset())
    return next((other for other in others if other != taker.name and other not in copies), None)
