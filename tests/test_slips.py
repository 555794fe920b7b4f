"""A slip is a word that no dictionary knows, one keystroke from one that it does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.slips import Slips
from tests.reference import slow

WORDS = (
    "situation situtation government goverment separate seperate afghanistan afghansitan labour labor travelled "
    "traveled organise organize contract contact centre center kovalenkov kovalenkova threats threat"
).split()


@pytest.mark.parametrize(
    ("slip", "word"), [("situtation", "situation"), ("goverment", "government"), ("afghansitan's", "afghanistan")]
)
def test_a_letter_dropped_doubled_or_exchanged_is_a_slip(slip, word):
    assert Slips(WORDS).meant(slip, "en") == word


@pytest.mark.parametrize(
    "word",
    ["situation", "labour", "labor", "travelled", "traveled", "organise", "organize", "contract", "contact",
     "centre", "center", "kovalenkova", "threats", "threat", "seperate", "nowhere"],
)  # fmt: skip
def test_words_names_and_spellings_of_two_countries_are_no_slips(word):
    assert Slips(WORDS).meant(word, "en") is None


def test_a_word_that_nobody_here_wrote_is_not_what_was_meant():
    assert Slips(["situation"]).meant("goverment", "en") is None


def test_in_a_language_without_a_dictionary_nothing_is_called_a_slip():
    assert Slips(WORDS).meant("situtation", "fi") is None


@st.composite
def slipped(draw):
    """A word of the list with a letter dropped, put in, replaced or exchanged with another anywhere, or two of them."""
    word = draw(st.sampled_from(WORDS))
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(word) - 1))
        letter = draw(st.sampled_from("aeinst'é"))
        word = draw(
            st.sampled_from([
                word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            ])
        )  # fmt: skip
    return word


@given(slipped(), st.lists(st.sampled_from(WORDS), unique=True))
def test_what_is_sought_by_keystrokes_is_what_holding_it_against_every_word_finds(word, words):
    assert Slips(words).meant(word, "en") == slow.meant(word, words, "en")


def test_the_slips_among_words_are_those_that_each_word_is_by_itself():
    asked, words = Slips(WORDS), {*WORDS, "afghansitan's", "nowhere"}
    expected = {word: right for word in sorted(words) if (right := Slips(WORDS).meant(word, "en"))}
    assert list(asked.among(words, "en").items()) == list(expected.items())
    assert asked.among(words, "en") == expected
    assert asked.among({"situtation"}, "fi") == {}
