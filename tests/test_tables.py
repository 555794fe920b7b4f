"""Tables in: CSV, XLSX, JSON, Parquet, with columns by the names that exports give them, times as they write them."""

import io
import json
from datetime import date, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

import provenance as pv
from provenance.errors import InputError, OptionError
from provenance.readers import Note, batches, read
from provenance.readers._columns import OURS, aliases
from provenance.readers._dates import order, when

STORY = 'The minister said on Thursday, "talks" in the capital would go on.\n\nThe café on Łódź street stays open.'
ROWS = [
    {
        "id": f"a{n}", "headline": f"Talks, day {n}", "body": f"{STORY} Day {n}.", "source": "Aldwick Post",
        "published_at": f"2021-07-{n + 10:02d}T13:55:00Z", "byline": "Ann Bell", "link": f"https://aldwick.example/{n}",
        "language": "English",
    }
    for n in range(1, 5)
]  # fmt: skip
READ = {
    "article": "a2", "text": f"{STORY} Day 2.", "title": "Talks, day 2", "outlet": "Aldwick Post",
    "published": "2021-07-12T13:55:00Z", "published_precision": "second", "author": "Ann Bell",
    "url": "https://aldwick.example/2", "lang": "en",
}  # fmt: skip


def told(*inputs, **more):
    notes: list[Note] = []
    return read(inputs, note=notes.append, **more), notes


def reasons(notes, what="skipped"):
    return [note.reason for note in notes if note.what == what]


def refusal(*inputs, **more) -> str:
    with pytest.raises(InputError) as caught:
        read(inputs, note=lambda _: None, **more)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def workbook(*rows, **sheets) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    for name, lines in (sheets or {"Sheet1": rows}).items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(lines):
            sheet.write_row(at, 0, row)
    book.close()
    return held.getvalue()


def formats() -> dict[str, bytes]:
    """The same four articles in every format of a table."""
    frame = pd.DataFrame(ROWS)
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    return {
        "comma.csv": frame.to_csv(index=False).encode(),
        "mark.csv": frame.to_csv(index=False).encode("utf-8-sig"),
        "semicolon.csv": frame.to_csv(index=False, sep=";").encode(),
        "bar.psv": frame.to_csv(index=False, sep="|").encode(),
        "tab.tsv": frame.to_csv(index=False, sep="\t").encode(),
        "excel.csv": frame.to_csv(index=False, sep="\t").encode("utf-16"),
        "slashed.csv": frame.to_csv(index=False, doublequote=False, escapechar="\\", quoting=1).encode(),
        "book.xlsx": workbook(list(ROWS[0]), *(list(row.values()) for row in ROWS)),
        "lines.jsonl": lines.encode(),
        "lines.json": lines.encode(),
        "array.json": json.dumps(ROWS).encode(),
        "pretty.json": json.dumps(ROWS, indent=2).encode("utf-8-sig"),
        "around.json": json.dumps({"status": "ok", "articles": ROWS}).encode(),
        "deeper.json": json.dumps({"articles": {"results": ROWS, "page": 1}}, indent=1).encode(),
        "table.parquet": parquet.getvalue(),
    }


@pytest.mark.parametrize("name", formats())
def test_every_format_gives_the_same_articles_letter_for_letter(tmp_path, name):
    (tmp_path / name).write_bytes(formats()[name])
    articles, notes = told(tmp_path / name)
    assert notes == []
    assert articles["article"].tolist() == ["a1", "a2", "a3", "a4"]
    assert articles.iloc[1].drop("path").to_dict() == READ
    assert set(articles["path"]) == {f"{tmp_path}/{name}"}


def test_what_a_table_says_is_what_a_trace_is_told(tmp_path):
    (tmp_path / "t.csv").write_bytes(formats()["comma.csv"])
    traced = pv.trace(read(tmp_path)).articles.set_index("article").loc["a2"]
    assert (traced["outlet"], traced["outlet_from"], traced["author"]) == ("Aldwick Post", "given", "Ann Bell")
    assert (traced["published"].isoformat(), traced["published_precision"]) == ("2021-07-12T13:55:00+00:00", "second")


