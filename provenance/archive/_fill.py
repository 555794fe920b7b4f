"""Adding to an archive: each batch becomes a segment, and segments of a size become one, like the levels of an LSM tree
(O'Neil, Cheng, Gawlick and O'Neil 1996, doi:10.1007/s002360050048), so that a thousand additions are few parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from provenance import masthead
from provenance.archive import _open, _parts
from provenance.archive._parts import Manifest, Segment
from provenance.errors import TableError
from provenance.fingerprint import Options as Winnowing
from provenance.frames import TABLES

__all__ = ["Filling"]

# Segments of one level that are made one; 8 keep a level's parts few and write each article three or four times in all.
# Tried 4 and 16 on twenty additions of 1,000: no difference in `find` that can be measured.
FAN = 8
# Articles that a segment has at most, so that no addition has to write much more than its own anew: 65,536 are 3 s.
LARGEST = 1 << 16

_GIVEN = [name for name in TABLES["articles"].columns if name not in ("sha256", "version_of")]
_ARTICLES = pa.schema([(name, pa.string()) for name in _GIVEN])
_POSTINGS = pa.schema([("hash", pa.uint64()), ("number", pa.uint32())])
_CARDS = pa.schema([("article", pa.string()), ("sha256", pa.string()), ("moment", pa.int64()), ("prints", pa.int32())])


class Filling:
    """An archive's next state while it is made: what was there, and a segment for each batch since."""

    def __init__(self, folder: Path, state: Manifest | None) -> None:
        winnowing = Winnowing()
        made = {name: getattr(winnowing, name) for name in ("words", "window", "signs")}
        self.folder, self.new, self.known = folder, 0, 0
        self._segments = list(state.segments) if state else []
        self._fingerprint = dict(state.fingerprint) if state else made

    def state(self) -> Manifest:
        """What the archive is once this is committed."""
        return Manifest(tuple(self._segments), self._fingerprint)

    def add(self, batch: pd.DataFrame) -> None:
        """Write the articles that are new; raises TableError for a name that is there with another text."""
        batch = batch.reset_index(drop=True)
        digests = pd.Series([_parts.digest(text.encode()) for text in batch["text"]], index=batch.index, dtype="str")
        there = _open.Snapshot(self.folder, self.state()).digests(batch["article"])
        for name, found in zip(batch["article"], digests, strict=True):
            if there.get(name, found) != found:
                raise TableError(
                    f"{self.folder}: {name!r} is there with another text: give this article another name or id"
                )
        new = ~batch["article"].isin(there.keys())
        self.new, self.known = self.new + int(new.sum()), self.known + int((~new).sum())
        if new.any():
            self._append(batch[new].reset_index(drop=True), digests[new].reset_index(drop=True))
            self._merge()

    def _append(self, batch: pd.DataFrame, digests: pd.Series) -> None:
        first = self.state().rows
        number = pd.Series(np.arange(first, first + len(batch)), index=batch["article"])
        identified = masthead.identify(batch)
        published = identified.set_index("article")["published"].reindex(batch["article"])
        prints = _open.prints(identified, Winnowing(**self._fingerprint))
        held = prints["article"].map(number).to_numpy(np.uint32)
        counts = np.bincount(held - np.uint32(first), minlength=len(batch)).astype(np.int32)
        moment = pa.array(published.astype("datetime64[us, UTC]")).cast(pa.int64())
        cards = pa.table([pa.array(batch["article"]), pa.array(digests), moment, pa.array(counts)], names=_CARDS.names)
        given = pa.table([_words(batch, name) for name in _GIVEN], schema=_ARTICLES)
        postings = pa.table([prints["hash"].to_numpy(), held], schema=_POSTINGS)
        tables = {"articles": given, "cards": cards.cast(_CARDS), "postings": _sorted(postings)}
        parts = {kind: _parts.write(self.folder, kind, [table]) for kind, table in tables.items()}
        self._segments.append(Segment(first, len(batch), parts))

    def _merge(self) -> None:
        """Make one of the last segments as long as there are enough of their level, and they are not too large."""
        while True:
            run: list[Segment] = []
            while len(run) < len(self._segments):
                one = self._segments[-1 - len(run)]
                if run and _level(one.rows) > max(_level(last.rows) for last in self._segments[-1:]):
                    break
                run.insert(0, one)
            if len(run) < FAN or sum(one.rows for one in run) > LARGEST:
                return
            self._segments[-len(run) :] = [self._one(run)]

    def _one(self, run: list[Segment]) -> Segment:
        place = self.folder / _parts.PARTS
        parts = {}
        for kind in _parts.KINDS:
            paths = [place / one.parts[kind].file for one in run]
            tables = _streamed(paths) if kind == "articles" else iter([pa.concat_tables(map(pq.read_table, paths))])
            parts[kind] = _parts.write(self.folder, kind, map(_sorted, tables) if kind == "postings" else tables)
        return Segment(run[0].first, sum(one.rows for one in run), parts)


def _level(rows: int) -> int:
    """How often FAN goes into a segment."""
    level = 0
    while rows >= FAN:
        rows, level = rows // FAN, level + 1
    return level


def _streamed(paths: list[Path]) -> Iterator[pa.Table]:
    """The rows of all the files, a row group of the new one at a time, whatever groups they were in."""
    size = _parts.ROWS["articles"]
    left: list[pa.Table] = []
    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(size):
                left.append(pa.Table.from_batches([batch]))
                if sum(map(len, left)) >= size:
                    whole = pa.concat_tables(left)
                    yield whole[:size]
                    left = [whole[size:]]
    if sum(map(len, left)):
        yield pa.concat_tables(left)


def _sorted(postings: pa.Table) -> pa.Table:
    return postings.sort_by([("hash", "ascending"), ("number", "ascending")])


def _words(batch: pd.DataFrame, name: str) -> pa.Array:
    """A column as words, so that a time that was given comes back exactly; empty where it is not given."""
    if name not in batch:
        return pa.nulls(len(batch), pa.string())
    values = batch[name]
    words = [None if pd.isna(value) else value if isinstance(value, str) else value.isoformat() for value in values]
    return pa.array(words, pa.string())
