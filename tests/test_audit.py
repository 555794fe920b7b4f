"""Text taken against credit given; claims tested hop by hop."""

from __future__ import annotations

import pytest
from newsrooms import CASES

from provenance.audit import chains, claim
from provenance.errors import OptionError
from provenance.pipeline import Options, trace

FEED = trace(CASES["verbatim_feed"].frame())
WIRE = trace(CASES["wire_look"].frame())
ALONE = trace(CASES["unseen_wire"].frame())


def test_every_article_has_one_row_and_one_sentence():
    for made in (FEED, WIRE, ALONE):
        assert made.audit["article"].tolist() == sorted(made.articles["article"])
        assert made.audit["finding"].str.len().gt(10).all()


def test_what_was_taken_uncredited_is_said_so_in_terms_of_text_and_credit():
    row = WIRE.audit.set_index("article").loc["scraped"]
    assert (row["taken_from"], row["share"], row["credit"]) == ("site", 1.0, "none")
    assert row["finding"] == "took 100 % of its sentences, mostly from Ellerdale Voice, and gives no credit"


def test_a_full_credit_quotes_its_words():
    row = FEED.audit.set_index("article").loc["daily"]
    assert row["credit"] == "full"
    assert "PTI" in row["quote"]


def test_an_article_that_took_nothing_takes_nothing_from_nobody():
    row = ALONE.audit.set_index("article").loc["other"]
    assert (row["taken_from"], row["share"]) == ("", 0.0)


def results(made, chain):
    return claim(made, chain)["result"].tolist()


def test_a_hop_that_happened_is_supported_and_its_reverse_contradicted():
    assert results(WIRE, "Ellerdale Voice > Pan-Albion Wire") == ["supported"]
    assert results(WIRE, "Pan-Albion Wire > Ellerdale Voice") == ["contradicted"]


def test_siblings_contradict_the_claim_that_one_took_from_the_other_and_say_why():
    found = claim(FEED, "Morning Ledger > Kalpur Daily")
    assert found["result"].tolist() == ["contradicted"]
    assert "share an origin instead" in found["why"][0]


def test_an_unseen_original_can_be_claimed_by_its_agency():
    assert results(FEED, "PTI > Kalpur Daily") == ["supported"]
    assert results(FEED, "PTI → Morning Ledger") == ["supported"]


def test_articles_may_be_named_by_the_beginning_of_their_name():
    assert results(WIRE, "sit > scr") == ["supported"]


def test_unrelated_articles_contradict_a_claim():
    assert results(ALONE, "Island Review > Marlo Star") == ["contradicted"]


@pytest.mark.parametrize("chain", ["", "Reuters", ">", "A > ", "Nobody Times > Kalpur Daily"])
def test_a_chain_that_names_nobody_is_the_users_to_mend(chain):
    with pytest.raises(OptionError, match=r"is no chain|known are"):
        claim(FEED, chain)


def test_the_chains_that_one_would_be_tempted_to_draw_are_tested_unasked():
    assert chains(FEED) == ["PTI > Kalpur Daily > Morning Ledger", "PTI > Morning Ledger > Kalpur Daily"]
    assert set(FEED.claims["claim"]) == set(chains(FEED))
    assert chains(WIRE) == []


def test_a_claim_of_the_users_own_is_tested_with_the_trace():
    made = trace(CASES["wire_look"].frame(), Options(claims=("Ellerdale Voice > Pan-Albion Wire",)))
    assert made.claims["result"].tolist() == ["supported"]
