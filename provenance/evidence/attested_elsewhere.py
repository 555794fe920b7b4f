"""What a third text attests, and the other lacks, did not come from the other.

**Blind to:** third texts that are copies of one of the two (left out), and takers that stitch two origins together.
Reference: agreement of witnesses against a common ancestor, Maas 1927; third-text votes, own observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.evidence import signal
from provenance.pairs import Pair, Span, Way, Weight

__all__ = ["attested_elsewhere"]

# One sentence that a third text answers and the supposed giver lacks: e**.5 = 1.6 to 1 for another origin.
A_SENTENCE = 0.5
# A third text that stands for more than this in one of the two (or the reverse) is its copy, and no witness.
COPY = 0.5
# A headline that another page links to stands in both, and is neither's story.
_STOP = re.compile(r"[.!?…。！？؟।][\"”’»'」』)\]]*$")


@signal(cap=1.5)
def attested_elsewhere(pair: Pair) -> Iterator[Weight]:
    """One row a sentence of the giver that a third text attests and the taker lacks: it is not from the taker."""
    if not pair.close:
        return
    for way in pair.ways():
        held = {m.a_n for m in way.matches}
        for s in way.giver.sentences:
            third = _witness(pair, way, s.n)
            if s.n not in held and third and _STOP.search(s.text):
                name = pair.corpus.sides[third].outlet or "a third article"
                yield way.weight(A_SENTENCE, 0, A_SENTENCE, f"{s.text} (answered in {name})", Span(s.start, s.end))


def _witness(pair: Pair, way: Way, n: int) -> str | None:
    for other in sorted(pair.corpus.answered.get((way.giver.name, n), ())):
        near = [
            max(pair.corpus.cover.get((min(other, one), max(other, one)), (0.0, 0.0)))
            for one in (pair.a.name, pair.b.name)
        ]
        if other not in (pair.a.name, pair.b.name) and max(near) <= COPY:
            return other
    return None
