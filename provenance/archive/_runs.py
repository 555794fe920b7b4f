"""Who holds which runs of words, looked up where they stand on the disk: a part has them in order, so few pages of it
are touched.

Start at `Runs.holders`. Parts are written plain (no compression, no dictionary, one page a column and row group), so
the values of a row group are the last bytes of its column; a part that is not so is read as any other Parquet file.
"""

from __future__ import annotations

import mmap
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

__all__ = ["Runs"]

T = TypeVar("T", np.uint32, np.uint64)

# The most that stands before the values of a plain page: its header, with the least and the greatest value, and the
# lengths of its levels. 57 bytes where it was looked at.
_HEADER = 1 << 10


class Runs:
    """The postings of one part: hash and number, sorted by both."""

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetFile(path)
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def holders(self, asked: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """(place in `asked`, number of an article that holds it), for hashes that are sorted, each once.

        Cost: a search in each row group that may have one of them.
        """
        least, most = self._bounds
        first, last = np.searchsorted(most, asked), np.searchsorted(least, asked, "right")
        places, numbers = [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)]
        for group in np.unique([g for one, two in zip(first, last, strict=True) for g in range(one, two)]).tolist():
            at = np.flatnonzero((first <= group) & (group < last))
            hashes, held = self._group(group)
            start, end = np.searchsorted(hashes, asked[at]), np.searchsorted(hashes, asked[at], "right")
            for place, one, two in zip(at[end > start], start[end > start], end[end > start], strict=True):
                places.append(np.full(two - one, place))
                numbers.append(held[one:two])
        return np.concatenate(places), np.concatenate(numbers)

    @cached_property
    def _bounds(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """The least and the greatest hash of each row group."""
        facts = self._file.metadata
        told = [facts.row_group(group).column(0).statistics for group in range(facts.num_row_groups)]
        return np.array([one.min for one in told], np.uint64), np.array([one.max for one in told], np.uint64)

    def _group(self, group: int) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        hashes, numbers = self._plain(group, 0, np.uint64), self._plain(group, 1, np.uint32)
        least, most = self._bounds
        if hashes is not None and numbers is not None and (hashes[0], hashes[-1]) == (least[group], most[group]):
            return hashes, numbers
        read = self._file.read_row_group(group, use_threads=False)
        return read["hash"].to_numpy(), read["number"].to_numpy()

    def _plain(self, group: int, column: int, kind: type[T]) -> NDArray[T] | None:
        """The values of a column where they lie; None if they do not lie there as they are."""
        rows, facts = self._file.metadata.row_group(group).num_rows, self._file.metadata.row_group(group).column(column)
        size = rows * np.dtype(kind).itemsize
        if facts.compression != "UNCOMPRESSED" or not size < facts.total_compressed_size <= size + _HEADER:
            return None
        begin = facts.data_page_offset + facts.total_compressed_size - size
        return np.frombuffer(self._bytes, np.dtype(kind).newbyteorder("<"), rows, begin)
