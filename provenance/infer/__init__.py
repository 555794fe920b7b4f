"""Evidence → a verdict a pair → parents a sentence → edges and unseen originals. Knows no signal by name.

Start at `judge`, then `descend`. Pairs alone mislead: two siblings look like parent and child whenever one is
shorter; so `descend` asks of every sentence where it came from, given all the verdicts, and `relay` tells `judge`
what the first lineage implies for pairs that are related through a third. Where articles are one text handed on
(`families`), the order is judged by the family as a whole (`retell`).
"""

from provenance.infer.descend import Lineage, descend
from provenance.infer.handed import MOST, families, near, news
from provenance.infer.judge import Options, judge, relay
from provenance.infer.retold import retell
from provenance.infer.unseen import numbered

__all__ = ["MOST", "Lineage", "Options", "descend", "families", "judge", "near", "news", "numbered", "relay", "retell"]
