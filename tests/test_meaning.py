"""Meaning as an extra: a tiny model, made here, whose vectors are known, and what cosines must not be trusted with."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import onnx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

import provenance as pv
from provenance import readers
from provenance.align import FIRM, Options, align, sense
from provenance.align.meaning import BATCH, encoder, similar
from provenance.cli import main
from provenance.errors import InputError, OptionError
from provenance.frames import empty
from provenance.text import fold, split

# Words of one meaning share an axis, whatever their language.
MEANINGS = [
    "boat ship vessel schiff bateau", "sank foundered unterging coula", "harbour port hafen", "mayor bürgermeister",
    "celebrated feierte", "200", "900", "not nicht", "was", "old",
]  # fmt: skip
VOCABULARY = {word: n for n, word in enumerate(["[UNK]", *" ".join(MEANINGS).split()])}


def model(*, pooled: bool = False, inputs: tuple[str, ...] = ("input_ids", "attention_mask")) -> bytes:
    """An embedding for each word; the attention mask is multiplied in, so that it must be there and must fit."""
    table = np.zeros((len(VOCABULARY), len(MEANINGS)), dtype=np.float32)
    for axis, synonyms in enumerate(MEANINGS):
        for word in synonyms.split():
            table[VOCABULARY[word], axis] = 1.0
    nodes = [helper.make_node("Gather", ["table", inputs[0]], ["found"])]
    if len(inputs) > 1:
        nodes += [
            helper.make_node("Cast", [inputs[1]], ["mask"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["mask", "last"], ["wide"]),
            helper.make_node("Mul", ["found", "wide"], ["out"]),
        ]
    else:
        nodes.append(helper.make_node("Identity", ["found"], ["out"]))
    shape: list[str | int] = ["n", "t", len(MEANINGS)]
    if pooled:
        nodes.append(helper.make_node("ReduceSum", ["out", "middle"], ["sum"], keepdims=0))
        shape = ["n", len(MEANINGS)]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "t"]) for name in inputs],
        [helper.make_tensor_value_info("sum" if pooled else "out", TensorProto.FLOAT, shape)],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(np.array([-1]), "last"),
            numpy_helper.from_array(np.array([1]), "middle"),
        ],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    return made.SerializeToString()


def tokenizer() -> bytes:
    words = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    words.normalizer = normalizers.Lowercase()
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    words.enable_padding(length=64)  # as many exports have it; no padding may reach the mean
    return words.to_str().encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("model")
    (made / "model.onnx").write_bytes(model())
    (made / "tokenizer.json").write_bytes(tokenizer())
    return made


@pytest.fixture(scope="module")
def tiny(folder):
    return encoder(*readers.model(folder), name=str(folder))


def test_the_encoder_gives_the_mean_of_the_words_in_length_one(tiny):
    found = tiny.encode(["boat sank", "the ship", ""])
    assert found.dtype == np.float32 and found.shape == (3, len(MEANINGS))
    half = np.sqrt(0.5, dtype=np.float32)
    assert found[0, :2] == pytest.approx([half, half]) and not found[0, 2:].any()
    assert found[1, 0] == pytest.approx(1)
    assert not found[2].any()


def test_a_model_that_pools_by_itself_is_taken_at_its_word():
    found = encoder(model(pooled=True), tokenizer()).encode(["boat sank", "harbour"])
    assert found.shape == (2, len(MEANINGS))
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1])


def test_a_model_without_a_mask_is_not_given_one():
    assert encoder(model(inputs=("input_ids",)), tokenizer()).encode(["boat"])[0, 0] == 1


def test_what_a_text_is_beside_does_not_change_its_vector(tiny):
    texts = [" ".join(["old", "boat", "sank", "harbour"][: 1 + n % 4]) for n in range(2 * BATCH + 3)]
    together = tiny.encode(texts)
    alone = np.concatenate([tiny.encode([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-6)


def test_other_words_and_other_languages_that_mean_the_same_are_alike(tiny):
    assert similar(["the boat sank"], ["a vessel foundered", "the mayor celebrated"], [(0, 0), (0, 1)], tiny) == [1, 0]
    assert similar(["the ship sank"], ["das schiff unterging"], [(0, 0)], tiny, ("en", "de")) == [1]


@pytest.mark.parametrize(
    ("one", "two", "langs"),
    [
        ("the boat was not old", "the boat was old", ("en", "en")),
        ("200 boat sank", "900 boat sank", ("en", "en")),
        ("the ship sank", "das schiff unterging nicht", ("en", "de")),
    ],
)
def test_numbers_and_negation_that_disagree_are_no_likeness_whatever_the_cosine(tiny, one, two, langs):
    vectors = tiny.encode([one, two])
    assert vectors[0] @ vectors[1] > 0.3
    assert similar([one], [two], [(0, 0)], tiny, langs) == [0]


WORDS = st.lists(st.sampled_from(sorted(VOCABULARY)), max_size=5).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=4), st.data())
@settings(max_examples=30, deadline=None)
def test_exchanging_the_stories_changes_no_likeness_and_a_sentence_is_like_itself(tiny, one, two, data):
    places = st.tuples(st.integers(0, len(one) - 1), st.integers(0, len(two) - 1))
    pairs = data.draw(st.lists(places, max_size=6))
    scores = similar(one, two, pairs, tiny)
    assert scores == similar(two, one, [(j, i) for i, j in pairs], tiny)
    assert all(0 <= score <= 1 for score in scores)
    known = [n for n, text in enumerate(one) if set(text.split()) - {"[UNK]"}]
    assert similar(one, one, [(n, n) for n in known], tiny) == [1.0] * len(known)


class Counting:
    """An encoder that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: list[str]) -> np.ndarray:
        self.asked.append(texts)
        return np.ones((len(texts), 1), dtype=np.float32)


