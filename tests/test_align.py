"""Which sentence answers which; the fast paths are judged by tests/reference."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import slow
from strategies import stories

from provenance import align as package
from provenance.align import Options, align, compare, coverage, edits, speed
from provenance.align.choose import chain, settle
from provenance.align.compare import Corpus, rivals
from provenance.align.corpus import build, words
from provenance.align.weights import stem, weight
from provenance.frames import empty
from provenance.text import fold, split, tokens


def table(**texts):
    return split(pd.DataFrame({"article": list(texts), "text": list(texts.values())}), empty("marks"))


def matched(one, two, **options):
    rows = align(table(a=one, b=two), [("a", "b")], options=Options(**options))
    return [(m.a_n, m.b_n, m.kind, m.moved) for m in rows.itertuples()]


FERRY = "The old ferry ran aground off Serrana early on Tuesday."
RESCUE = "Fishing boats took off all 214 passengers within three hours."
COSTS = "Repairs to the gallery and the stairs are expected to cost 800,000 crowns."


def test_the_same_sentences_answer_each_other():
    assert matched(f"{FERRY} {RESCUE}", f"{FERRY} {RESCUE}") == [(0, 0, "same", False), (1, 1, "same", False)]


def test_quotes_dashes_and_case_do_not_make_a_sentence_another():
    assert matched(
        "“We’ll sail,” the old captain — 61 — told Reporters.", '"We\'ll sail," the old captain - 61 - told reporters.'
    ) == [(0, 0, "same", False)]


def test_an_edited_sentence_is_edited_and_a_rewritten_one_rewritten():
    assert matched(FERRY, "The old ferry ran aground off the isle of Serrana on Tuesday.") == [(0, 0, "edited", False)]
    assert matched(
        "Hundreds of Afghan soldiers and refugees have fled across the river border into neighbouring Tajikistan, "
        "a move that alarmed capitals.",
        "Hundreds of Afghan soldiers fled across the river border into Tajikistan last week.",
    ) == [(0, 0, "rewritten", False)]


def test_a_sentence_out_of_order_has_moved():
    kinds = matched(f"{FERRY} {RESCUE} {COSTS}", f"{COSTS} {FERRY} {RESCUE}")
    assert [(a, b) for a, b, _, moved in kinds if moved] == [(2, 0)]


def test_two_sentences_made_one_are_merged_and_one_made_two_is_split():
    joined = FERRY[:-1] + " and " + RESCUE[0].lower() + RESCUE[1:]
    assert [m[2] for m in matched(f"{FERRY} {RESCUE}", joined)] == ["merged", "merged"]
    assert [m[2] for m in matched(joined, f"{FERRY} {RESCUE}")] == ["split", "split"]


def test_a_deck_printed_twice_answers_once():
    assert len(matched(f"{FERRY}\n\n{FERRY}\n\n{RESCUE}", f"{FERRY} {RESCUE}")) == 2


def test_sentences_that_share_only_small_words_do_not_answer():
    assert (
        matched(
            "He said that it was not for the first of them to have been there.",
            "It was not the first that he had said of them, and it has been there.",
        )
        == []
    )
    assert matched("The council met on Tuesday in Kalpur.", "The storm on Tuesday closed the port of Marlo.") == []


def test_an_empty_story_answers_nothing():
    assert matched("", FERRY) == []


@given(stories(1, 6))
@settings(max_examples=30)
def test_a_story_answers_itself_sentence_by_sentence(text):
    rows = table(a=text)
    found = matched(text, text)
    for a, b, kind, _ in found:
        assert kind == "same"
        assert rows["norm"][a] == rows["norm"][b]
    heavy = {norm for norm in rows["norm"] if sum(map(weight, tokens(norm))) >= 100 * Options().words}
    assert heavy <= {rows["norm"][a] for a, *_ in found}
    assert len(found) == len({rows["norm"][a] for a, *_ in found})


def rooms(sentences, compiled=False):
    """What the loops have in hand after weighing the rivals of a and b."""
    corpus = Corpus(*(part.tolist() for part in build(sentences, ["a", "b"], {})))
    rules = package._rules(Options())
    room = speed._room(corpus, rules, 4096, compiled)
    many = rivals(corpus, rules, room, 0, 1)
    settle(rules, room, many)
    return room, many


@given(stories(1, 5), stories(1, 5))
@settings(max_examples=40)
def test_the_loops_find_the_same_rivals_with_the_same_probability_as_the_formulas(one, two):
    room, many = rooms(table(a=one, b=two))
    found = {(int(room.ri[k]), int(room.rj[k])): room.p[k] for k in range(many)}
    norms = [[fold(s) for s in text.split("\n\n")] for text in (one, two)]
    assert found == pytest.approx(slow.probabilities(*norms), abs=2e-6)


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.sampled_from([0.5, 0.75, 1.0]), max_size=9))
@settings(max_examples=60)
def test_the_chain_in_order_weighs_as_much_as_the_best_of_all_chains(scores):
    room = speed._room(Corpus(*([0, 1],) * len(Corpus._fields)), package._rules(Options()), 16, fast=False)
    room = room._replace(tree=[0.0] * 8, top=[0] * 8)
    for k, (i, j) in enumerate(sorted(scores)):
        room.out[k * 10 + 1], room.out[k * 10 + 2], room.out[k * 10 + 4] = i, j, 1
        room.likeness[k] = scores[i, j]
    chain(room, 0, len(scores), 6)
    ordered = [pair for k, pair in enumerate(sorted(scores)) if not room.out[k * 10 + 4]]
    assert all(one[1] <= two[1] for one, two in itertools.pairwise(ordered))
    assert sum(scores[p] for p in ordered) == pytest.approx(slow.heaviest_chain(scores))


@given(stories(1, 6), stories(1, 6))
@settings(max_examples=15, deadline=None)
def test_compiled_and_interpreted_give_the_same_rows(one, two):
    told = table(a=one, b=two, c=f"{two}\n\n{one}")
    pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    pd.testing.assert_frame_equal(align(told, pairs, compiled=True), align(told, pairs, compiled=False))


@given(st.text(max_size=60), st.text(max_size=60))
def test_edits_rebuild_both_sentences(one, two):
    found = edits(one, two)
    assert "".join(words for op, words in found if op != "insert") == one
    assert "".join(words for op, words in found if op != "delete") == two


def test_edits_are_whole_words_delete_before_insert():
    found = edits("from the US exit", "from the U.S. exit")
    assert [(op, words.strip()) for op, words in found if words.strip()] == [
        ("equal", "from the"), ("delete", "US"), ("insert", "U.S."), ("equal", "exit"),
    ]  # fmt: skip


def test_coverage_is_the_share_of_words_that_answer():
    sentences = table(a=f"{FERRY} {RESCUE}", b=FERRY)
    matches = align(sentences, [("a", "b")])
    words = [len(norm.split()) for norm in sentences[sentences["article"] == "a"]["norm"]]
    assert coverage(sentences, matches) == {("a", "b"): (pytest.approx(slow.covered(words, {0: 1.0})), 1.0)}


def test_a_score_is_a_probability_and_likeness_a_share_of_words():
    (row,) = align(
        table(a=FERRY, b="The old ferry ran aground off the isle of Serrana on Tuesday."), [("a", "b")]
    ).itertuples()
    assert 0.8 < row.score < 1
    assert 0.75 <= row.likeness < 1


def test_only_the_same_words_are_the_same():
    lead = "Russia was ready to help with any fallout from the {} exit and the bloc{} would need to cooperate."
    for one, two in (
        (lead.format("US", ""), lead.format("U.S.", " led by Moscow")),
        ("Prices rise fast.", "Prices rose fast."),
    ):
        for x, y in ((one, two), (two, one)):
            assert "same" not in {m[2] for m in matched(x, y)}


def test_a_sentence_of_a_megabyte_is_compared_in_bounded_time():
    long = " ".join(f"word{i}" for i in range(100_000))
    assert matched(long, long) == [(0, 0, "same", False)]
    assert len(matched(long, long + " and more")) == 1


# ---------------------------------------------------------------------------------------------------------------- laws

TURN = {"merged": "split", "split": "merged"}
PLAIN = ["score", "likeness", "kind", "moved", "quoted"]
EXTENT = ["start", "end"]


def rows_of(one, two, lang="en", **options):
    found = align(table(a=one, b=two), [("a", "b")], langs={"a": lang, "b": lang}, options=Options(**options))
    return found.astype(object).where(found.notna(), None)


def turned(rows):
    """The same rows with a and b exchanged."""
    swaps = {f"{x}_{name}": f"{y}_{name}" for x, y in ("ab", "ba") for name in ("n", *EXTENT)}
    made = rows.rename(columns=swaps)[list(rows.columns)]
    return made.assign(kind=[TURN.get(kind, kind) for kind in made["kind"]])


def as_set(rows):
    return {tuple(row) for row in rows.drop(columns=["a", "b", "meaning"]).itertuples(index=False)}


@st.composite
def copies(draw):
    """A story, and one that took of it: sentences moved, merged, cut, reworded, said twice, among some of its own."""
    lines = draw(stories(2, 7)).split("\n\n")
    taken = draw(st.permutations(lines))[: draw(st.integers(1, len(lines)))]
    for k in draw(st.lists(st.integers(0, len(taken) - 1), max_size=4)):
        words = taken[k].split()
        way = draw(st.sampled_from(["cut", "head", "other", "twice", "join", "say"]))
        if way == "cut":
            taken[k] = " ".join(words[: max(3, len(words) // 2)]).rstrip(".") + "."
        elif way == "head":
            taken[k] = " ".join([*"Earlier this week officials in the capital told reporters that".split(), *words])
        elif way == "other":
            taken[k] = " ".join(w if n % 4 else "elsewhere" for n, w in enumerate(words)).rstrip(".") + "."
        elif way == "twice":
            taken.append(taken[k])
        elif way == "join":
            taken[k] = taken[k].rstrip(".") + " and " + taken[(k + 1) % len(taken)]
        else:
            taken[k] = f'"{taken[k].rstrip(".")}," he said.'
    return "\n\n".join(lines), "\n\n".join([*taken, *draw(stories(1, 2)).split("\n\n")])


@given(copies())
@settings(max_examples=40)
def test_swapping_the_articles_swaps_every_column_and_nothing_else(both):
    one, two = both
    assert as_set(rows_of(one, two)) == as_set(turned(rows_of(two, one)))


@given(copies())
@settings(max_examples=15)
def test_aligning_again_gives_the_same_rows(both):
    told = table(a=both[0], b=both[1])
    first = align(told, [("a", "b")])
    pd.testing.assert_frame_equal(first, align(told, [("a", "b")]))


@given(copies())
@settings(max_examples=25)
def test_an_extent_lies_in_its_sentence_and_begins_and_ends_with_words_that_answer(both):
    told = table(a=both[0], b=both[1])
    raw = dict(zip("ab", both, strict=True))
    by = told.set_index(["article", "n"])
    for row in align(told, [("a", "b")]).itertuples():
        other = {"a": set(stems(by.loc[("b", row.b_n), "norm"])), "b": set(stems(by.loc[("a", row.a_n), "norm"]))}
        for side in "ab":
            start, end = getattr(row, f"{side}_start"), getattr(row, f"{side}_end")
            assert (start is pd.NA) == (end is pd.NA)
            if start is pd.NA:
                continue
            whole = by.loc[(side, getattr(row, f"{side}_n"))]
            assert whole["start"] <= start < end <= whole["end"]
            inside = stems(fold(raw[side][start:end]))
            assert inside[0] in other[side] and inside[-1] in other[side]
            assert len(inside) < package.WHOLE * len(stems(whole["norm"]))


def stems(norm):
    return [stem(token, "en") for token in words(norm)]


STRANGE = "Zwölf Yaks grasten gemächlich neben dampfenden Quellen."


def with_stranger(both, place, first):
    """The answers (columns but score and extents in the raw text) without and with a strange sentence put there."""
    lines = both[0 if first else 1].split("\n\n")
    place = min(place, len(lines)) if place >= 0 else len(lines)
    more = "\n\n".join([*lines[:place], STRANGE, *lines[place:]])
    plain = rows_of(*both)
    found = rows_of(more, both[1]) if first else rows_of(both[0], more)
    side = "a_n" if first else "b_n"
    assert not (found[side] == place).any()
    found[side] -= (found[side] > place).astype(int)
    keep = ["a_n", "b_n", *[name for name in PLAIN if name != "score"]]
    return plain, {tuple(row) for row in plain[keep].to_numpy()}, {tuple(row) for row in found[keep].to_numpy()}


@given(copies(), st.sampled_from([0, -1]), st.booleans())
@settings(max_examples=25)
def test_an_unrelated_sentence_at_either_end_changes_no_answer(both, place, first):
    _, plain, found = with_stranger(both, place, first)
    assert plain == found


@pytest.mark.parametrize("place", range(1, 4))
@pytest.mark.parametrize("first", [True, False])
def test_an_unrelated_sentence_in_between_changes_no_sure_answer(place, first):
    one = "\n\n".join([FERRY, RESCUE, COSTS, "Nobody was hurt, the harbour master of Serrana told the council."])
    two = "\n\n".join(
        [COSTS, f"{FERRY[:-1]}, and {RESCUE[0].lower()}{RESCUE[1:]}", "The harbour master said nobody fell."]
    )
    rows, _, found = with_stranger((one, two), place, first)
    sure = rows[rows["score"] >= 0.85]
    assert len(sure) >= 3
    assert {tuple(row) for row in sure[["a_n", "b_n", "likeness"]].to_numpy()} <= {(r[0], r[1], r[2]) for r in found}


@given(copies(), st.permutations(["m", "k", "x"]))
@settings(max_examples=20)
def test_names_and_order_of_articles_and_rows_change_nothing(both, names):
    texts = dict(zip("abc", (*both, both[1] + "\n\n" + both[0]), strict=True))
    called = dict(zip("abc", names, strict=True))
    asked = [("a", "b"), ("a", "c"), ("b", "c")]
    plain = align(table(**texts), asked)
    other = table(**{called[name]: texts[name] for name in "cab"}).sample(frac=1, random_state=1)
    other = other.sort_values(["article", "n"], ascending=[False, True])
    pairs = sorted(tuple(sorted((called[a], called[b]))) for a, b in asked)
    there = align(other, pairs)
    back = {new: old for old, new in called.items()}
    for a, b in asked:
        mine = plain[(plain["a"] == a) & (plain["b"] == b)]
        x, y = sorted((called[a], called[b]))
        found = there[(there["a"] == x) & (there["b"] == y)]
        clean = [rows.astype(object).where(rows.notna(), None) for rows in (mine, found)]
        assert as_set(clean[0]) == as_set(clean[1] if (back[x], back[y]) == (a, b) else turned(clean[1]))


# ---------------------------------------------------------------------------------- what must and must not be alike


def score_of(one, two, lang="en"):
    (row,) = [m for m in rows_of(one, two, lang).itertuples() if (m.a_n, m.b_n) == (0, 0)] or [None]
    return row.score if row else 0.0


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("Some {} soldiers crossed the river near Marlo on Tuesday night.", "200", "900"),
        ("The harbour in Kalpur was {} ready for the winter.", "", "not"),
        ("Officials said that {} ferries were lost off the coast of Serrana.", "14", "31"),
    ],
)
def test_numbers_and_negation_that_disagree_pull_a_match_down(one, same, other):
    mine, odd = (" ".join(one.format(word).split()) for word in (same, other))
    said = mine.replace("the", "this").replace(
        "Some", "About"
    )  # not the same words, or there would be nothing to doubt
    assert 0 < score_of(said, odd) < score_of(said, mine)


SPEECH = "We will rebuild the gallery, the stairs and the old lighthouse before winter comes"
LATER = "Nobody in this town will sleep in a tent"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (f"\u201c{SPEECH},\u201d the mayor told Kalpur Daily.", f'"{SPEECH}," Anna Lund said.'),
        (f"\u201c{SPEECH}. {LATER},\u201d the mayor said.", f'Lund said: "{SPEECH}. {LATER}."'),
        (f"\u201c{SPEECH}. {LATER},\u201d the mayor said.", f"\u201c{SPEECH}.\n\n\u201c{LATER},\u201d said Lund."),
        (f"\u201c{SPEECH}.\n\n{LATER}. It was a promise.", f"\u201c{SPEECH}. {LATER},\u201d she said."),
    ],
    ids=["one sentence", "several sentences", "a mark at each paragraph", "the closing mark lost"],
)
def test_words_of_a_speaker_are_told_as_quoted(one, two):
    rows = [m for m in rows_of(one, two).itertuples() if m.score >= 0.5]
    assert rows and all(m.quoted for m in rows)


def test_words_that_one_side_alone_puts_in_quotation_marks_are_not_quoted():
    (row,) = rows_of(f"{SPEECH}.", f'"{SPEECH}."').itertuples()
    assert not row.quoted and row.score >= 0.5


def test_a_sentence_may_be_merged_moved_and_repeated_at_once():
    kinds = matched(f"{FERRY} {RESCUE} {COSTS}", f"{COSTS} {FERRY[:-1]}, and {RESCUE[0].lower()}{RESCUE[1:]} {COSTS}")
    assert {(a, b) for a, b, *_ in kinds} in ({(0, 1), (1, 1), (2, 0)}, {(0, 1), (1, 1), (2, 2)})
    assert [k[2] for k in kinds if k[1] == 1] == ["merged", "merged"]


@pytest.mark.parametrize(
    ("lang", "one", "two"),
    [
        ("zh", "周二清晨旧渡轮在塞拉纳岛附近搁浅两百一十四名乘客获救。",
         "旧渡轮周二在塞拉纳岛附近搁浅两百一十四名乘客获救。"),
        ("th", "เรือเฟอร์รี่เก่าเกยตื้นใกล้เกาะเซร์ราน่าเมื่อเช้าวันอังคารผู้โดยสารทั้งหมดปลอดภัย",
         "เรือเฟอร์รี่เก่าเกยตื้นใกล้เกาะเซร์ราน่าเมื่อวันอังคารผู้โดยสารทั้งหมดปลอดภัย"),
        ("ar", "جنحت العبارة القديمة قرب جزيرة سيرانا صباح الثلاثاء ونقلت قوارب الصيد جميع الركاب.",
         "جنحت العبارة القديمة قرب جزيرة سيرانا يوم الثلاثاء ونقلت قوارب الصيد كل الركاب."),
    ],
)  # fmt: skip
def test_sentences_answer_in_every_script(lang, one, two):
    (row,) = rows_of(one, two, lang).itertuples()
    assert row.score >= 0.5 and row.kind in ("edited", "rewritten")
    (same,) = rows_of(one, one, lang).itertuples()
    assert same.kind == "same" and same.likeness == 1


# --------------------------------------------------------------------------------------------- bad input, small


class Steps:
    """How many sentence pairs were compared word by word."""

    def __init__(self, monkeypatch):
        self.many = 0
        plain = compare.rival

        def counted(*args):
            self.many += 1
            return plain(*args)

        monkeypatch.setattr(compare, "rival", counted)


def test_a_sentence_said_a_thousand_times_is_compared_once(monkeypatch):
    steps = Steps(monkeypatch)
    often = "\n\n".join([FERRY] * 1000)
    assert [
        m[:3]
        for m in matched(
            often,
            often,
        )
    ] == [(0, 0, "same")]
    assert len(matched(often, FERRY)) == 1
    assert steps.many <= 2


def test_words_that_all_sentences_share_make_no_pairs_of_all_with_all(monkeypatch):
    steps = Steps(monkeypatch)
    lines = [f"Serrana ferry passengers number {n} arrived{n} at quay{n} gate{n}." for n in range(300)]
    rows = align(table(a="\n\n".join(lines), b="\n\n".join(lines)), [("a", "b")], compiled=False)
    assert len(rows) == 300
    assert steps.many < 10 * 300


@pytest.mark.parametrize("script", ["字", "ก", "ب", "a"])
def test_a_long_paragraph_in_any_script_costs_no_square_of_its_length(script, monkeypatch):
    lengths = []
    plain = compare.fill

    def counted(c, table_, u0, n, v0, m):
        lengths.append(n * m)
        return plain(c, table_, u0, n, v0, m)

    monkeypatch.setattr(compare, "fill", counted)
    letters = [chr(ord(script) + n % 20) for n in range(5000)]
    one, two = "".join(letters), "".join(letters[:-7])
    found = rows_of(one, two, "zh")
    assert len(found) == (script in "字ก")  # letters that are words; a word of 5,000 letters and another are two words
    rows_of(f"{one} {FERRY}", f"{two} {RESCUE}", "ar")
    assert sum(lengths) <= 2 * package.LONGEST**2


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "\u200f", "?!"])
def test_stories_without_a_word_answer_nothing(text):
    assert matched(text, FERRY) == matched(FERRY, text) == matched(text, text) == []
