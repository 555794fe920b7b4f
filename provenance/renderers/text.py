"""The lineage and the findings as plain text, for the terminal and for an e-mail."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.findings import findings, headline, lineage_text
from provenance.frames import Trace
from provenance.renderers import renderer

__all__ = ["text"]


@renderer("text")
def text(trace: Trace) -> Mapping[str, bytes]:
    """`lineage.txt` in UTF-8: the title, the findings, then the lineage as an indented tree."""
    title = headline(trace)
    told = "\n".join(f"- {finding.text}" for finding in findings(trace))
    return {"lineage.txt": f"{title}\n{'=' * len(title)}\n\n{told}\n\n{lineage_text(trace)}".encode()}
