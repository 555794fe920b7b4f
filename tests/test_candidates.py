"""Pairs that share runs of words: the same from plain Python, from SQL and by the definition."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import slow

import provenance as pv
from provenance.candidates import Options, candidates, shared
from provenance.frames import empty, frame
from provenance.text import split

PLAIN, SQL = Options(joined=1 << 60), Options(joined=0)
PRINTS = st.dictionaries(st.integers(0, 11), st.sets(st.integers(0, 15), min_size=1, max_size=12), max_size=12)
STANDING = st.lists(st.integers(0, 2), min_size=12, max_size=12)
MOMENTS = st.lists(st.none() | st.integers(0, 40), min_size=12, max_size=12)


def table(prints):
    rows = [(story, run) for story, runs in sorted(prints.items()) for run in sorted(runs)]
    story, run = zip(*rows, strict=True) if rows else ((), ())
    return pa.table({"story": pa.array(story, pa.uint32()), "hash": pa.array(run, pa.uint64())})


def timed(moments):
    return np.array(sorted((np.nan if m is None else float(m) for m in moments), key=lambda m: (np.isnan(m), m)))


def pairs(prints, moments, options, standing=None):
    found = shared(table(prints), moments, standing and np.array(standing), options=options)
    return {(a, b): n for a, b, n in zip(*(found[c].to_pylist() for c in ("a", "b", "shared")), strict=True)}


@given(PRINTS, STANDING, st.integers(1, 5), st.integers(1, 3), st.sampled_from([0.1, 0.3, 2.0]))
@settings(max_examples=100, deadline=None)
def test_both_ways_of_joining_give_the_pairs_of_the_definition(prints, standing, holders, least, part):
    expected = slow.linked(prints, holders, least, part, standing)
    for way in (PLAIN, SQL):
        options = replace(way, holders=holders, least=least, part=part)
        assert pairs(prints, np.full(12, np.nan), options, standing) == expected


@given(PRINTS, MOMENTS, STANDING, st.integers(1, 5), st.sampled_from([1.0, 7.0, 100.0]))
@settings(max_examples=100, deadline=None)
def test_both_ways_of_joining_agree_on_a_window_of_time(prints, moments, standing, holders, days):
    asked = {"holders": holders, "least": 1, "days": days}
    moments = timed(moments)
    found = pairs(prints, moments, replace(PLAIN, **asked), standing)
    assert found == pairs(prints, moments, replace(SQL, **asked), standing)
    assert all(np.isnan(moments[[a, b]]).any() or moments[b] - moments[a] <= days for a, b in found)


@given(MOMENTS, st.sampled_from([3.0, 10.0]))
@settings(deadline=None)
def test_a_story_held_everywhere_keeps_all_together_that_a_window_of_time_would(moments, days):
    moments = timed(moments)
    held = {story: {1} for story in range(12)}
    groups = {story: {story} for story in held}
    for a, b in pairs(held, moments, Options(holders=2, least=1, days=days)):
        union = groups[a] | groups[b]
        groups |= dict.fromkeys(union, union)
    near = [(a, b) for a, b in combinations(range(11), 2) if moments[b] - moments[a] <= days and b == a + 1]
    assert all(b in groups[a] for a, b in near)
    timeless = np.flatnonzero(np.isnan(moments))
    assert not len(timeless) or len(groups[int(timeless[0])]) == 12


def test_two_thousand_reprints_cost_two_thousand_links():
    held = {story: set(range(60)) for story in range(2000)}
    for way in (PLAIN, SQL):
        found = pairs(held, np.full(2000, np.nan), way)
        assert set(found) == {(0, other) for other in range(1, 2000)}


@pytest.mark.parametrize("way", [PLAIN, SQL], ids=["plain", "sql"])
def test_the_earliest_reprint_stands_for_all(way):
    text = "Kestrel Lines suspended all sailings between Valport and Serrana until Friday evening, it said."
    days = [3, 2, 1, *range(4, 61)]
    articles = pd.DataFrame(
        {
            "article": [f"{n:02d}" for n in range(60)],
            "text": [text] * 60,
            "published": pd.to_datetime([f"2024-01-{d:02d}" if d < 30 else None for d in days], utc=True),
        }
    )
    found = candidates(articles, split(articles, empty("marks")), options=replace(way, holders=10))
    assert len(found) == 59
    assert all("02" in pair for pair in found)


@pytest.mark.parametrize("way", [PLAIN, SQL], ids=["plain", "sql"])
def test_reprints_are_compared_with_the_house_that_they_credit_though_another_clock_is_earlier(way):
    text = "Kestrel Lines suspended all sailings between Valport and Serrana until Friday evening, it said."
    names = [f"{n:02d}" for n in range(60)]
    articles = pd.DataFrame({
        "article": names,
        "text": [text] * 60,
        "outlet": ["Serrana Wire" if name == "30" else f"Gazette {name}" for name in names],
        "published": pd.to_datetime(["2024-01-02" if name == "30" else "2024-01-01" for name in names], utc=True),
    })  # fmt: skip
    credits = frame("credits", [(name, 0, 4, "Serrana Wire", "origin", "By Serrana Wire") for name in names[::9]])
    found = candidates(articles, split(articles, empty("marks")), credits, options=replace(way, holders=10))
    assert all(tuple(sorted(("30", name))) in found for name in names if name != "30")
    assert len(found) == 58 + 59  # and with the earliest


@pytest.mark.parametrize("way", [PLAIN, SQL], ids=["plain", "sql"])
def test_reprints_that_credit_nobody_are_compared_with_the_fullest(way):
    held = {story: set(range(60)) - {story % 50, (story + 7) % 50} for story in range(200)}
    held[90] = set(range(60))
    found = pairs(held, np.full(200, np.nan), replace(way, holders=10))
    assert {(min(90, other), max(90, other)) for other in range(200) if other != 90} <= set(found)
    assert len(found) < 3 * 200


def test_one_shared_run_proposes_short_stories_only():
    short = {0: {1, 2, 3}, 1: {1, 4, 5}}
    long = {0: set(range(30)), 1: {0, *range(40, 80)}}
    assert set(pairs(short, np.full(2, np.nan), PLAIN)) == {(0, 1)}
    assert not pairs(long, np.full(2, np.nan), PLAIN)
    assert set(pairs(long | {1: {0, 1, *range(40, 80)}}, np.full(2, np.nan), PLAIN)) == {(0, 1)}


def test_more_than_the_memory_goes_to_the_folder_named(tmp_path):
    story = np.repeat(np.arange(20_000, dtype=np.uint32), 100)
    run = (np.arange(len(story), dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) % np.uint64(1_000_003)
    given = pa.table({"story": story, "hash": run})
    small = shared(given, np.full(20_000, np.nan), options=SQL, memory="120MB", spill=str(tmp_path))
    assert small.equals(shared(given, np.full(20_000, np.nan), options=SQL))


def test_of_a_few_articles_none_are_compared_that_were_published_further_apart_than_asked():
    days = ["2031-05-01", "2031-05-03", "2031-05-09", None]
    articles = pd.DataFrame({
        "article": list("abcd"), "text": [f"{name} said something." for name in "abcd"],
        "published": pd.to_datetime(days, utc=True).astype("datetime64[us, UTC]"),
    })  # fmt: skip
    timeless = {("a", "d"), ("b", "d"), ("c", "d")}
    windows = {None: {("a", "b"), ("a", "c"), ("b", "c")}, 2: {("a", "b")}, 6: {("a", "b"), ("b", "c")}}
    for window, near in windows.items():
        asked = Options(days=window)
        assert set(candidates(articles, empty("sentences"), options=asked)) == near | timeless
        one, two = (pv.trace(articles, pv.Options(candidates=asked), workers=n) for n in (1, 2))
        assert set(zip(one.verdicts["a"], one.verdicts["b"], strict=True)) == near | timeless
        assert two.verdicts.equals(one.verdicts)
