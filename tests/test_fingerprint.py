"""Winnowing keeps one shingle of every window, so that a shared run of twelve words is always hit."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import slow
from strategies import stories

from provenance.fingerprint import Options, fingerprint
from provenance.frames import empty
from provenance.text import split


def prints(**texts):
    articles = pd.DataFrame({"article": list(texts), "text": list(texts.values())})
    sentences = split(articles, empty("marks"))
    made = fingerprint(sentences)
    norms = {a: g["norm"].tolist() for a, g in sentences.groupby("article")}
    return {a: set(made.loc[made["article"] == a, "hash"]) for a in texts}, norms


@given(stories(1, 8))
@settings(max_examples=40)
def test_every_window_of_a_story_keeps_one_of_its_shingles(text):
    kept, norms = prints(a=text)
    windows = slow.windows(norms.get("a", []), 5, 8)
    one_word_longer = {}
    for window in windows:
        for shingle in window:
            solo, _ = prints(s=" ".join(shingle))
            one_word_longer[shingle] = next(iter(solo["s"]))
    assert all({one_word_longer[s] for s in window} & kept["a"] for window in windows)
    assert kept["a"] <= set(one_word_longer.values())


@given(stories(1, 4), stories(1, 4), st.integers(0, 3))
@settings(max_examples=40)
def test_a_shared_run_of_twelve_words_is_always_hit(before, after, skip):
    run = "kestrel lines suspended all sailings between valport and serrana until friday evening only"
    kept, _ = prints(
        a=f"{before}\n\n{run}", b=f"{run}\n\n{after}", c=" ".join(before.split()[skip:]) + f" {run} " + after
    )
    assert kept["a"] & kept["b"]
    assert kept["a"] & kept["c"]


def test_fingerprints_are_the_same_on_every_machine():
    kept, _ = prints(a="The quick brown fox jumps.")
    assert kept["a"] == {np.uint64(14645653166456530799)}
    again, _ = prints(a="THE QUICK “brown” fox, jumps!")
    assert again == kept


def test_a_story_shorter_than_a_shingle_has_none():
    assert prints(a="Too short.")[0] == {"a": set()}
    assert Options().words == 5
