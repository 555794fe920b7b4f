"""Winnowing keeps one shingle of every window, so that a shared run of twelve words is always hit."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import slow
from strategies import stories

from provenance.fingerprint import Options, fingerprint, postings
from provenance.frames import empty
from provenance.text import fold, split

PLAIN, COMPILED = replace(Options(), compiled=1 << 60), replace(Options(), compiled=0)
# What folds oddly, composes, is reordered, joins words or stands without spaces; long enough to make shingles.
SIGNS = st.sampled_from(
    list("aZé.,:'-_ 19½²…—“’\n\t\0\u00ad\u00a0\u0301\u0327ßİſﬁΣς٣ªＡｶﾞ㌔①\ufdfa\ufe0f\u200dжЙכּלא")
    + list("कि्षहिन्दी़ก็ำ๔ນ့ကြ្កកヴが々〇漢字仮名交じり文㐀豈𠀀\U0002f800각\u1100\u1161\u11a8😀\U000e0101\U0010ffff")
)
TEXTS = st.lists(st.text(SIGNS | st.characters(exclude_categories=["Cs"]), max_size=120), max_size=6)


def column(*texts):
    return pa.array(texts, pa.large_string())


def runs(text, options=PLAIN):
    return set(postings(column(text), options=options)["hash"].to_pylist())


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
    assert kept["a"] == {np.uint64(12514592897286879502)}
    again, _ = prints(a="THE QUICK “brown” fox, jumps!")
    assert again == kept


def test_a_story_shorter_than_a_shingle_has_none():
    assert prints(a="Too short.")[0] == {"a": set()}
    assert Options().words == 5


@given(TEXTS)
@settings(max_examples=300)
def test_the_compiled_loop_agrees_with_plain_python_on_every_script(texts):
    plain, compiled = (postings(column(*texts), options=options) for options in (PLAIN, COMPILED))
    assert compiled.equals(plain)
    folded = column(*map(fold, texts))
    assert postings(folded, folded=True, options=COMPILED).equals(plain)


@given(TEXTS, st.data())
def test_rows_of_one_story_are_read_as_one_text(texts, data):
    ends = sorted(data.draw(st.lists(st.integers(0, len(texts)), max_size=3)))
    bounds = np.array([0, *ends, len(texts)])
    joined = ["\n".join(texts[start:end]) for start, end in pairwise(bounds)]
    for options in (PLAIN, COMPILED):
        assert postings(column(*texts), stories=bounds, options=options).equals(postings(column(*joined)))


def test_a_column_may_be_chunked_sliced_short_and_hold_nulls():
    texts = [None, "", "one two three four five six", "seven eight nine ten eleven twelve"]
    whole = postings(column(*texts), options=COMPILED)
    assert whole["story"].to_pylist() == [2, 2, 3, 3]
    for other in (pa.chunked_array([texts[:1], texts[1:]], pa.string()), column("none", *texts).slice(1)):
        assert postings(other, options=COMPILED).equals(whole)
        assert postings(other, options=PLAIN).equals(whole)
    assert len(postings(column(), options=COMPILED)) == 0


def test_what_reads_the_same_has_the_same_fingerprint():
    composed = "Été à la montagne où les élèves rêvent déjà"
    assert runs(composed) == runs(unicodedata.normalize("NFD", composed)) == runs(composed.upper())
    assert runs("हिन्दी में यह समाचार सबसे पहले आया") != runs("हन्द म यह समचर सबस पहल आय")
    assert len(runs("हिन्दी में यह समाचार सबसे पहले आया", COMPILED)) == 3


def test_a_script_without_spaces_is_cut_sign_by_sign():
    run = "政府は金曜日までに港の封鎖を解除すると発表した"
    assert len(run) > 16
    for options in (PLAIN, COMPILED):
        assert runs(f"速報。{run}", options) & runs(f"{run}、と報じられた。", options)
        assert not runs("港の封鎖を解除す", options)  # shorter than nine signs
    thai = "รัฐบาลประกาศยกเลิกการปิดท่าเรือภายในวันศุกร์นี้"
    assert runs(f"ข่าวด่วน {thai}") & runs(f"{thai}ตามรายงาน")


def test_a_few_articles_wait_for_no_compiler():
    script = (
        "import sys, provenance as pv, pandas as pd\n"
        "texts = [f'The harbour of Valport was closed for {n} hours on Friday, they said.' for n in range(60)]\n"
        "pv.trace(pd.DataFrame({'article': [str(n) for n in range(60)], 'text': texts}))\n"
        "print(sorted({'numba', 'llvmlite', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
