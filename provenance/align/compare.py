"""Which sentences of two stories may answer each other, and how probably by their words alone.

Start at `rivals`. This and `choose` are in the part of Python that `numba` compiles too: every function takes numbers
and flat sequences, lists where a few articles are traced (no compiler is waited for), arrays where many are (`speed`).
"""

from __future__ import annotations

from math import log, sqrt
from typing import Any, NamedTuple

import numpy as np

__all__ = [
    "Corpus", "Numbers", "Room", "Rules", "fill", "gather", "heavy", "later", "loose", "match", "rival",
    "rivals", "shared", "trace", "unmatched",
]  # fmt: skip

Numbers = Any  # a list or an array of numbers


class Corpus(NamedTuple):
    """All stories as flat sequences; sentence numbers run through the corpus, offsets are half-open.

    Tokens: `ids` (stem), `weight` and `rare` (hundredths), `flags` (1 a number, 2 a negation, 4 in quotation marks).
    Sentences: `off` (their tokens), `mass` (sum of weights), `seq` (equal for the same words), `core` (sum of weights
    of content stems, each once), `soff` (those stems). Content stems of a sentence, each once, sorted: `sstem`,
    `sweight`, `srare`, `sown` (sentences of the same article that hold it). Articles: `first` (their sentences),
    `entry` (their stems). Stems of an article, sorted: `dstem`, `dstart` (their holders); a holder: `hold` (sentence),
    `hweight`, `hrare`.
    """

    ids: Any
    weight: Any
    rare: Any
    flags: Any
    off: Any
    mass: Any
    seq: Any
    core: Any
    soff: Any
    sstem: Any
    sweight: Any
    srare: Any
    sown: Any
    first: Any
    entry: Any
    dstem: Any
    dstart: Any
    hold: Any
    hweight: Any
    hrare: Any


class Rules(NamedTuple):
    """`Options` and the fitted weights as plain numbers; `local[k]` is what a word is worth that k pairs share."""

    least: float
    words: float
    run: float
    faint: float
    edge: float
    below: float
    passage: float
    alone: float
    firm: float
    edited: float
    adds: float
    gap: int
    window: int
    rounds: int
    longest: int
    function: int
    unlike: float
    quoted: float
    bias: float
    told: float
    more: float
    alike: float
    length: float
    apart: float
    ordered: float
    crossed: float
    number: float
    negation: float
    local: Any


class Room(NamedTuple):
    """Working space, made once: by sentence of the second story, by rival, by token, by row of the result.

    `where`: by stem, one more than its place among those of the second story; 0 if it is not there.
    """

    bag: Any
    loc: Any
    count: Any
    touched: Any
    where: Any
    tree: Any
    top: Any
    table: Any
    left: Any
    right: Any
    used_a: Any
    used_b: Any
    many_a: Any
    many_b: Any
    ri: Any
    rj: Any
    z: Any
    p: Any
    q: Any
    same: Any
    run: Any
    mass: Any
    talk: Any
    near: Any
    group: Any
    keep: Any
    out: Any
    score: Any
    likeness: Any


def gather(c: Corpus, r: Rules, room: Room, s: int, b: int) -> int:
    """How many sentences of article `b` share a content stem with sentence `s`; they and the sums stand in `room`."""
    found = 0
    b0 = c.first[b]
    for x in range(c.soff[s], c.soff[s + 1]):
        d = room.where[c.sstem[x]] - 1
        if d < 0:
            continue
        pairs = c.sown[x] * (c.dstart[d + 1] - c.dstart[d])
        if pairs >= len(r.local):
            continue
        for h in range(c.dstart[d], c.dstart[d + 1]):
            t = c.hold[h] - b0
            if room.count[t] == 0:
                room.touched[found] = t
                found += 1
            room.count[t] += 1
            room.bag[t] += min(c.sweight[x], c.hweight[h])
            room.loc[t] += r.local[pairs] * min(c.srare[x], c.hrare[h])
    return found


