"""How fast are pairs aligned, and does time grow with length alone? python tests/bench/align_speed.py [--articles 500]

First: articles of 500 words of invented news; every tenth is a copy of the one before (a third of its sentences
reworded or cut, two moved) and compared with it, all other pairs are strangers of one vocabulary. Timed end to end
through `align` (reading the sentences, the loops, the table), on one core, compiled and interpreted. Then one pair of
articles of ever more words, by the word; with `--hostile` texts that nobody wrote instead: 200,000 sentences, one
sentence of 1 MB, one sentence 10,000 times, no spaces.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time

import pandas as pd

from provenance.align import align
from provenance.frames import empty
from provenance.text import split

# 4,000 words as common as those of a language: the k-th is drawn as often as 1/k (Zipf), behind 40 function words.
FUNCTION = (
    "the a of in on to and with after before for from said that by at is was it as be has have had not but were which "
    "will would their he she they this its an are been who"
).split()


def vocabulary(chance: random.Random) -> list[str]:
    """Words of two or three syllables, each once."""
    syllables = [c + v for c in "bcdfgklmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "er", "is")]
    found: dict[str, None] = {}
    while len(found) < 4000:
        found["".join(chance.choices(syllables, k=chance.choice((2, 3))))] = None
    return [*found]


def sentences(chance: random.Random, words: list[str], many: int) -> list[str]:
    """Sentences of 12 to 28 words, about 20, half of them function words; about `many` words in all."""
    ranks = [1 / (k + 10) for k in range(len(words))]
    made, count = [], 0
    while count < many:
        length = min(chance.randint(12, 28), max(12, many - count))
        content = chance.choices(words, ranks, k=length)
        line = [w if chance.random() < 0.55 else chance.choice(FUNCTION) for w in content]
        if chance.random() < 0.2:
            line[-1] = str(chance.randint(2, 9000))
        made.append(" ".join(line).capitalize() + ".")
        count += length
    return made


def copied(chance: random.Random, words: list[str], lines: list[str]) -> list[str]:
    """The story as a taker prints it: of three sentences one is reworded or cut, and two have changed places."""
    made = []
    for line in lines:
        if chance.random() < 0.33:
            tokens = line.rstrip(".").split()
            tokens = [chance.choice(words) if chance.random() < 0.2 else token for token in tokens]
            made.append(" ".join(tokens[: chance.randint(8, len(tokens))]) + ".")
        else:
            made.append(line)
    if len(made) > 2:
        i, j = chance.sample(range(len(made)), 2)
        made[i], made[j] = made[j], made[i]
    return made


def table(texts: dict[str, str]) -> pd.DataFrame:
    return split(pd.DataFrame({"article": [*texts], "text": [*texts.values()]}), empty("marks"))


def pairs_a_second(articles: int, each: int, compiled: bool) -> dict[str, object]:
    """Candidate pairs a second of processor time, end to end, where every article is in `each` pairs for its own."""
    chance = random.Random(4)
    words = vocabulary(chance)
    texts: dict[str, str] = {}
    for n in range(articles):
        fresh = n % 10 or n == 0
        lines = sentences(chance, words, 500) if fresh else copied(chance, words, texts[f"{n - 1:06d}"].split("\n\n"))
        texts[f"{n:06d}"] = "\n\n".join(lines)
    told = table(texts)
    names = [*texts]
    family = [(names[n - 1], names[n]) for n in range(10, articles, 10)]
    pairs = {*family}
    while len(pairs) < each * articles:
        one, two = sorted(chance.sample(names, 2))
        pairs.add((one, two))
    asked = sorted(pairs)
    align(told, asked[:20], compiled=compiled)  # the compiler's start is not the pairs' time
    start = time.process_time()
    rows = align(told, asked, compiled=compiled)
    took = time.process_time() - start
    speed = round(len(asked) / took)
    return {"compiled": compiled, "pairs an article": each, "pairs": len(asked), "rows": len(rows), "pairs/s": speed}


def growth() -> None:
    """One pair of articles of more and more words: microseconds a word."""
    chance = random.Random(5)
    words = vocabulary(chance)
    align(table({"a": "One two three.", "b": "One two three."}), [("a", "b")], compiled=True)
    for many in (500, 1000, 2000, 5000, 10_000, 20_000):
        lines = sentences(chance, words, many)
        told = table({"a": "\n\n".join(lines), "b": "\n\n".join(copied(chance, words, lines))})
        start = time.process_time()
        rows = align(told, [("a", "b")], compiled=True)
        took = time.process_time() - start
        told_us = round(1e6 * took / many)
        print(json.dumps({"words": many, "rows": len(rows), "seconds": round(took, 3), "us a word": told_us}))


def hostile() -> None:
    """Texts that nobody wrote: seconds, rows, and the most memory that the process has had until then."""
    chance = random.Random(6)
    words = vocabulary(chance)
    many = sentences(chance, words, 20 * 200_000)[:200_000]
    line = many[0]
    megabyte = " ".join(many)[:1_000_000].replace(".", "")
    script = "".join(chr(0x4E00 + chance.randrange(2000)) for _ in range(200_000))
    thai = "".join(chr(0x0E01 + chance.randrange(46)) for _ in range(200_000))
    five = ["سفينة", "ميناء", "قديم", "الثلاثاء", "ركاب"]
    arabic = "\n\n".join(" ".join(chance.choices(five, k=15)) for _ in range(5000))
    cases = {
        "200,000 sentences against themselves": ("\n\n".join(many), "\n\n".join(many)),
        "200,000 sentences against a story": ("\n\n".join(many), "\n\n".join(many[:25])),
        "a sentence of 1 MB": (megabyte, megabyte[:-100]),
        "one sentence 10,000 times against itself": ("\n\n".join([line] * 10_000), "\n\n".join([line] * 10_000)),
        "one sentence 10,000 times against a story": ("\n\n".join([line] * 10_000), "\n\n".join(many[:25])),
        "two sentences 10,000 times in turn": ("\n\n".join(many[:2] * 5000), "\n\n".join(many[1:3] * 5000)),
        "Chinese, a paragraph of 200,000": (script, script[:-9]),
        "Thai, a paragraph of 200,000": (thai, thai[:-9]),
        "Arabic, 5,000 sentences of five words": (arabic, arabic[::-1]),
        "empty": ("", ""),
    }
    for name, (one, two) in cases.items():
        start = time.process_time()
        told = table({"a": one, "b": two})
        cut = time.process_time() - start
        start = time.process_time()
        rows = align(told, [("a", "b")])
        took = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({"case": name, "sentences": len(told), "cut s": round(cut, 2), "align s": round(took, 2),
                          "rows": len(rows), "peak MB": peak}), flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--hostile", action="store_true")
    asked = parser.parse_args()
    if asked.hostile:
        hostile()
        return
    for each in (1, 5):
        print(json.dumps(pairs_a_second(4 * asked.articles, each, compiled=True)))
    print(json.dumps(pairs_a_second(asked.articles, 1, compiled=False)))
    growth()


if __name__ == "__main__":
    main()
