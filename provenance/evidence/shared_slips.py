"""The same typing slip in two articles has one author: the two are kin.

**Blind to:** who was first. A slip is copied downwards, and siblings inherit it alike; names that no dictionary
knows are never called slips, and neither are letters replaced.
Reference: common errors, Maas 1927 (Textkritik); Lachmann's method.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.evidence import signal
from provenance.pairs import Pair, Side, Span, Weight
from provenance.slips import unlisted
from provenance.text import fold, tokens

__all__ = ["shared_slips"]

# Nats for one shared slip: e**3 = 20 times likelier among kin than among strangers. Three in a story reach the cap.
A_SLIP = 3.0


@signal(cap=9.0)
def shared_slips(pair: Pair) -> Iterator[Weight]:
    """One row a slip that stands in both stories, whatever else was rewritten."""
    if not pair.matches:
        return
    for word, right in pair.corpus.slips.among(pair.a.once(_odd) & pair.b.words, pair.a.lang).items():
        bare = word.removesuffix("'s")
        quote = f"{bare} (for {right})"
        yield Weight(A_SLIP, A_SLIP, A_SLIP, quote, _where(pair.a, word), _where(pair.b, word))


def _odd(side: Side) -> frozenset[str]:
    """The words of an article that its language does not list: any of them may be a slip."""
    return frozenset(unlisted(side.words, side.lang))


def _where(side: Side, word: str) -> Span:
    for s in side.sentences:
        if word in tokens(s.norm):
            at = fold(s.text).find(word) if len(fold(s.text)) == len(s.text) else -1
            return Span(s.start + at, s.start + at + len(word)) if at >= 0 else Span(s.start, s.end)
    return Span(None, None)
