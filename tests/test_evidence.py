"""Each signal sees what it claims to see, says it in nats with its words, and says what it is blind to."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from newsrooms import CASES

from provenance import evidence
from provenance.errors import OptionError
from provenance.evidence import SIGNALS, weigh
from provenance.pairs import Corpus, Credit, Mark, Match, Pair, Sentence, Side, Weight, pairs
from provenance.pipeline import Options, trace
from provenance.text import cut, fold

NAMES = [name for name, _ in SIGNALS]


def side(name, text, **more):
    found = tuple(Sentence(n, a, b, text[a:b], fold(text[a:b])) for n, (a, b) in enumerate(cut(text)))
    return Side(name, text, sentences=found, **more)


def pair(one, two, matches, *others, of=(1.0, 1.0)):
    corpus = Corpus({s.name: s for s in (one, two, *others)})
    return Pair(one, two, tuple(Match(a, b, score, kind, False) for a, b, score, kind in matches), *of, corpus)


def see(name, looked_at):
    rows = list(SIGNALS[name].see(looked_at))
    assert all(isinstance(row, Weight) and row.quote.strip() for row in rows), "no row without its words"
    return rows


def total(rows):
    return tuple(round(sum(row[story] for row in rows), 3) for story in range(3))


OLD = "The passenger situation worsened at the border on Tuesday. Twelve boats left the harbour for the island."


def test_there_are_at_least_ten_signals():
    assert len(NAMES) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_a_signal_states_its_claim_what_it_is_blind_to_and_its_reference(name):
    text = inspect.getdoc(importlib.import_module(f"provenance.evidence.{name}"))
    claim = text.splitlines()[0]
    assert len(claim) > 30
    assert re.search(r"[.:;]", claim)
    assert "**Blind to:**" in text
    assert re.search(r"^Reference: \S", text, re.M)


@pytest.mark.parametrize("name", NAMES)
def test_no_row_is_without_words_finite_nats_and_its_cap(name):
    cap = SIGNALS[name].cap
    assert 0 < cap <= 10
    for case in CASES.values():
        made = trace(case.frame())
        rows = made.evidence[made.evidence["signal"] == name]
        assert rows["quote"].str.strip().ne("").all()
        for _, group in rows.groupby(["a", "b"]):
            assert (group[["a_to_b", "b_to_a", "common"]].abs().sum() <= cap + 0.01).all()


def test_every_row_points_at_words_of_its_article():
    for case in CASES.values():
        made = trace(case.frame())
        text = made.articles.set_index("article")["text"]
        for row in made.evidence.to_dict("records"):
            for which in ("a", "b"):
                if row[f"{which}_start"] is not None and row[f"{which}_start"] == row[f"{which}_start"]:
                    assert 0 <= row[f"{which}_start"] <= row[f"{which}_end"] <= len(text[row[which]])


def test_shared_wording_is_kinship_and_nothing_else():
    rows = see("shared_wording", pair(side("a", OLD), side("b", OLD), [(0, 0, 1.0, "same"), (1, 1, 1.0, "same")]))
    assert len(rows) == 2
    assert all(row.a_to_b == row.b_to_a == row.common > 0 for row in rows)


def test_quoted_words_weigh_less_than_reported_ones():
    said, plain = (
        '"We shall never leave the island again," she said.',
        "They shall never leave the island again, she said.",
    )
    weigh_one = [
        total(see("shared_wording", pair(side("a", t), side("b", t), [(0, 0, 1.0, "same")])))[0] for t in (said, plain)
    ]
    assert weigh_one[0] < weigh_one[1] * 0.7


def test_sharing_nothing_speaks_for_independence():
    assert max(total(see("shared_wording", pair(side("a", OLD), side("b", OLD), [], of=(0, 0))))) < 0


def test_a_shared_slip_is_kinship_but_no_direction():
    slip = OLD.replace("situation", "situtation")
    other = side("c", "The situation at the border is calm.")
    rows = see("shared_slips", pair(side("a", slip), side("b", slip), [(0, 0, 1.0, "same")], other))
    assert [row[:3] for row in rows] == [(3.0, 3.0, 3.0)]
    assert "situtation" in rows[0].quote


def test_a_rare_name_is_no_slip():
    text = "The minister Kovalenkov met the envoy Kovalenkova in the harbour of Serrana."
    assert see("shared_slips", pair(side("a", text), side("b", text), [(0, 0, 1.0, "same")])) == []


def links(*titles):
    text = OLD + "".join(f"\n\nREAD MORE: {t}" for t in titles)
    marks = tuple(
        Mark(text.index(t) - 11, text.index(t) + len(t), "related", "related", f"READ MORE: {t}") for t in titles
    )
    return text, marks


def test_the_site_that_goes_on_with_the_series_grew_the_furniture():
    (one, mine), (two, yours) = (
        links("Ten bridges that fell", "How the west bank was lost"),
        links("Ten bridges that fell"),
    )
    rows = see(
        "foreign_furniture", pair(side("a", one, marks=mine), side("b", two, marks=yours), [(0, 0, 1.0, "same")])
    )
    a_to_b, b_to_a, common = total(rows)
    assert a_to_b > 3 * max(b_to_a, common)


def test_furniture_that_both_have_alike_tells_copying_but_not_who():
    text, marks = links("Ten bridges that fell")
    rows = see(
        "foreign_furniture", pair(side("a", text, marks=marks), side("b", text, marks=marks), [(0, 0, 1.0, "same")])
    )
    a_to_b, b_to_a, common = total(rows)
    assert a_to_b == b_to_a > common


def test_a_text_that_speaks_of_itself_as_the_other_outlet_was_written_there():
    text = "The master quit over the dredging deal, he told the Harbour Gazette."
    rows = see(
        "foreign_self_mention",
        pair(side("a", text, outlet="Harbour Gazette"), side("b", text, outlet="Global Desk"), [(0, 0, 1.0, "same")]),
    )
    assert total(rows)[0] > total(rows)[2] > total(rows)[1] == 0


def credit(agency, role, quote="by line"):
    return Credit(0, 7, agency, role, quote)


def test_a_credit_to_the_other_articles_outlet_is_direction():
    taker = side("b", OLD, outlet="Star", credits=(credit("Courier", "origin"),))
    rows = see("credit_lines", pair(side("a", OLD, outlet="The Courier"), taker, [(0, 0, 1.0, "same")]))
    assert total(rows)[0] > total(rows)[2] > 0 == total(rows)[1]


def test_one_origin_credited_by_both_is_common_and_a_citation_is_nothing():
    one, two = (side(n, OLD, credits=(credit("AFP", "origin"),)) for n in "ab")
    assert total(see("credit_lines", pair(one, two, [(0, 0, 1.0, "same")]))) == (1.0, 1.0, 2.5)
    one, two = (side(n, OLD, credits=(credit("AFP", "cited"),)) for n in "ab")
    assert see("credit_lines", pair(one, two, [(0, 0, 1.0, "same")])) == []


def test_credits_say_nothing_of_articles_that_share_no_sentence():
    one, two = (side(n, OLD, credits=(credit("AFP", "origin"),)) for n in "ab")
    assert see("credit_lines", pair(one, two, [])) == []


def notice(text):
    return (Mark(0, len(text), "notice", "notice", text),)


def test_an_unedited_feed_was_taken_from_the_feed_and_not_from_another_client():
    said = "(This story has not been edited by Star staff and is auto-generated from a syndicated feed.)"
    taker = side("b", OLD, outlet="Star", marks=notice(said), credits=(credit("AFP", "origin"),))
    assert total(see("feed_notice", pair(side("a", OLD, outlet="Globe"), taker, [(0, 0, 1.0, "same")]))) == (0, 0, 2.0)
    assert total(see("feed_notice", pair(side("a", OLD, outlet="AFP"), taker, [(0, 0, 1.0, "same")])))[0] > 1


def test_a_notice_of_an_update_is_no_feed_notice():
    taker = side("b", OLD, marks=notice("This story has been updated with new details."))
    assert see("feed_notice", pair(side("a", OLD), taker, [(0, 0, 1.0, "same")])) == []


def test_the_reading_that_the_house_writes_elsewhere_is_the_older():
    one = side("a", "The exit of the US from the airbase was quick on Tuesday.")
    two = side("b", "The exit of the U.S. from the airbase was quick on Tuesday.", credits=(credit("AFP", "origin"),))
    house = side("c", "Officials of the U.S. said nothing.", outlet="AFP")
    looked_at = pair(one, two, [(0, 0, 0.95, "edited")], house)
    assert total(see("house_style", looked_at)) == (0, 1.5, 1.5)
    assert see("house_style", pair(one, two, [(0, 0, 0.95, "edited")])) == [], "without an outgroup nothing is said"


def test_detail_that_one_side_lacks_was_lost_there():
    more = side("b", "The council led by Mayor Aas bought on Wednesday the old lighthouse from the navy.")
    less = side("a", "The council bought the old lighthouse from the navy.")
    a_to_b, b_to_a, common = total(see("detail_lost", pair(less, more, [(0, 0, 0.8, "edited")])))
    assert a_to_b == 0 < b_to_a == common


LONG = " ".join(f"Sentence number {n} of the long report speaks of boat {n}." for n in range(10))


def test_a_run_that_stops_before_the_end_did_not_give_the_rest():
    short = side("b", ". ".join(LONG.split(". ")[:6]) + ".")
    rows = see("truncation", pair(side("a", LONG), short, [(n, n, 1.0, "same") for n in range(6)]))
    assert total(rows) == (1.2, 0, 1.2)


def test_a_run_that_goes_to_the_end_is_not_truncated():
    assert see("truncation", pair(side("a", LONG), side("b", LONG), [(n, n, 1.0, "same") for n in range(10)])) == []


def test_little_shared_speaks_against_arrows_only():
    rows = see("containment", pair(side("a", OLD), side("b", OLD), [(0, 0, 0.5, "rewritten")], of=(0.1, 0.2)))
    assert total(rows) == (-1.5, -1.5, 0)
    assert see("containment", pair(side("a", OLD), side("b", OLD), [(0, 0, 1.0, "same")], of=(0.9, 0.2))) == []


def at(hour, day=8):
    return datetime(2021, 7, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("early", "late", "wanted"),
    [
        ((at(9), "minute"), (at(13), "minute"), (0.8, -1.6, 0)),
        ((at(13), "minute"), (at(9), "minute"), (-1.6, 0.8, 0)),
        ((at(9), "minute"), (at(9), "second"), None),
        ((at(0), "day"), (at(13), "minute"), None),
        ((at(0), "day"), (at(0, 11), "day"), (0.8, -1.6, 0)),
        ((None, "none"), (at(9), "minute"), None),
    ],
)
def test_times_count_only_beyond_their_error(early, late, wanted):
    one, two = (side(n, OLD, published=t, precision=p) for n, (t, p) in (("a", early), ("b", late)))
    rows = see("order_of_times", pair(one, two, [(0, 0, 1.0, "same")]))
    assert (total(rows) if rows else None) == wanted


def test_the_longer_form_of_a_quotation_was_there_first():
    long = side("a", '"We shall rebuild the bridge before the winter and we shall not ask for a loan," he said.')
    short = side("b", '"We shall rebuild the bridge before the winter," he said.')
    assert total(see("quotations_cut", pair(long, short, [(0, 0, 0.7, "rewritten")]))) == (0.7, 0, 0.7)


def test_what_a_third_text_attests_did_not_come_from_the_side_that_lacks_it():
    one, two, third = side("a", LONG), side("b", OLD), side("c", LONG.split(". ")[0] + ".", outlet="Globe")
    corpus = Corpus({s.name: s for s in (one, two, third)}, {("a", 3): {"c": 0}}, {("a", "c"): (0.1, 0.3)})
    looked_at = Pair(one, two, (Match(0, 0, 1.0, "same", False),), 0.5, 0.5, corpus)
    assert total(see("attested_elsewhere", looked_at)) == (0.5, 0, 0.5)


def test_a_skipped_signal_is_a_zero_and_an_unknown_one_an_error():
    case = CASES["wire_look"].frame()
    made = trace(case)
    rows = weigh(pairs(made.tables(), [("scraped", "site")]), options=evidence.Options(skip=("foreign_furniture",)))
    assert "foreign_furniture" not in set(rows["signal"])
    assert "foreign_furniture" in set(made.evidence["signal"])
    with pytest.raises(OptionError, match="known are"):
        weigh([], options=evidence.Options(skip=("moon_phase",)))


def test_a_cap_scales_a_row_as_a_whole_so_that_the_stories_keep_their_ratio():
    rows = list(evidence.capped([Weight(3, 0, 1.5, "x"), Weight(3, 0, 1.5, "y"), Weight(3, 0, 1.5, "z")], 4.5))
    assert [row[:3] for row in rows] == [(3, 0, 1.5), (1.5, 0, 0.75)]


@pytest.mark.parametrize("name", ["foreign_furniture", "credit_lines", "foreign_self_mention"])
def test_leaving_a_signal_out_loses_what_it_alone_sees(name):
    """Ablation on the newsrooms: without it, a verdict that is right is lost."""

    def right(options):
        said = {
            case: trace(found.frame(), options).verdicts.set_index(["a", "b"])["says"] for case, found in CASES.items()
        }
        return sum(
            said[case][pair] in wanted for case, found in CASES.items() for pair, wanted in found.verdicts.items()
        )

    assert right(Options(evidence=evidence.Options(skip=(name,)))) < right(Options())


def test_a_page_whose_metadata_name_the_other_s_page_took_from_it():
    there, here = "https://www.selby.com/pier", "https://aldwick.com/a?utm_source=x"
    one, two = side("a", OLD, url=there), side("b", OLD, url=here, based_on=("http://selby.com/pier/",))
    rows = see("declared_origin", pair(one, two, [(0, 0, 1.0, "same")]))
    assert total(rows) == (5.0, 0, 1.0)
    house = see("declared_origin", pair(side("a", OLD, url="https://selby.com/b"), two, [(0, 0, 1.0, "same")]))
    assert 0 < total(house)[0] < 5.0
    assert see("declared_origin", pair(side("a", OLD, url=here), two, [(0, 0, 1.0, "same")])) == []
    assert see("declared_origin", pair(one, two, [])) == [], "a page that shares nothing took nothing"


def test_two_pages_that_name_a_third_as_their_origin_have_it_in_common():
    named = ("https://selby.com/pier",)
    sides = [side(name, OLD, url=f"https://{name}.com/1", based_on=named) for name in "ab"]
    assert total(see("declared_origin", pair(*sides, [(0, 0, 1.0, "same")]))) == (0, 0, 2.5)


def printed(count, *, first="Globe", later="Star", hours=(9, 13), tag=""):
    """Pairs of articles of two houses that share a story, and what they share of it."""
    sides, cover = [], {}
    for n in range(count):
        clocks = [at(hour) if hour else None for hour in hours]
        one = side(f"x{tag}{n}", OLD, outlet=first, published=clocks[0], precision="minute" if clocks[0] else "none")
        two = side(f"y{tag}{n}", OLD, outlet=later, published=clocks[1], precision="minute" if clocks[1] else "none")
        sides += [one, two]
        cover[one.name, two.name] = (0.9, 0.9)
    return sides, cover


def beside(sides, cover, slow=(), **clock):
    """A pair of those houses, and other stories around it."""
    one, two = side("a", OLD, outlet="Star", **clock), side("b", OLD, outlet="Globe", **clock)
    cover = {**cover, ("a", "b"): (1.0, 1.0)}
    corpus = Corpus({s.name: s for s in (one, two, *sides)}, {}, cover, slow_clocks=frozenset(slow))
    return Pair(one, two, (Match(0, 0, 1.0, "same", False),), 1.0, 1.0, corpus)


def test_who_had_the_other_stories_later_more_likely_had_this_one_later():
    rows = see("usual_order", beside(*printed(17)))
    assert [row.quote for row in rows] == ["Star had 17 of 17 other stories after Globe"]
    a_to_b, b_to_a, common = total(rows)
    assert b_to_a > 0.1
    assert (a_to_b, common) == (-b_to_a, 0)


def test_few_stories_and_stories_in_either_order_tell_nothing_of_a_house():
    assert see("usual_order", beside(*printed(5))) == []
    assert see("usual_order", beside(*printed(40, hours=(0, 0)))) == []
    assert see("usual_order", beside(*printed(40, hours=(9, 9)))) == []
    one, two = printed(20), printed(16, first="Star", later="Globe", tag="z")
    assert see("usual_order", beside([*one[0], *two[0]], one[1] | two[1])) == []


def test_a_story_printed_ten_times_over_has_one_vote_on_two_houses():
    sides, cover = printed(40)
    chain = {(f"x{n}", f"y{n + 1}"): (0.5, 0.5) for n in range(39)}
    assert see("usual_order", beside(sides, cover | chain)) == []


def test_the_clocks_of_the_same_story_do_not_speak_for_it():
    sides, cover = printed(17)
    kin = {("a", f"x{n}"): (0.5, 0.1) for n in range(12)}
    assert len(see("usual_order", beside(sides, cover))) == 1
    assert see("usual_order", beside(sides, cover | kin)) == []


def test_what_houses_usually_do_adds_nothing_to_clocks_that_tell():
    told = beside(*printed(17))
    early = {"published": at(9), "precision": "minute"}
    assert see("usual_order", told) != []
    assert see("usual_order", beside(*printed(17), **early)) != []
    late = side("b", OLD, outlet="Globe", published=at(12), precision="minute")
    both = beside(*printed(17), **early)
    assert see("usual_order", Pair(both.a, late, both.matches, 1.0, 1.0, both.corpus)) == []


def test_articles_days_apart_tell_no_order_of_houses():
    sides, cover = printed(17)
    late = [replace(s, published=at(13, 11)) if s.outlet == "Star" else s for s in sides]
    assert see("usual_order", beside(late, cover)) == []


def test_slow_clocks_do_not_tell_who_usually_is_first():
    assert see("usual_order", beside(*printed(17), slow=["globe"])) == []


def test_one_more_story_of_two_houses_moves_no_other_by_a_hundredth():
    for count in range(60):
        few, more = (total(see("usual_order", beside(*printed(n)))) for n in (count, count + 1))
        assert abs(more[0] - more[1] - few[0] + few[1]) <= 0.04 + 1e-9  # of odds: at most .01 of p


def test_fitted_weights_are_of_signals_that_exist_and_never_turn_one_round():
    told = json.loads((files(evidence) / "weights.json").read_bytes())
    assert told["inputs"]
    assert set(told["signals"]) <= set(NAMES)
    assert all(0 < one["weight"] <= 2 and one["cap"] <= 10 for one in told["signals"].values())


@pytest.mark.parametrize("name", NAMES)
def test_a_signal_that_was_not_fitted_keeps_the_cap_that_it_declares(name):
    fitted = json.loads((files(evidence) / "weights.json").read_bytes())["signals"]
    one = SIGNALS[name]
    wanted = (fitted[name]["weight"], fitted[name]["cap"]) if name in fitted else (1.0, one.declared)
    assert (one.weight, one.cap) == wanted


def test_a_weight_is_laid_on_every_row_before_the_cap():
    rows = list(evidence.capped([Weight(3, 0, 1.5, "x"), Weight(1, 0, 0, "y")], 2.0, 0.5))
    assert [row[:3] for row in rows] == [(1.5, 0, 0.75), (0.5, 0, 0)]
