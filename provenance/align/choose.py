"""Which of the rivals are answers: context, one answer a word, passages against chance, order.

Start at `align_all`; written, as `compare` is, for the interpreter and for `numba`.
"""

from __future__ import annotations

from math import exp
from typing import Any

import numpy as np

from provenance.align.compare import Corpus, Numbers, Room, Rules, match, rivals

__all__ = [
    "accept", "align_all", "average", "beside", "best_of", "certain", "chain", "choose", "clear", "emit", "ends",
    "firm", "fresh", "inside", "name", "passages", "ranked", "root", "settle", "spend",
]  # fmt: skip


def beside(r: Rules, room: Room, k: int, n: int) -> float:
    """What the neighbours of rival `k` add to its log-odds: those in order with it, and those across.

    Of all that answer one near sentence the best counts; the mean of both stories' sums, so that neither is preferred.
    """
    w = r.window
    width = 2 * w + 1
    near = room.near
    for x in range(4 * width):
        near[x] = 0.0
    for step in (-1, 1):
        x = k + step
        while 0 <= x < n and abs(room.ri[x] - room.ri[k]) <= w:
            down, far = room.ri[x] - room.ri[k], room.rj[x] - room.rj[k]
            if down != 0 and 0 < abs(far) <= w:
                way = 0 if down * far > 0 else 2 * width
                near[way + down + w] = max(near[way + down + w], room.q[x])
                near[way + width + far + w] = max(near[way + width + far + w], room.q[x])
            x += step
    ordered, crossed = 0.0, 0.0
    for x in range(width):
        ordered += (near[x] + near[width + x]) / 2
        crossed += (near[2 * width + x] + near[3 * width + x]) / 2
    return r.ordered * min(ordered, 2.0) + r.crossed * min(crossed, 2.0)


def settle(r: Rules, room: Room, n: int) -> None:
    """The probability of each rival given its neighbours': a few rounds of mean field (Jordan et al. 1999,
    doi:10.1023/A:1007665907178).
    """
    for k in range(n):
        room.p[k] = 1.0 / (1.0 + exp(-room.z[k]))
    for _ in range(r.rounds):
        for k in range(n):
            room.q[k] = room.p[k]
        for k in range(n):
            room.p[k] = 1.0 / (1.0 + exp(-room.z[k] - beside(r, room, k, n)))
    for k in range(n):
        if certain(r, room, k):
            room.p[k] = max(room.p[k], r.firm)
        room.p[k] = round(room.p[k] * 1e6) / 1e6


def fresh(c: Corpus, s: int, base: int, marks: Numbers, used: Numbers) -> int:
    """The weight of what is marked in a sentence and answers nothing yet."""
    total = 0
    for i in range(c.off[s + 1] - c.off[s]):
        if marks[i] and not used[c.off[s] - base + i]:
            total += c.weight[c.off[s] + i]
    return total


def spend(c: Corpus, s: int, base: int, marks: Numbers, used: Numbers) -> None:
    """What is marked in a sentence has its answer now."""
    for i in range(c.off[s + 1] - c.off[s]):
        if marks[i]:
            used[c.off[s] - base + i] = 1


def choose(c: Corpus, r: Rules, room: Room, a: int, b: int, n: int) -> None:
    """Keep the best rivals: a sentence answers a second time only with words that have no answer yet."""
    a0, b0 = c.first[a], c.first[b]
    slope = (c.first[b + 1] - b0) / max(1, c.first[a + 1] - a0)
    for k in range(n):
        room.keep[k] = 0
        # the same sentence printed twice is decided by its place in the story, not by which article comes first
        room.q[k] = abs(room.ri[k] * slope - room.rj[k]) / max(1.0, slope)
    for i in range(c.off[c.first[a + 1]] - c.off[a0]):
        room.used_a[i] = 0
    for j in range(c.off[c.first[b + 1]] - c.off[b0]):
        room.used_b[j] = 0
    clear(c, room, a, b)
    for k in ranked(room, n):
        if room.p[k] < r.faint:
            continue
        i, j = room.ri[k], room.rj[k]
        s, t = a0 + i, b0 + j
        if room.many_a[i] and room.many_b[j]:
            continue  # two sentences that both changed partners: left at the better ones
        match(c, r, room, s, t)
        if c.off[s + 1] - c.off[s] <= r.longest and c.off[t + 1] - c.off[t] <= r.longest:
            new = min(fresh(c, s, c.off[a0], room.left, room.used_a), fresh(c, t, c.off[b0], room.right, room.used_b))
            if (room.many_a[i] or room.many_b[j]) and new < r.adds * min(c.mass[s], c.mass[t]):
                continue
            spend(c, s, c.off[a0], room.left, room.used_a)
            spend(c, t, c.off[b0], room.right, room.used_b)
        room.keep[k] = 1
        room.many_a[i] += 1
        room.many_b[j] += 1


