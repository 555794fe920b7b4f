"""Pictures of a trace: axes in, axes out; nothing is shown, nothing is written.

`image(ax, "svg")` makes the bytes. Without axes each makes its own figure, of fitting size.
"""

from provenance.plot.audit import audit
from provenance.plot.clusters import clusters
from provenance.plot.flows import flows
from provenance.plot.heatmap import containment, heatmap
from provenance.plot.lineage import lineage
from provenance.plot.paint import CREDIT, FAMILIES, foreign, image, lacking, size
from provenance.plot.strips import strips
from provenance.plot.timeline import timeline

__all__ = [
    "CREDIT", "FAMILIES", "audit", "clusters", "containment", "flows", "foreign", "heatmap", "image", "lacking",
    "lineage", "size", "strips", "timeline",
]  # fmt: skip