def later(c: Corpus, s: int, t: int) -> bool:
    """Does sentence `s` sort after `t`? Which of two is looked at first must not depend on the names of articles."""
    u, v = c.off[s], c.off[t]
    while u < c.off[s + 1] and v < c.off[t + 1]:
        if c.ids[u] != c.ids[v]:
            return bool(c.ids[u] > c.ids[v])
        u += 1
        v += 1
    return bool(c.off[s + 1] - c.off[s] > c.off[t + 1] - c.off[t])


def fill(c: Corpus, table: Numbers, u0: int, n: int, v0: int, m: int) -> None:
    """The weights of the heaviest common subsequences of all beginnings (Wagner and Fischer 1974,
    doi:10.1145/321796.321811).
    """
    width = m + 1
    for j in range(width):
        table[j] = 0
    for i in range(1, n + 1):
        row = i * width
        table[row] = 0
        word, w = c.ids[u0 + i - 1], c.weight[u0 + i - 1]
        left, corner = 0, 0
        for j in range(1, width):
            above = table[row - width + j]
            best = max(above, left)
            if word == c.ids[v0 + j - 1]:
                best = max(best, corner + min(w, c.weight[v0 + j - 1]))
            table[row + j] = best
            left, corner = best, above


def trace(c: Corpus, r: Rules, room: Room, s: int, t: int, left: Numbers, right: Numbers) -> Any:
    """Mark what is common in order; (its weight, that of its heaviest run). A lone function word answers nothing."""
    u0, v0 = c.off[s], c.off[t]
    n, m = c.off[s + 1] - u0, c.off[t + 1] - v0
    table, width = room.table, m + 1
    i, j, total, best, run, ends = n, m, 0, 0, 0, 0
    last_i, last_j = -9, -9
    while i > 0 and j > 0:
        w = min(c.weight[u0 + i - 1], c.weight[v0 + j - 1])
        here = table[i * width + j]
        if c.ids[u0 + i - 1] == c.ids[v0 + j - 1] and here == table[(i - 1) * width + j - 1] + w:
            if last_i != i + 1 or last_j != j + 1:
                if run > r.function:
                    total += run
                elif ends == 1:
                    left[last_i - 1] = right[last_j - 1] = 0
                best, run, ends = max(best, run), 0, 0
            run += w
            ends += 1
            left[i - 1] = right[j - 1] = 1
            last_i, last_j = i, j
            i -= 1
            j -= 1
        elif table[(i - 1) * width + j] >= table[i * width + j - 1]:
            i -= 1
        else:
            j -= 1
    if run > r.function:
        total += run
    elif ends == 1:
        left[last_i - 1] = right[last_j - 1] = 0
    return total, max(best, run)


def loose(c: Corpus, r: Rules, s: int, t: int, left: Numbers, right: Numbers) -> int:
    """Mark the content words that both hold out of the common order; their weight."""
    u0, v0 = c.off[s], c.off[t]
    n, m = c.off[s + 1] - u0, c.off[t + 1] - v0
    total = 0
    for i in range(n):
        if left[i] or c.weight[u0 + i] <= r.function:
            continue
        for j in range(m):
            if not right[j] and c.ids[v0 + j] == c.ids[u0 + i]:
                left[i] = right[j] = 2
                total += min(c.weight[u0 + i], c.weight[v0 + j])
                break
    return total


def match(c: Corpus, r: Rules, room: Room, s: int, t: int) -> Any:
    """Mark in `room.left` and `room.right` what answers in two sentences; (in order, out of order, heaviest run).

    Sentences longer than `longest` are compared by their content stems alone, and nothing is marked in them.
    """
    if later(c, s, t):
        one, two, left, right = t, s, room.right, room.left
    else:
        one, two, left, right = s, t, room.left, room.right
    u0, v0 = c.off[one], c.off[two]
    n, m = c.off[one + 1] - u0, c.off[two + 1] - v0
    if n > r.longest or m > r.longest:
        return 0, shared(c, one, two), 0
    for i in range(n):
        left[i] = 0
    for j in range(m):
        right[j] = 0
    if c.seq[s] == c.seq[t]:
        for i in range(n):
            left[i] = right[i] = 1
        return c.mass[s], 0, c.mass[s]
    fill(c, room.table, u0, n, v0, m)
    ordered, run = trace(c, r, room, one, two, left, right)
    return ordered, loose(c, r, one, two, left, right), run