def ranked(room: Room, n: int) -> Any:
    """The rivals, those first whose words are most probably taken; among equals the nearest to the diagonal."""
    order = np.argsort(np.array([room.q[k] for k in range(n)]), kind="mergesort")
    return order[np.argsort(np.array([-room.p[k] * room.same[k] for k in order]), kind="mergesort")]


def root(group: Numbers, k: int) -> int:
    """The first rival of the passage that `k` belongs to."""
    while group[k] != k:
        k = group[k]
    return int(k)


def passages(r: Rules, room: Room, n: int) -> None:
    """Join kept rivals that stand near each other on both sides: `room.group` is the first of each passage."""
    for k in range(n):
        room.group[k] = k
    for k in range(n):
        if not room.keep[k]:
            continue
        x = k + 1
        while x < n and room.ri[x] - room.ri[k] <= r.gap:
            if room.keep[x] and abs(room.rj[x] - room.rj[k]) <= r.gap:
                one, two = root(room.group, k), root(room.group, x)
                room.group[max(one, two)] = min(one, two)
            x += 1
    for k in range(n):
        room.group[k] = root(room.group, k)


def best_of(room: Room, k: int, at: int, best: Numbers, owner: Numbers) -> float:
    """What rival `k` adds to the sum, over the sentences of its passage on one side, of their best answers."""
    p, group = room.p[k], room.group[k]
    if owner[at] == group + 1:
        gain = max(0.0, p - best[at])
        best[at] = max(best[at], p)
        return float(gain)
    owner[at], best[at] = group + 1, p
    return float(p)


def accept(c: Corpus, r: Rules, room: Room, a: int, b: int, n: int) -> None:
    """Drop passages that chance explains, and from the rest the faint rivals at their ends."""
    clear(c, room, a, b)
    for k in range(n):
        room.q[k] = room.z[k] = 0.0
    for k in range(n):
        if room.keep[k]:
            g = room.group[k]
            room.q[g] += best_of(room, k, room.ri[k], room.bag, room.many_a)
            room.z[g] += best_of(room, k, room.rj[k], room.loc, room.many_b)
    for k in range(n):
        g = room.group[k]
        if room.keep[k] and (room.p[k] >= r.alone or certain(r, room, k)):
            room.q[g] = room.z[g] = max(room.q[g], room.z[g], r.passage)
    clear(c, room, a, b)
    for k in range(n):
        if room.keep[k] and min(room.q[room.group[k]], room.z[room.group[k]]) < r.passage:
            room.keep[k] = 0
    average(room, n)
    for k in range(n):
        if room.keep[k] and not firm(r, room, k) and not inside(r, room, k, n):
            room.keep[k] = 2
    for k in range(n):
        room.keep[k] = room.keep[k] % 2


def average(room: Room, n: int) -> None:
    """How alike the kept rivals of each passage are on average: `room.z` over `room.q`, at the first of it."""
    for k in range(n):
        room.q[k] = room.z[k] = 0.0
    for k in range(n):
        if room.keep[k]:
            room.q[room.group[k]] += room.p[k]
            room.z[room.group[k]] += room.p[k] * room.same[k]


def clear(c: Corpus, room: Room, a: int, b: int) -> None:
    """Nothing is counted or summed by sentence any more."""
    for i in range(c.first[a + 1] - c.first[a]):
        room.many_a[i], room.bag[i] = 0, 0.0
    for j in range(c.first[b + 1] - c.first[b]):
        room.many_b[j], room.loc[j] = 0, 0.0


def certain(r: Rules, room: Room, k: int) -> bool:
    """Nearly the same words, or a long run of them, need no company, and are more likely taken than not."""
    return bool((room.same[k] >= r.edited and room.mass[k] >= r.words) or room.run[k] >= r.run)


def firm(r: Rules, room: Room, k: int) -> bool:
    """May a rival begin or end its passage: probable enough, and not much less alike than the rest of it?"""
    g = room.group[k]
    return bool(room.p[k] >= r.edge and room.same[k] * room.q[g] >= r.below * room.z[g])


def inside(r: Rules, room: Room, k: int, n: int) -> bool:
    """Does a faint rival stand between firm ones of its passage, on both sides?"""
    before_i, after_i, before_j, after_j = False, False, False, False
    for step in (-1, 1):
        x = k
        while 0 <= x < n and abs(room.ri[x] - room.ri[k]) <= 2 * r.gap:
            if room.keep[x] and room.group[x] == room.group[k] and firm(r, room, x):
                before_i = before_i or room.ri[x] <= room.ri[k]
                after_i = after_i or room.ri[x] >= room.ri[k]
                before_j = before_j or room.rj[x] <= room.rj[k]
                after_j = after_j or room.rj[x] >= room.rj[k]
            x += step
    return before_i and after_i and before_j and after_j


