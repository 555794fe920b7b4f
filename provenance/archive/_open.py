"""One state of an archive, open for reading, and what is made of what is read."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from provenance import boilerplate
from provenance.archive._near import Cards
from provenance.archive._parts import PARTS, ROWS, Manifest
from provenance.archive._runs import Runs
from provenance.fingerprint import Options as Winnowing
from provenance.fingerprint import fingerprint
from provenance.frames import Trace
from provenance.sql import connected
from provenance.text import split

__all__ = ["UNKNOWN", "Snapshot", "checked", "prints", "sources"]

UNKNOWN = np.iinfo(np.int64).max  # the moment of an article of unknown time: after all others
_MARK = 12  # hexadecimal digits of a digest by which articles are put in order: 48 bits
_MANY = 64  # articles whose neighbours are sought together: each may be a story that thousands print


def prints(identified: pd.DataFrame, options: Winnowing) -> pd.DataFrame:
    """[article, hash]: the kept runs of the story of each of ARTICLES, which no other article has a part in.

    So furniture is left out as far as a page alone shows it: what an outlet repeats is found by the `trace` of the few.
    """
    alone = boilerplate.Options(skip=(boilerplate.LEARNED,))
    return fingerprint(split(identified, boilerplate.mark(identified, options=alone)), options=options)


class Snapshot:
    """The articles that one manifest names; nothing is opened before it is asked for."""

    def __init__(self, folder: Path, state: Manifest) -> None:
        self.state = state
        self._place = folder / PARTS
        self._starts = [segment.first for segment in state.segments]
        self._base: Any = None
        self._cards: Cards | None = None
        self._files: dict[str, pq.ParquetFile] = {}
        self._held: dict[str, Runs] = {}

    def digests(self, names: pd.Series) -> dict[str, str]:
        """The digest of the text of each of these names that the archive has."""
        cards = self._all("cards", "article, sha256")
        asked = pa.table({"article": pa.array(names)})
        found = self._sql(f"SELECT p.article, p.sha256 FROM ({cards}) p SEMI JOIN asked USING (article)", asked)
        return dict(zip(found["article"].to_pylist(), found["sha256"].to_pylist(), strict=True))

    def number(self, name: str, sha256: str) -> int | None:
        """The number of the article of this name and text, if it is there."""
        for number in np.flatnonzero(self.cards().mark == sha256[:_MARK].encode()).tolist():
            if self._row(number)["article"].to_pylist() == [name]:
                return int(number)
        return None

    def cards(self) -> Cards:
        """What is known of all articles; 20 bytes each, read once."""
        if self._cards is None:
            columns = ["moment", "sha256", "prints"]
            files = [self._file(name).read(columns) for name in self.state.files("cards")]
            none = pa.table({"moment": pa.array([], pa.int64()), "sha256": pa.array([], pa.string()), "prints": []})
            whole = pa.concat_tables(files) if files else none
            marks = pc.utf8_slice_codeunits(whole["sha256"], 0, _MARK).to_numpy().astype(f"S{_MARK}")
            moments = whole["moment"].fill_null(UNKNOWN).to_numpy()
            self._cards = Cards(moments, marks, whole["prints"].to_numpy())
        return self._cards

    def hits(self, asked: pa.Table) -> pa.Table:
        """[asked, hash, number]: who holds each hash that is asked for; `asked` has the columns asked and hash."""
        wanted, who = asked["hash"].to_numpy(), asked["asked"].to_numpy()
        order = np.lexsort((who, wanted))
        hashes = np.unique(wanted)
        found = [self._runs(name).holders(hashes) for name in self.state.files("postings")]
        place = np.concatenate([at for at, _ in found]) if found else np.zeros(0, np.int64)
        number = np.concatenate([held for _, held in found]) if found else np.zeros(0, np.uint32)
        # Two may ask for one hash: each is told of all its holders.
        first = np.searchsorted(wanted[order], hashes)
        many = np.diff(np.append(first, len(wanted)))[place]
        row = np.repeat(np.arange(len(place)), many)
        step = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        by = who[order][first[place[row]] + step]
        made = pa.table({"asked": by, "hash": hashes[place[row]], "number": number[row]})
        return made.sort_by([(name, "ascending") for name in made.column_names])

    def around(self, numbers: np.ndarray) -> Iterator[tuple[int, pa.Table]]:
        """For each of these articles, how many runs it has, and who but these holds them: [hash, number]."""
        wanted = pa.table({"number": pa.array(numbers, pa.uint32())})
        own = f"SELECT p.number AS asked, p.hash FROM ({self._all('postings', 'hash, number')}) p SEMI JOIN asked "
        for at in range(0, len(numbers), _MANY):
            held = self._sql(f"{own} USING (number) ORDER BY ALL", wanted[at : at + _MANY])
            hits = self.hits(held)
            hits = hits.filter(pc.invert(pc.is_in(hits["number"], wanted["number"])))
            sizes = dict(zip(*np.unique(held["asked"].to_numpy(), return_counts=True), strict=True))
            for one in numbers[at : at + _MANY]:
                yield int(sizes.get(one, 0)), hits.filter(pc.equal(hits["asked"], int(one)))

    def articles(self, numbers: Iterable[int]) -> pd.DataFrame:
        """The articles of these numbers, in this order, as they were given."""
        rows = list(map(self._row, numbers))
        if not rows:
            return pd.DataFrame({"article": [], "text": []}, dtype="str")
        made: pd.DataFrame = pa.concat_tables(rows).to_pandas()
        return made.dropna(axis=1, how="all").astype("str")

    def _row(self, number: int) -> pa.Table:
        segment = self.state.segments[bisect_right(self._starts, number) - 1]
        group, row = divmod(number - segment.first, ROWS["articles"])
        return self._file(segment.parts["articles"].file).read_row_group(group, use_threads=False)[row : row + 1]

    def _file(self, name: str) -> pq.ParquetFile:
        if name not in self._files:
            self._files[name] = pq.ParquetFile(self._place / name)
        return self._files[name]

    def _runs(self, name: str) -> Runs:
        if name not in self._held:
            self._held[name] = Runs(self._place / name)
        return self._held[name]

    def _all(self, kind: str, columns: str) -> str:
        """A query for all rows of a kind of part."""
        files = self.state.files(kind)
        if not files:
            typed = {"cards": "'' AS article, '' AS sha256", "postings": "0::UBIGINT AS hash, 0::UINTEGER AS number"}
            return f"SELECT * FROM (SELECT {typed[kind]}) WHERE false"
        listed = ", ".join("'" + str(self._place / name).replace("'", "''") + "'" for name in files)
        return f"SELECT {columns} FROM read_parquet([{listed}])"

    def _sql(self, query: str, asked: pa.Table) -> pa.Table:
        duckdb = import_module("duckdb")  # not before it is needed
        try:
            self._base = self._base or connected()
            self._base.register("asked", asked)
            return self._base.sql(query).to_arrow_table()
        except duckdb.Error as problem:
            raise OSError(str(problem)) from problem


def checked(folder: Path, state: Manifest) -> Iterator[tuple[str, str, int, str]]:
    """(part, kind, bytes, what is wrong with it) of every part that the manifest names, in its order."""
    for segment in state.segments:
        for kind, part in segment.parts.items():
            path = folder / PARTS / part.file
            try:
                with path.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
                wrong = "" if found == part.sha256 else "not as it was written: its digest differs"
            except OSError as problem:
                wrong = f"cannot be read: {problem.strerror}"
            yield str(path), kind, part.bytes, wrong


_SAYS = {"a->b": ("gave", "took"), "b->a": ("took", "gave")}


def sources(name: str, trace: Trace) -> pd.DataFrame:
    """What a trace says of one article and each of the others, as `Found.sources` gives it."""
    articles = trace.articles.set_index("article")
    first = dict(articles["version_of"].fillna(articles.index.to_series()).items())
    verdicts = {(row["a"], row["b"]): row for row in trace.verdicts.to_dict("records")}
    rows = []
    for other in articles.index.drop(name):
        a, b = sorted((name, other))
        row = {"article": other, **{column: articles.at[other, column] for column in ("outlet", "published", "url")}}
        said = verdicts.get((a, b))
        if first[other] == first[name] or said is None:
            says = "version" if first[other] == first[name] else "none"
            rows.append({**row, "says": says, "p": 0.0, "p_gave": 0.0, "p_common": 0.0, "shared": 0.0, "sentences": 0})
            continue
        mine = a == name
        between = trace.matches[(trace.matches["a"] == a) & (trace.matches["b"] == b)]
        rows.append({
            **row,
            "says": _SAYS.get(said["says"], (said["says"], said["says"]))[0 if mine else 1],
            "p": said["p_b_to_a" if mine else "p_a_to_b"],
            "p_gave": said["p_a_to_b" if mine else "p_b_to_a"],
            "p_common": said["p_common"],
            "shared": said["shared"],
            "sentences": between["a_n" if mine else "b_n"].nunique(),
        })  # fmt: skip
    columns = ["article", "outlet", "published", "url", "says", "p", "p_gave", "p_common", "shared", "sentences"]
    made = pd.DataFrame(rows, columns=columns)
    return made.sort_values(["p", "p_common", "shared", "article"], ascending=[False, False, False, True],
                            ignore_index=True)  # fmt: skip