def shared(c: Corpus, s: int, t: int) -> int:
    """The weight of the content stems that two sentences share, each counted once."""
    total = 0
    x, y = c.soff[s], c.soff[t]
    while x < c.soff[s + 1] and y < c.soff[t + 1]:
        if c.sstem[x] < c.sstem[y]:
            x += 1
        elif c.sstem[y] < c.sstem[x]:
            y += 1
        else:
            total += min(c.sweight[x], c.sweight[y])
            x += 1
            y += 1
    return total


def heavy(c: Corpus, r: Rules, s: int, t: int) -> Any:
    """The weights of two sentences; of content stems, each once, where one is too long for more (as in `shared`)."""
    if c.off[s + 1] - c.off[s] <= r.longest and c.off[t + 1] - c.off[t] <= r.longest:
        return c.mass[s], c.mass[t]
    return c.core[s], c.core[t]


def unmatched(c: Corpus, r: Rules, s: int, marks: Numbers) -> Any:
    """(rarity of a sentence's content words without an answer, numbers without one, negations, answers in quotes)."""
    rare, numbers, negations, talk = 0, 0, 0, 0
    n = c.off[s + 1] - c.off[s]
    for i in range(n):
        k = c.off[s] + i
        negations += c.flags[k] // 2 % 2
        if n > r.longest:
            continue
        if not marks[i] and c.weight[k] > r.function:
            rare += c.rare[k]
            numbers += c.flags[k] % 2
        if marks[i] and c.flags[k] >= 4:
            talk += c.weight[k]
    return rare, numbers, negations, talk


def rival(c: Corpus, r: Rules, room: Room, s: int, t: int, loc: float, n: int) -> None:
    """Write rival `n`: how alike two sentences are, and the log-odds that one answers the other, context apart."""
    ordered, moved, run = match(c, r, room, s, t)
    mass_s, mass_t = heavy(c, r, s, t)
    low, high = max(1, min(mass_s, mass_t)), max(mass_s, mass_t)
    held = ordered + moved / 2
    same = 1.0 if c.seq[s] == c.seq[t] else min(r.unlike, held * sqrt(2.0 / (low * (low + high))))
    rare_s, numbers_s, negations_s, talk_s = unmatched(c, r, s, room.left)
    rare_t, numbers_t, negations_t, talk_t = unmatched(c, r, t, room.right)
    told = loc / 100.0
    room.z[n] = (
        r.bias
        + r.told * min(told, 3.0)
        + r.more * max(told - 3.0, 0.0)
        + r.alike * same
        + r.length * log(1.0 + low / 100.0)
        + r.apart * min(rare_s, rare_t) / 100.0
        + r.number * min(2, numbers_s, numbers_t)
        + r.negation * ((negations_s + negations_t) % 2)
    )
    room.same[n] = same
    room.run[n] = run / 100.0
    room.mass[n] = held / 100.0
    room.talk[n] = min(talk_s, talk_t) / 100.0


def rivals(c: Corpus, r: Rules, room: Room, a: int, b: int) -> int:
    """How many sentence pairs of two articles may answer each other, sorted in `room`; -1 if it is too small."""
    n = 0
    a0, b0 = c.first[a], c.first[b]
    for d in range(c.entry[b], c.entry[b + 1]):
        room.where[c.dstem[d]] = d + 1
    for s in range(a0, c.first[a + 1]):
        found = gather(c, r, room, s, b)
        for t in np.sort(room.touched[:found]):
            low = min(heavy(c, r, s, b0 + t))
            equal = c.seq[s] == c.seq[b0 + t]
            if low > 0 and (equal or room.bag[t] >= r.least * low):
                if n >= len(room.ri):
                    n = -1
                    break
                room.ri[n], room.rj[n] = s - a0, t
                rival(c, r, room, s, b0 + t, room.loc[t], n)
                n += 1
        for k in range(found):
            t = room.touched[k]
            room.count[t], room.bag[t], room.loc[t] = 0, 0, 0.0
        if n < 0:
            break
    for d in range(c.entry[b], c.entry[b + 1]):
        room.where[c.dstem[d]] = 0
    return n
