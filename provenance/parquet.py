"""How a table of the contract stands in a Parquet file: its schema, its groups of rows, its compression."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from provenance.frames import TABLES

__all__ = ["AS", "GROUP", "grouped", "schema"]

_ARROW = {
    "str": pa.string(),
    "int64": pa.int64(),
    "Int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "datetime64[us, UTC]": pa.timestamp("us", tz="UTC"),
}
GROUP = 1 << 16  # rows that are read together: of articles, 200 MB
AS: dict[str, Any] = {
    "version": "2.6", "compression": "zstd", "compression_level": 3, "use_dictionary": True, "write_statistics": True,
    "store_schema": False,
}  # fmt: skip


def schema(name: str) -> pa.Schema:
    """The columns of a table of the contract."""
    return pa.schema([pa.field(column, _ARROW[rule.dtype]) for column, rule in TABLES[name].columns.items()])


def grouped(rows: Iterable[pa.Table], by: pa.Schema) -> Iterator[pa.Table]:
    """The rows in groups of one size, as `save` has them, however they come."""
    left: list[pa.Table] = [by.empty_table()]
    whole = None
    for batch in rows:
        left.append(batch.select(by.names).cast(by))
        while sum(map(len, left)) >= GROUP:
            whole = pa.concat_tables(left)
            yield whole[:GROUP].combine_chunks()
            left = [whole[GROUP:]]
    if whole is None or any(len(table) for table in left):
        yield pa.concat_tables(left).combine_chunks()
