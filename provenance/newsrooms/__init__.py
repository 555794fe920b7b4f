"""Newsrooms whose history is known: articles that the simulator writes itself, and the truth about each sentence.

Start at `histories`. `grammar` makes words, `events` what happened and independent reports of it, `house` the outlets,
`edits` and `desk` what they do to a text, `pages` how it is printed, `families` and `planted` who takes from whom, and
`truth` the tables. One seed, one generator a newsroom: nothing is drawn from anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.newsrooms.desk import ADDITIONS
from provenance.newsrooms.edits import EDITS
from provenance.newsrooms.families import newsroom
from provenance.newsrooms.options import MIXTURES, Simulation
from provenance.newsrooms.planted import PLANTED, archive
from provenance.newsrooms.truth import EXTRA, History, Tale, name

__all__ = ["BATCH", "EXTRA", "MIXTURES", "OPERATIONS", "History", "Simulation", "histories"]

# Articles of a batch, at least: small enough for little memory, large enough that making tables costs little.
BATCH = 2_000

# Everything that can be done to a text on its way, as `history.ops` names it.
OPERATIONS = (
    *EDITS, *ADDITIONS, *PLANTED, "combine", "deck_twice", "recredit", "scrape", "strip_credit", "update", "wire",
)  # fmt: skip


def histories(options: Simulation, *, size: int = BATCH) -> Iterator[History]:
    """The newsrooms, as many at a time as make `size` articles; the same options give the same tables.

    Cost: memory for one batch; on one core some 1,000 articles a second.
    """
    grow = newsroom if options.mixture == "newsrooms" else archive
    tale, held = Tale(), 0
    for number in range(options.newsrooms):
        nodes = grow(options, number)
        name(nodes, number, options.seed)
        tale.add(nodes, brief=options.mixture == "archive")
        held += options.articles
        if held >= size or number == options.newsrooms - 1:
            yield tale.frames()
            tale, held = Tale(), 0
