"""The pictures by themselves: lineage, heatmap and strips, as PNG to paste and as SVG to edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from provenance.frames import Trace
from provenance.plot import heatmap, image, lineage, strips
from provenance.renderers import renderer

__all__ = ["png", "svg"]

_PICTURES = {"heatmap": heatmap, "lineage": lineage, "strips": strips}


@renderer("png")
def png(trace: Trace) -> Mapping[str, bytes]:
    """`lineage.png`, `heatmap.png` and `strips.png`, 200 dots an inch."""
    return _pictures(trace, "png")


@renderer("svg")
def svg(trace: Trace) -> Mapping[str, bytes]:
    """`lineage.svg`, `heatmap.svg` and `strips.svg`; their text is text and can be searched."""
    return _pictures(trace, "svg")


def _pictures(trace: Trace, kind: Literal["png", "svg"]) -> Mapping[str, bytes]:
    return {f"{name}.{kind}": image(draw(trace), kind) for name, draw in _PICTURES.items()}
