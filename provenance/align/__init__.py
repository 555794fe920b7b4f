"""Which sentence answers which, and what was edited between them.

Start at `align`: two stories become a table of matches. `edits` shows one matched pair to a reader; `likeness` says
whether two sentences say the same.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
import pandas as pd

from provenance import frames
from provenance.align import sense
from provenance.align.compare import Rules
from provenance.align.corpus import LEARN_FROM, build, held, stems
from provenance.align.cover import FIRM, coverage
from provenance.align.edits import changes, edits
from provenance.align.likeness import likeness
from provenance.align.meaning import Encoder
from provenance.align.places import places
from provenance.align.speed import COMPILED_FROM, answers, reader
from provenance.align.weights import FUNCTION_WEIGHT

__all__ = ["FIRM", "LEARN_FROM", "Options", "align", "changes", "coverage", "edits", "likeness", "stems"]

# The log-odds that one sentence answers another, fitted by logistic regression on the even-numbered half of the
# sentence pairs of PAN13's text-alignment corpus (inside a passage known to be copied, or not) and 3,000 pairs of
# articles of one topic and day from different outlets (AllSides), weighing .3, as pairs that do not. `bias`: two
# sentences that may answer; `told`, `more`: per content word of full rarity shared, up to 3 and beyond; `alike`: for
# the same words; `length`: per e-fold of the weight of the lighter one (long sentences share more by chance);
# `apart`: per rare word without an answer in both; `ordered`, `crossed`: for a neighbour that surely answers a
# neighbour, in order or across. How much they matter: a refit that moved them by .1 to .5 changed PlagDet on all
# pairs of that corpus from .851 to .847.
BIAS, TOLD, MORE, ALIKE, LENGTH, APART, ORDERED, CROSSED = -4.74, 2.02, 0.32, 2.25, -1.08, -0.11, 2.88, 1.80
# By judgement, not fitted (PAN13's machines change no number): numbers that disagree (at most two count), and a
# negation on one side alone. "200 soldiers" is not "900 soldiers"; "was ready" is not "was not ready".
NUMBER, NEGATION = -0.5, -0.7
# The most that two sentences are alike whose words are not the same: inflections alone may differ (`deteriorates`).
UNLIKE = 0.999
# Sentence pairs that share a word from which it says nothing about any of them: 64 sentences on each side. Judged.
CROWD = 4096
# A word that k sentence pairs share is worth 1 / (1 + LOCAL ln k) of its rarity: the names of a story recur in it.
# By judgement.
LOCAL = 0.5
# A sentence longer than this (in tokens) is compared by its bag of words alone: a text without a single full stop,
# 2 MB in a line, must not cost its length squared. The longest sentence in 12,000 news articles has 361 tokens.
LONGEST = 400
# Rounds in which neighbours support each other: one, two and three give PlagDet .847, .852 and .854 on that corpus.
ROUNDS, WINDOW = 3, 2
# Share of a sentence (in tokens) from which its words are said to answer as a whole. By judgement.
WHOLE = 0.75


@dataclass(frozen=True)
class Options:
    """What counts as an answer.

    The thresholds were chosen on all pairs of PAN13's corpus, both halves (the weights above were fitted on one).
    `least`: the share of the lighter sentence (0..1) that must be shared for two to be compared at all.
    Tried .15-.35.
    `faint`: the probability from which an answer is kept inside a passage; below .5 it reads as "perhaps".
    Tried .02-.1.
    `edge`: the probability from which it may begin or end one, if it is at least `below` times as alike as the rest:
    where a copyist copies word for word, a neighbour that shares few words is his own. Tried
    .1-.6, and 0-.6 for `below`.
    `passage`: how many answers (their probabilities summed, on the side that has fewer) make a passage, and
    `alone`: the probability from which one needs no company. Tried .6-1.5 and .85-.97 on PAN13 and AllSides.
    `run`: a run of words as heavy as this, shared word for word, needs none either. In content words; 8 is
    Winnowing's guarantee of 12 words at news density. `words`: so does a sentence as heavy as this, word for word.
    `edited`: the likeness from which a match is called edited, not rewritten; 1 is the same word for word.
    `adds`: a second sentence joins a match (merged, split) if it answers at least this share of its own weight
    in words that no other has answered. Tried .1-.5.
    `gap`: how many sentences may stand between two answers of one passage, on either side. Tried 2-4.
    `quoted`: the share of the answering words that stands in quotation marks, from which a match is a quotation.
    `meaning`: the cosine from which two sentences may say the same, if there is an encoder. By judgement, tried on no
    data: it depends on the model. At .75 an answer is more likely than not from a cosine of .91.
    """

    least: float = 0.25
    faint: float = 0.03
    edge: float = 0.15
    below: float = 0.5
    passage: float = 0.9
    alone: float = 0.85
    run: float = 8.0
    words: float = 4.0
    edited: float = 0.75
    adds: float = 0.3
    gap: int = 3
    quoted: float = 0.5
    meaning: float = 0.75


def align(
    sentences: pd.DataFrame,
    pairs: Iterable[tuple[str, str]],
    *,
    langs: Mapping[str, str] | None = None,
    options: Options = Options(),
    compiled: bool | None = None,
    encoder: Encoder | None = None,
    counts: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """MATCHES: every sentence of each pair that answers one of the other, with its probability and its kind.

    Takes SENTENCES and pairs of article names (each a < b). `langs` gives ISO 639-1 codes by article (default
    English). A sentence that an article repeats answers once. Rows are sorted by (a, a_n, b, b_n) within the order of
    pairs. `compiled`: run the loops through numba; None decides by the words to align. Same rows either way.
    `encoder`: what says how alike sentences are in meaning (see `align.meaning`); asked for those of a pair that no
    words surely answer. `counts`: how often each stem (`stems`) stands in a corpus of which these pairs are a part,
    empty where it has fewer than `LEARN_FROM` articles in pairs; without it, these pairs are all. Cost: linear in the
    words of a pair but for sentences that share content words.
    """
    wanted = list(pairs)
    names = sorted({name for pair in wanted for name in pair})
    place = {name: k for k, name in enumerate(names)}
    numbers = np.array([[place[a], place[b]] for a, b in wanted], np.int64).reshape(-1, 2)
    if compiled is None:
        size = sentences["norm"].str.len().groupby(sentences["article"]).sum().reindex(names).fillna(0).to_numpy()
        compiled = bool(size[numbers].sum() >= COMPILED_FROM)
    told = held(sentences, names)
    corpus = build(told, names, langs or {}, reader if compiled else None, counts)
    rows, score, alike = answers(corpus, _rules(options), numbers, compiled)
    table = _table(told, names, corpus, numbers, rows, score, alike)
    if encoder is not None:
        known = {
            (int(k), int(corpus.first[numbers[k, side]] + rows[at, 1 + side]))
            for at, k in enumerate(rows[:, 0])
            if score[at] >= FIRM
            for side in (0, 1)
        }
        spoken = [(langs or {}).get(name, "en") for name in names]
        limits = sense.Limits(options.meaning, options.words, options.quoted)
        found = sense.answers(corpus, told["norm"].tolist(), spoken, numbers, known, encoder, limits)
        table = _joined(table, told, wanted, found, options.meaning)
    return table


def _rules(options: Options) -> Rules:
    local = np.array([0.0, *(1 / (1 + LOCAL * log(k)) for k in range(1, CROWD + 1))])
    return Rules(
        least=options.least, words=options.words, run=options.run, faint=options.faint, edge=options.edge,
        below=options.below, passage=options.passage, alone=options.alone, firm=FIRM, edited=options.edited,
        adds=options.adds, gap=options.gap, quoted=options.quoted, window=WINDOW, rounds=ROUNDS, longest=LONGEST,
        function=FUNCTION_WEIGHT, unlike=UNLIKE, bias=BIAS, told=TOLD, more=MORE, alike=ALIKE, length=LENGTH,
        apart=APART, ordered=ORDERED, crossed=CROSSED, number=NUMBER, negation=NEGATION, local=local,
    )  # fmt: skip


def _table(
    held: pd.DataFrame,
    names: list[str],
    corpus: Any,
    numbers: np.ndarray[Any, Any],
    rows: np.ndarray[Any, Any],
    score: np.ndarray[Any, Any],
    alike: np.ndarray[Any, Any],
) -> pd.DataFrame:
    """The rows of the kernel as MATCHES: names for numbers, characters for tokens."""
    of = numbers[rows[:, 0]]
    columns: dict[str, Any] = {}
    for side, at, tokens in (("a", 0, 5), ("b", 1, 7)):
        row = corpus.first[of[:, at]] + rows[:, 1 + at]
        columns[side] = np.array(names, dtype=object)[of[:, at]] if len(rows) else []
        columns[f"{side}_n"] = held["n"].to_numpy()[row]
        columns[f"{side}_start"], columns[f"{side}_end"] = _extents(
            held.iloc[row], np.diff(corpus.off)[row], rows[:, tokens], rows[:, tokens + 1]
        )
    columns |= {
        "score": np.round(score, 4),
        "likeness": alike,
        "kind": np.array(frames.KINDS, dtype=object)[rows[:, 3]],
        "moved": rows[:, 4].astype(bool),
        "quoted": rows[:, 9].astype(bool),
        "meaning": np.full(len(rows), np.nan),
    }
    return frames.columns("matches", columns)


def _joined(
    table: pd.DataFrame, held: pd.DataFrame, pairs: list[tuple[str, str]], found: list[sense.Answer], least: float
) -> pd.DataFrame:
    """MATCHES with the answers that rest on meaning: new rows, and faint ones that it makes likelier."""
    rows: dict[tuple[str, int, str, int], dict[Any, Any]] = {
        (row["a"], row["a_n"], row["b"], row["b_n"]): row for row in table.to_dict("records")
    }
    order: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for (a, a_n, b, b_n), row in rows.items():
        if not row["moved"]:
            order.setdefault((a, b), []).append((a_n, b_n))
    places = held["n"].tolist()
    for answer in sorted(found, key=lambda one: (one.pair, -one.cosine, one.s, one.t)):
        a, b = pairs[answer.pair]
        a_n, b_n = places[answer.s], places[answer.t]
        p = sense.probable(answer.cosine, least)
        row = rows.get((a, a_n, b, b_n), {})
        if not row:
            kept = order.setdefault((a, b), [])
            at = bisect(kept, (a_n, b_n))
            moved = (at > 0 and kept[at - 1][1] > b_n) or (at < len(kept) and kept[at][1] < b_n)
            if not moved:
                kept.insert(at, (a_n, b_n))
            row = {"a": a, "a_n": a_n, "b": b, "b_n": b_n, "score": p, "likeness": p, "kind": "rewritten",
                   "moved": moved, "quoted": answer.quoted, "meaning": answer.cosine}  # fmt: skip
            rows[a, a_n, b, b_n] = row
        elif p > row["score"]:
            row |= {"score": p, "likeness": max(p, row["likeness"]), "meaning": answer.cosine}
    return frames.frame("matches", rows.values())


def _extents(
    held: pd.DataFrame, count: np.ndarray[Any, Any], first: np.ndarray[Any, Any], last: np.ndarray[Any, Any]
) -> tuple[Any, Any]:
    """Where in the raw text the words that answer begin and end: null if most of the sentence does."""
    start, end = ([None] * len(held) for _ in range(2))
    texts, begins = held["text"].tolist(), held["start"].tolist()
    told: dict[tuple[str, int], list[tuple[int, int]]] = {}  # one sentence answers many
    for k in np.flatnonzero(last - first + 1 < WHOLE * count).tolist():
        key = texts[k], int(count[k])
        if key not in told:
            told[key] = places(*key)
        if told[key]:
            start[k], end[k] = begins[k] + told[key][first[k]][0], begins[k] + told[key][last[k]][1]
    return pd.array(start, dtype="Int64"), pd.array(end, dtype="Int64")
