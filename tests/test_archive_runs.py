"""Who holds a run of words: the same from the bytes of a part, from any Parquet file, and by looking at every row."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import slow

from provenance.archive import _parts
from provenance.archive._runs import Runs

HASHES = st.integers(0, 6) | st.integers(0, (1 << 64) - 1)
POSTINGS = st.lists(st.tuples(HASHES, st.integers(0, (1 << 32) - 1)), min_size=1, max_size=40)


def table(rows):
    hashes, numbers = zip(*sorted(set(rows)), strict=True)
    return pa.table({"hash": pa.array(hashes, pa.uint64()), "number": pa.array(numbers, pa.uint32())})


def holders(path, asked):
    at, numbers = Runs(path).holders(np.array(sorted(asked), np.uint64))
    return sorted(zip(np.array(sorted(asked), np.uint64)[at].tolist(), numbers.tolist(), strict=True))


@pytest.mark.parametrize("compression", ["none", "zstd"])
@given(POSTINGS, st.sets(HASHES, max_size=8), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_holders_are_those_that_looking_at_every_row_gives(compression, rows, asked, size):
    with TemporaryDirectory() as folder:
        path = Path(folder, "part")
        pq.write_table(table(rows), path, row_group_size=size, compression=compression, use_dictionary=False)
        wanted = asked | {rows[0][0]}
        assert holders(path, wanted) == slow.holders(rows, wanted)


def test_the_parts_of_an_archive_are_looked_up_where_they_lie(tmp_path, monkeypatch):
    (tmp_path / _parts.PARTS).mkdir()
    rows = [(n * 977 % 5_000, n) for n in range(40_000)]
    part = _parts.write(tmp_path, "postings", [table(rows)])
    monkeypatch.delattr(pq.ParquetFile, "read_row_group")
    wanted = {0, 17, 4_999, 6_000}
    assert holders(tmp_path / _parts.PARTS / part.file, wanted) == slow.holders(rows, wanted)