def test_only_sentences_of_candidate_pairs_are_encoded_each_once():
    one = Counting()
    assert similar(["a", "b", "c"], ["a", "d"], [(0, 0), (1, 0), (1, 1), (1, 1)], one) == [1, 1, 1, 1]
    assert one.asked == [["a", "b", "d"]]
    assert similar(["a"], ["b"], [], one) == [] and len(one.asked) == 1


def test_an_encoder_that_gives_too_little_is_told_so():
    class Short:
        def encode(self, texts: list[str]) -> np.ndarray:
            return np.ones((len(texts) - 1, 4), dtype=np.float32)

    with pytest.raises(OptionError, match="1x4 for 2 texts"):
        similar(["a"], ["b"], [(0, 0)], Short())


def test_without_the_extra_the_remedy_is_named_and_everything_else_works(monkeypatch, folder):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(OptionError, match=r"onnxruntime.*pip install 'provenance\[semantic\]'"):
        encoder(*readers.model(folder))
    assert similar(["a"], ["b"], [(0, 0)], Counting()) == [1]


def test_the_rest_loads_neither_of_the_two_libraries():
    script = "import sys, provenance.pipeline, provenance.align.meaning as m; print({*m.NEEDED} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_folder_that_is_no_model_and_broken_files_are_told_in_a_line(tmp_path):
    with pytest.raises(InputError, match="holds no model"):
        readers.model(tmp_path)
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").write_bytes(model())
    with pytest.raises(InputError, match=r"no tokenizer\.json"):
        readers.model(tmp_path)
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": "none"}))
    for files in (readers.model(tmp_path), (b"no model", tokenizer()), (b"", b"\xff")):
        with pytest.raises(InputError) as told:
            encoder(*files, name="m")
        assert "\n" not in str(told.value) and str(told.value).startswith("m: ")


