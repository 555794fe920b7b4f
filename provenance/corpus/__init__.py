"""Who takes from whom, outlet by outlet: for runs too large to be read arrow by arrow.

Start at `flows`: a `Trace` in, six tables out. `arrows` and `articles` are what is counted, one row an arrow and one an
article; the other four are sums of them, and each of their rows lists the articles that it counts, so that every figure
can be followed to the arrows, and from an arrow to the numbers of its sentences. `sheet` says the same in a reader's
words.
"""

from provenance.corpus.count import Flows, flows
from provenance.corpus.rates import wilson
from provenance.corpus.sheet import LARGE, Room, sheet
from provenance.corpus.tables import FLOWS

__all__ = ["FLOWS", "LARGE", "Flows", "Room", "flows", "sheet", "wilson"]
