"""A screen spares a slow pattern most texts; it may never hide one in which the pattern would have matched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance import text
from provenance.boilerplate import _openings, caption, footer, signoff
from provenance.masthead import credits, grammar, houses, languages, times, titles, tongues, wires
from provenance.text import _sentences

# Words and signs of which the patterns are made, so that texts of them are matched often, and nearly matched more so.
PIECES = (
    *"a T x 1 12 2023 31 : - – — | / . , ( ) [ ] ! ? © ß ﬁ ſ K İ ı » · ’ “ ”".split(), " ", "\n", "\u00a0",
    *"agency agencies Agencies AGENCIES reports feed wires Source with inputs from news services by and".split(),
    *"agências byråer 综合 एजेंसी агентства Agences Agenturen ajanslar mit Sources: (agencies) wire told tells".split(),
    *"February März مارس मार्च février 14th 05.04.2025 14:30 年 月 日 May".split(),
    *"dpa sid iStock Stock sda imago images Reuters AFP picture alliance The Press Trust presidents Agence".split(),
    *"Ellerpost ellerpost ELLERPOST Torran Herald straße Strasse office ofﬁce".split(),
    *"privacy policy COOKIE settings Photo: File Editing by Jane Doe Getty site map phone e-mail".split(),
)  # fmt: skip
mixed = st.lists(st.sampled_from(PIECES), max_size=14).flatmap(
    lambda parts: st.sampled_from([" ", "", " "]).map(lambda glue: glue.join(parts))
)


def spans(hits: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    return [hit.span() for hit in hits]


@settings(max_examples=400)
@given(mixed)
@example("On May 5, 2023 and 14 марта 2023, 14:30 IST")
def test_every_date_is_found_where_one_can_begin(words: str) -> None:
    assert spans(times._dates(words)) == spans(times._date().finditer(words))
    assert spans(times._dates(words, 3)) == spans(times._date().finditer(words, 3))


def heads(words: str, latin: bool) -> list[tuple[int, str]]:
    """The slow twin: one pattern of all the ways to begin, whatever they begin with."""
    index = wires._index(latin)
    whole = re.compile(wires._branches(sorted(index.by_head)))
    return [(hit.start(), hit.group()) for hit in whole.finditer(words)]


@settings(max_examples=400)
@given(mixed)
@example("presidpa-AFX iStoStock dpa-dpa")
def test_beginnings_of_agencies_names_are_those_of_one_pattern(words: str) -> None:
    index = wires._index(True)
    assert wires._heads(words, index) == heads(words, True)


@settings(max_examples=400)
@given(mixed)
def test_no_credit_to_agencies_is_hidden(words: str) -> None:
    if not credits._may_name_agencies(text.Page(words)):
        assert not grammar.GENERIC.search(words) and not tongues.GENERIC.search(words)


@settings(max_examples=300)
@given(mixed)
def test_a_title_without_a_mark_is_not_cut(words: str) -> None:
    assert titles._MARK.search(words) or len(titles._CUT.split(words)) == 1


@settings(max_examples=300)
@given(mixed)
def test_names_of_few_outlets_are_those_of_many(words: str) -> None:
    few = houses.Houses(["Ellerpost", "Torran Herald", "Strasse Post", "Office News"])
    others = [f"Quex{chr(97 + n // 26)}{chr(97 + n % 26)} Herald" for n in range(houses._FEW)]
    assert few.mentions(words) == houses.Houses([*few.outlets, *others]).mentions(words)


@settings(max_examples=300)
@given(mixed)
def test_the_flat_text_keeps_every_place(words: str) -> None:
    page = text.Page(words)
    assert len(page.flat) == len(page.low) == len(words)
    assert all(a == b or (b == "?" and not a.isascii()) for a, b in zip(words, page.flat, strict=True))


@settings(max_examples=400)
@given(mixed)
def test_no_furniture_is_hidden(words: str) -> None:
    line = " ".join(words.split())
    if not _openings.may_hold(line, footer._HINTS) and "©" not in line:
        assert not footer._KNOWN.search(line)
    if not _openings.may_close(line):
        assert not signoff._BRACKET.search(line)
    end = caption._END.search(line[-120:])
    assert caption._credit(line[-120:]) == (end.group() if end else "")


@settings(max_examples=300)
@given(mixed)
def test_words_of_a_language_are_those_of_its_pattern(words: str) -> None:
    assert languages._words(words) == languages._WORD.findall(words.casefold())


@settings(max_examples=300)
@given(mixed)
def test_who_was_told_is_found_behind_the_word(words: str) -> None:
    whole = re.compile(rf"\b(?:told|tells)\s(?P<name>{grammar.NAME})")
    assert spans(grammar.TOLD.finditer(words)) == spans(whole.finditer(words))


prose = st.lists(
    st.sampled_from("He said that (a) b) [1] U.S. it's; “Yes” ‘no’ – — … 3.5 Mr. 12 x_y a.b. _.a. l'été ﬁ".split()),
    max_size=12,
).map(" ".join)

PLAIN = sorted(_sentences._PLAIN_LANGS)


@settings(max_examples=400)
@given(prose, st.sampled_from(["", ".", "!", "?", '."', ".”", "…", ":"]), st.sampled_from(PLAIN))
def test_a_paragraph_that_is_not_cut_is_one_sentence(words: str, end: str, lang: str) -> None:
    whole = words + end
    if not _sentences._INNER.search(whole):
        assert list(_sentences._merged(whole, _sentences._boundaries(whole, lang))) == [(0, len(whole))]


@settings(max_examples=400)
@given(st.one_of(prose, mixed, st.text(max_size=40)))
def test_a_text_is_folded_as_the_whole_rule_says(words: str) -> None:
    slow = unicodedata.normalize("NFKC", words)
    for sign, plain in text._SAME.items():
        slow = slow.replace(sign, plain)
    assert text.fold(words) == " ".join(slow.casefold().split())


@settings(max_examples=400)
@given(st.one_of(prose, mixed, st.text(alphabet="ab1_.'-,: é", max_size=20)))
def test_a_token_is_what_one_plain_pattern_finds(words: str) -> None:
    norm = text.fold(words)
    assert text._TOKEN.findall(norm) == re.findall(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d]\w*(?:['-]\w+)*", norm)
