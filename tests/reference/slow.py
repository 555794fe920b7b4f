"""The same answers as the package's fast paths, by the definition and nothing else."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, product
from math import exp, log, sqrt

from provenance import align, slips
from provenance.align import Options
from provenance.align.corpus import words
from provenance.align.units import denies
from provenance.align.weights import FUNCTION_WEIGHT, stem, weight
from provenance.text import tokens
from provenance.wordlists import frequencies, rarity


def probabilities(one: list[str], two: list[str], lang: str = "en") -> dict[tuple[int, int], float]:
    """How probably each sentence of one story answers each of the other, by the formulas and nothing else."""
    left, right = ([_Words(norm, lang) for norm in story] for story in (one, two))
    odds, sure = {}, set()
    for i, j in product(range(len(left)), range(len(right))):
        s, t = left[i], right[j]
        if s.tokens in [x.tokens for x in left[:i]] or t.tokens in [x.tokens for x in right[:j]]:
            continue
        both = s.content.keys() & t.content.keys()
        bag = sum(min(s.content[k][0], t.content[k][0]) for k in both)
        low = min(s.mass, t.mass)
        if low and (s.tokens == t.tokens or (both and bag >= Options().least * low)):
            odds[i, j], certain = _odds(s, t, sum(_told(k, s, t, left, right) for k in both))
            sure |= {(i, j)} if certain else set()
    found = {pair: 1 / (1 + exp(-z)) for pair, z in odds.items()}
    for _ in range(align.ROUNDS):
        found = {pair: 1 / (1 + exp(-z - _beside(pair, found))) for pair, z in odds.items()}
    return {pair: max(p, align.FIRM) if pair in sure else p for pair, p in found.items()}


class _Words:
    """A sentence's tokens; its content stems with the least weight and rarity of each."""

    def __init__(self, norm: str, lang: str) -> None:
        self.tokens = words(norm)
        self.denials = sum(denies(t, lang) for t in self.tokens)
        self.stems = [stem(t, lang) for t in self.tokens]
        self.weights = [weight(t) for t in self.tokens]
        self.rare = [round(100 * rarity(t, lang)) for t in self.tokens]
        self.mass = sum(self.weights)
        self.content: dict[str, tuple[int, int]] = {}
        for k, w, r in zip(self.stems, self.weights, self.rare, strict=True):
            if w > FUNCTION_WEIGHT:
                known = self.content.get(k, (w, r))
                self.content[k] = (min(w, known[0]), min(r, known[1]))


def _told(stem_: str, s: _Words, t: _Words, left: list[_Words], right: list[_Words]) -> float:
    holders = [len({tuple(x.tokens) for x in story if stem_ in x.content}) for story in (left, right)]
    pairs = holders[0] * holders[1]
    return (
        0.0 if pairs > align.CROWD else min(s.content[stem_][1], t.content[stem_][1]) / (1 + align.LOCAL * log(pairs))
    )


def _odds(s: _Words, t: _Words, told: float) -> tuple[float, bool]:
    if (s.stems, s.weights) > (t.stems, t.weights):
        s, t = t, s
    pairs = _common(s, t)
    ordered = {k for run in _runs(pairs) if sum(_pair(s, t, p) for p in run) > FUNCTION_WEIGHT for k in run}
    spare_s, spare_t = (
        [n for n in range(len(x.tokens)) if n not in {k[at] for k in ordered}] for at, x in ((0, s), (1, t))
    )
    moved = []
    for i in spare_s:
        hit = next((j for j in spare_t if s.stems[i] == t.stems[j] and j not in {m[1] for m in moved}), None)
        if s.weights[i] > FUNCTION_WEIGHT and hit is not None:
            moved.append((i, hit))
    held = sum(_pair(s, t, p) for p in ordered) + sum(_pair(s, t, p) for p in moved) / 2
    low = min(s.mass, t.mass)
    alike = 1.0 if s.tokens == t.tokens else min(align.UNLIKE, held * sqrt(2 / (low * (s.mass + t.mass))))
    lone = [
        [
            n
            for n in range(len(x.tokens))
            if x.weights[n] > FUNCTION_WEIGHT and n not in {k[at] for k in [*ordered, *moved]}
        ]
        for at, x in ((0, s), (1, t))
    ]
    apart = min(sum(x.rare[n] for n in ns) for x, ns in zip((s, t), lone, strict=True)) / 100
    numbers = min(2, *(sum(x.tokens[n][0].isdigit() for n in ns) for x, ns in zip((s, t), lone, strict=True)))
    denied = (s.denials + t.denials) % 2
    told /= 100
    run = s.mass if s.tokens == t.tokens else max((sum(_pair(s, t, p) for p in run) for run in _runs(pairs)), default=0)
    known = Options()
    certain = (alike >= known.edited and held / 100 >= known.words) or run / 100 >= known.run
    odds = (
        align.BIAS + align.TOLD * min(told, 3) + align.MORE * max(told - 3, 0) + align.ALIKE * alike
        + align.LENGTH * log(1 + low / 100) + align.APART * apart + align.NUMBER * numbers + align.NEGATION * denied
    )  # fmt: skip
    return odds, certain


