"""Pictures of a trace: `lineage`, `heatmap`, `strips`, `flows`. Axes in, axes out; nothing shown, nothing written.

`image(ax, "svg")` makes the bytes. Without axes each makes its own figure, of fitting size.
"""

from provenance.plot.flows import flows
from provenance.plot.heatmap import containment, heatmap
from provenance.plot.lineage import lineage
from provenance.plot.paint import CREDIT, FAMILIES, image, size
from provenance.plot.strips import strips

__all__ = ["CREDIT", "FAMILIES", "containment", "flows", "heatmap", "image", "lineage", "size", "strips"]