def name(r: Rules, room: Room, k: int) -> int:
    """The kind of a kept rival, by its place in `frames.KINDS`: same, edited, rewritten, merged, split."""
    if room.many_b[room.rj[k]] > 1 and room.many_b[room.rj[k]] >= room.many_a[room.ri[k]]:
        return 3
    if room.many_a[room.ri[k]] > 1:
        return 4
    if room.same[k] >= 1.0:
        return 0
    return 1 if room.same[k] >= r.edited else 2


def emit(c: Corpus, r: Rules, room: Room, pairs: Numbers, pair: int, n: int, rows: int) -> int:
    """Write what is kept as rows of the result; how many there are now."""
    a, b = pairs[2 * pair], pairs[2 * pair + 1]
    a0, b0 = c.first[a], c.first[b]
    clear(c, room, a, b)
    for k in range(n):
        if room.keep[k]:
            room.many_a[room.ri[k]] += 1
            room.many_b[room.rj[k]] += 1
    begin = rows
    for k in range(n):
        if not room.keep[k]:
            continue
        s, t = a0 + room.ri[k], b0 + room.rj[k]
        match(c, r, room, s, t)
        at = rows * 10
        room.out[at], room.out[at + 1], room.out[at + 2] = pair, room.ri[k], room.rj[k]
        room.out[at + 3] = name(r, room, k)
        room.out[at + 4] = 1
        room.out[at + 5], room.out[at + 6] = ends(c, r, s, room.left, t)
        room.out[at + 7], room.out[at + 8] = ends(c, r, t, room.right, s)
        room.out[at + 9] = 1 if room.talk[k] >= r.quoted * room.mass[k] else 0
        room.z[rows] = heft(c, s, t)
        room.score[rows], room.likeness[rows] = room.p[k], round(room.same[k] * 1e4) / 1e4
        rows += 1
    chain(room, begin, rows, c.first[b + 1] - b0)
    return rows


def heft(c: Corpus, s: int, t: int) -> int:
    """What decides which of two sentences that changed places has moved if they are as like: the lighter, else by the
    pattern of their words' weights. Never by the side they stand on.
    """
    pattern = 0
    for x in (s, t):
        for k in range(c.off[x], c.off[x + 1]):
            pattern += (c.weight[k] + 3 * c.rare[k]) * (k - c.off[x] + 1)
    return int(min(3071, c.mass[s], c.mass[t]) + pattern % 1024)


def ends(c: Corpus, r: Rules, s: int, marks: Numbers, t: int) -> Any:
    """The first and the last token of a sentence that answers; all of them where nothing was marked."""
    n = c.off[s + 1] - c.off[s]
    if n > r.longest or c.off[t + 1] - c.off[t] > r.longest:
        return 0, n - 1
    low, high = 0, n - 1
    while low < n and not marks[low]:
        low += 1
    while high >= 0 and not marks[high]:
        high -= 1
    return low, high


def chain(room: Room, begin: int, rows: int, width: int) -> None:
    """Rows outside the heaviest chain of matches that keeps the order of both stories stay marked as moved.

    A Fenwick tree of best chains by place in the second story (Gusfield 1997, section 12.5, for the unweighted case):
    n log n in the matches. A row weighs its likeness; `room.z` breaks ties. Sums of whole numbers, which are exact in
    any order. `room.group` is the row before.
    """
    for x in range(width + 1):
        room.tree[x], room.top[x] = 0.0, -1
    best, last = 0.0, -1
    for k in range(begin, rows):
        weight, came, at = 0.0, -1, room.out[k * 10 + 2] + 1
        while at > 0:
            if room.tree[at] > weight:
                weight, came = room.tree[at], room.top[at]
            at &= at - 1
        weight += round(room.likeness[k] * 1e4) * 1048576.0 + room.z[k]
        room.group[k - begin] = came
        if weight > best:
            best, last = weight, k
        at = room.out[k * 10 + 2] + 1
        while at <= width:
            if weight > room.tree[at]:
                room.tree[at], room.top[at] = weight, k
            at += at & -at
    while last >= 0:
        room.out[last * 10 + 4] = 0
        last = room.group[last - begin]


def align_all(c: Corpus, r: Rules, room: Room, pairs: Numbers, start: int) -> Any:
    """Align pairs (two article numbers each, one after the other) from `start` on; (rows written, the next pair).

    Stops early where `room` is full: the rows are taken out, or room is made, and it is called again.
    """
    rows = 0
    pair = start
    while pair < len(pairs) // 2:
        a, b = pairs[2 * pair], pairs[2 * pair + 1]
        n = rivals(c, r, room, a, b)
        if n < 0 or rows + n > len(room.score):
            return rows, pair
        settle(r, room, n)
        choose(c, r, room, a, b, n)
        passages(r, room, n)
        accept(c, r, room, a, b, n)
        rows = emit(c, r, room, pairs, pair, n, rows)
        pair += 1
    return rows, pair
