"""What any bytes do to any reader: an article, a note or one line that says why not; no crash, and every row told."""

import csv
import io
import json
import warnings
from functools import cache

import pytest
import test_archives
import test_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.readers import READERS, Note, read
from provenance.readers._columns import OURS
from provenance.readers._dates import order, when

HEADER = ["id", "text", "source", "date"]


@cache
def seeds() -> dict[str, bytes]:
    """A small valid file of every format that is read."""
    found = {"." + name.rpartition(".")[2]: content for name, content in test_tables.formats().items()}
    found |= {name[1:]: make() for name, make in test_archives.ARCHIVES.items() if name[0] == "a"}
    found |= {
        ".warc": test_archives.crawled(*test_archives.PAGES), ".wet": test_archives.crawled(*test_archives.PAGES),
        ".gz": found[".tgz"], ".txt": test_archives.STORY.encode(), ".html": test_archives.PAGE.encode(),
    }  # fmt: skip
    alike = {
        ".text": ".txt", ".htm": ".html", ".xhtml": ".html", ".jl": ".jsonl", ".ndjson": ".jsonl", ".pq": ".parquet",
        ".tab": ".tsv", ".xlsm": ".xlsx", ".tbz": ".tar.bz2", ".tbz2": ".tar.bz2", ".xz": ".txz", ".bz2": ".tar.bz2",
    }  # fmt: skip
    return found | {name: found[like] for name, like in alike.items()}


def test_every_reader_has_a_seed_to_be_fuzzed_from():
    assert {name for name, _ in READERS} <= seeds().keys()


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """The bytes with a few runs of them replaced, repeated, moved or cut."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = at + draw(st.sampled_from([0, 1, 2, 4, 8, 64, 4096]))
        new = draw(st.one_of(st.binary(max_size=8), st.sampled_from(TOKENS), st.just(bytes(data[at:end]) * 3)))
        data[at:end] = new
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


TOKENS = [
    b"\0", b"\xff" * 8, b'"', b'""', b"\n", b"\r", b",", b";", b"\t", b"\\", b"[", b"{", b"}", b"]", b":", b"null",
    b"1e999", b"\\ud800", b"\xef\xbb\xbf", b"\xff\xfe", b"<p>", b"</p>", b"<", b"&#0;", b"PK\x03\x04", b"PK\x05\x06",
    b"\x1f\x8b\x08",
    b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"\x7f\xff\xff\xff", b"0000-00-00", b"9999-12-31", b"../../",
]  # fmt: skip


@pytest.mark.parametrize("suffix", sorted(seeds()))
@given(data=st.data())
@settings(max_examples=40)
def test_damage_to_any_file_is_an_article_a_note_or_one_line(tmp_path_factory, suffix, data):
    content = data.draw(damaged(seeds()[suffix]))
    path = tmp_path_factory.mktemp("fuzz", numbered=True) / f"a{suffix}"
    path.write_bytes(content)
    sound(path)


@pytest.mark.parametrize("suffix", sorted(seeds()))
@given(content=st.binary(max_size=200))
@settings(max_examples=20)
def test_any_bytes_under_any_name_are_an_article_a_note_or_one_line(tmp_path_factory, suffix, content):
    path = tmp_path_factory.mktemp("fuzz", numbered=True) / f"a{suffix}"
    path.write_bytes(content)
    sound(path)


def sound(path) -> None:
    notes: list[Note] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            articles = read(path, note=notes.append)
    except InputError as problem:
        assert "\n" not in str(problem)
        assert str(problem).startswith(str(path))
        return
    assert articles["article"].is_unique
    assert not articles["text"].str.strip().eq("").any()
    articles.to_parquet(io.BytesIO())
    assert all(note.rows >= 1 and "\n" not in note.reason for note in notes)


cells = st.one_of(
    st.text(max_size=30),
    st.text(alphabet='",;\t|\n\r\\ ab<>', max_size=12),
    st.sampled_from(["", "words", "2021-07-08", "08/07/2021", "<p>one</p>", "1e9", "\0", "nan"]),
)


@given(rows=st.lists(st.lists(cells, min_size=4, max_size=4), max_size=12), delimiter=st.sampled_from(",;\t|"))
def test_every_row_of_a_table_that_python_writes_is_read_as_written_or_told(tmp_path_factory, rows, delimiter):
    held = io.StringIO(newline="")
    table = csv.writer(held, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    table.writerows([HEADER, *rows])
    path = tmp_path_factory.mktemp("fuzz", numbered=True) / "a.csv"
    path.write_text(held.getvalue(), encoding="utf-8", errors="surrogatepass", newline="")
    notes: list[Note] = []
    try:
        articles = read(path, note=notes.append)
        texts = articles["text"].tolist()
    except InputError:
        texts = []
        skipped = len(rows)
    else:
        skipped = sum(note.rows for note in notes if note.what == "skipped")
    assert len(texts) + skipped == len(rows)
    plain = [row[1] for row in rows if row[1].strip() and "\0" not in row[1]]
    if "\r" not in held.getvalue().replace("\r\n", "") and "<" not in held.getvalue():
        assert texts == [text for text in plain if text in texts]


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=8,
)
records = st.dictionaries(
    st.sampled_from([*OURS, "body", "source", "published_at", "media", "articles"]), values, max_size=6
)


@given(found=st.lists(st.one_of(records, records, values), min_size=1, max_size=8), lines=st.booleans())
def test_every_record_of_json_is_read_or_told(tmp_path_factory, found, lines):
    path = tmp_path_factory.mktemp("fuzz", numbered=True) / ("a.jsonl" if lines else "a.json")
    first = {"id": "first", "text": "words"}
    path.write_text("\n".join(map(json.dumps, [first, *found])) if lines else json.dumps([first, *found]))
    notes: list[Note] = []
    articles = read(path, note=notes.append)
    assert len(articles) + sum(note.rows for note in notes if note.what == "skipped") == len(found) + 1


@given(cell=st.one_of(values, st.text(alphabet="0123456789-/.: TZ+AaPpMm", max_size=24), st.datetimes(), st.dates()))
def test_any_cell_is_a_time_or_is_none(cell):
    for way in (None, "dmy", "mdy", order([cell])):
        found = when(cell, way)
        assert found.published is None or 1605 <= int(found.published[:4]) <= 2100
        assert (found.published is None) == (found.precision is None)
