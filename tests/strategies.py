"""Small news of hypothesis's own making: words, sentences, stories, folders."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

_WORDS = (
    "harbour council minister bridge ferry storm village school engineer border market winter railway festival "
    "committee election doctor hospital river police"
).split()
_GLUE = "the a of in on to and with after before for from said that".split()


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence of 6 to 16 words, with a name or a number in some."""
    words = draw(st.lists(st.sampled_from(_WORDS + _GLUE), min_size=6, max_size=16))
    extra = draw(st.sampled_from(["", " on Tuesday", " in Kalpur", f" {draw(st.integers(2, 9000))}"]))
    return f"{' '.join(words).capitalize()}{extra}."


def stories(least: int = 1, most: int = 8) -> st.SearchStrategy[str]:
    """Paragraphs of one sentence."""
    return st.lists(sentences(), min_size=least, max_size=most).map("\n\n".join)


@st.composite
def folders(draw: st.DrawFn) -> pd.DataFrame:
    """Two to five articles; some take sentences from an earlier one, some carry furniture or a credit."""
    texts: list[str] = []
    for _ in range(draw(st.integers(2, 5))):
        lines = draw(stories(2, 5)).split("\n\n")
        if texts and draw(st.booleans()):
            taken = draw(st.sampled_from(texts)).split("\n\n")
            lines = taken[: draw(st.integers(1, len(taken)))] + lines[: draw(st.integers(0, 2))]
        lines += draw(st.sampled_from([[], ["READ MORE: Ten bridges that never were"], ["Source: Reuters"], ["AFP"]]))
        texts.append("\n\n".join(lines))
    outlets = draw(
        st.lists(
            st.sampled_from(["Reuters", "Kalpur Daily", "Marlo Star", None]), min_size=len(texts), max_size=len(texts)
        )
    )
    return pd.DataFrame({"article": [f"n{i}" for i in range(len(texts))], "text": texts, "outlet": outlets})
