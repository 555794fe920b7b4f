"""A quotation is shortened in copying and not lengthened: the longer form was there first.

**Blind to:** an outlet that heard the speaker itself; two cuts of one long statement.
Reference: own observation; quotations as the most stable part of reused news, Leskovec et al. 2009
(doi:10.1145/1557019.1557077).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.evidence import signal
from provenance.pairs import Pair, Sentence, Span, Weight
from provenance.text import tokens

__all__ = ["quotations_cut"]

# One shortened quotation: 2 to 1 that the shorter form is the later.
A_CUT = 0.7
# Fewest words that both forms must share: below, two quotations may be of two speeches.
SHARED = 5
_QUOTED = re.compile(r'"([^"]{15,})"')


@signal(cap=1.4)
def quotations_cut(pair: Pair) -> Iterator[Weight]:
    """One row a quotation of the taker that is a proper part of the giver's, in sentences that answer each other."""
    for way in pair.ways() if pair.matches else ():
        for m in way.matches:
            giver, taker = way.giver.sentences[m.a_n], way.taker.sentences[m.b_n]
            for longer in _quoted(giver) if '"' in taker.norm else ():
                for shorter in _quoted(taker):
                    if SHARED <= len(shorter) < len(longer) and _part(shorter, longer):
                        quote = f"“{' '.join(longer)}” → “{' '.join(shorter)}”"
                        spans = Span(giver.start, giver.end), Span(taker.start, taker.end)
                        yield way.weight(A_CUT, 0, A_CUT, quote, *spans)


def _quoted(s: Sentence) -> list[list[str]]:
    return [tokens(words) for words in _QUOTED.findall(s.norm)] if '"' in s.norm else []


def _part(short: list[str], long: list[str]) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))
