"""Which runs of five words a story holds, as hashes: the only pass over every character of a large corpus.

Start at `fingerprint` (SENTENCES in) or `postings` (a column of text in, as it is or folded). Little text is read in
plain Python, much by a compiled loop over the Arrow buffer; both give the same rows.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from provenance.fingerprint import _plain
from provenance.fingerprint._signs import plain, signs
from provenance.text import fold

__all__ = ["Options", "fingerprint", "postings"]


@dataclass(frozen=True)
class Options:
    """Winnowing (Schleimer, Wilkerson and Aiken 2003, doi:10.1145/872757.872770).

    `words`: the length of a shingle; 5 words, because 4-word phrases of news prose recur by chance.
    `window`: of every so many shingles in a row one is kept; with 5 and 8, any shared run of 12 words is hit.
    `signs`: in scripts without spaces every sign counts as a word that is read together with the ones behind it, so
    many in all; with 5 a shingle is 9 signs (about five words of Chinese, two or three of Thai), and any shared run
    of 16 is hit.
    `compiled`: bytes of text from which the compiled loop is used. Loading it costs .8 s (plain Python reads about 2 MB
    in that time) where it was compiled before, 7 to 14 s where not.
    """

    words: int = 5
    window: int = 8
    signs: int = 5
    compiled: int = 4_000_000


def fingerprint(sentences: pd.DataFrame, *, options: Options = Options()) -> pd.DataFrame:
    """[article, hash]: the kept shingles of every story, each once, sorted; hash is uint64.

    A story shorter than one shingle has none. Cost: linear in the words.
    """
    told = sentences[["article", "n", "norm"]].sort_values(["article", "n"])
    names = told["article"].to_numpy(dtype=object)
    first = np.flatnonzero(np.append(True, names[1:] != names[:-1])) if len(names) else np.array([], dtype=np.int64)
    made = postings(pa.array(told["norm"]), stories=np.append(first, len(names)), folded=True, options=options)
    articles = pa.array(names[first], pa.large_string()).take(made["story"])
    return pd.DataFrame({"article": articles.to_pandas().astype("str"), "hash": made["hash"].to_numpy()})


def postings(
    texts: pa.Array | pa.ChunkedArray,
    *,
    stories: np.ndarray | None = None,
    folded: bool = False,
    options: Options = Options(),
) -> pa.Table:
    """[story, hash]: the kept shingles (uint64) of every story, each once, in order of (story, hash).

    `texts` is a column of strings; story n (uint32) is the rows from stories[n] to stories[n + 1], or, without
    `stories`, row n. `folded` says that the rows have been through `text.fold`; if not, they are read as if they had.
    A null is an empty text. Cost: linear in the text; memory, a dozen bytes a character of the longest story.
    """
    column = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    column = column.cast(pa.large_string()).fill_null("")
    ends = np.arange(len(column) + 1) if stories is None else np.asarray(stories, dtype=np.int64)
    if column.nbytes < options.compiled:
        kept, counts = _read(column, ends, folded, options)
    else:
        kept, counts = _compiled(column, ends, folded, options)
    story = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    return pa.table({"story": story, "hash": kept})


def _read(column: pa.Array, ends: np.ndarray, folded: bool, options: Options) -> tuple[np.ndarray, np.ndarray]:
    texts = column.to_pylist() if folded else [fold(text) for text in column.to_pylist()]
    stories = (texts[start:end] for start, end in pairwise(ends.tolist()))
    return _plain.kept(stories, options.words, options.window, options.signs)


def _compiled(column: pa.Array, ends: np.ndarray, folded: bool, options: Options) -> tuple[np.ndarray, np.ndarray]:
    kernel = import_module("provenance.fingerprint._kernel")  # numba is not for the few
    known = signs()
    data, offsets = _buffers(column)
    if not folded:
        odd = np.flatnonzero(kernel.odd(data, offsets, known.unsafe))
        if len(odd):
            column = _normalised(column, odd)
            data, offsets = _buffers(column)
    folds = plain() if folded else (known.single, known.pool, known.starts)
    asked = (options.words, options.window, options.signs)
    kept, counts = kernel.kept(data, offsets, ends, known.kind, folds, asked)
    return kept, counts


def _buffers(column: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of a column and where each row begins in them: views, no copies."""
    _, offsets, data = column.buffers()
    begins = np.frombuffer(offsets, dtype=np.int64)[column.offset : column.offset + len(column) + 1]
    return np.frombuffer(data or b"", dtype=np.uint8), begins


def _normalised(column: pa.Array, odd: np.ndarray) -> pa.Array:
    """The column with its odd rows in NFKC; the loop folds the rest of them sign by sign."""
    mask = np.zeros(len(column), dtype=np.bool_)
    mask[odd] = True
    made = [unicodedata.normalize("NFKC", text.as_py()) for text in column.take(pa.array(odd))]
    return pc.replace_with_mask(column, pa.array(mask), pa.array(made, pa.large_string()))
