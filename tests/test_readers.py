"""Files in, articles out: what is read, under which name, in which encoding; what is refused, and why."""

import codecs
import os
from pathlib import Path

import pytest

from provenance import readers
from provenance.errors import InputError
from provenance.readers import READERS, Note, read

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
STORY = "Moscow says it’s ready to help – “fully”.\r\n\r\nThe café on Łódź street stays open.\n"
WESTERN = "Le Premier ministre a déclaré jeudi que l’été serait « très » chaud.\r\nFin.\n"


def put(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_txt", ".txt").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def told(*inputs):
    notes: list[Note] = []
    return read(inputs, note=notes.append), notes


def refusal(*inputs) -> str:
    with pytest.raises(InputError) as caught:
        read(inputs)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_seeds_are_five_articles_named_after_their_files():
    articles, notes = told(SEEDS)
    assert [name[:3] for name in articles["article"]] == ["000", "001", "002", "003", "004"]
    assert list(articles.columns) == ["article", "text", "path"]
    assert all(note.reason.startswith("no reader for .md") for note in notes)
    for row in articles.itertuples():
        assert Path(row.path).read_bytes() == row.text.encode()


def test_a_text_is_read_as_it_stands_line_ends_and_all(tmp_path):
    put(tmp_path, a_txt=STORY, b_txt="\n\n one\rtwo\x0bthree \n")
    assert read(tmp_path)["text"].tolist() == [STORY, "\n\n one\rtwo\x0bthree \n"]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_an_encoding_that_says_its_name_is_believed_without_a_word(tmp_path, encoding, mark):
    put(tmp_path, a_txt=mark + STORY.encode(encoding))
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == [STORY]
    assert notes == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", [STORY, "Премьер заявил в четверг, что переговоры продолжатся.\n"])
def test_utf_16_without_a_mark_is_known_by_its_nuls_and_told(tmp_path, encoding, words):
    put(tmp_path, a_txt=words.encode(encoding))
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == [words]
    assert [note.what for note in notes] == ["guessed"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("cp1252", WESTERN),
        ("cp1252", "Moscow says it’s ready to help – “fully” – the ambassador said."),
        ("cp1252", "Die Regierung erklärte am Donnerstag, sie werde die Maßnahmen prüfen."),
        ("cp1250", 9 * "Premier oświadczył w czwartek, że rząd podejmie działania, aby zwiększyć bezpieczeństwo. "),
        ("cp1251", "Премьер-министр заявил в четверг, что правительство примет меры на границе."),
        ("cp1254", 9 * "Başbakan perşembe günü yaptığı açıklamada hükümetin sınır güvenliğini artıracağını söyledi. "),
        ("cp1256", "قال رئيس الوزراء يوم الخميس إن الحكومة ستتخذ إجراءات لتعزيز الأمن على الحدود."),
        ("koi8-r", "Премьер-министр заявил в четверг, что правительство примет меры на границе."),
    ],
)
def test_a_code_page_is_guessed_by_script_and_language_and_told(tmp_path, page, words):
    put(tmp_path, a_txt=words.encode(page))
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == [words]
    assert [(note.what, "save it as UTF-8" in note.reason) for note in notes] == [("guessed", True)]


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00",
        b"A text with a \x00 in it",
        b"\x00\x01\x02\x03",
        bytes(range(1, 32)) * 4,
        bytes(range(128, 256)),
        codecs.BOM_UTF8 + b"caf\xe9",
        codecs.BOM_UTF16_LE + b"a\x00b",
    ],
)
def test_what_is_no_text_is_refused_and_never_patched_up(tmp_path, content):
    path = put(tmp_path, a_txt=content) / "a.txt"
    assert refusal(path).startswith(f"{path}: ")


def test_an_old_wire_copy_may_hold_a_few_control_characters(tmp_path):
    words = "\x01" + "Paris, 8 July - The minister said on Thursday that talks would go on. " * 3 + "\x03"
    put(tmp_path, a_txt=words)
    assert read(tmp_path)["text"].tolist() == [words]


def test_a_folder_is_read_to_its_bottom_in_the_order_of_its_paths(tmp_path):
    put(tmp_path, b_txt="two", a__z_txt="one", c__a__x_txt="three")
    assert read(tmp_path)["text"].tolist() == ["one", "two", "three"]


def test_hidden_files_and_folders_are_not_looked_at(tmp_path):
    put(tmp_path, a_txt="one", **{".b_txt": "two", ".git__c_txt": "three"})
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["one"]
    assert notes == []


def test_a_file_that_cannot_be_read_is_skipped_in_a_folder_and_named(tmp_path):
    put(tmp_path, a_txt="one", b_txt=b"", README_md="words", c_txt=b"\x00\x01", **{"notes": "bare"})
    articles, notes = told(tmp_path)
    assert articles["article"].tolist() == ["a"]
    said = {Path(note.path).name: note.reason.split(":")[0] for note in notes}
    assert said == {
        "README.md": "no reader for .md",
        "b.txt": "empty",
        "c.txt": "binary, not text (it holds NUL bytes)",
        "notes": "no reader for a bare name",
    }
    assert {note.what for note in notes} == {"skipped"}


def test_without_a_listener_a_skipped_file_is_a_warning(tmp_path):
    put(tmp_path, a_txt="one", README_md="words")
    with pytest.warns(UserWarning, match=r"README\.md: skipped: no reader for \.md"):
        read(tmp_path)


def test_a_file_that_is_named_must_be_readable(tmp_path):
    put(tmp_path, empty_txt=b"", blank_txt=" \n\t\n", README_md="words")
    assert "no such file" in refusal(tmp_path / "missing.txt")
    assert "empty" in refusal(tmp_path / "empty.txt")
    assert "empty" in refusal(tmp_path / "blank.txt")
    assert "no reader for .md" in refusal(tmp_path / "README.md")
    assert "not a regular file" in refusal("/dev/null")


