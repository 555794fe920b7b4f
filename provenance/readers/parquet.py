"""Parquet: a column-wise table, read some rows at a time, and only the columns that say something of an article."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.errors import InputError
from provenance.readers import Article, File, Remark, reader
from provenance.readers._columns import Row, articles, needed
from provenance.readers._file import said

__all__ = ["table"]

# Rows decoded at a time, and bytes that they may take: one text may stand behind every row of a group, and is copied
# for each, so that a row is reckoned at the whole of its group. Down to 16 rows, speed does not change.
_ROWS, _BYTES = 256, 256 << 20
_BOMB = 200  # bytes out for each that goes in, as for archives
# What a file's own description may weigh, in entries and bytes; a real one of 100,000 row groups stays below.
_LIMITS = {"thrift_string_size_limit": 100 << 20, "thrift_container_size_limit": 10_000_000}


@reader(".parquet", ".pq")
def table(file: File) -> Iterator[Article | Remark | File]:
    """An article a row, columns by their usual names; raises InputError if it is damaged or holds no text."""
    with file.seekable() as stream:
        try:
            opened = pq.ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20, **_LIMITS)
        except (pa.ArrowException, OSError, ValueError) as problem:
            raise InputError(f"{file.shown}: no Parquet file, or damaged ({said(problem)}): get it again") from problem
        if not opened.metadata.num_rows:
            raise InputError(f"{file.shown}: empty: no rows; leave it out")
        yield from articles(_rows(opened, stream.seek(0, io.SEEK_END), file), file)


def _rows(opened: pq.ParquetFile, packed: int, file: File) -> Iterator[Row | Remark]:
    schema = opened.schema_arrow
    flat = [f"{one.name}.{inner.name}" for one in schema if pa.types.is_struct(one.type) for inner in one.type]
    wanted = needed([one.name for one in schema if not pa.types.is_struct(one.type)] + flat, file)
    n = 0
    try:
        for group in range(opened.metadata.num_row_groups):
            size = _size(opened.metadata.row_group(group), packed, file)
            most = max(1, min(_ROWS, _BYTES // size))
            for batch in opened.iter_batches(most, row_groups=[group], columns=wanted, use_threads=False):
                for cells in _cells(batch):
                    n += 1
                    if isinstance(cells, dict):
                        long = sum(len(cell) for cell in cells.values() if isinstance(cell, str))
                        file.budget.charge(long, file.shown)
                        yield Row(n, cells)
                    else:
                        yield Remark("skipped", f"row {n}: {cells}")
    except (pa.ArrowException, MemoryError, OSError, ValueError) as problem:
        left = opened.metadata.num_rows - n
        yield Remark("skipped", f"damaged after row {n} ({said(problem)}): {left} rows not read", left)


def _size(group: pq.RowGroupMetaData, packed: int, file: File) -> int:
    """The bytes of a group once it is unpacked; raises InputError for a bomb; `packed` is the size of the file.

    Its columns are not asked one by one: where what a file says of a column is damaged, Arrow ends the process.
    """
    size = max(1, group.total_byte_size)
    if size > _BYTES and size > _BOMB * packed:
        raise InputError(f"{file.shown}: a bomb: {size >> 20} MB out of {packed >> 20}; leave it out")
    return int(size)


def _cells(batch: pa.RecordBatch) -> Iterator[dict[str, object] | str]:
    """The cells of each row, or why Python cannot hold them; times as text, because Arrow knows more years."""
    for at, one in enumerate(batch.schema):
        if pa.types.is_timestamp(one.type) or pa.types.is_date(one.type):
            batch = batch.set_column(at, one.name, batch.column(at).cast(pa.string()))
    try:
        yield from batch.to_pylist()
    except (pa.ArrowException, OverflowError, ValueError) as problem:
        if len(batch) == 1:
            yield f"a cell that cannot be read ({said(problem)})"
            return
        for at in range(len(batch)):
            yield from _cells(batch.slice(at, 1))
