"""A slip is a word that no dictionary knows, one keystroke from one that it does."""

from __future__ import annotations

import pytest

from provenance.slips import Known, Slips, lookalikes, meant

WORDS = (
    "situation situtation government goverment separate seperate afghanistan afghansitan labour labor travelled "
    "traveled organise organize contract contact centre center kovalenkov kovalenkova threats threat"
).split()
KNOWN = lookalikes(WORDS)


@pytest.mark.parametrize(
    ("slip", "word"), [("situtation", "situation"), ("goverment", "government"), ("afghansitan's", "afghanistan")]
)
def test_a_letter_dropped_doubled_or_exchanged_is_a_slip(slip, word):
    assert meant(slip, KNOWN, "en") == word


@pytest.mark.parametrize(
    "word",
    ["situation", "labour", "labor", "travelled", "traveled", "organise", "organize", "contract", "contact",
     "centre", "center", "kovalenkova", "threats", "threat", "seperate", "nowhere"],
)  # fmt: skip
def test_words_names_and_spellings_of_two_countries_are_no_slips(word):
    assert meant(word, KNOWN, "en") is None


def test_in_a_language_without_a_dictionary_nothing_is_called_a_slip():
    assert meant("situtation", KNOWN, "fi") is None


def test_the_slips_among_words_are_those_that_each_word_is_by_itself():
    asked, words = Slips(KNOWN), {*WORDS, "afghansitan's", "nowhere"}
    expected = {word: right for word in sorted(words) if (right := meant(word, KNOWN, "en"))}
    assert list(asked.among(words, "en").items()) == list(expected.items())
    assert asked.among(words, "en") == expected
    assert asked.among({"situtation"}, "fi") == {}
    assert Slips(Known(WORDS)).among(words, "en") == expected
