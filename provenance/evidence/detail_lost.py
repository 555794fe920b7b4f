"""Copying loses detail and seldom invents it: the sentence that has "on Wednesday" did not come from the one without.

**Blind to:** editors who add detail from their own desk, and revisions of one's own text, which grow.
Reference: prior and posterior readings, Mink 2004; on revisions the rule turns round (Spangher et al. 2022,
doi:10.18653/v1/2022.naacl-main.10), so it is capped low.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.evidence import signal
from provenance.pairs import Pair, Reading, Weight

__all__ = ["detail_lost"]

# Nats for one detail: e**.5 = 1.6 to 1. Between outlets direction is hardly in the words, so three reach the cap.
A_DETAIL = 0.5
_DETAIL = re.compile(
    r"\d|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?<!^)(?<![.!?] )\b[A-Z][a-z]{2,}"
    r"|\b(?:led|backed|born|based|owned|year-old|local time)\b"
)


@signal(cap=1.5)
def detail_lost(pair: Pair) -> Iterator[Weight]:
    """One row a place where the taker has a date, number, name or epithet and the giver has nothing."""
    for way in pair.ways() if pair.close else ():
        for r in way.readings:
            if _detail(r):
                yield way.weight(0, A_DETAIL, A_DETAIL, f"+ {r.b_text}", r.a_span, r.b_span)


def _detail(r: Reading) -> bool:
    """Something concrete, of more than a word, that the taker has and the giver has not."""
    # who said it is put in and taken out at will ("..., she said"); when and where are not
    return r.kind == "detail added" and len(r.b_text.split()) > 1 and _DETAIL.search(r.b_text) is not None
