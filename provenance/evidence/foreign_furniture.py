"""Furniture grows on one site only: a related link, a subhead or a caption of one site inside another is a copy.

**Blind to:** two sites that are one publisher's; a third site that both copied; furniture that an agency sends along.
Reference: own observation; boilerplate as a trace of the scraper, after Kohlschütter et al. 2010
(doi:10.1145/1718487.1718542).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from provenance.evidence import signal
from provenance.habits import line_key
from provenance.pairs import Corpus, Mark, Pair, Side, Span, Weight
from provenance.text import fold, name_key, tokens

__all__ = ["foreign_furniture"]

LABELS = ("furniture", "related", "caption", "notice")
# A line of fewer words (`World`, `Latest news`) stands on many sites and tells nothing.
FEWEST_WORDS = 4
# What stands around a page's story ("Accept all cookies and continue") is alike wherever the same software runs: that
# both pages carry it says nothing of their stories.
AROUND = "page"
# "Advertisement - scroll to continue" is the advertiser's wording, not the site's.
ANYWHERE = "advert"
# Nats for one shared piece where one side alone goes on with the series (two more READ MORE lines): it is the grower.
# The reverse would have the copier complete a stranger's series: one chance in thirty.
GROWER, COPIER, THIRD = 4.0, 0.5, 1.0
# A line that one side's outlet prints under its other stories, and the other's does not, tells whose it is by itself.
# A short one that does not name it ("Share this article") is on many sites that are not here.
OWNED, ANYBODY, TELLING = 4.5, 1.5, 8
# Below this share of the fuller covered story, furniture weighs in proportion: a guest's column on another paper's page
# is that page's, whatever else it shares with a story there.
STORY = 0.2
# The same where nothing tells the grower: somebody copied a site, not an agency's feed.
EITHER = 2.0


@signal(cap=7.0)
def foreign_furniture(pair: Pair) -> Iterator[Weight]:
    """One row a piece that both hold; direction where one side holds the rest of the series and the other does not."""
    # At one outlet, in another story, furniture is furniture and no trace of copying.
    if not pair.matches or (pair.a.house and pair.a.house == pair.b.house):
        return
    sure = min(1.0, max(pair.of_a, pair.of_b) / STORY)
    for way in pair.ways():
        for line, house in way.taker.once(pair.corpus.once(_owned)):
            if house == way.giver.house:
                span = way.taker.lines[line]
                if _of_anybody(line, span, way.taker):
                    continue
                said = way.taker.text[slice(*span)]
                quote = f"{said} (stands under other stories of {way.giver.outlet})"
                named = way.giver.house in name_key(line) or line.count(" ") >= TELLING
                nats = [sure * x for x in (OWNED if named else ANYBODY, COPIER, THIRD)]
                yield way.weight(nats[0], nats[1], nats[2], quote, way.giver.lines.get(line), span)
    left, right = pair.a.once(_pieces), pair.b.once(_pieces)
    for words in sorted(left.keys() & right.keys()):
        if line_key(left[words].mark.text) in pair.corpus.own_lines:
            continue  # told above, or of a third site
        one, two = left[words].mark, right[words].mark
        spans = Span(one.start, one.end), Span(two.start, two.end)
        quote = min(one.text, two.text)
        rules = left[words].rules | right[words].rules
        grows = [way for way in pair.ways() if _goes_on(way.giver, way.taker, rules)]
        if len(grows) == 1:
            way = grows[0]
            yield way.weight(sure * GROWER, sure * COPIER, sure * THIRD, quote, *(spans[::-1] if way.turned else spans))
        else:
            yield Weight(sure * EITHER, sure * EITHER, sure * THIRD, quote, *spans)


def _owned(corpus: Corpus) -> Callable[[Side], list[tuple[str, str]]]:
    """The lines of an article that are some house's own, and whose."""
    own = corpus.own_lines
    return lambda side: [(line, own[line]) for line in sorted(side.lines.keys() & own.keys())] if own else []


def _of_anybody(line: str, span: Span, side: Side) -> bool:
    """Credits ("Source: Agencies") and stamps ("Published 8 June 2023") stand on many sites that are not here."""
    start, end = span
    if any(start is not None and end is not None and start <= c.start < end for c in side.credits):
        return True
    return sum(not word.startswith("0") for word in line.split()) < FEWEST_WORDS - 1


class _Piece(NamedTuple):
    """A line of furniture: its first mark, and every rule that marks it (a link may look like a subhead too)."""

    mark: Mark
    rules: frozenset[str]


def _pieces(side: Side) -> dict[tuple[str, ...], _Piece]:
    found: dict[tuple[str, ...], _Piece] = {}
    anywhere = {tuple(tokens(fold(mark.text))) for mark in side.marks if mark.rule == ANYWHERE}
    around = sorted((mark.start, mark.end) for mark in side.marks if mark.rule == AROUND)
    for mark in side.marks:
        before_it = bisect_right(around, (mark.start, len(side.text)))
        if mark.label not in LABELS or (before_it and around[before_it - 1][1] >= mark.end):
            continue
        words = tuple(tokens(fold(mark.text)))
        if len(words) >= FEWEST_WORDS and words not in anywhere:
            before = found.get(words, _Piece(mark, frozenset()))
            found[words] = before._replace(rules=before.rules | {mark.rule})
    return found


def _goes_on(giver: Side, taker: Side, rules: frozenset[str]) -> bool:
    """Does the giver alone hold further pieces of one of these kinds?"""
    held, other = giver.once(_pieces), taker.once(_pieces)
    for rule in sorted(rules):
        mine = {words for words, piece in held.items() if rule in piece.rules}
        yours = {words for words, piece in other.items() if rule in piece.rules}
        if mine - yours and not yours - mine:
            return True
    return False
