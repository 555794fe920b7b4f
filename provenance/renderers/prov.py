"""The lineage as W3C PROV-JSON.

Where sentences were taken word for word, a `wasDerivedFrom` has the type `prov:Quotation`: so PROV-JSON writes PROV-O's
`wasQuotedFrom`. The form: https://www.w3.org/submissions/prov-json/
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from provenance.frames import Trace
from provenance.renderers import renderer
from provenance.renderers._prov import document

__all__ = ["prov"]


@renderer("prov")
def prov(trace: Trace) -> Mapping[str, bytes]:
    """`prov.json`: PROV-JSON, keys sorted, UTF-8."""
    return {"prov.json": (json.dumps(document(trace), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()}
