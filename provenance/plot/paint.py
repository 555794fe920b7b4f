"""What all pictures share: fonts that exist, colours safe for every reader, measured words, bytes of a figure."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from functools import cache
from html import unescape
from typing import Any, Literal, NamedTuple

import matplotlib
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font

from provenance.findings import clean

__all__ = [
    "AMOUNT",
    "CREDIT",
    "FAMILIES",
    "GREY",
    "INK",
    "PARENTS",
    "RULE",
    "Written",
    "canvas",
    "fit",
    "foreign",
    "image",
    "lacking",
    "size",
    "wide",
    "words",
]

INK, GREY, RULE = "#1a1a1a", "#484848", "#b0b0b0"  # text, text of less weight (8:1 and more on white), thin rules

# Okabe and Ito (2008), https://jfly.uni-koeln.de/color/. Credit: blue, orange, black; in black and white they
# come out dark, light and black. Never red against green.
CREDIT = {"full": "#0072B2", "generic": "#E69F00", "photo-only": "#E69F00", "other": "#E69F00", "none": "#1a1a1a"}
PARENTS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#1a1a1a")

# One hue from white to a dark blue, even in lightness (L* falls in a line from 100 to 27): amounts, 0..1.
AMOUNT = LinearSegmentedColormap.from_list("amount", ["#ffffff", "#c9dcec", "#93b8d8", "#5b93c1", "#236ea5", "#08406f"])

# The first is bundled with matplotlib, so that Latin text looks the same everywhere; the others where they exist.
FAMILIES = (
    "DejaVu Sans", "Noto Sans", "Noto Naskh Arabic", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari",
    "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Sinhala", "Noto Sans Gujarati",
    "Noto Sans Gurmukhi", "Noto Sans Kannada", "Noto Sans Malayalam", "Noto Sans Thai", "Noto Looped Thai",
    "Noto Sans Khmer", "Noto Sans Lao", "Noto Sans Myanmar", "Noto Sans Ethiopic", "Noto Sans Georgian",
    "Noto Sans Armenian", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans SC",
    "Droid Sans Fallback", "Noto Emoji", "Noto Sans Symbols2",
)  # fmt: skip

_LATIN = ("DejaVu Sans", "sans-serif")
_FOREIGN = re.compile("[^\x00-\u04ff\u1e00-\u20cf\u2190-\u22ff]")  # beyond Latin, Greek, Cyrillic and plain signs
# A text as matplotlib writes it: one line, nothing inside; its look; where it stands, turned about itself or not.
_TEXT = re.compile("(<text [^>]*>)([^<]+)</text>")
_LOOK = re.compile(r"([a-z-]+): ([^;\"]+)")
_PLACED = re.compile(r'x="(?P<x>[\d.-]+)" y="(?P<y>[\d.-]+)" transform="rotate\((?P<turn>[\d.-]+)')
_TURNED = re.compile(r'transform="translate\((?P<x>[\d.-]+) (?P<y>[\d.-]+)\) rotate\((?P<turn>[\d.-]+)')
_BOLD_WEIGHTS = (600, 700, "semibold", "demibold", "bold")

# Widths in em of DejaVu Sans, the widest family here: too wide by a little for any other, never too narrow.
_NARROW, _BROAD, _CAPITAL, _PLAIN, _SQUARE = 0.40, 1.0, 0.78, 0.64, 1.02
_BOLD = 1.12


class Written(NamedTuple):
    """A text on a picture: from the top left in points, turned by degrees, anchored at its start, middle or end."""

    text: str
    x: float
    y: float
    turn: float
    size: float
    anchor: str
    bold: bool
    slanted: bool
    fill: str


def words(ax: Axes, x: float, y: float, text: str, size: float, **look: Any) -> None:
    """Write the text at x, y: as it stands, `$` and `_` included, in a font that has its letters."""
    shown = clean(text)
    families = _families(look.get("weight") == "bold") if _FOREIGN.search(shown) else _LATIN
    ax.text(x, y, shown, size=size, family=families, parse_math=False, **{"va": "center", "color": INK, **look})


@cache
def _families(bold: bool) -> tuple[str, ...]:
    """The families of the fallback list that this machine has, in order; for bold type the ones that have it."""
    here = {font.name for font in fontManager.ttflist if not bold or font.weight in _BOLD_WEIGHTS}
    return tuple(name for name in FAMILIES if name in here) or _LATIN


def canvas(width: float, height: float) -> Axes:
    """Empty axes that fill a new figure of so many inches, one unit an inch, the origin bottom left."""
    axes = Figure(figsize=(width, height)).add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.axis("off")
    return axes


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """At most how wide the text is in inches at this size in points, without drawing it."""
    em = sum(map(_em, text))
    return em * size / 72 * (_BOLD if bold else 1.0)


def fit(text: str, width: float, size: float, *, lines: int = 1, bold: bool = False) -> list[str]:
    """The text broken at words into at most `lines` lines of so many inches; what is left ends in an ellipsis."""
    rest = clean(text[:1000]).split(" ")
    out: list[str] = []
    while rest and len(out) < lines:
        line, last = "", len(out) == lines - 1
        while rest and wide(f"{line} {rest[0]}".strip(), size, bold=bold) <= width:
            line = f"{line} {rest.pop(0)}".strip()
        if rest and (last or not line):
            line = _squeezed(line or rest.pop(0), width, size * (_BOLD if bold else 1))
        out.append(line)
    return out


def size(ax: Axes) -> tuple[float, float]:
    """The width and height in inches of the figure that the axes are on."""
    width, height = _figure(ax).get_size_inches()
    return float(width), float(height)


def image(ax: Axes, kind: Literal["pdf", "png", "svg"]) -> bytes:
    """The figure that the axes are on as svg, pdf or png (200 dots an inch): the same bytes for the same figure.

    Text stays text in SVG and PDF, so that it can be selected and searched.
    """
    out = io.BytesIO()
    fixed: Any = {"svg.fonttype": "none", "svg.hashsalt": "provenance", "pdf.fonttype": 42}
    stamp = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
    with matplotlib.rc_context(fixed), warnings.catch_warnings():
        # A script for which the machine has no font shows boxes; the warning names a glyph, which helps nobody.
        warnings.filterwarnings("ignore", message=".*[Gg]lyph.*")
        _figure(ax).savefig(out, format=kind, dpi=200, metadata=stamp)
    return out.getvalue()


def foreign(svg: str) -> tuple[str, list[Written]]:
    """The SVG without the texts that have letters beyond Latin, and these texts, each with its place and look.

    For programs that shape text better than their reader of SVG does: in typst's, Hindi falls on itself.
    """
    found: list[Written] = []

    def taken(text: re.Match[str]) -> str:
        if not _FOREIGN.search(text[2]):
            return text[0]
        look, at = dict(_LOOK.findall(text[1])), _TURNED.search(text[1]) or _PLACED.search(text[1])
        if at:
            x, y, turn = (float(at[name]) for name in ("x", "y", "turn"))
            bold, slanted = look.get("font-weight", "400") != "400", look.get("font-style") == "italic"
            size = float(look["font-size"].removesuffix("px"))
            found.append(Written(unescape(text[2]), x, y, turn, size, look["text-anchor"], bold, slanted, look["fill"]))
        return "" if at else text[0]

    return _TEXT.sub(taken, svg), found


def lacking(text: str) -> set[str]:
    """The letters of the text that no font of the pictures has."""
    return {letter for letter in set(text) if letter > "~" and not (_family(letter) or _has(_LATIN[0], letter))}


@cache
def _family(letter: str) -> str:
    """The first family here that has the letter; empty for what every font has, and for what none has."""
    if not _FOREIGN.match(letter):
        return ""
    return next((name for name in _families(False) if _has(name, letter)), "")


def _has(family: str, letter: str) -> bool:
    return bool(get_font(fontManager.findfont(family)).get_char_index(ord(letter)))


def _figure(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes are on no figure: draw on axes that are")
    return figure


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _SQUARE
    if letter in "iljtfrI.,:;'’‘|!()[] ·-":
        return _NARROW
    if letter in "mwMW@%—…":
        return _BROAD
    return _CAPITAL if letter.isupper() else _PLAIN


def _squeezed(line: str, width: float, size: float) -> str:
    """The line with an ellipsis, cut to the width: at a word, or inside the one word that is too long."""
    while line and wide(f"{line}…", size) > width:
        line = line.rpartition(" ")[0] or line[:-1]
    return f"{line.rstrip(' ,;:.-–—')}…"
