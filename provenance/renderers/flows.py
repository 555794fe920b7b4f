"""The report of a large run, by its flows: who takes from whom, outlet by outlet, each figure with its proofs.

Typst sets `flows.pdf` from `flows.typ`, Jinja `flows.html` from `flows.html.j2`; both from the words of `flows.sheet`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from provenance import plot
from provenance.corpus import flows as counted
from provenance.corpus import sheet
from provenance.frames import Trace
from provenance.renderers import renderer
from provenance.renderers._typeset import day, picture, typeset

__all__ = ["flows"]

_WIDE, _HIGH = 6.5, 8.3  # inches of A4 between the margins, less a heading
_PRINTED = 32  # outlets that give and that take in the printed picture: with more its letters are under 5 points
_ALT = "A grid: a row is an outlet that took, a column one that gave, the shade the share of the taker's words. {}"


@renderer("flows")
def flows(trace: Trace) -> Mapping[str, bytes]:
    """`flows.pdf`, `flows.html`, `flows.png` and `flows.svg`: outlets, cascades, origins, lags and what proves them."""
    found = counted(trace)
    made = sheet(trace, found)
    made["alt"] = _ALT.format(made["title"])
    printed = picture(plot.flows(found, most=_PRINTED), _WIDE, _HIGH, made["alt"])
    data = {**made, "picture": printed, "fonts": list(plot.FAMILIES), "date": day(trace.stamp)}
    ax = plot.flows(found)
    png, svg = plot.image(ax, "png"), plot.image(ax, "svg")
    return {"flows.pdf": typeset(data, "flows.typ"), "flows.html": _page(made, png), "flows.png": png, "flows.svg": svg}


def _page(made: Mapping[str, object], png: bytes) -> bytes:
    """One file without a script; its style is admitted by its hash, its picture stands inside."""
    loader = PackageLoader("provenance.renderers", "")
    room = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    room.trim_blocks = room.lstrip_blocks = True
    style = Markup(loader.get_source(room, "flows.css")[0])
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    )
    inside = {"style": style, "policy": policy, "picture": b64encode(png).decode()}
    return room.get_template("flows.html.j2").render({**made, **inside}).encode()
