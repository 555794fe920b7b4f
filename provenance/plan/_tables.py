"""Arrow tables as frames and back: what steps read and make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from provenance.frames import TABLES

__all__ = ["Tables", "arrow", "frame", "plain", "with_versions"]

Tables = Mapping[str, pa.Table]
_MAYBE = {pa.int64(): pd.Int64Dtype()}


def frame(name: str, table: pa.Table) -> pd.DataFrame:
    """The rows of a table of the contract; what it has beside the contract's columns is left out."""
    made = {}
    for column, rule in TABLES[name].columns.items():
        if column in table.column_names:
            made[column] = table[column].to_pandas(types_mapper=_MAYBE.get).astype(rule.dtype)
    return pd.DataFrame(made)


def plain(table: pa.Table) -> pd.DataFrame:
    """The rows of any other table."""
    found: pd.DataFrame = table.to_pandas()
    return found


def arrow(rows: pd.DataFrame) -> pa.Table:
    """The frame as Arrow, without what pandas notes beside it."""
    made = pa.Table.from_pandas(rows, preserve_index=False)
    fields = [field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field for field in made.schema]
    return made.cast(pa.schema(fields)).replace_schema_metadata(None)


def with_versions(articles: pd.DataFrame, again: pa.Table) -> pd.DataFrame:
    """ARTICLES, each with the article that it is a version of."""
    first: dict[Any, Any] = dict(zip(again["article"].to_pylist(), again["version_of"].to_pylist(), strict=True))
    return articles.assign(version_of=articles["article"].map(first).astype("str"))