EXPORTS = {
    "Media Cloud": {
        "stories_id": 7, "publish_date": "2021-07-08 13:55:00", "title": "T", "url": "https://a.example/1",
        "language": "en", "media_name": "Aldwick Post", "media_url": "https://a.example", "story_text": "words",
    },
    "GDELT": {
        "url": "https://a.example/1", "title": "T", "seendate": "20210708T135500Z", "domain": "a.example",
        "language": "English", "text": "words",
    },
    "Nexis Uni": {"Headline": "T", "Publication": "Aldwick Post", "Published date": "July 8, 2021 Thursday",
                  "Byline": "Ann Bell", "Load-Date": "July 9, 2021", "Full text": "words"},
    "Factiva": {"AN": "X1", "HD": "T", "BY": "Ann Bell", "SN": "Aldwick Post", "PD": "8 July 2021", "ET": "13:55",
                "LA": "English", "LP": "words", "TD": "more words"},
    "NewsAPI": {"source": {"id": None, "name": "Aldwick Post"}, "author": "Ann Bell", "title": "T",
                "url": "https://a.example/1", "publishedAt": "2021-07-08T13:55:00Z", "content": "words"},
    "CC-News": {"plain_text": "words", "published_date": "2021-07-08T13:55:00", "title": "T", "author": "Ann Bell",
                "sitename": "Aldwick Post", "requested_url": "https://a.example/1", "language": "en"},
    "news-please": {"maintext": "words", "date_publish": "2021-07-08 13:55:00", "title": "T", "authors": ["Ann Bell"],
                    "source_domain": "a.example", "url": "https://a.example/1", "language": "en"},
    "ProQuest": {"Title": "T", "Authors": "Ann Bell", "pubdate": "Jul 8, 2021", "pubtitle": "Aldwick Post",
                 "FullText": "words", "DocumentURL": "https://a.example/1", "language": "English", "StoreId": "9"},
    "Event Registry": {"uri": "12", "lang": "eng", "date": "2021-07-08", "time": "13:55:00",
                       "dateTimePub": "2021-07-08T13:55:00Z", "url": "https://a.example/1", "title": "T",
                       "body": "words", "source": {"uri": "a.example", "title": "Aldwick Post"},
                       "authors": [{"name": "Ann Bell"}]},
    "schema.org": {"@type": "NewsArticle", "headline": "T", "articleBody": "words", "inLanguage": "en-GB",
                   "datePublished": "2021-07-08T13:55:00Z", "author": {"name": "Ann Bell"},
                   "publisher": {"name": "Aldwick Post"}, "url": "https://a.example/1"},
}  # fmt: skip


@pytest.mark.parametrize("service", EXPORTS)
def test_the_export_of_every_service_is_understood_as_it_is(tmp_path, service):
    (tmp_path / "export.json").write_text(json.dumps([EXPORTS[service]]))
    articles, notes = told(tmp_path)
    row = articles.iloc[0]
    assert row["text"] == ("words\n\nmore words" if service == "Factiva" else "words")
    assert row["title"] == "T"
    assert row["published"].startswith("2021-07-08")
    named = "Aldwick Post" in str(EXPORTS[service])
    assert row["outlet"] == "Aldwick Post" if named else "outlet" not in row
    if "lang" in row:
        assert row["lang"] == "en"
    if "author" in row:
        assert row["author"] == "Ann Bell"
    assert reasons(notes) == []


def test_a_host_is_an_outlet_only_where_no_url_says_it_better(tmp_path):
    (tmp_path / "a.csv").write_text("text,domain\nwords,a.example\n")
    assert read(tmp_path)["outlet"].tolist() == ["a.example"]
    (tmp_path / "a.csv").write_text("text,domain,url\nwords,a.example,https://a.example/1\n")
    assert "outlet" not in read(tmp_path)


