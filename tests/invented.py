"""Small traces built by hand, for the tests of words and pictures: who took what is written down, not inferred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import combinations

import pandas as pd

from provenance.frames import TABLES, Trace, frame
from provenance.text import fold

Took = Mapping[str, Sequence[tuple[str, int, float]]]  # child: (parent, how many of its first sentences, p)


def story(tag: str, sentences: int) -> list[str]:
    """Sentences that no other tag has."""
    return [f"The {tag} keeper of lighthouse {n} wrote to the harbour board on Monday." for n in range(sentences)]


def invented(
    stories: Mapping[str, Sequence[str]],
    took: Took | None = None,
    *,
    outlets: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    kin: Sequence[tuple[str, str]] = (),
    credit: Mapping[str, str] | None = None,
    minutes: Mapping[str, int] | None = None,
) -> Trace:
    """The trace of these stories. Equal sentences match; `kin` pairs are undecided; `minutes` are times after noon."""
    took, outlets, titles = took or {}, outlets or {}, titles or {}
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
    noon = pd.Timestamp("2024-05-06 12:00", tz="UTC")
    for name, sentences in stories.items():
        text = "\n".join(sentences)
        outlet = outlets.get(name)
        at = noon + pd.Timedelta(minutes=minutes[name]) if minutes and name in minutes else None
        known = ("given" if outlet else "unknown", at, "minute" if at is not None else "none")
        digest = sha256(text.encode()).hexdigest()
        rows["articles"].append((name, text or " ", titles.get(name), outlet, *known, None, None, "en", None, digest))
        start = 0
        for n, sentence in enumerate(sentences):
            rows["sentences"].append((name, n, start, start + len(sentence), sentence, fold(sentence)))
            start += len(sentence) + 1
        _descend(rows, name, sentences, took.get(name, ()), (credit or {}).get(name, "none"))
    for a, b in combinations(sorted(stories), 2):
        _compare(rows, (a, b), stories, took, (a, b) in kin)
    for node in sorted({parent for parents in took.values() for parent, _, _ in parents if parent.startswith("~")}):
        agency = None if node[1:].isdigit() else node[1:]
        children = [child for child, parents in took.items() if node in {parent for parent, _, _ in parents}]
        rows["unseen"].append((node, agency, "What nobody saw.", ",".join(sorted(children))))
    return Trace(**{name: frame(name, found) for name, found in rows.items()}, options={})


def _descend(
    rows: dict[str, list[tuple[object, ...]]],
    name: str,
    sentences: Sequence[str],
    parents: Sequence[tuple[str, int, float]],
    credit: str,
) -> None:
    from_whom = [(parent, p) for parent, many, p in parents for _ in range(many)]
    for n in range(len(sentences)):
        parent, p = from_whom[n] if n < len(from_whom) else ("", 0.9)
        rows["descent"].append((name, n, parent, None, p))
    main = max(parents, key=lambda taken: taken[1], default=("", 0, 0.0))[0]
    for parent, many, p in parents:
        kind = "unseen" if parent.startswith("~") else "observed"
        rows["edges"].append((parent, name, many / len(sentences), p, kind, parent == main, None, None))
    share = len(from_whom) / len(sentences) if sentences else 0.0
    rows["audit"].append((name, main, share, credit if main else "none", None, "was looked at"))


def _compare(
    rows: dict[str, list[tuple[object, ...]]],
    pair: tuple[str, str],
    stories: Mapping[str, Sequence[str]],
    took: Took,
    kin: bool,
) -> None:
    a, b = pair
    same = [(n, stories[b].index(words)) for n, words in enumerate(stories[a]) if words in stories[b]]
    rows["matches"] += [(a, n, b, m, 1.0, "same", False, 1.0, False) for n, m in same]
    shared = len(same) / max(1, min(len(stories[a]), len(stories[b])))
    of_b = {parent: p for parent, _, p in took.get(b, ())}.get(a)
    of_a = {parent: p for parent, _, p in took.get(a, ())}.get(b)
    if of_b or of_a:
        p = of_b or of_a or 0.0
        rest = (1 - p) / 3
        ways = (p, rest) if of_b else (rest, p)
        rows["verdicts"].append((a, b, *ways, rest, rest, shared, "a->b" if of_b else "b->a"))
        weights = (3.0, 0.0, 0.5) if of_b else (0.0, 3.0, 0.5)
        rows["evidence"].append((a, b, "foreign_furniture", *weights, "More from the harbour", None, None, None, None))
    elif kin:
        rows["verdicts"].append((a, b, 0.2, 0.2, 0.5, 0.1, shared, "undecided"))
    else:
        rows["verdicts"].append((a, b, 0.01, 0.01, 0.03, 0.95, shared, "none"))


LIGHTS = story("old", 4)
FAMILY = {
    "stories": {
        "file-1": [*LIGHTS, *story("chief", 4)],
        "file-2": LIGHTS,
        "file-3": [*LIGHTS[:2], *story("young", 3)],
        "file-4": story("absent", 5),
        "file-5": [*story("chief", 4)[2:], *story("lone", 4)],
    },
    "took": {"file-1": [("~AFP", 4, 0.95)], "file-2": [("file-1", 4, 0.99)], "file-3": [("~AFP", 2, 0.7)]},
    "outlets": {"file-1": "Harbour Times", "file-3": "The Coast", "file-4": "Inland News", "file-5": "Quay Daily"},
    "titles": {"file-1": "Keepers write to the board", "file-4": "Nothing to do with it"},
    "kin": [("file-1", "file-5")],
    "credit": {"file-1": "generic", "file-3": "full"},
}


def harbour() -> Trace:
    """Five articles: two from an AFP text that is not here, one from the first of them, one apart, one only kin."""
    return invented(
        FAMILY["stories"], FAMILY["took"], **{k: v for k, v in FAMILY.items() if k not in ("stories", "took")}
    )


def chain(many: int) -> Trace:
    """A chain of so many articles, each of which took all but its last sentence from the one before."""
    stories = {f"d{n:03}": story("deep", 3 + many)[: 3 + many - n] for n in range(many)}
    took = {f"d{n:03}": [(f"d{n - 1:03}", 2 + many - n, 0.9)] for n in range(1, many)}
    return invented(stories, took, outlets={name: f"Paper {name[1:]}" for name in stories})


def star(many: int) -> Trace:
    """One article that so many others took from."""
    stories = {"d000": LIGHTS, **{f"d{n:03}": [*LIGHTS[:2], *story(f"s{n}", 2)] for n in range(1, many + 1)}}
    took = {name: [("d000", 2, 0.8)] for name in stories if name != "d000"}
    return invented(stories, took, outlets={name: f"Paper {name[1:]}" for name in stories})


def braid(many: int) -> Trace:
    """Articles that each took from the three before them, and from two originals that are not here."""
    stories, took = {}, {}
    for n in range(many):
        stories[f"d{n:03}"] = [*LIGHTS, *story(f"b{n}", 3)]
        before = [(f"d{m:03}", 1, 0.6) for m in range(max(0, n - 3), n)]
        took[f"d{n:03}"] = [(f"~{1 + n % 2}", 2, 0.7), *before]
    return invented(stories, took, outlets={name: f"Paper {name[1:]}" for name in stories})


def crowd(many: int) -> Trace:
    """So many articles in families of five: one first text, two that took from it, one from these, one unrelated."""
    stories, took = {}, {}
    for n in range(many):
        family, place = divmod(n, 5)
        first = f"d{family * 5:03}"
        own = story(f"c{n}", 2)
        stories[f"d{n:03}"] = own if place == 4 else [*story(f"f{family}", 4), *own]
        if place in (1, 2):
            took[f"d{n:03}"] = [(first, 4, 0.8)]
        if place == 3:
            took[f"d{n:03}"] = [(f"d{n - 1:03}", 4, 0.7)]
    credit = {name: ("none", "full", "generic")[n % 3] for n, name in enumerate(sorted(took))}
    return invented(stories, took, outlets={name: f"Paper {name[1:]}" for name in stories}, credit=credit)
