"""A standing archive of articles on disk, which grows, and is asked where a new article came from; no server.

    DIR/archive.json   which parts count, with the digest of each (see `_parts`)
    DIR/parts/         articles: as they were given; cards: name, digest, time; postings: who holds which run of words,
                       sorted, so that of a hundred million only those asked for are read

Start at `Store`. Why it is as it is: (D24). Numbers count articles in the order of adding; nothing is said by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from provenance import masthead, pipeline
from provenance.archive import _open, _parts
from provenance.archive._fill import Filling
from provenance.archive._near import Options, nearest
from provenance.archive._open import Snapshot
from provenance.errors import InputError, OptionError, OutputError, TableError
from provenance.fingerprint import Options as Winnowing
from provenance.frames import Trace

__all__ = ["Added", "Found", "Options", "Store"]

T = TypeVar("T")


class Added(NamedTuple):
    """How many articles an addition brought, how many were there already, and how many there are now."""

    new: int
    known: int
    articles: int


@dataclass(frozen=True)
class Found:
    """Where one article came from: its name in the trace, the trace of it with the articles that share most with it,
    and how many in the archive share enough to be compared (of which the trace has the likeliest).
    """

    article: str
    trace: Trace
    sharing: int

    def sources(self) -> pd.DataFrame:
        """One row an article that it was compared with, the likeliest source first: article, outlet, published, url,
        says (took: the new article took from it; gave; common; none; undecided; version: it is the same article),
        p (that it took from it), p_gave, p_common, shared 0..1, sentences (of the new article that answer to it).
        """
        return _open.sources(self.article, self.trace)


class Store:
    """An archive in a folder. Making one touches nothing; many may read while one writes."""

    def __init__(self, folder: str | PathLike[str]) -> None:
        self.folder = Path(folder)
        self._seen: Snapshot | None = None

    def extend(
        self,
        batches: Iterable[pd.DataFrame],
        *,
        note: Callable[[str], object] | None = None,
        progress: pipeline.Progress | None = None,
    ) -> Added:
        """What was added, once every article of every batch (columns as for `trace`) stands in the archive, or none.

        An article that is there already, by name and text, is left as it is. `note` is told if an earlier writer was
        killed. Raises OutputError if another process is adding, or the folder is no archive; TableError if a name is
        there with another text. Memory for one batch.
        """
        try:
            with _parts.writing(self.folder, note or _nobody) as state:
                filling = Filling(self.folder, state)
                for batch in batches:
                    filling.add(batch)
                    if progress:
                        progress(f"{filling.new:,} articles added", 0, 0)
                made = filling.state()
                if state is None or made.segments != state.segments:
                    _parts.commit(self.folder, made)
        except OSError as problem:
            why = problem.strerror or problem
            raise OutputError(f"{self.folder}: cannot be written ({why}): choose another folder") from problem
        return Added(filling.new, filling.known, made.rows)

    def find(
        self, article: pd.DataFrame, options: pipeline.Options | None = None, *, near: Options | None = None
    ) -> Found:
        """The sources of one new article (a frame with one row, columns as for `trace`), which is not added.

        It is traced together with the few articles of the archive that share most with it (see `Options`); what
        comes out is what `trace` says of these. The same article in the archive, by name and text, is not compared.
        Raises TableError unless it is one article. Cost: reading its runs of words and those few articles.
        """
        if len(article) != 1:
            raise TableError(f"{len(article)} articles, not one: a source is sought of one article at a time")
        asked = near or Options()
        text, name = str(article["text"].iloc[0]), str(article["article"].iloc[0])

        def read(seen: Snapshot) -> tuple[pd.DataFrame, int]:
            prints = _open.prints(masthead.identify(article), Winnowing(**seen.state.fingerprint))["hash"].to_numpy()
            same = seen.number(name, _parts.digest(text.encode()))
            if seen.state.rows <= asked.most:
                numbers = [number for number in range(seen.state.rows) if number != same]
                return seen.articles(numbers), len(numbers)
            hits = seen.hits(pa.table({"asked": np.zeros(len(prints), np.uint32), "hash": prints}))
            hits = hits.filter(pc.not_equal(hits["number"], -1 if same is None else same))
            numbers, sharing = nearest(hits, len(prints), seen.cards(), asked)
            return seen.articles(numbers), sharing

        others, sharing = self._read(read)
        taken = set(others["article"])
        while name in taken:
            name += " (new)"
        both = pd.concat([others, article.assign(article=name)], ignore_index=True)
        return Found(name, pipeline.trace(both, options or pipeline.Options()), sharing)

    def trace(
        self,
        since: str,
        options: pipeline.Options | None = None,
        *,
        near: Options | None = None,
        progress: pipeline.Progress | None = None,
    ) -> Trace:
        """Who took what from whom among the articles published at or after `since` (2021-07-08, or with a time; UTC),
        and the earlier ones that share most with each of them.

        An article of unknown time counts as earlier. Raises OptionError if `since` is no time; InputError if nothing
        was published since. Memory for those articles.
        """
        start = pd.to_datetime(since, utc=True, errors="coerce", format="ISO8601")
        if pd.isna(start):
            raise OptionError(f"{since!r} is no date: write it like 2021-07-08")
        moment = int(start.value // 1000)

        def read(seen: Snapshot) -> pd.DataFrame:
            cards = seen.cards()
            known = cards.moment < np.iinfo(np.int64).max
            wanted = np.flatnonzero(known & (cards.moment >= moment))
            if not len(wanted):
                raise InputError(f"{self.folder}: no article since {since} (of {seen.state.rows}): choose another day")
            earlier = {
                number
                for size, hits in seen.around(wanted)
                for number in nearest(hits, size, cards, near or Options())[0]
            }
            return seen.articles(sorted({*wanted.tolist(), *earlier}))

        return pipeline.trace(self._read(read), options or pipeline.Options(), progress=progress)

    def check(self) -> pd.DataFrame:
        """One row a part: part (its file), kind, bytes, and `wrong`, what is not as it was written, or "".

        Every byte is read. Raises OutputError if the folder is no archive, or its manifest is not as it was written.
        """
        return pd.DataFrame(
            list(_open.checked(self.folder, _parts.manifest(self.folder))),
            columns=["part", "kind", "bytes", "wrong"],
        )

    def __len__(self) -> int:
        return _parts.manifest(self.folder).rows

    def _read(self, read: Callable[[Snapshot], T]) -> T:
        """What `read` makes of one state of the archive; if a writer swept it away meanwhile, of the next one."""
        while True:
            state = _parts.manifest(self.folder)
            if self._seen is None or self._seen.state != state:
                self._seen = Snapshot(self.folder, state)
            try:
                return read(self._seen)
            except (OSError, pa.ArrowException) as problem:
                self._seen = None
                if _parts.manifest(self.folder) == state:
                    why = str(problem).partition("\n")[0]
                    remedy = f"provenance archive check {self.folder} names it"
                    raise OutputError(f"{self.folder}: a part of it cannot be read ({why}): {remedy}") from problem


def _nobody(_: str) -> None:
    """Tell nobody."""