def test_names_of_columns_are_compared_without_case_spaces_and_signs(tmp_path):
    (tmp_path / "a.csv").write_text(" Article_Body ,PUBLISHED AT,Source Name\nwords,2021-07-08,Aldwick Post\n")
    row = read(tmp_path).iloc[0]
    assert (row["text"], row["published"], row["outlet"]) == ("words", "2021-07-08", "Aldwick Post")


def test_no_name_stands_for_two_columns():
    every = [names for column in OURS for names, _ in aliases()[column]]
    assert len(every) == len(set(every))


def test_of_two_candidates_the_likelier_is_taken_and_the_other_told(tmp_path):
    (tmp_path / "a.csv").write_text("content,text\nshort,words\n")
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["words"]
    assert reasons(notes, "guessed") == ["text is taken as text; content could be it too"]


def test_a_column_can_be_mapped_and_a_wrong_map_is_told(tmp_path):
    (tmp_path / "a.csv").write_text("Wortlaut,text,Blatt\nwords,teaser,Aldwick Post\n")
    row = read(tmp_path, columns={"text": "Wortlaut", "outlet": "blatt"}).iloc[0]
    assert (row["text"], row["outlet"]) == ("words", "Aldwick Post")
    articles, notes = told(tmp_path, columns=["title=Kopf"])
    assert "title" not in articles
    assert reasons(notes, "guessed") == ["no column 'Kopf' for title: taken by its usual names"]
    for wrong in ({"texts": "Wortlaut"}, ["text"], "text"):
        with pytest.raises(OptionError, match="text=body"):
            read(tmp_path, columns=wrong)


def test_a_table_without_a_text_says_what_it_has_and_how_to_map_it(tmp_path):
    (tmp_path / "a.csv").write_text("id,title,url\n1,T,u\n")
    said = refusal(tmp_path / "a.csv")
    assert "no column for the text: it has id, title, url" in said
    assert "--column text=body" in said
    (tmp_path / "b.json").write_text('{"articles": [{"title": "T", "url": "u"}]}')
    assert "it has title, url" in refusal(tmp_path / "b.json")


def test_every_row_is_read_or_told(tmp_path):
    lines = ["id,text", "1,words", "2,", "3,  ", "4,more,cells", "5", "6,last words"]
    (tmp_path / "a.csv").write_text("\n".join(lines))
    articles, notes = told(tmp_path)
    assert articles["article"].tolist() == ["1", "6"]
    assert [reason.split(":")[0] for reason in reasons(notes)] == ["row 2", "row 3", "row 4 (line 5)", "row 5 (line 6)"]
    assert len(articles) + sum(note.rows for note in notes) == len(lines) - 1


