"""Sentences that answer each other word for word do not arise by chance, and among kin some do.

**Blind to:** who was first; a speech, a statute or a press release that both quote is shared wording too.
Reference: common readings as proof of kinship, Maas 1927 (Textkritik); text reuse, Clough et al. 2002
(doi:10.3115/1073083.1073110).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.evidence import signal
from provenance.pairs import Pair, Span, Weight

__all__ = ["shared_wording"]

# Nats a shared word brings at score 1; a sentence of 20 words shared word for word brings 2.4. Small on purpose: most
# chance matches are one short sentence, and the sum over a copied story reaches the cap after about five.
# Rewritten sentences weigh less by their lower score: three of them leave two reports of one event undecided.
A_WORD = 0.12
# What a speaker said may reach two newsrooms from one press conference: quoted words bring less than half.
QUOTED = 0.4
_QUOTE = re.compile(r'"[^"]*(?:"|$)|^[^"]*"(?=[,.]?\s)')
# No sentence of either answers any of the other: kin would share some. Three tenths of a nat a sentence that had
# the chance, at most 4; a common origin may have been rewritten beyond recognition, so it loses less.
A_SILENT_SENTENCE, SILENCE, SILENCE_COMMON = 0.3, 4.0, 0.85


@signal(cap=9.0)
def shared_wording(pair: Pair) -> Iterator[Weight]:
    """One row a match: the same nats for all three stories, by its words and its score; or one for none at all."""
    fewest = min(len(pair.a.sentences), len(pair.b.sentences))
    if not pair.matches and fewest:
        nats = -min(SILENCE, A_SILENT_SENTENCE * fewest)
        quote = f"no sentence of the one answers any of the other ({_counts(pair)} compared)"
        yield Weight(nats, nats, SILENCE_COMMON * nats, quote)
    for m in pair.matches:
        left, right = pair.a.sentences[m.a_n], pair.b.sentences[m.b_n]
        words = min(len(left.norm.split()), len(right.norm.split()))
        nats = A_WORD * words * m.likeness * (1 - (1 - QUOTED) * min(_quoted(left.norm), _quoted(right.norm)))
        # the wording of the side that sorts first, so that a swap changes nothing
        quote = min(left.text, right.text)
        yield Weight(nats, nats, nats, quote, Span(left.start, left.end), Span(right.start, right.end))


def _counts(pair: Pair) -> str:
    counts = sorted((len(pair.a.sentences), len(pair.b.sentences)))
    return f"{counts[0]} and {counts[1]} sentences"


def _quoted(norm: str) -> float:
    """The share of a sentence that stands in quotation marks; one mark alone opens or closes a longer speech."""
    if '"' not in norm:
        return 0.0
    inside = sum(len(found) for found in _QUOTE.findall(norm))
    return min(1.0, inside / len(norm)) if norm else 0.0
