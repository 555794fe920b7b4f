"""The same loops at two speeds: as they stand for a few articles, compiled by `numba` for many."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import FunctionType
from typing import Any

import numpy as np

from provenance.align import choose, compare, scan
from provenance.align.compare import Corpus, Room, Rules
from provenance.align.corpus import LONGEST_SPEECH, Read
from provenance.machine import compiled

__all__ = ["COMPILED_FROM", "answers", "reader"]

# Characters in the stories of all pairs together from which the compiler is worth its start (.35 s to import, .5 s to
# load what it compiled before, 13 to 41 s the first time ever). The interpreter aligns about a million characters a
# second.
COMPILED_FROM = 2_000_000
# Callees before callers: each is compiled into the next.
_ORDER = (
    "gather", "later", "fill", "trace", "loose", "shared", "match", "heavy", "unmatched", "rival", "rivals",
    "beside", "certain", "settle", "clear", "fresh", "spend", "ranked", "choose", "root", "passages", "best_of",
    "average", "firm", "inside", "accept", "name", "ends", "chain", "heft", "emit", "align_all",
)  # fmt: skip
_SCAN = ("abbreviation", "number", "word", "place", "scan")


@lru_cache(maxsize=2)
def _compiled(names: tuple[str, ...]) -> Callable[..., Any]:
    """The last of the named functions compiled to machine code, which is kept beside the source for the next time."""
    scope: dict[str, Any] = {**vars(compare), **vars(choose), **vars(scan)}
    for name in names:
        plain = scope[name]
        home = {**scope, "__name__": plain.__module__}
        copy = FunctionType(plain.__code__, home, name)
        copy.__module__ = plain.__module__
        scope[name] = compiled(copy)
    last: Callable[..., Any] = scope[names[-1]]
    return last


def reader(norms: list[str], langs: list[str], owner: np.ndarray[Any, Any]) -> Read:
    """The tokens of folded sentences, as `corpus` reads them one by one, through compiled loops."""
    whole = "".join(norms)
    text = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum([0, *map(len, norms)])
    names = sorted(set(langs))
    tongues = np.array([names.index(lang) for lang in langs], np.int64)
    kinds = scan.classes(text)
    room, sentences = len(text) + 1, len(norms)
    many, size = -1, 1 << 17
    while many < 0:
        size *= 2
        out = scan.Scanned(
            np.empty(room, np.int32), np.empty(room, np.bool_), np.zeros(sentences + 1, np.int64),
            np.zeros(sentences, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64),
            np.full(2 * size, -1, np.int64), np.zeros(2 * size, np.int64),
        )  # fmt: skip
        bounds = np.stack([ends[:-1], ends[1:]], axis=1)
        run = _compiled(_SCAN)
        many, known = run(text, kinds, bounds, tongues, owner, LONGEST_SPEECH, out)
    spans = zip(out.begin[:known].tolist(), out.end[:known].tolist(), out.tongue[:known].tolist(), strict=True)
    tokens = [(whole[begin:end], names[tongue]) for begin, end, tongue in spans]
    seq = np.unique(out.seq, return_inverse=True)[1]
    return Read(out.codes[:many].astype(np.int64), out.off, seq, np.flatnonzero(out.talk[:many]), tokens)


def answers(corpus: Corpus, rules: Rules, pairs: np.ndarray[Any, Any], fast: bool) -> Any:
    """(rows of ten whole numbers each, probabilities, likeness) for pairs of article numbers, in the order of pairs.

    A row: pair, sentence of a, sentence of b, kind, moved, first and last token that answers in a, in b, quoted.
    """
    if not fast:
        corpus = Corpus(*(part.tolist() for part in corpus))
    flat = pairs.ravel() if fast else pairs.ravel().tolist()
    run = _compiled(_ORDER) if fast else choose.align_all
    size = 4096
    room = _room(corpus, rules, size, fast)
    start, found = 0, []
    while start < len(pairs):
        rows, reached = run(corpus, rules, room, flat, start)
        if rows == 0 and reached == start:
            size *= 4
            room = _room(corpus, rules, size, fast)
        found.append(
            [np.array(part[:n]) for part, n in ((room.out, rows * 10), (room.score, rows), (room.likeness, rows))]
        )
        start = reached
    whole, score, likeness = (np.concatenate([f[k] for f in found]) if found else np.zeros(0) for k in range(3))
    return whole.reshape(-1, 10).astype(np.int64), score, likeness


def _room(corpus: Corpus, rules: Rules, size: int, fast: bool) -> Room:
    """Working space for `size` rivals of one pair, and as many rows of the result."""
    first, off = np.asarray(corpus.first), np.asarray(corpus.off)
    sentences = int(np.diff(first).max(initial=0)) + 2
    tokens = int(np.diff(off[first]).max(initial=0)) + 1
    stems = int(np.asarray(corpus.dstem).max(initial=-1)) + 1
    lengths = np.diff(off)
    longest = int(lengths[lengths <= rules.longest].max(initial=0)) + 1

    def whole(n: int) -> Any:
        return np.zeros(n, np.int64) if fast else [0] * n

    def real(n: int) -> Any:
        return np.zeros(n, np.float64) if fast else [0.0] * n

    return Room(
        bag=real(sentences), loc=real(sentences), count=whole(sentences), touched=whole(sentences),
        where=whole(stems),
        tree=real(sentences), top=whole(sentences), table=whole(longest * longest), left=whole(longest),
        right=whole(longest), used_a=whole(tokens), used_b=whole(tokens), many_a=whole(sentences),
        many_b=whole(sentences), ri=whole(size), rj=whole(size), z=real(size), p=real(size), q=real(size),
        same=real(size), run=real(size), mass=real(size), talk=real(size),
        near=real(4 * (2 * rules.window + 1)), group=whole(size), keep=whole(size),
        out=whole(size * 10), score=real(size), likeness=real(size),
    )  # fmt: skip
