"""Evidence → a verdict a pair → parents a sentence → edges and unseen originals. Knows no signal by name.

Start at `judge`, then `descend`. Pairs alone mislead: two siblings look like parent and child whenever one is
shorter; so `stemma` weighs for every article its parents among all that share its text, and tells `judge` what the
trees imply for the pairs; `descend` asks of every sentence where it came from, given all of that. Where articles are
one text handed on (`families`), the order is judged by the family as a whole (`retell`).
"""

from provenance.infer.descend import OWN, Lineage, descend
from provenance.infer.handed import MOST, families, near, news
from provenance.infer.judge import Options, judge
from provenance.infer.retold import retell
from provenance.infer.stemma import stemma
from provenance.infer.trees import together
from provenance.infer.unseen import numbered

__all__ = [
    "MOST",
    "OWN",
    "Lineage",
    "Options",
    "descend",
    "families",
    "judge",
    "near",
    "news",
    "numbered",
    "retell",
    "stemma",
    "together",
]
