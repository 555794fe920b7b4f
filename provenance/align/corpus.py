"""All stories as flat arrays of numbers, ready to be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from provenance.align.compare import Corpus
from provenance.align.units import denies
from provenance.align.weights import FUNCTION_WEIGHT, stem, unspaced, weight
from provenance.text import letters, tokens
from provenance.wordlists import rarities, surprise

__all__ = ["LEARN_FROM", "LONGEST_SPEECH", "Read", "Reader", "build", "held", "stems", "words"]

Array = np.ndarray[Any, Any]
# Articles from which the corpus itself tells which words are common in it (`Trump`, `COVID`); below, the list of the
# language alone does, so that an unrelated article changes no verdict.
LEARN_FROM = 1000
NUMBER, NEGATION, QUOTED = 1, 2, 4
# A speech that nobody closes ends with the sentence after this many.
LONGEST_SPEECH = 6
_MARK = re.compile(r'"')


def words(norm: str) -> list[str]:
    """The tokens of a folded text; where a script sets no spaces between words, each character is one."""
    found = tokens(norm)
    if norm.isascii() or not unspaced(norm):
        return found
    return list(chain.from_iterable(letters(token) if unspaced(token) else (token,) for token in found))


def held(sentences: pd.DataFrame, articles: Sequence[str]) -> pd.DataFrame:
    """The rows of SENTENCES of the articles named, in the order of the names."""
    home = sentences["article"].map({name: k for k, name in enumerate(articles)})
    told, owner = sentences[home.notna()], home.dropna().to_numpy(np.int64)
    return told.iloc[np.argsort(owner, kind="stable")] if (np.diff(owner) < 0).any() else told


def build(
    told: pd.DataFrame,
    articles: Sequence[str],
    langs: Mapping[str, str],
    read: Reader | None = None,
    counts: Mapping[str, int] | None = None,
) -> Corpus:
    """The stories of `articles` (a sorted list of names) as a `Corpus`; `told` is what `held` gives for them.

    `read` is a faster way to do what `_read` does (`speed.reader`). `counts` says how often each stem stands in the
    corpus of which these stories are a part (empty: too small to ask); without it, these are all. Cost: linear in the
    words, plus sorting them.
    """
    place = {name: k for k, name in enumerate(articles)}
    owner = told["article"].map(place).to_numpy(np.int64)
    spoken = [langs.get(name, "en") for name in articles]
    tongues = [spoken[k] for k in owner.tolist()]
    found = (read or _read)(told["norm"].tolist(), tongues, owner)
    codes, off, seq, speech = found.codes, found.off, found.seq, found.speech
    number, weights, rare, flags = _tables(found.tokens)
    if counts:
        times = np.array([counts[stem(token, lang)] for token, lang in found.tokens], np.int64)
        rare = np.minimum(rare, (rare + _rarity(times, sum(counts.values()))) // 2)
    elif counts is None and len(articles) >= LEARN_FROM:
        rare = np.minimum(rare, (rare + _rarity(_counted(codes, number)[number], len(codes))) // 2)
    ids = number[codes]
    mass = np.concatenate([[0], np.cumsum(weights[codes])])
    marks = flags[codes]
    marks[speech] |= QUOTED
    repeated = pd.DataFrame({"article": owner, "seq": seq}).duplicated().to_numpy()
    three = (ids, weights[codes], rare[codes])
    postings = _postings(three, off, owner, np.where(repeated, -1, seq), len(articles))
    return Corpus(*three, marks, off, mass[off[1:]] - mass[off[:-1]], seq, *postings)


class Read(NamedTuple):
    """What sentences are made of: a code by token, offsets of the sentences, a number by sentence that is equal for the
    same tokens, the tokens in quotation marks, and by code the token and its language.
    """

    codes: Array
    off: Array
    seq: Array
    speech: Array
    tokens: list[tuple[str, str]]


Reader = Callable[[list[str], list[str], Array], Read]


def _tables(known: list[tuple[str, str]]) -> tuple[Array, Array, Array, Array]:
    """By code: number of the stem (in sorted order), weight, rarity (hundredths), flags."""
    stems = [stem(token, lang) for token, lang in known]
    ranks = {s: k for k, s in enumerate(sorted(set(stems)))}
    flags = [NUMBER * token[:1].isdigit() + NEGATION * denies(token, lang) for token, lang in known]
    rare = np.zeros(len(known))
    for tongue in sorted({lang for _, lang in known}):
        at = [place for place, (_, lang) in enumerate(known) if lang == tongue]
        rare[at] = np.round(100 * rarities([known[place][0] for place in at], tongue))
    weights = [weight(token) for token, _ in known]
    return _array([ranks[s] for s in stems]), _array(weights), rare.astype(np.int64), _array(flags)


def _read(norms: list[str], langs: list[str], owner: Array) -> Read:
    """The tokens of folded sentences; a speech that one of them opens may last over the next of the same article."""
    codes: list[int] = []
    off = [0]
    seq: list[int] = []
    speech: list[int] = []
    seen: dict[tuple[int, ...], int] = {}
    known: dict[tuple[str, str], int] = {}
    open_for, home = 0, -1
    for norm, lang, article in zip(norms, langs, owner, strict=True):
        found = [known.setdefault((token, lang), len(known)) for token in words(norm)]
        open_for, home = open_for if article == home else 0, article
        if '"' in norm or open_for:
            inside, open_for = _speech(norm, open_for)
            speech += [len(codes) + k for k in inside]
        codes += found
        off.append(len(codes))
        seq.append(seen.setdefault(tuple(found), len(seen)))
    return Read(_array(codes), _array(off), _array(seq), _array(speech), list(known))


def _array(numbers: list[int]) -> Array:
    return np.array(numbers, np.int64)


def _speech(norm: str, open_for: int) -> tuple[list[int], int]:
    """The tokens of a sentence inside quotation marks; for how many sentences a speech is open after it."""
    inside: list[int] = []
    speaking = open_for > 0 and not norm.startswith('"')
    at = count = 0
    for piece in _MARK.split(norm):
        here = len(words(piece))
        if speaking:
            inside += range(count, count + here)
        count += here
        at += len(piece) + 1
        speaking = not speaking if at <= len(norm) else speaking
    return inside, (open_for % LONGEST_SPEECH) + 1 if speaking and open_for < LONGEST_SPEECH else 0


def stems(sentences: pd.DataFrame, langs: Mapping[str, str]) -> Counter[str]:
    """How often each stem stands in the sentences: what `build` asks of a corpus, added up over its parts."""
    found: Counter[str] = Counter()
    for tongue, told in sentences["norm"].groupby(sentences["article"].map(langs).fillna("en")):
        for piece, times in Counter(" ".join(told.tolist()).split()).items():  # no token goes beyond white space
            for root in _rooted(piece, str(tongue)):
                found[root] += times
    return found


@lru_cache(maxsize=1 << 17)  # each batch of a corpus repeats what stands between two blanks
def _rooted(piece: str, lang: str) -> tuple[str, ...]:
    return tuple(stem(token, lang) for token in words(piece))


def _counted(codes: Array, number: Array) -> Array:
    return np.bincount(number[codes], minlength=int(number.max(initial=-1)) + 1)


def _rarity(counts: Array, total: int) -> Array:
    """How rare the corpus makes what stands in it so often, in hundredths, on the scale of `wordlists.rarity`."""
    told: Array = np.round(100 * surprise(np.maximum(counts, 1) / max(1, total))).astype(np.int64)
    return told


def _postings(words: tuple[Array, ...], off: Array, owner: Array, seq: Array, articles: int) -> tuple[Array, ...]:
    """From `core` to `hrare` of a `Corpus`. A sentence is also held by itself, so that equal ones always meet.

    `words` are the stem, weight and rarity of each token; `seq` is -1 for a sentence that its article repeats.
    """
    ids, weights, rare = words
    sentence = np.repeat(np.arange(len(off) - 1), np.diff(off))
    content = (weights > FUNCTION_WEIGHT) & (seq[sentence] >= 0)
    alone = np.flatnonzero((seq >= 0) & (np.diff(off) > 0))
    base = int(ids.max(initial=-1)) + 1
    where = np.concatenate([sentence[content], alone])
    stems = np.concatenate([ids[content], base + seq[alone]])
    zero = np.zeros(len(alone), np.int64)
    order = np.argsort(where * (int(stems.max(initial=0)) + 1) + stems, kind="stable")
    where, stems = where[order], stems[order]
    starts = np.flatnonzero(np.r_[True, (np.diff(where) != 0) | (np.diff(stems) != 0)]) if len(where) else zero[:0]
    light, few = (
        np.minimum.reduceat(np.concatenate([part[content], zero])[order], starts) if len(starts) else zero[:0]
        for part in (weights, rare)
    )
    where, stems = where[starts], stems[starts]
    soff = np.searchsorted(where, np.arange(len(off)))
    core = np.bincount(where, light, len(off) - 1).astype(np.int64)
    by_stem = np.argsort(owner[where] * (int(stems.max(initial=0)) + 1) + stems, kind="stable")
    home, key = owner[where][by_stem], stems[by_stem]
    change = np.r_[True, (np.diff(home) != 0) | (np.diff(key) != 0)] if len(key) else np.zeros(0, bool)
    heads = np.flatnonzero(change)
    sizes = np.diff(np.r_[heads, len(key)])
    own = np.empty(len(key), np.int64)
    own[by_stem] = np.repeat(sizes, sizes)
    first = np.searchsorted(owner, np.arange(articles + 1))
    entry = np.searchsorted(home[heads], np.arange(articles + 1))
    dstart = np.r_[heads, len(key)]
    postings = (key[heads], dstart, where[by_stem], light[by_stem], few[by_stem])
    return core, soff, stems, light, few, own, first, entry, *postings
