"""What differs between two sentences, as a reader would mark it, and what kind of change each is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import slow

from provenance.align import differ
from provenance.align.edits import KINDS, changes, edits
from provenance.align.kinds import one_word_two_ways, turned
from provenance.align.units import stated

WORDS = (
    "the The a of and not Moscow Paris ferry ferry's said Lavrov 200 900 three 3 million U.S. US organise organize "
    'July 8 , . “ ” " ( ) — percent % was ready 港 口 रास्ता ไทย'
).split()
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
TEXTS = SENTENCES | st.text(max_size=40)


def told(one: str, two: str, lang: str = "en") -> list[tuple[str, str, str]]:
    return [(edit.kind, edit.deleted.strip(), edit.inserted.strip()) for edit in changes(one, two, lang)]


@given(TEXTS, TEXTS)
def test_what_is_equal_and_deleted_is_the_one_and_what_is_equal_and_inserted_the_other(one, two):
    found = edits(one, two)
    assert "".join(words for op, words in found if op != "insert") == one
    assert "".join(words for op, words in found if op != "delete") == two
    assert all(words for _, words in found)
    for (op, _), (after, _) in itertools.pairwise(found):
        assert (op, after) in {("equal", "delete"), ("equal", "insert"), ("delete", "insert"), ("delete", "equal"),
                               ("insert", "equal")}  # fmt: skip


@given(TEXTS, TEXTS)
def test_changes_are_slices_in_order_and_making_them_makes_the_one_the_other(one, two):
    made, at, there = [], 0, 0
    for edit in changes(one, two):
        assert edit.deleted == one[slice(*edit.one)] and edit.inserted == two[slice(*edit.two)]
        assert edit.kind in KINDS and (edit.deleted or edit.inserted)
        assert (
            edit.op
            == {(True, True): "replace", (True, False): "delete", (False, True): "insert"}[
                bool(edit.deleted), bool(edit.inserted)
            ]
        )
        assert edit.one.start >= at and one[at : edit.one.start] == two[there : edit.two.start]
        made += [one[at : edit.one.start], edit.inserted]
        at, there = edit.one.end, edit.two.end
    assert "".join([*made, one[at:]]) == two


@given(TEXTS, TEXTS, st.sampled_from(["en", "de", "fr", "xx"]))
def test_exchanging_the_sentences_exchanges_deleted_and_inserted_lost_and_added_and_nothing_else(one, two, lang):
    forth, back = changes(one, two, lang), changes(two, one, lang)
    swap = {"delete": "insert", "insert": "delete", "replace": "replace"}
    assert forth == [type(e)(swap[e.op], turned(e.kind), e.inserted, e.deleted, e.two, e.one) for e in back]


@given(TEXTS)
def test_nothing_changes_between_a_sentence_and_itself(one):
    assert changes(one, one) == []
    assert edits(one, one) == ([("equal", one)] if one else [])


@given(st.lists(st.sampled_from("abcde"), max_size=12), st.lists(st.sampled_from("abcde"), max_size=12))
def test_as_many_words_answer_each_other_as_the_longest_common_subsequence_has(one, two):
    pairs = differ.matched(one, two)
    assert all(one[i] == two[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in itertools.pairwise(pairs))
    assert len(pairs) == slow.common_words(one, two)


@given(st.permutations(range(40)), st.lists(st.integers(0, 9), max_size=40))
@settings(max_examples=40)
def test_beyond_the_bound_words_are_anchored_in_order(order, noise):
    one, two = [*map(str, range(40))], [str(n) for n in order]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differ, "STRETCH", 8)
        pairs = differ.matched(one, two)
    assert all(one[i] == two[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in itertools.pairwise(pairs))


def test_a_long_text_with_a_few_changes_is_anchored_and_not_given_up():
    words = [f"w{n % 700}x{n // 700}" for n in range(9000)]
    other = [w if n % 90 else f"other{n}" for n, w in enumerate(words)]
    assert len(changes(" ".join(words), " ".join(other))) == 100


@pytest.mark.parametrize(
    ("one", "two"),
    [("a b c d " * 60_000, "d c b a " * 60_000), ("x" * 500_000, "y" * 500_000), ("“ " * 100_000, '" ' * 99_999)],
)
def test_sentences_of_half_a_megabyte_come_to_an_end(one, two):
    found = edits(one, two)
    assert "".join(words for op, words in found if op != "insert") == one
    assert "".join(words for op, words in found if op != "delete") == two


@pytest.mark.parametrize(
    ("one", "two", "kinds"),
    [
        ("the US exit", "the U.S. exit", ["style"]),
        ("The air base was hit.", "The airbase was hit.", ["style"]),
        ("They organise tours.", "They organize tours.", ["style"]),
        ("Three ferries sank.", "3 ferries sank.", ["style"]),
        ("It rose 5 percent.", "It rose 5 per cent.", ["style"]),
        ("It rose 5%.", "It rose 5 percent.", ["style"]),
        ("It cost $3m.", "It cost 3 million dollars.", ["style"]),
        ("It sank on July 8, 2021.", "It sank on 8 July 2021.", ["style"]),
        ("It sank on Aug. 3.", "It sank on August 3.", ["style"]),
        ("The ministry says no more.", "The ministry said no more.", ["style"]),
        ("It sank, the ministry said.", "It sank, according to the ministry.", ["style"]),
        ("“We sail,” he said.", '"We sail," he said.', ["style", "style"]),
        ("FERRY SINKS OFF SERRANA", "Ferry sinks off Serrana", ["style"]),
        ("Ferry sinks", "The ferry sinks", ["style"]),
        ("The situation is bad.", "The situtation is bad.", ["spelling"]),
        ("They fled to Kyrgyzstan.", "They fled to Kyrgystan.", ["spelling"]),
        ("Some 200 soldiers fled.", "Some 900 soldiers fled.", ["number changed"]),
        ("He paid three million.", "He paid three billion.", ["number changed"]),
        ("The army was ready.", "The army was not ready.", ["negation changed"]),
        (
            "The group promised help to the port and its crews.",
            "The group told reporters last week it was no threat to harbour pilots abroad.",
            ["reworded"],
        ),
        ("They have agreed.", "They haven't agreed.", ["negation changed"]),
        ("On Monday Sergei Lavrov left.", "On Monday Anna Berger left.", ["name changed"]),
        ("They flew to Iran.", "They flew to Iraq.", ["name changed"]),
        ("He said: “We want peace now.”", "He said: “We want bread now.”", ["quotation changed"]),
        ("It was “a sad day” for all.", "It was a sad day for all.", ["quotation changed"] * 2),
        ("The bridge fell, the mayor said.", "The bridge fell.", ["attribution lost"]),
        ("The bridge fell.", "According to the mayor, the bridge fell.", ["attribution added", "style"]),
        ("The bloc, led by Moscow, met.", "The bloc met.", ["detail lost"]),
        ("The bloc met.", "The bloc met on Wednesday.", ["detail added"]),
        ("The bloc (of six states) met.", "The bloc met.", ["detail lost"]),
        ("The pilot climbed out.", "The pilot jumped out.", ["reworded"]),
    ],
)  # fmt: skip
def test_each_change_is_of_the_kind_that_a_reader_would_say(one, two, kinds):
    assert [kind for kind, _, _ in told(one, two)] == kinds


@pytest.mark.parametrize(
    ("lang", "one", "two", "kinds"),
    [
        ("de", "Der Hafen war bereit.", "Der Hafen war nicht bereit.", ["negation changed"]),
        ("de", "Die Brücke fiel, sagte der Bürgermeister.", "Die Brücke fiel.", ["attribution lost"]),
        ("de", "Das kostet 1.500 Euro.", "Das kostet 1500 Euro.", ["style"]),
        ("de", "Der Hund schläft.", "Der Kater schläft.", ["reworded"]),
        ("fr", "Selon le maire, le pont est tombé.", "Le pont est tombé.", ["attribution lost", "style"]),
        ("es", "El puente cayó, dijo el alcalde.", "El puente cayó.", ["attribution lost"]),
        ("ru", "Порт был готов.", "Порт не был готов.", ["negation changed"]),
        ("zh", "港口周三开放。", "港口周四开放。", ["reworded"]),
        ("ar", "وصل ٢٠٠ جندي.", "وصل 200 جندي.", ["style"]),
    ],
)
def test_kinds_are_told_in_other_languages_by_their_own_words(lang, one, two, kinds):
    assert [kind for kind, _, _ in told(one, two, lang)] == kinds


def test_style_is_told_apart_from_the_content_beside_it():
    found = told(
        "Anna Berger told reporters on Tuesday she would organise three talks.",
        "Berger said she would organize 3 talks.",
    )
    assert found == [
        ("detail lost", "Anna", ""),
        ("detail lost", "told reporters on Tuesday", "said"),
        ("style", "organise", "organize"),
        ("style", "three", "3"),
    ]


def test_a_lone_the_between_two_rewritten_stretches_is_no_island():
    assert told("The boat left the old harbour.", "The boat quit the new haven.") == [
        ("reworded", "left the old harbour", "quit the new haven")
    ]


def test_a_comma_belongs_to_the_clause_that_it_opens():
    found = [edit.deleted for edit in changes("Troops, who came by sea, on Monday left.", "Troops on Monday left.")]
    assert found == [", who came by sea,"]


def test_writing_without_spaces_is_compared_by_the_character():
    assert told("港口将于周三开放边境。", "港口将于周四开放边境。", "zh") == [("reworded", "三", "四")]


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [("u.s.", "us", True), ("air base", "airbase", True), ("organised", "organized", True), ("centre", "center", True),
     ("ask", "asked", False), ("iran", "iraq", False), ("", "", False)],
)  # fmt: skip
def test_two_spellings_of_one_word_are_told_from_two_words(one, two, alike):
    assert one_word_two_ways(one, two) is alike


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("the army was ready", "the army was not ready", False),
        ("200 soldiers fled", "900 soldiers fled", False),
        ("three ferries sank", "3 ferries went down", True),
        ("nobody was not there", "all were there", True),
        ("it rose 5%", "it rose by 5 percent", True),
    ],
)
def test_sentences_that_differ_in_numbers_or_negation_do_not_agree(one, two, same):
    assert (stated(one) == stated(two)) is same


def test_numbers_and_negation_agree_across_languages():
    assert stated("the port is not open until 3 june") == stated("der hafen ist bis zum 3. juni nicht geöffnet", "de")
    assert stated("the port is open") != stated("der hafen ist nicht geöffnet", "de")
