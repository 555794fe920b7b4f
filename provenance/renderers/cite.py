"""The run itself, to be cited: CSL JSON (Zotero, pandoc) and BibTeX.

One entry for the run, a data set, and one for the program. There is no clock: the run is dated by its `--stamp`, if
that is a date (2026-11-22, 2026-11, 2026), and a stamp that is none stands in the note. The digest tells runs apart.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from provenance.findings import clean, headline
from provenance.findings.words import count
from provenance.frames import Trace
from provenance.release import VERSION
from provenance.renderers import renderer

__all__ = ["cite"]

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ].*)?", re.DOTALL)
_SAYS = "Who took what from whom, sentence by sentence: a source provenance and syndication tracer for news"
# What TeX takes for its own (https://tug.org/texinfohtml/latex2e.html), written so that it prints as it is.
_TEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", '"': r"\textquotedbl{}",
    **{sign: f"\\{sign}" for sign in "{}#$%&_"},
}  # fmt: skip


@renderer("cite")
def cite(trace: Trace) -> Mapping[str, bytes]:
    """`citation.json` and `citation.bib`, UTF-8."""
    entries = [_run(trace), _program()]
    bib = "\n".join(map(_bibtex, entries))
    return {
        "citation.json": (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode(),
        "citation.bib": bib.encode(),
    }


def _run(trace: Trace) -> dict[str, Any]:
    digest = hashlib.sha256()
    for name, text in sorted(zip(trace.articles["article"], trace.articles["sha256"], strict=True)):
        digest.update(f"{name}\0{text}\n".encode())
    digest.update(json.dumps(trace.options, sort_keys=True, default=str).encode())
    name = digest.hexdigest()[:16]
    note = [f"made with provenance {VERSION}", f"articles and options: {name}"]
    dated = _DATE.fullmatch(trace.stamp.strip())
    if trace.stamp and not dated:
        note.append(f"stamp: {clean(trace.stamp)}")
    entry: dict[str, Any] = {
        "id": f"provenance-run-{name}",
        "type": "dataset",
        "title": f"Provenance of {count(len(trace.articles), 'article')}: {clean(headline(trace))}",
        "genre": "Computed trace of text reuse",
        "note": "; ".join(note),
    }
    if dated:
        entry["issued"] = {"date-parts": [[int(part) for part in dated.groups() if part]]}
    return entry


def _program() -> dict[str, Any]:
    return {
        "id": "provenance",
        "type": "software",
        "title": f"provenance: {_SAYS}",
        "version": VERSION,
    }


def _bibtex(entry: Mapping[str, Any]) -> str:
    fields = {"title": f"{{{_tex(entry['title'])}}}"}
    if "issued" in entry:
        fields |= dict(zip(("year", "month", "day"), map(str, entry["issued"]["date-parts"][0]), strict=False))
    fields |= {"howpublished": _tex(entry["genre"])} if "genre" in entry else {}
    fields["note"] = _tex(entry["note"]) if "note" in entry else f"Version {entry['version']}"
    rows = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{entry['id']},\n{rows}\n}}\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)
