"""DuckDB, loaded when it is needed, as every part of this package asks it: in memory, and without a word."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["connected"]


def connected(**config: Any) -> Any:
    """A connection to a base of its own in memory, with these settings of DuckDB. Loads duckdb (.1 s).

    In a notebook and at a prompt DuckDB draws a bar of progress on standard output, into whatever else is printed
    there; whoever waits is told by the step that asks, so here it draws none.
    """
    base = import_module("duckdb").connect(":memory:", config=config)
    base.execute("SET enable_progress_bar = false; SET enable_progress_bar_print = false")
    return base
