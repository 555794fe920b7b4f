"""What a trace says in words: names, probabilities, findings, sides, and links that lead somewhere."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from hostile import STRINGS, hostile, lone, nothing
from hypothesis import given
from hypothesis import strategies as st
from invented import FAMILY, braid, chain, crowd, harbour, invented, star, story

from provenance import findings as f
from provenance.findings.sheet import sheet
from provenance.findings.side import Match, placed_edits, rows_of
from provenance.findings.verdict import next_origin
from provenance.frames import Trace

NEVER = re.compile(r"\b(stole|stolen|plagiari\w+|suspicious|theft|guilty)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (1.0, "almost certain, .99"),
        (0.99, "almost certain, .99"),
        (0.9899, "very likely, .98"),
        (0.90, "very likely, .90"),
        (0.8999, "likely, .89"),
        (0.66, "likely, .66"),
        (0.6599, "more likely than not, .65"),
        (0.50, "more likely than not, .50"),
        (0.4999, "cannot tell, .49"),
        (0.0, "cannot tell, <.01"),
    ],
)
def test_probabilities_have_one_scale_of_words(p: float, words: str) -> None:
    assert f.confidence(p) == words


@given(st.floats(0, 1))
def test_the_words_never_contradict_the_number_beside_them(p: float) -> None:
    assert f.likelihood(float(f.probability(p).lstrip("<"))) == f.likelihood(p)


@given(st.floats(0, 1))
def test_only_all_is_100_percent_and_only_nothing_is_0(p: float) -> None:
    shown = f.percent(p)
    assert (shown == "100\u00a0%") == (p > 1 - 1e-9)
    assert (shown == "0\u00a0%") == (p <= 1e-9)


@given(st.text(max_size=80), st.integers(2, 40))
def test_a_cut_text_fits_and_ends_in_an_ellipsis_only_if_something_is_missing(text: str, most: int) -> None:
    whole, shown = f.clean(text), f.cut(text, most)
    assert len(shown) <= most
    assert shown == whole or shown.endswith("…")
    assert shown == whole or len(whole) > most


def test_a_headline_is_cut_at_a_word() -> None:
    assert f.cut("Keepers write to the harbour board", 22) == "Keepers write to the…"


def test_an_article_is_called_by_its_outlet_and_headline() -> None:
    assert f.label(harbour(), "file-1") == "Harbour Times · “Keepers write to the board”"


def test_without_outlet_and_headline_the_opening_words_stand_and_never_the_file_name() -> None:
    assert (
        f.label(harbour(), "file-2") == "unnamed outlet · “The old keeper of lighthouse 0 wrote to the harbour board…”"
    )
    assert not any("file-" in name for name in (*f.labels(harbour()).values(), *f.shorts(harbour()).values()))


def test_an_unseen_original_is_named_by_its_agency_and_called_not_seen() -> None:
    assert f.label(harbour(), "~AFP") == "AFP original (not seen)"
    assert f.short(braid(3), "~1") == "unknown original 1 (not seen)"


def test_short_names_are_unique_even_where_outlet_and_headline_are_the_same() -> None:
    same = dict.fromkeys("abcd", "The Coast")
    titles = {"a": "Storm", "b": "Storm", "c": "Calm after the storm", "d": "Calm after the rain"}
    names = f.shorts(invented({name: story("x", 2) for name in "abcd"}, outlets=same, titles=titles))
    assert len(set(names.values())) == 4
    assert names["c"] == "The Coast “Calm after the storm”"


def test_an_outlet_alone_is_enough_where_it_is_unique() -> None:
    assert f.short(harbour(), "file-3") == "The Coast"


@given(st.lists(st.text(st.sampled_from("ab-_.é/ 2d"), min_size=1, max_size=8), min_size=2, max_size=2, unique=True))
def test_two_articles_never_share_an_anchor_and_a_pair_has_one_whatever_its_order(names: list[str]) -> None:
    one, two = names
    assert f.anchor_article(one) != f.anchor_article(two)
    assert f.anchor_pair(one, two) == f.anchor_pair(two, one)
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", f.anchor_pair(one, two))


@pytest.mark.parametrize(
    ("trace", "title"),
    [
        (nothing(), "No articles: nothing to trace"),
        (lone(), "One article: nothing to compare it with"),
        (invented({"a": story("x", 2), "b": story("y", 2)}), "None of the two articles took text from another"),
        (
            invented({"a": story("x", 2), "b": story("y", 2)}, kin=[("a", "b")]),
            "Both articles are related, but who took from whom cannot be told",
        ),
        (harbour(), "Three of five articles likely descend from an AFP take that is not in the folder"),
        (chain(3), "Two of three articles descend from Paper 000"),
    ],
    ids=["nothing", "one", "unrelated", "kin", "harbour", "chain"],
)
def test_the_title_says_the_result_and_hedges_as_its_weakest_arrow(trace: Trace, title: str) -> None:
    assert f.headline(trace) == title


def test_four_numbers_count_articles_origins_takers_and_missing_credits() -> None:
    assert f.numbers(harbour()) == (5, 3, 2, 1, 1)


def test_the_findings_tell_taker_origin_amount_and_probability_and_point_to_the_pair() -> None:
    told = {finding.anchor: finding.text for finding in f.findings(harbour())}
    assert told[f.anchor_pair("file-1", "file-2")].startswith(
        "Unnamed outlet took its whole text from Harbour Times (almost certain, .99), word for word."
    )
    assert "“More from the harbour”" in told[f.anchor_pair("file-1", "file-2")]
    assert told[f.anchor_unseen("~AFP")].startswith("Harbour Times (four of eight sentences; very likely, .95)")


def test_the_findings_say_what_cannot_be_told_and_who_is_unrelated() -> None:
    text = "\n".join(finding.text for finding in f.findings(harbour()))
    assert "Harbour Times is related to Quay Daily (very likely, .90), but who took from whom cannot be told" in text
    assert "Inland News shares no sentence with any other article." in text
    assert "The Coast credits its origin in full" in text
    assert "unnamed outlet gives no credit" in text


def judged_anew(trace: Trace, table: str, row: int, **cells: object) -> Trace:
    """The trace with other cells in one row of a table."""
    rows: pd.DataFrame = getattr(trace, table).copy()
    for name, value in cells.items():
        rows.loc[row, name] = value
    return replace(trace, **{table: rows})


def test_an_origin_in_common_carries_its_own_probability_and_not_that_of_being_related() -> None:
    trace = invented({"a": story("x", 4), "b": story("x", 3), "c": story("y", 3)}, kin=[("a", "b")])
    trace = judged_anew(trace, "verdicts", 0, says="common", p_common=0.81, p_none=0.05, p_a_to_b=0.07, p_b_to_a=0.07)
    text = "\n".join(finding.text for finding in f.findings(trace))
    assert "both took from a third text (likely, .81)" in text and ".95" not in text
    several = invented({name: story("x", 3) for name in "abcdef"}, kin=[("a", other) for other in "bcdef"])
    for row, p in enumerate((0.81, 0.9, 0.7, 0.95, 0.8)):
        several = judged_anew(several, "verdicts", row, says="common", p_common=p, p_none=0.01)
    told = "\n".join(finding.text for finding in f.findings(several))
    assert "has an origin in common with" in told and "and 2 others (likely, .70 and more): a third text" in told


def test_an_arrow_that_all_the_articles_decide_says_so_beside_the_verdict_on_its_pair() -> None:
    trace = invented(
        {"a": story("x", 3), "b": story("x", 2)}, {"b": [("a", 2, 0.4)]}, outlets={"a": "Quay", "b": "Coast"}
    )
    agreed = f.verdict_sentence(judged_anew(trace, "verdicts", 0, says="a->b"), "a", "b")
    assert "all the articles together" not in agreed
    raised = judged_anew(judged_anew(trace, "edges", 0, p=0.87), "verdicts", 0, says="undecided")
    said = f.verdict_sentence(raised, "a", "b")
    assert "cannot be told" in said
    assert said.endswith(
        "That is what the two texts show by themselves, .40 for Coast from Quay; "
        "the arrow is what all the articles together imply (likely, .87)."
    )
    assert f.Dossier(raised).says("a", "b") == said
    assert any("all the articles together" in finding.text for finding in f.findings(raised))
    assert "all the articles together" in sheet(raised)["pairs"][0]["verdict"]


def test_a_runner_up_that_answers_another_question_than_its_arrow_says_so() -> None:
    trace = harbour()
    edge = next(edge for edge in f.family(trace).edges if edge.parent == "file-1")
    row = f.Dossier(trace).verdicts["file-1", "file-2"]
    other = edge._replace(runner_up="~", runner_up_p=row.p_common)
    verdicts, names = f.Dossier(trace).verdicts, f.shorts(trace)
    assert next_origin(other, verdicts, names) == "from an original that is not in the folder"
    assert next_origin(other._replace(p=0.5), verdicts, names).endswith(", by those two texts alone")
    back = next_origin(edge._replace(runner_up="file-2", runner_up_p=row.p_b_to_a), verdicts, names)
    assert back == "the other way round, Harbour Times from unnamed outlet"
    assert next_origin(edge, verdicts, names) == ""


def test_of_many_articles_credits_origins_and_strangers_are_counted_and_not_named() -> None:
    texts = [finding.text for finding in f.findings(crowd(80))]
    assert (
        "Of 48 articles that took text, 16 credit their origin in full, 16 give a generic credit only, "
        "16 give no credit." in texts
    )
    assert any("The largest families descend mostly from Paper 000 (three takers)" in text for text in texts)
    assert "16 articles share no sentence with any other article." in texts
    assert any("further arrows run" in text for text in texts)


@pytest.mark.parametrize("trace", [nothing(), lone(), harbour(), chain(9), star(30), braid(12)])
def test_there_are_one_to_seven_findings_and_none_accuses(trace: Trace) -> None:
    told = f.findings(trace)
    assert 1 <= len(told) <= 7
    assert len({finding.text for finding in told}) == len(told)
    words = " ".join(
        [f.headline(trace), f.lineage_text(trace), *(finding.text for finding in told), *sum(f.method(), ())]
    )
    assert not NEVER.search(words)


@pytest.mark.parametrize(("p", "named"), [(0.75, False), (0.60, True)])
def test_the_runner_up_is_named_from_one_in_ten(p: float, named: bool) -> None:
    trace = invented({"a": story("x", 3), "b": story("x", 2)}, {"b": [("a", 2, p)]})
    assert ("next best" in f.verdict_sentence(trace, "a", "b")) == named


def test_a_verdict_reads_the_same_whichever_article_is_named_first() -> None:
    assert f.verdict_sentence(harbour(), "file-2", "file-1") == f.verdict_sentence(harbour(), "file-1", "file-2")
    assert "Unnamed outlet took from Harbour Times" in f.verdict_sentence(harbour(), "file-2", "file-1")


def test_the_lineage_as_text_hangs_each_article_once_below_its_origin() -> None:
    text = f.lineage_text(harbour())
    lines = text.splitlines()
    assert lines[0] == "AFP original (not seen)"
    above, below = (next(i for i, line in enumerate(lines) if name in line) for name in ("Harbour Times ·", "Unnamed"))
    assert above < below and lines[below].index("U") > lines[above].index("H")
    assert "Related to no other article\n  Inland News" in text
    assert [text.count(f"{outlet} ·") for outlet in FAMILY["outlets"].values()] == [1, 1, 1, 0]


def test_every_article_stands_in_the_lineage_of_a_braid_exactly_once_as_a_node() -> None:
    lines = [line for line in f.lineage_text(braid(12)).splitlines() if "─ Paper" in line]
    assert sorted(re.findall(r"Paper (\d+)", "\n".join(lines))) == [f"{n:03}" for n in range(12)]


def test_side_by_side_shows_every_sentence_of_both_stories_once() -> None:
    trace = harbour()
    rows = f.Dossier(trace).rows("file-1", "file-3")
    for name, side in (("file-1", "left"), ("file-3", "right")):
        cells = [getattr(row, side) for row in rows if getattr(row, side)]
        shown = " ".join(words for cell in cells for _, words in cell.runs)
        assert shown == " ".join(FAMILY["stories"][name])


def test_the_words_that_differ_are_deleted_left_and_inserted_right() -> None:
    trace = harbour()
    left, right = trace.sentences["text"].iloc[0], "The old keeper of lighthouse 0 called the harbour board on Monday."
    (row,) = rows_of([left], [right], [Match(0, 0, 0.8, "edited", False)])
    assert ("delete", "wrote to") in row.left.runs and ("insert", "called") in row.right.runs


def test_sentences_merged_into_one_are_one_row() -> None:
    rows = rows_of(["A.", "B.", "C."], ["A and B.", "C."], [
        Match(0, 0, 0.5, "merged", False), Match(1, 0, 0.5, "merged", False), Match(2, 1, 1.0, "same", False),
    ])  # fmt: skip
    assert [(row.left.numbers, row.right.numbers, row.kind) for row in rows] == [
        ("1–2", "1", "merged"),
        ("3", "2", "same"),
    ]


@pytest.mark.parametrize("trace", [nothing(), lone(), harbour(), chain(9), braid(12), star(70)])
def test_every_link_of_the_report_leads_somewhere(trace: Trace) -> None:
    told = sheet(trace)
    there = {item["anchor"] for part in ("cards", "pairs", "evidence", "rest") for item in told[part]}
    there |= {section["anchor"] for section in told["sections"].values()}
    assert {finding["anchor"] for finding in told["findings"]} <= there
    assert {pair["evidence"] for pair in told["pairs"]} - {None} <= there


def test_a_large_trace_keeps_every_article_in_the_report() -> None:
    told = sheet(star(70))
    cards = [card["anchor"] for card in told["cards"]]
    lines = [line["anchor"] for line in told["rest"]]
    assert len(cards) < 71 and sorted(cards + lines) == sorted(f.anchor_article(f"d{n:03}") for n in range(71))


@pytest.mark.parametrize("word", STRINGS.values(), ids=STRINGS.keys())
def test_the_report_is_printable_whatever_the_articles_say(word: str) -> None:
    told = json.dumps(sheet(hostile(word)), ensure_ascii=False)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]", told)
    assert len(told) < 200_000


def test_a_name_written_from_the_right_does_not_turn_its_sentence() -> None:
    trace = invented(
        {"a": story("x", 3), "b": story("x", 2)}, {"b": [("a", 2, 0.95)]}, outlets={"a": "الجزيرة", "b": "Inland"}
    )
    assert "from \u2068الجزيرة\u2069 (very likely" in f.findings(trace)[0].text


def test_the_edits_of_a_row_are_told_in_words_the_gravest_first() -> None:
    left, right = "The bloc, led by Moscow, sent 200 soldiers.", "The bloc sent 900 soldiers to the U.S. border."
    (row,) = rows_of([left], [right], [Match(0, 0, 0.8, "edited", False)])
    assert f.edits_told(row.edits).split("; ") == [
        "number differs (200 → 900)",
        "detail only on the left (led by Moscow)",
        "detail only on the right (to the U.S. border)",
    ]
    (row,) = rows_of(["From the US."], ["From the U.S."], [Match(0, 0, 0.9, "edited", False)])
    assert f.edits_told(row.edits) == "style only"
    (row,) = rows_of(["A boat came."], ["A boat came."], [Match(0, 0, 1.0, "same", False)])
    assert f.edits_told(row.edits) == ""


def test_an_edit_stands_where_its_words_are_in_the_raw_texts() -> None:
    left = "Moscow.  The bloc,\n led by Moscow, sent 200\tsoldiers. It rained."
    right = "The bloc sent 900 soldiers. Then it\u00a0rained all day."
    cut_left = [(left.index(text), text) for text in ("Moscow.", left[9:-11], "It rained.")]
    cut_right = [(right.index(text), text) for text in ("The bloc sent 900 soldiers.", right[28:])]
    matches = [Match(1, 0, 0.8, "edited", False), Match(2, 1, 0.6, "edited", False)]
    assert cut_left[1][1].startswith("The bloc,") and cut_left[1][1].endswith("soldiers.")
    found = placed_edits(cut_left, cut_right, matches)
    words = {(left[slice(*a)].strip(" ,\n"), right[slice(*b)].strip(), kind) for a, b, kind in found}
    assert {("led by Moscow", "", "detail lost"), ("200", "900", "number changed")} <= words
    assert any(two == "all day" for _, two, _ in words)
    rows = rows_of([text for _, text in cut_left], [text for _, text in cut_right], matches)
    edits = sorted((e.deleted.split(), e.inserted.split(), e.kind) for row in rows for e in row.edits)
    assert edits == sorted((left[slice(*a)].split(), right[slice(*b)].split(), kind) for a, b, kind in found)
    assert placed_edits(cut_left, cut_right, [Match(1, 0, 0.5, "rewritten", False, True)]) == []


def test_of_many_edits_of_one_kind_two_are_quoted_and_the_rest_are_counted() -> None:
    left, right = (
        "They saw {} gulls, {} terns, {} seals and {} whales.".format(*ns) for ns in ((1, 2, 3, 4), (5, 6, 7, 8))
    )
    (row,) = rows_of([left], [right], [Match(0, 0, 0.8, "edited", False)])
    assert f.edits_told(row.edits) == "number differs (1 → 5; 2 → 6; 2 more)"
