"""Archives in: ZIP, TAR, gzip, bzip2, xz, WARC, nothing unpacked to the disk; and `articles.csv` beside files."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from provenance.errors import InputError
from provenance.readers import Note, read

STORY = "The minister said on Thursday that talks in the capital would go on.\n\nThe café on Łódź street stays open.\n"
TABLE = "id,text,source\n1,words,Aldwick Post\n2,more words,Aldwick Post\n"
PAGE = f"<html><head><title>T</title></head><body><p>{STORY}</p></body></html>"
FILES = {
    "a.txt": STORY, "in/b.csv": TABLE, "in/deep/c.html": PAGE, "in/d.jpg": "x", "in/.hidden.txt": "x", "e.txt": " ",
}  # fmt: skip


def told(*inputs, **more):
    notes: list[Note] = []
    return read(inputs, note=notes.append, **more), notes


def refusal(*inputs, **more) -> str:
    with pytest.raises(InputError) as caught:
        read(inputs, note=lambda _: None, **more)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def zipped(files=FILES, **more) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in {**files, **more}.items():
            packed.writestr(name, content)
    return held.getvalue()


def tarred(files=FILES, mode="w") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as packed:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            data = content if isinstance(content, bytes) else content.encode()
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return held.getvalue()


def record(kind: str, content: bytes, **head: str) -> bytes:
    lines = [f"WARC-Type: {kind}", *(f"{name.replace('_', '-')}: {value}" for name, value in head.items())]
    return "\r\n".join(["WARC/1.0", *lines, f"Content-Length: {len(content)}", "", ""]).encode() + content + b"\r\n\r\n"


def answer(url: str, media: str, body: bytes, *head: str, status: str = "200 OK") -> bytes:
    http = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {media}", *head, "", ""]).encode() + body
    more = {"Content_Type": "application/http; msgtype=response", "WARC_Target_URI": url}
    return record("response", http, **more)


def crawled(*pages, packed=False) -> bytes:
    """A WARC of these pages; packed, each record is a gzip of its own, as crawlers write them."""
    found = [record("warcinfo", b"software: test"), *(answer(*page) for page in pages)]
    return b"".join(map(gzip.compress, found) if packed else found)


ARCHIVES = {
    "a.zip": zipped, "a.tar": tarred, "a.tar.gz": lambda: tarred(mode="w:gz"), "a.tgz": lambda: tarred(mode="w:gz"),
    "a.tar.bz2": lambda: tarred(mode="w:bz2"), "a.tar.xz": lambda: tarred(mode="w:xz"),
    "a.txz": lambda: tarred(mode="w:xz"), "a.zip.gz": lambda: gzip.compress(zipped()),
    "b.zip": lambda: zipped({"a.tar.gz": tarred(mode="w:gz")}), "b.tar": lambda: tarred({"a.zip": zipped()}),
}  # fmt: skip


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_archive_gives_what_the_folder_would(tmp_path, name):
    (tmp_path / name).write_bytes(ARCHIVES[name]())
    before = sorted(tmp_path.rglob("*"))
    articles, notes = told(tmp_path / name)
    by_name = articles.set_index("article")
    assert set(by_name.index) == {"a", "1", "2", "c"}
    assert by_name["text"]["a"] == STORY
    assert by_name["text"]["2"] == "more words"
    assert "The café on Łódź street" in by_name["text"]["c"]
    assert by_name["path"]["c"].startswith(f"{tmp_path}/{name}/")
    assert by_name["path"]["c"].endswith("in/deep/c.html")
    said = {Path(note.path).name: note.reason.split(":")[0] for note in notes if note.what == "skipped"}
    assert said == {"d.jpg": "no reader for .jpg", "e.txt": "empty"}
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_packed_file_is_read_as_the_file_inside(tmp_path, pack):
    suffix = {"gzip": ".gz", "bz2": ".bz2", "lzma": ".xz"}[pack.__module__]
    (tmp_path / f"a.txt{suffix}").write_bytes(pack(STORY.encode()))
    (tmp_path / f"b.csv{suffix}").write_bytes(pack(TABLE.encode()) + pack(b"3,from a second part,x\n"))
    articles, notes = told(tmp_path)
    assert notes == []
    assert articles["text"].tolist() == [STORY, "words", "more words", "from a second part"]
    assert articles["article"].tolist() == ["a", "1", "2", "3"]
    assert articles["path"][0] == f"{tmp_path}/a.txt{suffix}"


def test_a_folder_of_any_mixture_is_read_in_the_order_of_its_paths(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"z.txt": "zipped"}))
    (tmp_path / "b.txt").write_text("plain")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b'{"text": "packed"}'))
    (tmp_path / "d.html").write_text(PAGE)
    assert read(tmp_path)["article"].tolist() == ["z", "b", "c-1", "d"]


# -- WARC --------------------------------------------------------------------------------------------------------

PAGES = [
    ("https://a.example/one?id=1", "text/html; charset=utf-8", PAGE.encode()),
    ("https://a.example/two/", "application/xhtml+xml", PAGE.encode()),
    ("https://a.example/pic.png", "image/png", b"\x89PNG"),
]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_pages_of_a_crawl_are_read_with_their_urls_and_the_rest_is_counted(tmp_path, name):
    (tmp_path / name).write_bytes(crawled(*PAGES, packed=name.endswith("gz")))
    articles, notes = told(tmp_path)
    assert articles["url"].tolist() == ["https://a.example/one?id=1", "https://a.example/two/"]
    assert articles["text"].str.contains("The café on Łódź street").all()
    assert articles["article"].is_unique
    assert "published" not in articles
    skipped = {note.reason: note.rows for note in notes if note.what == "skipped"}
    assert skipped == {"1 records are no pages: response, image/png": 1, "1 records are no pages: warcinfo": 1}


def test_a_page_that_was_sent_packed_or_in_chunks_is_unpacked(tmp_path):
    packed = gzip.compress(PAGE.encode())
    chunked = f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n"
    url, media = "https://a.example/", "text/html"
    gzipped, parts = "Content-Encoding: gzip", "Transfer-Encoding: chunked"
    deflated = (zlib.compress(PAGE.encode()), zlib.compress(PAGE.encode())[2:-4])
    ways = [(chunked, gzipped, parts), (packed, gzipped), *((data, "content-encoding: deflate") for data in deflated)]
    ways += [(PAGE.encode(), gzipped), (PAGE.encode(), parts)]  # unpacked by the crawler, the header left as it was
    (tmp_path / "a.warc").write_bytes(crawled(*((url, media, *way) for way in ways)))
    articles, _ = told(tmp_path)
    assert articles["text"].str.contains("The café on Łódź street").tolist() == [True] * len(ways)


def test_answers_that_are_no_pages_are_counted_by_why(tmp_path):
    page = ("https://a.example/", "text/html", PAGE.encode())
    more = answer(*page, status="404 Not Found") + answer(*page[:2], b"\x0b", "Content-Encoding: br")
    (tmp_path / "a.warc").write_bytes(crawled(page) + more + record("metadata", b"a: b"))
    articles, notes = told(tmp_path)
    assert len(articles) == 1
    assert len(articles) + sum(note.rows for note in notes if note.what == "skipped") == 5
    assert any("Brotli" in note.reason for note in notes)
    assert any("status 404" in note.reason for note in notes)


@pytest.mark.parametrize(
    "content",
    [b"WARC/1.0\r\n", b"WARC/1.0\r\nContent-Length: x\r\n\r\n", b"WARC/1.0\r\n" + b"a: b\r\n" * 5000,
     b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\nfew", b"WARC/1.0\r\n" + b"a" * 200_000],
)  # fmt: skip
def test_a_damaged_record_ends_the_reading_and_is_told(tmp_path, content):
    (tmp_path / "a.warc").write_bytes(crawled(*PAGES) + content)
    articles, notes = told(tmp_path)
    assert len(articles) == 2
    assert any("cut off or damaged in record" in note.reason for note in notes)
    (tmp_path / "a.warc").write_bytes(content)
    assert "a.warc: " in refusal(tmp_path / "a.warc")


def test_the_texts_of_a_wet_file_are_read(tmp_path):
    head = {"WARC_Target_URI": "<https://a.example/>", "Content_Type": "text/plain"}
    (tmp_path / "a.warc.wet.gz").write_bytes(gzip.compress(record("conversion", STORY.encode(), **head)))
    row = read(tmp_path).iloc[0]
    assert (row["text"], row["url"]) == (STORY, "https://a.example/")


# -- what is broken or hostile -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../../up.txt", "/etc/abs.txt", "C:\\win\\..\\w.txt", "....//x.txt", "~Reuters.txt"])
def test_a_name_that_leads_elsewhere_leads_nowhere(tmp_path, name):
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    for kind, content in (("a.zip", zipped({name: STORY})), ("a.tar", tarred({name: STORY}))):
        (folder / kind).write_bytes(content)
        row = read(folder / kind).iloc[0]
        assert ".." not in Path(row["path"]).parts
        assert row["path"].startswith(f"{folder}/{kind}/")
        assert not row["article"].startswith("~")
    assert {path.name for path in tmp_path.rglob("*")} == {"deep", "er", "a.zip", "a.tar"}


def test_links_and_devices_in_an_archive_are_not_followed(tmp_path):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as packed:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            packed.addfile(info)
    (tmp_path / "a.tar").write_bytes(held.getvalue())
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = 0o120777 << 16
    (tmp_path / "a.zip").write_bytes(zipped({link: "/etc/passwd"}))
    (tmp_path / "b.txt").write_text("words")
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["words"]
    assert [note.reason.split(": ")[1] for note in notes] == ["a link or a device"] * 3 + ["a link"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_table_that_breaks_off_gives_its_rows_and_says_after_which(tmp_path, pack):
    suffix = {"gzip": ".gz", "bz2": ".bz2", "lzma": ".xz"}[pack.__module__]
    rows = "".join(f"{n},{os.urandom(400).hex()}\n" for n in range(2000))
    data = pack(f"id,text\n{rows}".encode())
    (tmp_path / f"a.csv{suffix}").write_bytes(data[: len(data) * 2 // 3])
    articles, notes = told(tmp_path)
    assert 500 < len(articles) < 2000
    assert articles["text"].str.len().eq(800).all()
    assert notes[-1].reason.startswith(f"after row {len(articles)}: cut off or damaged")


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.txt.xz", "a.txt.bz2"])
def test_half_an_article_is_no_article(tmp_path, name):
    pack = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}[name.rpartition(".")[2]]
    (tmp_path / name).write_bytes(pack((STORY * 50).encode())[:-9])
    assert "cut off or damaged" in refusal(tmp_path / name)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.warc", "a.tar.gz"])
@pytest.mark.parametrize("cut", [0.2, 0.4, 0.6])
def test_an_archive_that_breaks_off_says_so_and_gives_what_came_before(tmp_path, name, cut):
    files = {f"{n}.txt": f"{STORY} {os.urandom(200).hex()}" for n in range(20)}
    pages = [(f"https://a.example/{n}", "text/html", PAGE.encode()) for n in range(20)]
    made = {"a.zip": lambda: zipped(files), "a.tar": lambda: tarred(files), "a.warc": lambda: crawled(*pages),
            "a.tar.gz": lambda: gzip.compress(tarred(files))}[name]()  # fmt: skip
    (tmp_path / name).write_bytes(made[: int(len(made) * cut)])
    (tmp_path / "whole.txt").write_text("words")
    articles, notes = told(tmp_path)
    assert 1 <= len(articles) < 21
    assert any("cut off" in note.reason for note in notes)
    assert (len(articles) > 1) == (name != "a.zip")


def test_a_tar_that_breaks_off_between_two_files_is_told(tmp_path):
    whole = tarred({"a.txt": STORY, "b.txt": STORY})
    (tmp_path / "a.tar").write_bytes(whole[:1024])
    articles, notes = told(tmp_path)
    assert articles["article"].tolist() == ["a"]
    assert "without its end mark" in notes[0].reason
    (tmp_path / "a.tar").write_bytes(whole)
    assert told(tmp_path)[1] == []


def test_a_header_that_claims_ten_gigabytes_is_not_believed(tmp_path):
    info = tarfile.TarInfo("a.txt")
    for size in (10 << 30, 1 << 62):
        info.size = size
        (tmp_path / "a.tar").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + b"a few words")
        assert "cut off" in refusal(tmp_path / "a.tar")
    data = bytearray(zipped({"a.txt": STORY}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.txt").write_text("words")
    assert read(tmp_path, note=lambda _: None)["text"].tolist()[-1] == "words"


def test_a_directory_that_claims_gigabytes_is_refused_unread(tmp_path):
    data = bytearray(zipped({"a.txt": STORY}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = (1 << 31).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data)
    assert "a directory of 2048 MB" in refusal(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.csv.gz", "bomb.tar.xz", "bomb.zip", "bomb.zip.gz", "bomb.xlsx"])
def test_a_bomb_is_stopped_and_named(tmp_path, name):
    zeros = b"a" * (160 << 20)
    made = {
        "bomb.txt.gz": lambda: gzip.compress(zeros, 1),
        "bomb.csv.gz": lambda: gzip.compress(b"text\n" + zeros, 1),
        "bomb.tar.xz": lambda: lzma.compress(tarred({f"{n}.bin.gz": zeros[: 1 << 20] for n in range(150)}), preset=0),
        "bomb.zip": lambda: zipped({f"{n}.csv": b"text\n" + zeros[: 40 << 20] for n in range(4)}),
        "bomb.zip.gz": lambda: gzip.compress(gzip.compress(zeros)),
        "bomb.xlsx": lambda: zipped({"xl/worksheets/sheet1.xml": zeros + zeros}),
    }[name]
    (tmp_path / name).write_bytes(made())
    (tmp_path / "a.txt").write_text("words")
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["words"]
    assert any("bomb" in note.reason or " MB" in note.reason or "no ZIP" in note.reason for note in notes)


def test_archives_inside_archives_end(tmp_path):
    data = zipped({"a.txt": STORY})
    for _ in range(8):
        data = zipped({"in.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    assert "archives inside each other" in refusal(tmp_path / "a.zip")


def test_a_file_without_a_name_is_told(tmp_path):
    data = zipped({"ab": STORY, "b.txt": "words"})
    (tmp_path / "a.zip").write_bytes(data.replace(b"ab", b"\0b"))  # the library cuts a name at a NUL
    articles, notes = told(tmp_path)
    assert articles["article"].tolist() == ["b"]
    assert "no reader for a bare name" in notes[0].reason


def test_what_is_locked_is_told(tmp_path):
    data = bytearray(zipped({"a.txt": STORY, "b.txt": "words"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + place] |= 1  # the flag of encryption, on the first file
    (tmp_path / "a.zip").write_bytes(data)
    articles, notes = told(tmp_path)
    assert articles["article"].tolist() == ["b"]
    assert "locked or damaged" in notes[0].reason


@pytest.mark.parametrize("name", "a.zip a.tar a.warc a.txt.gz a.txt.xz a.txt.bz2 a.xlsx a.parquet".split())
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"words " * 500, bytes(range(256)) * 8])
def test_what_only_bears_the_name_of_an_archive_is_one_line(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name).startswith(f"{tmp_path}/{name}: ")


def test_strict_stops_inside_an_archive_too(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped())
    assert refusal(tmp_path, strict=True) == f"{tmp_path}/a.zip/e.txt: empty: no text to trace; leave it out"


# -- the sidecar -------------------------------------------------------------------------------------------------


def test_a_sidecar_says_what_the_files_do_not(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "in/b.txt", "c.txt"):
        (tmp_path / name).write_text(STORY)
    (tmp_path / "articles.csv").write_text(
        "file;outlet;published;url;title;author;lang\n"
        "a.txt;Aldwick Post;08/07/2021;https://a.example/1;T;Ann Bell;English\n"
        "in/b;Marlo Star;25/07/2021;;;;\n"
        "d.txt;Nobody;;;;;\na.txt;Twice;;;;;\n"
    )
    articles, notes = told(tmp_path)
    rows = articles.set_index("article")
    assert rows["outlet"].to_dict() == {"a": "Aldwick Post", "b": "Marlo Star", "c": rows["outlet"]["c"]}
    assert rows.loc["c"].drop(["text", "path"]).isna().all()
    assert rows["published"]["a"] == "2021-07-08"
    assert rows["published_precision"]["a"] == "day"
    assert (rows["title"]["a"], rows["author"]["a"], rows["lang"]["a"]) == ("T", "Ann Bell", "en")
    twice, nobody = "row 4: speaks of 'a.txt' again", "row 3: no file 'd.txt' is read from here"
    assert [note.reason for note in notes] == [twice, nobody]


def test_the_nearest_sidecar_speaks_and_one_of_articles_is_a_table(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY)
    (tmp_path / "articles.csv").write_text("name,outlet\na.txt,Far Post\n")
    (tmp_path / "in" / "articles.csv").write_text("name,outlet\na.txt,Near Post\n")
    assert read(tmp_path)["outlet"].tolist() == ["Near Post"]
    (tmp_path / "in" / "articles.csv").write_text("name,text\nx,words\n")
    assert read(tmp_path)["text"].tolist() == [STORY, "words"]


def test_a_sidecar_with_impossible_dates_leaves_them_open(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "articles.csv").write_text("path,published\na.txt,0000-00-00\n")
    articles, notes = told(tmp_path)
    assert "published" not in articles
    assert notes[0].what == "left open"
