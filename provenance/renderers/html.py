"""The report as one page that needs nothing else: `report.html`, with its style, pictures and script inside.

Everything that comes from articles passes through Jinja's escaping, or goes in as JSON that the script sets as text
only; the content security policy admits this one style and this one script by their hashes, so that even a hole in
the escaping runs nothing and fetches nothing. Without JavaScript findings, lineage, cards and tables can be read.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from provenance import findings as told
from provenance.frames import Trace
from provenance.renderers import renderer
from provenance.renderers._details import NO_CHARACTERS, Details
from provenance.renderers._page import page

__all__ = ["html"]

# What HTML does not admit: control characters, and code points that are no characters.
_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{NO_CHARACTERS}]")
_SCRIPTS = ("core", "layout", "lineage", "texts", "viewer", "heat", "times", "tables", "start")


@renderer("html")
def html(trace: Trace) -> Mapping[str, bytes]:
    """`report.html`, one UTF-8 file that refers to no other; of a large trace also the scripts that hold its details.

    Those stand in `report_files/` and are loaded when a text is opened; the page works from a disk, without a server.
    """
    room = _room()
    style = Markup(_source(room, "report.css"))
    script = Markup(
        '(() => {\n"use strict";\n' + "\n".join(_source(room, f"{name}.js") for name in _SCRIPTS) + "})();\n"
    )
    details = Details(told.Dossier(trace))
    inside = page(details) | {"style": style, "script": script, "policy": _policy(style, script, details.nonce)}
    return {"report.html": room.get_template("html.j2").render(inside).encode(), **details.files}


@cache
def _room() -> Environment:
    """The templates, compiled once: that takes longer than to fill them for five articles."""
    loader = PackageLoader("provenance.renderers", "page")
    room = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, finalize=_shown)
    room.trim_blocks = room.lstrip_blocks = True
    return room


def _source(room: Environment, name: str) -> str:
    if not room.loader:
        raise LookupError(name)
    return room.loader.get_source(room, name)[0]


def _shown(value: object) -> object:
    """Text as a page can hold it: control characters as their pictures, line ends as line feeds."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(lambda at: chr(0x2400 + ord(at[0])) if at[0] < " " else "\ufffd", plain)


def _policy(style: str, script: str, nonce: str) -> str:
    """Nothing but this style, this script and, where details lie beside the page, the scripts that it marks itself."""
    style, script = (b64encode(sha256(inline.encode()).digest()).decode() for inline in (style, script))
    beside = f" 'nonce-{nonce}'" if nonce else ""
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'{beside}; "
        "base-uri 'none'; form-action 'none'"
    )