def _pair(s: _Words, t: _Words, places: tuple[int, int]) -> int:
    return min(s.weights[places[0]], t.weights[places[1]])


def _common(s: _Words, t: _Words) -> list[tuple[int, int]]:
    """The heaviest common subsequence of stems as pairs of places; in ties the first sentence gives way."""
    best: dict[tuple[int, int], int] = defaultdict(int)
    for i, j in product(range(1, len(s.stems) + 1), range(1, len(t.stems) + 1)):
        best[i, j] = max(best[i - 1, j], best[i, j - 1])
        if s.stems[i - 1] == t.stems[j - 1]:
            best[i, j] = max(best[i, j], best[i - 1, j - 1] + _pair(s, t, (i - 1, j - 1)))
    i, j, found = len(s.stems), len(t.stems), []
    while i and j:
        same = s.stems[i - 1] == t.stems[j - 1]
        if same and best[i, j] == best[i - 1, j - 1] + _pair(s, t, (i - 1, j - 1)):
            i, j = i - 1, j - 1
            found.append((i, j))
        elif best[i - 1, j] >= best[i, j - 1]:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def _runs(pairs: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    runs: list[list[tuple[int, int]]] = []
    for i, j in pairs:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    return runs


def _beside(pair: tuple[int, int], found: dict[tuple[int, int], float]) -> float:
    """What the neighbours of a pair add: for each near sentence its best, in order and across."""
    near = [k for k in range(-align.WINDOW, align.WINDOW + 1) if k]
    sums = []
    for way in (1, -1):
        there = {(x, y): found.get((pair[0] + x, pair[1] + y), 0.0) for x, y in product(near, near) if x * y * way > 0}
        rows = sum(max((p for (x, _), p in there.items() if x == k), default=0.0) for k in near)
        columns = sum(max((p for (_, y), p in there.items() if y == k), default=0.0) for k in near)
        sums.append(min(2.0, (rows + columns) / 2))
    return align.ORDERED * sums[0] + align.CROSSED * sums[1]


def heaviest_chain(scores: dict[tuple[int, int], float]) -> float:
    """The weight of the best set of matches in which both sides never go back."""
    best = 0.0
    pairs = sorted(scores)
    for size in range(1, len(pairs) + 1):
        for chosen in combinations(pairs, size):
            if all(one[1] <= two[1] for one, two in combinations(chosen, 2)):
                best = max(best, sum(scores[p] for p in chosen))
    return best


def windows(norms: list[str], words: int, window: int) -> list[set[tuple[str, ...]]]:
    """For every window of a story the shingles that stand in it: winnowing must keep one of each."""
    story = [w for norm in norms for w in tokens(norm)]
    shingles = [tuple(story[i : i + words]) for i in range(len(story) - words + 1)]
    if len(shingles) <= window:
        return [{s} for s in shingles]
    return [set(shingles[i : i + window]) for i in range(len(shingles) - window + 1)]


def linked(
    prints: dict[int, set[int]], holders: int, least: int, part: float, standing: list[int]
) -> dict[tuple[int, int], int]:
    """Every pair of stories that enough runs propose: each two of a run's few holders; of many, the first of them and
    each, and the likeliest source (credited most, then with most such runs, then the first) and each.
    """
    holding: dict[int, list[int]] = {}
    for story in sorted(prints):
        for run in prints[story]:
            holding.setdefault(run, []).append(story)
    many = {run for run, having in holding.items() if len(having) > holders}
    counts: dict[tuple[int, int], int] = {}
    for a, b in combinations(sorted(prints), 2):
        for run in prints[a] & prints[b]:
            having = holding[run]
            source = min(having, key=lambda story: (-standing[story], -len(prints[story] & many), story))
            if run not in many or a == having[0] or source in (a, b):
                counts[a, b] = counts.get((a, b), 0) + 1
    return {(a, b): n for (a, b), n in counts.items() if n >= least or n >= part * min(len(prints[a]), len(prints[b]))}


def holders(rows: list[tuple[int, int]], asked: set[int]) -> list[tuple[int, int]]:
    """(hash, number) of every row, each once, whose hash is asked for."""
    return sorted({row for row in rows if row[0] in asked})


def covered(words: list[int], scores: dict[int, float]) -> float:
    """The share of a story's words that its matches cover."""
    total = sum(words)
    return sum(w * scores.get(n, 0.0) for n, w in enumerate(words)) / total if total else 0.0


def common_words(one: list[str], two: list[str]) -> int:
    """The length of the longest common subsequence, by the table of all beginnings."""
    rows = [[0] * (len(two) + 1) for _ in range(len(one) + 1)]
    for i, x in enumerate(one):
        for j, y in enumerate(two):
            rows[i + 1][j + 1] = rows[i][j] + 1 if x == y else max(rows[i][j + 1], rows[i + 1][j])
    return rows[-1][-1]


def meant(word: str, words: list[str], lang: str) -> str | None:
    """The listed word among `words` of which `word` is a slip: every word is held against it, letter by letter."""
    bare = word.removesuffix("'s")
    if bare in frequencies(lang) or len(bare) < 6 or not bare.isalpha():
        return None
    near = []
    for other in words:
        longer, shorter = sorted((bare, other), key=len, reverse=True)
        dropped = {longer[:at] + longer[at + 1 :] for at in range(1, len(longer) - 1)}
        turned = {
            other[: at - 1] + other[at] + other[at - 1] + other[at + 1 :]
            for at in range(1, len(other))
        }  # fmt: skip
        one_key = shorter in dropped if len(longer) == len(shorter) + 1 else bare in turned and bare != other
        if one_key and len(other) >= 6 and other.isalpha() and other in frequencies(lang):
            near.append(other)
    return min((other for other in near if not slips._two_countries(bare, other)), default=None)


def summed(rows: list[tuple[float, float, float]]) -> tuple[float, ...]:
    """The nats of each story, smallest first, added one by one."""
    found = []
    for story in zip(*rows, strict=True):
        total = 0.0
        for nats in sorted(story):
            total += nats
        found.append(round(total, 6))
    return tuple(found) or (0.0, 0.0, 0.0)


def arborescences(n: int):
    """Every tree with direction on n nodes: each node's parent, -1 for the first."""
    for parents in product(range(-1, n), repeat=n):
        if sum(p < 0 for p in parents) == 1 and all(_rises(child, parents) for child in range(n)):
            yield parents


def _rises(child: int, parents: tuple[int, ...]) -> bool:
    for _ in parents:
        child = parents[child] if child >= 0 else child
    return child < 0


def shares_of_trees(scores, roots):
    """(edges, firsts, best): what each edge and each first has of the weight of all trees, and the heaviest tree."""
    n = len(roots)
    weight = {t: exp(sum(roots[c] if p < 0 else scores[p][c] for c, p in enumerate(t))) for t in arborescences(n)}
    total = sum(weight.values())
    edges = [[sum(w for t, w in weight.items() if t[c] == p) / total for c in range(n)] for p in range(n)]
    firsts = [sum(w for t, w in weight.items() if t[c] < 0) / total for c in range(n)]
    return edges, firsts, max(weight, key=weight.__getitem__)


def shares_of_joins(scores):
    """What each join has of the weight of all spanning trees without direction."""
    n = len(scores)
    weight = {
        frozenset(frozenset((c, p)) for c, p in enumerate(t) if p >= 0): exp(
            sum(scores[p][c] for c, p in enumerate(t) if p >= 0)
        )
        for t in arborescences(n)
    }
    total = sum(weight.values())
    return [[sum(w for t, w in weight.items() if frozenset((a, b)) in t) / total for b in range(n)] for a in range(n)]


def sets_of_kin(order: list[tuple[str, str]], says: dict[tuple[str, str], str]) -> list[set[str]]:
    """The pairs in sets: each joins the first that it meets and in which all are then kin of all."""
    sets: list[set[str]] = []
    for pair in order:
        for members in sets:
            joined = members | set(pair)
            if members & set(pair) and all(says.get(two, "none") != "none" for two in combinations(sorted(joined), 2)):
                members.update(pair)
                break
        else:
            sets.append(set(pair))
    return sets