def test_nothing_to_trace_is_an_error_that_says_what_was_skipped(tmp_path):
    assert "no article in it" in refusal(tmp_path)
    put(tmp_path, README_md="words")
    with pytest.raises(InputError, match=r"1 skipped, the first: .*README\.md: no reader for \.md"):
        told(tmp_path)
    assert "nothing was given" in refusal()
    assert "empty name" in refusal("")
    assert "NUL" in refusal("a\0b")


def test_a_name_that_no_file_system_takes_is_one_line(tmp_path):
    assert "name too long" in refusal(tmp_path / ("x" * 300)).lower()


def test_globs_and_urls_of_local_files_are_read(tmp_path):
    put(tmp_path, a_txt="one", b__c_txt="two", **{"d [1]_txt": "three", "e_md": "no", ".h_txt": "hidden"})
    assert read(str(tmp_path / "*.txt"))["text"].tolist() == ["one", "three"]
    assert read(str(tmp_path / "**" / "*.txt"))["text"].tolist() == ["one", "two", "three"]
    assert read(str(tmp_path / "d [1].txt"))["text"].tolist() == ["three"]
    assert read((tmp_path / "d [1].txt").as_uri())["text"].tolist() == ["three"]
    assert "nothing matches" in refusal(str(tmp_path / "*.html"))
    assert "only local files" in refusal("https://example.org/a.txt")
    assert "only local files" in refusal("file://elsewhere/a.txt")


def test_a_glob_skips_what_it_cannot_read(tmp_path):
    put(tmp_path, a_txt="one", b_md="two")
    articles, notes = told(str(tmp_path / "*"))
    assert articles["article"].tolist() == ["a"]
    assert [note.what for note in notes] == ["skipped"]


def test_a_file_met_twice_is_one_article(tmp_path):
    put(tmp_path, a_txt="one")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    articles, notes = told(tmp_path, tmp_path / "a.txt", os.path.relpath(tmp_path / "a.txt"))
    assert articles["article"].tolist() == ["a"]
    assert all("the same file as" in note.reason for note in notes)
    assert len(notes) == 3


def test_a_circle_of_links_ends(tmp_path):
    put(tmp_path, a_txt="one")
    (tmp_path / "loop").symlink_to(tmp_path)
    articles, notes = told(tmp_path)
    assert len(articles) == 1
    assert "a link to a folder" in notes[0].reason


def test_the_reports_of_a_run_among_the_articles_are_no_articles(tmp_path):
    put(tmp_path, a_txt="one", **{"run__lineage_txt": "two", "run__run.json": "{}", "run__tables__x.parquet": b""})
    articles, notes = told(tmp_path)
    assert articles["article"].tolist() == ["a"]
    assert [note.path for note in notes] == [f"{tmp_path}/run"]


def test_like_names_get_their_folder_then_a_number(tmp_path):
    put(tmp_path, x__a_txt="1", y__a_txt="2", z__x__a_txt="3", b_txt="4", b_text="5")
    (tmp_path / "b_text").rename(tmp_path / "b.text")
    names = dict(zip(*(read(tmp_path)[column] for column in ("text", "article")), strict=True))
    assert names == {"1": "x/a", "2": "y/a", "3": "x/a (2)", "5": f"{tmp_path.name}/b", "4": f"{tmp_path.name}/b (2)"}


def test_a_number_never_meets_the_name_of_another_file(tmp_path):
    put(tmp_path, **{"p/d/a_txt": "1", "q/d/a_txt": "2", "d__a (2)_txt": "3", "a_txt": "4"})
    assert read(tmp_path)["article"].is_unique


def test_no_name_passes_for_an_unseen_node_or_own_words(tmp_path):
    names = ["~Reuters.txt", "~.txt", " .txt", "-rf.txt", "=cmd.txt", "<script>.txt", "two\nlines.txt", "\x1b[31m.txt"]
    for at, name in enumerate(names):
        (tmp_path / name).write_text(f"text {at}")
    articles = read(tmp_path)
    assert articles["article"].is_unique
    assert not articles["article"].str.contains(r"^~|^$|[\x00-\x1f]").any()
    assert {"Reuters", "-rf", "=cmd", "<script>", "two lines"} <= set(articles["article"])


def test_a_name_that_is_no_utf_8_is_written_out(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("one")
    row = read(tmp_path).iloc[0]
    assert row["article"] == "caf\\xe9"
    row["path"].encode("utf-8")


def test_upper_case_suffixes_are_the_same_format(tmp_path):
    (tmp_path / "A.TXT").write_text("one")
    assert read(tmp_path)["article"].tolist() == ["A"]


def test_every_reader_is_found_by_its_suffix():
    assert {name for name, _ in READERS} >= set(
        ".bz2 .csv .gz .htm .html .jl .json .jsonl .ndjson .parquet .pq .psv .tab .tar .tbz .tbz2 .text .tgz .tsv "
        ".txt .txz .warc .wet .xhtml .xlsm .xlsx .xz .zip".split()
    )


def test_what_was_skipped_is_told_before_what_was_guessed():
    notes = [Note("a.csv", "guessed", f"cell {n}") for n in range(30)]
    notes += [Note(f"{n}.jpg", "skipped", "no reader") for n in range(120)]
    lines = readers.told(notes)
    assert sum("skipped" in line for line in lines[:-1]) == 100
    assert sum("guessed" in line for line in lines[:-1]) == 20
    assert lines[-1] == "... and 10 more guessed, 20 more skipped"
