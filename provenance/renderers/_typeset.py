"""A report as typst sets it: standards kept as far as can be, and no letter lost in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import category

import matplotlib
import typst
from matplotlib.axes import Axes

from provenance.findings import clean
from provenance.plot import foreign, image, lacking, size

__all__ = ["day", "picture", "typeset"]

_BUNDLED = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique")
# Tried in this order until typst's own check passes: what it makes is valid, or it makes nothing.
_STANDARDS: tuple[Any, ...] = (["ua-1", "a-2b"], ["a-2b"], [])
_NO_DAY = date.fromisoformat("1980-01-01")  # as in the workbook: where nobody gives a day there is none
_BOX = "\u25a1"
_CODES = 12  # letters without a font that are named by their codes
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)


def typeset(data: Mapping[str, Any], template: str = "report.typ") -> bytes:
    """The PDF of a template, by typst's own check PDF/UA-1 and PDF/A-2b; letters without a font are boxes, and named.

    Where the check of both fails for any other reason, PDF/A alone is tried, then none: a report is better than none.
    """
    source = files("provenance.renderers").joinpath(template).read_bytes()
    without: set[str] = set()
    standards = list(_STANDARDS)
    while True:
        inputs = {"data": _boxed(json.dumps(data, ensure_ascii=False), without), "lacking": _told(without)}
        try:
            made = typst.compile(
                source, sys_inputs=inputs, font_paths=_fonts(), timestamp=0, pdf_standards=standards[0]
            )
            return bytes(made)
        except typst.TypstError as problem:
            named = "".join(map(_letters, _LACKING.findall(problem.diagnostic)))
            found = lacking(named) - without
            if not found and len(standards) == 1:
                raise
            without |= found
            standards = standards if found else standards[1:]


def _boxed(text: str, without: set[str]) -> str:
    """The text with a box for each of these letters; what only joins or varies letters is left out."""
    return text.translate({ord(letter): "" if category(letter) in ("Cf", "Mn") else _BOX for letter in without})


def _letters(quoted: str) -> str:
    r"""The letters of a text as typst's compiler quotes it: `\u{378}` is one."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), quoted)


def _told(without: set[str]) -> str:
    codes = [f"U+{ord(letter):04X}" for letter in sorted(without)]
    return ", ".join([*codes[:_CODES], *["…"] * (len(codes) > _CODES)])


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the machine, and the Latin ones that come with matplotlib: pictures and text share one family."""
    # One by one, for beside them lies a font of last resort, which has a sign for every script and a letter of none.
    bundled = [f"{matplotlib.get_data_path()}/fonts/ttf/{name}.ttf" for name in _BUNDLED]
    return typst.Fonts(font_paths=bundled)


def day(stamp: str) -> dict[str, int]:
    """The day of the run, which PDF/A asks for: the stamp's, else one that nobody takes for it."""
    try:
        day = date.fromisoformat(stamp.strip()[:10])
    except ValueError:
        day = _NO_DAY
    return {"year": day.year, "month": day.month, "day": day.day}


def picture(ax: Axes, wide: float, high: float, alt: str) -> dict[str, Any]:
    """The axes' figure as SVG text, the inches at which it fits, what it shows in words, and texts to set upon it."""
    width, height = size(ax)
    fits = min(1.0, wide / width, high / height)
    drawn, written = foreign(image(ax, "svg").decode())
    upon = [
        text._asdict() | {name: getattr(text, name) * fits for name in ("x", "y", "size")} | {"text": clean(text.text)}
        for text in written
    ]
    return {"svg": drawn, "width": round(width * fits, 4), "height": round(height * fits, 4), "alt": alt,
            "words": upon}  # fmt: skip
