"""The compiled reader of sentences gives what the one with regular expressions gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.align import corpus, speed
from provenance.text import fold

# Letters, figures, what joins them, quotation marks, scripts without spaces, signs beyond the first plane.
SIGNS = st.sampled_from(list("abu.s0a-'’\"“ 0123,:_²éßا،हिन्दी中文ไทยทีُ่😀𝒜𠀀\n"))
SENTENCES = st.lists(
    st.tuples(st.text(SIGNS, max_size=25) | st.text(max_size=12), st.sampled_from(["en", "de"])), max_size=8
)


def read(how, told, owner):
    found = how([fold(text) for text, _ in told], [lang for _, lang in told], np.array(owner, np.int64))
    same = {seq: k for k, seq in reversed(list(enumerate(found.seq.tolist())))}
    return (
        [found.tokens[code] for code in found.codes],
        found.off.tolist(),
        [same[seq] for seq in found.seq.tolist()],
        found.speech.tolist(),
    )


@given(SENTENCES, st.integers(0, 8))
@settings(max_examples=300, deadline=None)
def test_sentences_are_read_alike_at_both_speeds(told, first):
    owner = [int(k >= first) for k in range(len(told))]
    assert read(speed.reader, told, owner) == read(corpus._read, told, owner)