def test_a_model_that_asks_for_more_or_knows_fewer_words_is_told_in_a_line():
    with pytest.raises(InputError, match="asks for 'pixels'"):
        encoder(model(inputs=("input_ids", "pixels")), tokenizer()).encode(["boat"])
    words = Tokenizer(models.WordLevel({"[UNK]": 10_000}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    with pytest.raises(InputError, match="do not fit"):
        encoder(model(), words.to_str().encode()).encode(["boat"])


# ------------------------------------------------------------------------------------------------- in the aligner

STORY = "Mayor old harbour ship foundered celebrated. Council sets new winter bus timetable for villages."
GERMAN = "Bürgermeister old hafen schiff unterging feierte. Council sets new winter bus timetable for villages."


def told(**texts):
    return split(pd.DataFrame({"article": list(texts), "text": list(texts.values())}), empty("marks"))


def by_meaning(one, two, encoder, lang="en", **options):
    rows = align(told(a=one, b=two), [("a", "b")], langs={"b": lang}, options=Options(**options), encoder=encoder)
    return {(m.a_n, m.b_n): m for m in rows.itertuples()}


def test_a_translation_answers_by_meaning_below_what_words_give_and_says_so(tiny):
    rows = by_meaning(STORY, GERMAN, tiny)
    found, same = rows[0, 0], rows[1, 1]
    assert found.kind == "rewritten" and FIRM <= found.score == found.likeness <= sense.MOST
    assert found.meaning == pytest.approx(1, abs=1e-3)
    assert not found.moved and not found.quoted
    assert same.kind == "same" and np.isnan(same.meaning)
    assert (0, 0) not in by_meaning(STORY, GERMAN, None)


def test_an_answer_by_meaning_out_of_the_order_of_the_others_has_moved(tiny):
    first, second = GERMAN.split(". ")
    rows = by_meaning(STORY, f"{second} {first}.", tiny)
    assert rows[0, 1].moved and not rows[1, 0].moved


def test_numbers_and_negation_rule_over_meaning(tiny):
    for one, two in (("200", "900"), ("old", "nicht")):
        assert (0, 0) not in by_meaning(STORY.replace("old", one), GERMAN.replace("old", two), tiny, "de")


def test_a_cosine_under_the_least_is_no_answer_and_one_above_it_only_perhaps(tiny):
    half = GERMAN.replace("unterging", "Marktplatz").replace("feierte", "Bahnhof")
    vectors = tiny.encode([fold(text.partition(". ")[0]) for text in (STORY, half)])
    cosine = float(vectors[0] @ vectors[1])
    assert 0.75 < cosine < 0.9
    assert by_meaning(STORY, half, tiny)[0, 0].score < FIRM
    assert (0, 0) not in by_meaning(STORY, half, tiny, meaning=cosine + 0.01)


def test_of_several_alike_in_meaning_the_nearest_in_place_answers_and_none_where_they_are_as_near(tiny):
    bare = "Mayor old harbour ship foundered celebrated."
    more = bare.replace("ship", "vessel").replace("harbour", "port")
    other = more.replace("foundered", "sank")
    german = GERMAN.split(". ", maxsplit=1)[0] + "."
    assert set(by_meaning(f"{german} Ten trams.", f"{more} {other}", tiny)) == {(0, 0)}
    assert set(by_meaning(german, f"{more} {other}", tiny)) <= {(0, 0), (0, 1)}


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
@settings(max_examples=30, deadline=None)
def test_exchanging_the_articles_exchanges_the_answers_by_meaning(tiny, one, two):
    texts = ["\n\n".join(f"{line.capitalize()}." for line in lines if line) for lines in (one, two)]
    forth = align(told(a=texts[0], b=texts[1]), [("a", "b")], options=Options(words=1), encoder=tiny)
    back = align(told(a=texts[1], b=texts[0]), [("a", "b")], options=Options(words=1), encoder=tiny)
    assert {(m.a_n, m.b_n, m.score, m.likeness, str(m.meaning)) for m in forth.itertuples()} == {
        (m.b_n, m.a_n, m.score, m.likeness, str(m.meaning)) for m in back.itertuples()
    }


@given(st.integers(0, 7), st.integers(0, 7), st.integers(1, 5))
def test_sentences_are_sought_near_their_own_place_and_all_of_them_in_short_stories(n, m, band):
    kept, sense.BAND = sense.BAND, band
    try:
        near = {(i, j) for i in range(n) for j in range(m) if abs(i / n - j / m) * max(n, m) <= band + 1e-9}
        assert set(sense._places(n, m)) == near
    finally:
        sense.BAND = kept
    assert set(sense._places(n, m)) == {(i, j) for i in range(n) for j in range(m)}


def test_each_sentence_is_encoded_once_whatever_the_number_of_pairs():
    one = Counting()
    texts = {name: f"The {name} council of Kalpur sets a new winter timetable {n}." for n, name in enumerate("abc")}
    align(told(**texts), [("a", "b"), ("a", "c"), ("b", "c")], encoder=one)
    asked = [text for texts in one.asked for text in texts]
    assert len(asked) == len(set(asked))


def test_trace_takes_an_encoder_and_says_so_in_its_options(tiny):
    articles = pd.DataFrame({"article": ["one", "two"], "text": [STORY, GERMAN], "lang": ["en", "de"]})
    made = pv.trace(articles, encoder=tiny)
    assert made.matches["meaning"].notna().any()
    assert len(made.options["encoder"]) == 64
    plain = pv.trace(articles)
    assert "encoder" not in plain.options and plain.matches["meaning"].isna().all()


def test_the_command_line_takes_a_model_folder_and_tells_in_one_line_what_is_missing(folder, tmp_path, capsys):
    files = [tmp_path / "en.txt", tmp_path / "de.txt"]
    for file, text in zip(files, (STORY, GERMAN), strict=True):
        file.write_text(text)
    asked = ["trace", *map(str, files), "--out", str(tmp_path / "run"), "--kind", "html,pdf", "-q"]
    assert command([*asked, "--model", str(folder)]) == 0
    assert pv.load(tmp_path / "run").matches["meaning"].notna().any()
    assert "by meaning" in (tmp_path / "run" / "report.html").read_text()
    capsys.readouterr()
    (tmp_path / "sub").mkdir()
    assert command([*asked, "--force", "--model", str(tmp_path / "sub")]) == 2
    assert "holds no model" in capsys.readouterr().err
    missing = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_without(tmp_path)), *sys.path])}
    done = subprocess.run(
        [sys.executable, "-m", "provenance", *asked, "--force", "--model", str(folder)],
        capture_output=True, text=True, check=False, env=missing,
    )  # fmt: skip
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "pip install 'provenance[semantic]'" in done.stderr


def _without(root):
    """A folder that hides `onnxruntime` as a machine without it does."""
    hidden = root / "hidden"
    hidden.mkdir()
    (hidden / "onnxruntime.py").write_text("raise ModuleNotFoundError(\"No module\", name='onnxruntime')")
    return hidden


def command(words):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["provenance", *words])
        with pytest.raises(SystemExit) as ended:
            main()
    return ended.value.code or 0