def test_many_rows_of_one_kind_are_told_by_twenty_and_a_sum(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n" + "".join(f"{n},{'words' * (n % 2)}\n" for n in range(1000)))
    articles, notes = told(tmp_path)
    assert len(articles) == 500
    assert len(notes) == 21
    assert sum(note.rows for note in notes) == 500


def test_strict_stops_at_the_first_row_that_is_none(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n1,words\n2,\n3,\n")
    assert "row 2: no text" in refusal(tmp_path, strict=True)
    (tmp_path / "a.csv").write_text("id,text\n1,words\n")
    assert len(read(tmp_path, strict=True)) == 1
    (tmp_path / "notes.md").write_text("words")
    assert "no reader for .md" in refusal(tmp_path, strict=True)


def test_rows_are_named_by_their_id_or_their_file_and_number(tmp_path):
    (tmp_path / "a.csv").write_text("text\none\ntwo\n")
    (tmp_path / "b.csv").write_text("guid,text\nx,one\n,two\nx,three\n~Reuters,four\n")
    articles, notes = told(tmp_path)
    assert articles["article"].tolist() == ["a-1", "a-2", "x", "b-2", "b/x", "Reuters"]
    assert "the name 'x' is taken: called 'b/x'" in reasons(notes, "guessed")


def test_ten_thousand_rows_of_one_name_take_no_time(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n" + "1,words\n" * 10_000)
    assert read(tmp_path, note=lambda _: None)["article"].is_unique


@pytest.mark.parametrize(
    ("cell", "published", "precision"),
    [
        ("2021-07-08", "2021-07-08", "day"),
        ("2021-07-08T13:55:00+05:30", "2021-07-08T08:25:00Z", "second"),
        ("2021-07-08 13:55", "2021-07-08T13:55:00Z", "minute"),
        ("2021-07-08 13:55:09.123 UTC", "2021-07-08T13:55:09Z", "second"),
        ("20210708T135500Z", "2021-07-08T13:55:00Z", "second"),
        ("20210708135500", "2021-07-08T13:55:00Z", "second"),
        ("20210708", "2021-07-08", "day"),
        (20210708135500, "2021-07-08T13:55:00Z", "second"),
        ("1625752500", "2021-07-08T13:55:00Z", "second"),
        (1625752500000, "2021-07-08T13:55:00Z", "second"),
        (44385, "2021-07-08", "day"),
        ("44385.5798611111", "2021-07-08T13:55:00Z", "second"),
        ("Thu, 08 Jul 2021 13:55:00 GMT", "2021-07-08T13:55:00Z", "second"),
        ("Thu, 08 Jul 2021 15:55:00 +0200", "2021-07-08T13:55:00Z", "second"),
        ("July 8, 2021 Thursday", "2021-07-08", "day"),
        ("8 July 2021", "2021-07-08", "day"),
        ("25/07/2021", "2021-07-25", "day"),
        ("07/25/2021 1:55 PM", "2021-07-25T13:55:00Z", "minute"),
        ("08.07.2021", "2021-07-08", "day"),
        (date(2021, 7, 8), "2021-07-08", "day"),
        (datetime(2021, 7, 8, 13, 55), "2021-07-08T13:55:00Z", "second"),
    ],
)
def test_times_are_read_however_they_are_written(cell, published, precision):
    assert when(cell, None)[:3] == (published, precision, None)


@pytest.mark.parametrize(
    "cell",
    ["0000-01-01", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59-12:00", "31/02/2021", "2021-13-45", "soon", "2021",
     "99999999999999999999", "-1", "1e400", "08/07/2021", "08/07/21", "13:55", "☃", "1" * 500, True, 10**30, 1e300,
     float("inf"), "٢٠٢١", "24/07/2021 25:00", "Thu, 99 Jul 2021 13:55:00 GMT", "20211345", "12/11/2021 99"],
)  # fmt: skip
def test_what_is_no_time_stays_open_and_is_told(cell):
    found = when(cell, None)
    assert found.published is None
    assert found.problem


@pytest.mark.parametrize("cell", [None, "", "  ", float("nan")])
def test_an_empty_cell_is_no_problem(cell):
    assert when(cell, None)[:3] == (None, None, None)


def test_a_column_decides_as_a_whole_which_number_is_the_month(tmp_path):
    assert order(["08/07/2021", "25/07/2021"]) == "dmy"
    assert order(["08/07/2021", "07/25/2021"]) == "mdy"
    assert order(["08/07/2021", "09/07/2021"]) is None
    assert order(["25/07/2021", "07/25/2021"]) is None
    for last, first in (("25/07/2021", "2021-07-08"), ("07/25/2021", "2021-08-07")):
        (tmp_path / "a.csv").write_text(f"text,date\none,08/07/2021\ntwo,{last}\n")
        assert read(tmp_path)["published"][0] == first
    (tmp_path / "a.csv").write_text("text,date\none,08/07/2021\ntwo,09/07/2021\n")
    articles, notes = told(tmp_path)
    assert "published" not in articles
    assert len(reasons(notes, "left open")) == 2


def test_midnights_without_exception_are_days_and_told(tmp_path):
    (tmp_path / "a.csv").write_text("text,date\none,2021-07-08 00:00:00\ntwo,2021-07-09 00:00:00\n")
    articles, notes = told(tmp_path)
    assert articles["published"].tolist() == ["2021-07-08", "2021-07-09"]
    assert reasons(notes, "guessed") == ["every time is midnight: taken as days"]
    (tmp_path / "a.csv").write_text("text,date\none,2021-07-08 00:00:00\ntwo,2021-07-09 13:00:00\n")
    assert read(tmp_path, note=lambda _: None)["published_precision"].tolist() == ["second", "second"]


def test_a_time_without_a_zone_is_told_once(tmp_path):
    (tmp_path / "a.csv").write_text("text,date\none,2021-07-08 12:00:00\ntwo,2021-07-09 13:00:00\n")
    assert reasons(told(tmp_path)[1], "guessed") == ["times without a zone are taken as UTC"]


def test_a_time_of_loading_is_told_as_what_it_is(tmp_path):
    (tmp_path / "a.csv").write_text("text,seendate\none,20210708T135500Z\n")
    assert "when GDELT saw it" in reasons(told(tmp_path)[1], "guessed")[0]


def test_html_in_a_cell_goes_to_the_reader_of_pages(tmp_path):
    page = "<html><body><p>The minister said.</p><p>The café stays open &amp; warm.</p></body></html>"
    (tmp_path / "a.json").write_text(json.dumps([{"id": "x", "title": "T", "source": "Aldwick Post", "content": page}]))
    row = read(tmp_path, note=lambda _: None).iloc[0]
    assert "<p>" not in row["text"]
    assert "The café stays open & warm." in row["text"]
    assert (row["article"], row["title"], row["outlet"]) == ("x", "T", "Aldwick Post")
    (tmp_path / "a.json").write_text('[{"text": "a < b and b > c, said <Bob>"}]')
    assert read(tmp_path)["text"].tolist() == ["a < b and b > c, said <Bob>"]


def test_a_text_that_the_service_cut_is_told(tmp_path):
    (tmp_path / "a.json").write_text('[{"content": "The minister said on… [+2345 chars]"}]')
    assert "the export cut the text short" in reasons(told(tmp_path)[1], "left open")[0]


def test_a_language_is_its_code(tmp_path):
    codes = {"English": "en", "en-US": "en", "deu": "de", "français": "fr", "pt_BR": "pt", "中文": "zh", "tlh": None}
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": "words", "lang": lang}) for lang in codes))
    articles, notes = told(tmp_path)
    assert articles["lang"].astype(object).where(articles["lang"].notna(), None).tolist() == list(codes.values())
    assert reasons(notes, "left open") == ["row 7: lang: 'tlh' is no language known here"]


# -- CSV ---------------------------------------------------------------------------------------------------------


def test_a_stray_mark_costs_its_row_and_no_other(tmp_path):
    good = "".join(f'{n},"words, {n}"\n' for n in range(3, 9))
    (tmp_path / "a.csv").write_text(f'id,text\n1,"He said "hello" there"\n2,"no end\n{good}')
    articles, notes = told(tmp_path)
    assert articles["article"].tolist() == ["3", "4", "5", "6", "7", "8"]
    assert [reason.split(":")[0] for reason in reasons(notes)] == ["row 1 (line 2)", "row 2 (line 3)"]


def test_marks_are_letters_where_no_cell_stands_between_them(tmp_path):
    (tmp_path / "a.tsv").write_text('id\ttext\n1\t"Never again", says the minister\n2\t12" of rain\n')
    assert read(tmp_path)["text"].tolist() == ['"Never again", says the minister', '12" of rain']


def test_line_ends_inside_a_cell_stay_as_they_are(tmp_path):
    (tmp_path / "a.csv").write_bytes(b'id,text\r\n1,"one\r\ntwo\nthree"\r\n2,four\r\n')
    assert read(tmp_path)["text"].tolist() == ["one\r\ntwo\nthree", "four"]
    (tmp_path / "a.csv").write_bytes(b"id,text\r1,one\r2,two\r")
    assert read(tmp_path)["text"].tolist() == ["one", "two"]


def test_encodings_that_are_mixed_are_told_and_read_line_by_line(tmp_path):
    (tmp_path / "a.csv").write_bytes("text\ncafé\n".encode() + "Łódź\n".encode() + "déjà vu\n".encode("cp1252"))
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["café", "Łódź", "déjà vu"]
    assert "not UTF-8 throughout" in reasons(notes, "guessed")[0]


def test_a_nul_costs_its_row_and_many_are_no_table(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"id,text\n1,wo\0rds\n" + b"2,fine words in a row\n" * 20)
    articles, notes = told(tmp_path)
    assert len(articles) == 20
    assert reasons(notes) == ["row 1: bytes that are no text (NUL, or half a character)"]
    (tmp_path / "a.csv").write_bytes(b"id,text\n" + b"\0\1\2\3" * 99)
    assert "binary" in refusal(tmp_path / "a.csv")


def test_a_header_that_stands_twice_or_is_empty_is_no_trouble(tmp_path):
    (tmp_path / "a.csv").write_text("text,text,,\nwords,others,x,\n")
    assert read(tmp_path, note=lambda _: None)["text"].tolist() == ["words"]


@pytest.mark.parametrize("content", ["", "\n\n", "id,text\n", "x"])
def test_a_table_of_nothing_says_so(tmp_path, content):
    (tmp_path / "a.csv").write_text(content)
    assert "empty" in refusal(tmp_path / "a.csv")


# -- JSON --------------------------------------------------------------------------------------------------------


def test_a_broken_line_costs_itself(tmp_path):
    lines = ['{"text": "one"}', '{"text": "tw', "[]", "7", '{"text": "\\ud800"}', "", '{"text": "six"}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["one", "six"]
    assert [reason[:6] for reason in reasons(notes)] == ["row 2:", "row 3:", "row 4:", "row 5:"]


def test_an_array_that_breaks_off_gives_what_came_before(tmp_path):
    whole = json.dumps([{"text": f"words {n}"} for n in range(5)])
    (tmp_path / "a.json").write_text(whole[:-8])
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == [f"words {n}" for n in range(4)]
    assert "cut off or damaged after row 4" in reasons(notes)[0]


def test_objects_that_stand_alone_are_articles(tmp_path):
    related = {"text": "words", "media": [{"url": "u"}], "source": {"name": "Aldwick Post"}}
    (tmp_path / "a.json").write_text(json.dumps(related, indent=2))
    (tmp_path / "b.json").write_text('{"text": "two"}{"text": "three"} {"text": "four"}')
    articles = read(tmp_path)
    assert articles["text"].tolist() == ["words", "two", "three", "four"]
    assert articles["outlet"][0] == "Aldwick Post"


@pytest.mark.parametrize("content", ["[" * 99_999, '{"a":' * 99_999, "{", "nope", '{"text" "x"}', "[1, 2", '"\\ud'])
def test_what_is_no_json_is_one_line(tmp_path, content):
    (tmp_path / "a.json").write_text(content)
    assert refusal(tmp_path / "a.json").startswith(f"{tmp_path}/a.json: ")


def test_cells_of_odd_types_are_no_crash(tmp_path):
    odd = [
        {"text": 7},
        {"text": ["one", "two"]},
        {"text": {"a": 1}},
        {"text": None},
        {"text": True, "date": [1]},
        {"text": "words", "author": 5, "lang": 1.5, "url": {"a": "b"}, "date": {"x": 1}, "id": [1, [2]]},
    ]
    (tmp_path / "a.json").write_text(json.dumps(odd))
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["7", "one\n\ntwo", "True", "words"]
    assert len(articles) + len(reasons(notes)) == len(odd)


# -- Parquet and XLSX --------------------------------------------------------------------------------------------


def test_parquet_keeps_types_and_nested_columns(tmp_path):
    table = pa.table(
        {
            "text": ["one", None, "three"],
            "source": [{"name": "Aldwick Post"}, {"name": None}, None],
            "published_at": pa.array([1625752500000, None, -(10**16)], pa.timestamp("ms")),
            "embedding": [[0.0] * 3] * 3,
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2)
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["one", "three"]
    assert (articles["outlet"][0], articles["published"][0]) == ("Aldwick Post", "2021-07-08T13:55:00Z")
    assert reasons(notes) == ["row 2: no text in 'text'"]


def test_parquet_that_is_damaged_counts_what_is_lost(tmp_path):
    table = pa.table({"text": [f"words {n}" * 50 for n in range(2000)]})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=500)
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 900] = b"\xff" * 900
    (tmp_path / "a.parquet").write_bytes(data)
    articles, notes = told(tmp_path)
    assert 0 < len(articles) < 2000
    assert len(articles) + sum(note.rows for note in notes) == 2000


def test_the_sheet_with_the_texts_is_found_below_its_title(tmp_path):
    cover = [["Search results"], ["Query: grain"]]
    sheet = [["Nexis Uni"], [], ["Headline", "Body", "Date"], ["T", "words", datetime(2021, 7, 8, 13, 55)], [],
             ["U", "more", 44385]]  # fmt: skip
    (tmp_path / "a.xlsx").write_bytes(workbook(cover=cover, data=sheet))
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["words", "more"]
    assert articles["published"].tolist() == ["2021-07-08T13:55:00Z", "2021-07-08"]
    assert reasons(notes) == ["sheets cover: only data is read"]


def test_a_sheet_that_spans_the_world_is_refused(tmp_path):
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "text")
    sheet.write(1_048_575, 16_383, "words")
    book.close()
    (tmp_path / "a.xlsx").write_bytes(held.getvalue())
    assert "save it as CSV" in refusal(tmp_path / "a.xlsx")


# -- batches -----------------------------------------------------------------------------------------------------


def test_batches_are_what_read_gives_in_pieces_of_one_shape(tmp_path):
    for name, content in formats().items():
        (tmp_path / name).write_bytes(content)
    pieces = list(batches(tmp_path, size=7, note=lambda _: None))
    assert [len(piece) for piece in pieces] == [7, 7, 7, 7, 7, 7, 7, 7, 4]
    assert {tuple(piece.columns) for piece in pieces} == {tuple(pieces[0].columns)}
    whole = read(tmp_path, note=lambda _: None)
    pd.testing.assert_frame_equal(pd.concat(pieces, ignore_index=True)[list(whole.columns)], whole)


def test_batches_raise_as_read_does(tmp_path):
    with pytest.raises(InputError, match="no article in it"):
        list(batches(tmp_path))


def test_one_text_in_every_cell_is_no_way_to_fill_the_memory(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(workbook(["text"], *([["x" * 32_000]] * 20_000)))
    assert "save it as CSV" in refusal(tmp_path / "a.xlsx")
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 3000, pa.int32()), pa.array(["x" * (4 << 20)]))
    pq.write_table(pa.table({"text": long}), tmp_path / "a.parquet", dictionary_pagesize_limit=1 << 30)
    assert (tmp_path / "a.parquet").stat().st_size < 1 << 20
    articles, notes = told(tmp_path / "a.parquet")
    assert 0 < len(articles) < 30
    assert "a bomb" in notes[0].reason


NOTHING = ["nan", "NaN", "null", "NULL", "None", "N/A", "n/a", "#N/A", "-", "--", "undefined", "NaT", "", " ", "\\N"]
BESIDE = ["title", "outlet", "author", "url", "lang", "published"]


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx", "json", "jsonl", "parquet"])
def test_what_stands_for_an_empty_cell_is_no_name_and_no_time(tmp_path, kind):
    rows = [{"text": f"words {n}", "id": said, **dict.fromkeys(BESIDE, said)} for n, said in enumerate(NOTHING)]
    table = pd.DataFrame(rows)
    path = tmp_path / f"a.{kind}"
    if kind in ("csv", "tsv"):
        table.to_csv(path, index=False, sep="," if kind == "csv" else "\t")
    elif kind == "xlsx":
        path.write_bytes(workbook(list(table), *table.values.tolist()))
    elif kind == "parquet":
        table.to_parquet(path)
    else:
        path.write_text("\n".join(map(json.dumps, rows)) if kind == "jsonl" else json.dumps(rows))
    articles, notes = told(path)
    assert articles["text"].tolist() == [f"words {n}" for n in range(len(NOTHING))]
    assert list(articles) == ["article", "text", "path"]
    assert articles["article"].tolist() == [f"a-{n + 1}" for n in range(len(NOTHING))]
    assert notes == []


def test_a_word_for_nothing_inside_a_cell_or_a_text_is_left_alone(tmp_path):
    row = {"text": "null", "title": "None of the above", "author": "Nan Null", "source": "N/A Magazine", "date": "nan"}
    (tmp_path / "a.json").write_text(json.dumps([row]))
    articles, _ = told(tmp_path)
    assert articles.iloc[0][["text", "title", "author", "outlet"]].tolist() == [
        "null", "None of the above", "Nan Null", "N/A Magazine",
    ]  # fmt: skip


def test_a_time_in_two_cells_is_that_of_the_one_that_says_something(tmp_path):
    (tmp_path / "a.csv").write_text("text,date,time\nwords,2021-07-08,nan\nmore,2021-07-09,13:55\n")
    articles, _ = told(tmp_path)
    assert articles["published"].tolist() == ["2021-07-08", "2021-07-09T13:55:00Z"]


def test_a_row_of_a_sidecar_that_says_nothing_hides_nothing(tmp_path):
    (tmp_path / "one.txt").write_text(STORY)
    (tmp_path / "articles.csv").write_text("file,outlet,published,url\none.txt,nan,N/A,null\n")
    articles, notes = told(tmp_path)
    assert list(articles) == ["article", "text", "path"]
    assert notes == []


def test_a_column_of_origins_holds_addresses_only(tmp_path):
    said = [["https://a.example/1", "https://b.example/2"], "https://a.example/1", "Selby Post", None]
    (tmp_path / "a.json").write_text(json.dumps([{"text": "words", "isBasedOn": one} for one in said]))
    articles, _ = told(tmp_path)
    wanted = ["https://a.example/1 https://b.example/2", "https://a.example/1", None, None]
    assert [None if pd.isna(one) else one for one in articles["based_on"]] == wanted


def test_where_the_likeliest_column_of_the_text_is_empty_the_next_is_taken_and_told(tmp_path):
    rows = [{"text": None, "maintext": f"words {n}", "title": "T"} for n in range(3)]
    rows += [{"text": "own", "maintext": "other"}, {"text": "", "maintext": ""}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    pd.DataFrame(rows).to_parquet(tmp_path / "b.parquet")
    for name in ("a.jsonl", "b.parquet"):
        articles, notes = told(tmp_path / name)
        assert articles["text"].tolist() == ["words 0", "words 1", "words 2", "own"]
        assert reasons(notes, "guessed").count("where the text is empty, maintext is taken") == 1
        assert reasons(notes) == ["row 5: no text in 'text'"]


def test_a_column_of_the_text_that_is_mapped_is_not_stood_in_for(tmp_path):
    (tmp_path / "a.csv").write_text("body,maintext\n,words\nown,more\n")
    assert told(tmp_path, columns={"text": "body"})[0]["text"].tolist() == ["own"]


def test_an_article_that_a_service_took_back_is_skipped(tmp_path):
    found = [{"title": "[Removed]", "content": "[Removed]"}, {"title": "T", "content": "The word [Removed] in a text"}]
    (tmp_path / "a.json").write_text(json.dumps({"articles": found}))
    articles, notes = told(tmp_path)
    assert articles["text"].tolist() == ["The word [Removed] in a text"]
    assert "taken back" in reasons(notes)[0]


def test_gdelt_by_the_names_of_its_codebook_has_address_and_outlet(tmp_path):
    head = "GKGRECORDID,V2.1DATE,V2SOURCECOMMONNAME,V2DOCUMENTIDENTIFIER,text\n"
    (tmp_path / "a.csv").write_text(f"{head}1,20210708134500,aldwickecho.com,https://aldwickecho.com/pier,words\n")
    row = pv.trace(told(tmp_path)[0]).articles.iloc[0]
    assert (row["url"], row["outlet_from"]) == ("https://aldwickecho.com/pier", "url")
