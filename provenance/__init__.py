"""Who took what from whom, sentence by sentence: a source provenance and syndication tracer for news.

    import provenance as pv

    articles = pv.read("seeds/")          # files, folders, globs -> the table ARTICLES
    trace = pv.trace(articles)            # the whole job -> Trace
    trace.save("reports/seeds")           # tables and run.json
    pv.report(trace, "reports/seeds")     # PDF, PNG, SVG, HTML

Start reading at `pipeline.trace`: it is the whole job on one page. Names are loaded on first use, so that
`provenance --help` does not wait for pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from provenance.release import VERSION

if TYPE_CHECKING:
    from provenance.api import (
        Archive,
        History,
        How,
        Labels,
        Options,
        Simulation,
        Trace,
        batches,
        flows,
        labels,
        load,
        model,
        read,
        report,
        run,
        score,
        simulate,
        strip,
        trace,
        truth,
    )
    from provenance.errors import ProvenanceError

__version__ = VERSION
__all__ = [
    "Archive", "History", "How", "Labels", "Options", "ProvenanceError", "Simulation", "Trace", "batches", "flows",
    "labels", "load", "model", "read", "report", "run", "score", "simulate", "strip", "trace", "truth",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "ProvenanceError":
        return import_module("provenance.errors").ProvenanceError
    if name in __all__:
        return getattr(import_module("provenance.api"), name)
    raise AttributeError(f"module 'provenance' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
