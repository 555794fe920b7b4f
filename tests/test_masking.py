"""Credits as labels: what is masked, what stays, and what is held against it."""

from __future__ import annotations

import pandas as pd
import pytest

import provenance as pv
from provenance.masking import LABELS, MEASURES, mask
from provenance.masthead import house_key, read

STORY = (
    "Twelve boats left the harbour of Serrana on Tuesday after the dredger broke down for the third time this year.\n"
    "The harbour master said that the channel would stay closed until a second dredger arrives from the mainland.\n"
    "Fishermen had asked the council in spring to buy a new one, which it refused because of the cost of the pier.\n"
    "Nobody was hurt when the dredger drifted against the eastern mole, and divers found no damage to the wall.\n"
)
OTHER = (
    "The council of Aldwick bought the old lighthouse from the navy and wants to turn it into a hostel for hikers.\n"
    "Mayor Ilse Brandt said the first guests could be received in May if the roof is mended before the winter.\n"
)


def folder(*rows):
    return pd.DataFrame(rows, columns=["article", "outlet", "text"])


def masked(text, outlet="The Aldwick Star", others=("Selby Courier", "Reuters")):
    rows = [(name, name, OTHER) for name in others]
    made = mask(folder(("x", outlet, text), *rows))
    return made.articles.set_index("article")["text"]["x"], made.cuts[made.cuts["article"] == "x"]


@pytest.mark.parametrize(
    "credit",
    [
        "(Selby Courier)\n" + STORY,
        STORY + "\n- Selby Courier",
        STORY + "Source: Selby Courier\n",
        STORY + "(This story was originally published by Selby Courier)\n",
        STORY + "With inputs from Reuters\n",
    ],
)
def test_a_line_that_only_credits_goes_as_a_whole(credit):
    left, cuts = masked(credit)
    assert left.strip() == STORY.strip()
    assert len(cuts) == 1


def test_a_dateline_goes_and_its_sentence_stays():
    left, cuts = masked("SERRANA, May 4 (Reuters) - " + STORY)
    assert left == STORY
    assert [tuple(row) for row in cuts[["agency", "role"]].to_numpy()] == [("Reuters", "origin")]


def test_a_signature_behind_the_last_sentence_goes_and_the_sentence_stays():
    left, _ = masked(STORY.rstrip() + " (Reuters)")
    assert left.strip() == STORY.strip()


def test_a_credit_in_mid_sentence_takes_its_sentence_along():
    credit = "The closure was first reported by the Selby Courier, which saw the letter of the master on Monday."
    line = f"The dredger is thirty years old. {credit} It belongs to the state of Serrana and its people.\n"
    left, _ = masked(STORY + line + STORY)
    assert "Courier" not in left
    assert left.startswith(STORY + "The dredger is thirty years old.")
    assert left.endswith("It belongs to the state of Serrana and its people.\n" + STORY)


def test_no_credit_to_a_house_that_is_here_is_left_and_nothing_else_is_touched():
    text = "By Jane Doe, Reuters\n" + STORY + "Source: Selby Courier\nPhoto: Reuters\n"
    left, _ = masked(text)
    made = folder(("x", "The Aldwick Star", left), ("y", "Selby Courier", OTHER), ("z", "Reuters", OTHER))
    _, credits_ = read(made)
    here = {house_key(name) for name in ("Selby Courier", "Reuters")}
    assert not [c for c in credits_["agency"].dropna() if house_key(c) in here]
    assert set(left.split("\n")) <= set(text.split("\n"))
    assert STORY in left


def test_a_house_that_is_not_here_its_own_name_and_what_a_text_cites_are_left_alone():
    for text, outlet in (
        (STORY + "(AFP)\n", "The Aldwick Star"),
        ("SERRANA (Reuters) - " + STORY, "Reuters"),
        (STORY + "The minister told Reuters that the pier was never in danger.\n", "The Aldwick Star"),
    ):
        left, cuts = masked(text, outlet, others=("Selby Courier", "Norrvik Herald", "Reuters"))
        assert left == text
        assert cuts.empty


def test_the_cuts_are_the_words_that_are_missing():
    text = "SERRANA, May 4 (Reuters) - " + STORY + "Source: Selby Courier\n" + STORY + "\n(Reuters)"
    left, cuts = masked(text)
    rest, at = "", 0
    for start, end in sorted(zip(cuts["start"], cuts["end"], strict=True)):
        rest, at = rest + text[at:start], end
    assert rest + text[at:] == left


def test_the_story_of_a_page_is_found_again_behind_what_was_cut():
    text = "Menu\nSERRANA, May 4 (Reuters) - " + STORY + "Imprint\n"
    rows = folder(("x", "The Aldwick Star", text), ("z", "Reuters", OTHER))
    rows["main"] = [f"5:{len(text) - 8}", None]
    made = mask(rows).articles.set_index("article").loc["x"]
    start, end = map(int, made["main"].split(":"))
    assert made["text"][start:end] == STORY


NEWS = folder(
    ("wire", "Reuters", "SERRANA, May 4 (Reuters) - " + STORY),
    ("paper", "The Aldwick Star", "SERRANA, May 4 (Reuters) - " + STORY + "Follow the Star for more.\n"),
    ("more", "The Aldwick Star", OTHER + "Follow the Star for more.\n"),
    ("none", "Norrvik Herald", OTHER.replace("hostel", "museum")),
)


def test_a_pair_whose_credit_was_masked_is_known_and_judged_without_it():
    made = pv.labels(NEWS)
    assert list(made.pairs.columns) == list(LABELS.columns)
    assert made.pairs[["parent", "child", "agency"]].to_numpy().tolist() == [["wire", "paper", "Reuters"]]
    row = made.pairs.iloc[0]
    assert NEWS["text"][1][row["start"] : row["end"]].strip() == row["quote"] == "SERRANA, May 4 (Reuters) -"
    assert row["p"] > row["p_back"], "an agency writes for papers"
    assert set(made.evidence["signal"]) == set(made.evidence["signal"]) - {"credit_lines"}


def test_the_measures_say_how_much_is_told_without_the_credits_and_by_what():
    made = pv.labels(NEWS)
    assert list(made.measures()["measure"]) == list(MEASURES)
    order = made.measures().set_index("measure").loc["order"]
    assert (order["value"], order["of"]) == (1.0, 1)
    signals = made.signals().set_index("signal")
    assert signals.loc["agency_writes", ["pairs", "right"]].tolist() == [1, 1.0]


def test_houses_that_credit_each_other_tell_nothing():
    both = NEWS.assign(text=[NEWS["text"][0] + "Source: The Aldwick Star\n", *NEWS["text"][1:]])
    assert pv.labels(both).pairs.empty


def test_without_credits_there_are_no_labels_and_nothing_to_measure():
    made = pv.labels(NEWS.iloc[2:].reset_index(drop=True))
    assert made.pairs.empty
    assert made.measures()["value"].isna().all()
    assert made.signals().empty


def test_labels_do_not_depend_on_the_order_of_the_articles():
    turned = NEWS.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(pv.labels(NEWS).pairs, pv.labels(turned).pairs)
