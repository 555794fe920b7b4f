"""Articles that are made up as they are needed: python tests/bench/press.py --articles 10000 --out DIR [--processes 2].

430 words of a vocabulary as uneven as a language's, with stock phrases between; 12 % of the articles take text from
another in one of five ways. What each says, and where it is from, follows from its number alone, so pairs do not grow
with the square of the corpus, nothing is kept, and the truth is known. Written are DIR/articles/*.parquet (article,
outlet, title, published, text; 10,000 rows each) and DIR/truth.parquet (article, kind, source).
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

KINDS = ("near copy", "passage of 60 words", "three sentences", "150 words, 15 % replaced", "wire, 300 of a story")
WORDS, REUSED, CLUSTER, BATCH, SENTENCE = 430, 25, 300, 10_000, 18
SEED = 20240607
LETTERS = np.array(list("etaoinshrdlucmfwypvbgkjqxz"))
HOUSES, PAPERS = 500, ("Times", "Post", "Herald", "Gazette", "Courier", "Star", "Mail")
COLUMNS = pa.schema({
    "article": pa.string(), "outlet": pa.string(), "title": pa.string(), "published": pa.timestamp("us", tz="UTC"),
    "text": pa.string(),
})  # fmt: skip
FIRST, STEP = 1_640_995_200_000_000, 31_500_000  # microseconds: from 2022 on, a million articles a year
FLOORS = {"near copy": 0.98, KINDS[1]: 0.98, KINDS[2]: 0.97, KINDS[3]: 0.97, KINDS[4]: 0.99}


class Press:
    """Articles by number: what each says and where it comes from follows from its number alone."""

    def __init__(self) -> None:
        """Makes the vocabulary (50,000 words, the n-th as frequent as 1 / n) and 3,000 stock phrases of eight."""
        rng = np.random.default_rng(SEED)
        # Frequent words are short, as a language's are: 2 letters the first, 8 the last, one or two more or less.
        lengths = 2.2 + 1.2 * np.log10(np.arange(1, 50_001)) + rng.normal(0, 1, 50_000)
        made: dict[str, None] = {}
        for size in lengths.round().clip(2, 12).astype(int):
            word = "".join(rng.choice(LETTERS[:20], size))
            while word in made:
                word += str(rng.choice(LETTERS[:20]))
            made[word] = None
        self.words = np.array(list(made), dtype=object)
        weight = 1 / np.arange(1, len(self.words) + 1)
        self.sums = np.cumsum(weight / weight.sum())
        self.stock = rng.integers(0, len(self.words), (3000, 8))

    def source(self, number: int) -> tuple[int, int]:
        """The kind of an article's reuse (-1: none) and the article that it takes from."""
        if number % REUSED > 2 or number < 3 * REUSED:
            return -1, number
        kind = (number // REUSED + number) % len(KINDS)
        if kind == 4:
            story = number // REUSED * 3 // 5 // CLUSTER  # three in five rounds of REUSED are wire copies
            return kind, story * 5 * CLUSTER // 3 * REUSED + 7
        far = np.random.default_rng((SEED, 1, number)).integers(0, number // REUSED)
        return kind, int(far) * REUSED + 11

    def own(self, number: int) -> np.ndarray:
        """The words of an article that takes nothing."""
        rng = np.random.default_rng((SEED, 0, number))
        said = np.searchsorted(self.sums, rng.random(WORDS)).clip(max=len(self.words) - 1)
        for at in rng.integers(0, WORDS - 8, 2):  # two stock phrases, the first ones more often
            said[at : at + 8] = self.stock[int(len(self.stock) * rng.random() ** 3)]
        return said

    def said(self, number: int) -> np.ndarray:
        """The words of an article, by their places in the vocabulary."""
        kind, source = self.source(number)
        if kind < 0:
            return self.own(number)
        rng = np.random.default_rng((SEED, 2, number))
        taken, own = self.own(source), self.own(number)
        if kind in (0, 4):
            share = 0.02 if kind == 0 else 0.03
            taken = np.where(rng.random(WORDS) < share, own, taken)
            return taken if kind == 0 else taken[: int(WORDS * rng.uniform(0.6, 1))]
        if kind == 2:
            for at in rng.choice(WORDS // SENTENCE, 3, replace=False) * SENTENCE:
                own[at : at + SENTENCE] = taken[at : at + SENTENCE]
            return own
        size = 60 if kind == 1 else 150
        at, to = rng.integers(0, WORDS - size, 2)
        run = taken[at : at + size]
        own[to : to + size] = run if kind == 1 else np.where(rng.random(size) < 0.15, own[to : to + size], run)
        return own

    def text(self, number: int) -> str:
        """The article, in sentences."""
        return self.sentences(self.said(number))

    def sentences(self, said: np.ndarray) -> str:
        """The words in sentences of eighteen."""
        words = self.words[said].tolist()
        return " ".join(" ".join(words[n : n + SENTENCE]).capitalize() + "." for n in range(0, len(words), SENTENCE))

    def facts(self, number: int) -> tuple[str, str, str, int | None, str]:
        """Name, outlet, title, time and text: one of 500 houses, some far busier than others; the words with which the
        text begins, or some further on; a time later than the source's, but for one article in ten without any.
        """
        house, known, late = np.random.default_rng((SEED, 3, number)).random(3)
        at, said = int(HOUSES * house**2), self.said(number)
        outlet = f"{self.words[200 + at].capitalize()} {PAPERS[at % len(PAPERS)]}"
        title = " ".join(self.words[said[number % 5 : number % 5 + 8]]).capitalize()
        published = None if known < 0.1 else FIRST + int((number + late / 2) * STEP)
        return named(number), outlet, title, published, self.sentences(said)


def named(number: int) -> str:
    """What the article of a number is called."""
    return f"a{number:08d}"


@cache
def press() -> Press:
    """The press of this process."""
    return Press()


def articles(numbers: range) -> pa.Table:
    """The articles of these numbers, as they are given to a trace."""
    columns = zip(*map(press().facts, numbers), strict=True)
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, COLUMNS.types, strict=True)], COLUMNS)


def truth(count: int) -> pa.Table:
    """What was planted in so many articles: [article, kind, source], of those that take something."""
    told = ((n, *press().source(n)) for n in range(count))
    rows = [
        {"article": named(n), "kind": KINDS[kind], "source": named(source)} for n, kind, source in told if kind >= 0
    ]
    return pa.Table.from_pylist(rows)


def _part(count: int, folder: Path, first: int) -> None:
    table = articles(range(first, min(first + BATCH, count)))
    pq.write_table(table, folder / "articles" / f"{first:09d}.parquet", compression="zstd", compression_level=1)


def write(count: int, folder: Path, processes: int = 2) -> Path:
    """The folder, once so many articles and the truth of them stand in it."""
    (folder / "articles").mkdir(parents=True)
    with ProcessPoolExecutor(processes) as crew:
        for _ in crew.map(partial(_part, count, folder), range(0, count, BATCH)):
            pass
    pq.write_table(truth(count), folder / "truth.parquet")
    return folder


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=10_000)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--processes", type=int, default=2)
    given = asked.parse_args()
    write(given.articles, given.out, given.processes)


if __name__ == "__main__":
    main()
