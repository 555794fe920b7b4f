"""Every export is read back by another reader than the one that wrote it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
from hostile import STRINGS, hostile, lone, nothing

from provenance.frames import TABLES, Trace
from provenance.renderers import RENDERERS, render
from provenance.renderers.csv import cell
from provenance.renderers.xlsx import CELL, fit

EXPORTS = ("csv", "dot", "gexf", "graphml", "prov", "xlsx")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORDS = pytest.mark.parametrize("word", STRINGS.values(), ids=STRINGS.keys())
SMALL = pytest.mark.parametrize("trace", [nothing(), lone()], ids=["empty", "one article"])


def test_every_export_of_the_contract_is_registered() -> None:
    assert set(EXPORTS) <= {kind for kind, _ in RENDERERS}


@pytest.mark.parametrize("kind", EXPORTS)
@SMALL
def test_an_export_runs_on_the_smallest_traces(kind: str, trace: Trace) -> None:
    assert all(render(trace, [kind]).values())


@pytest.mark.parametrize("word", ["plain", STRINGS["control"], STRINGS["arabic"]])
def test_the_same_trace_gives_the_same_bytes(word: str) -> None:
    assert render(hostile(word), EXPORTS) == render(hostile.__wrapped__(word), EXPORTS)


# ---------------------------------------------------------------------------------------------------- CSV


def _csv(trace: Trace, table: str) -> pd.DataFrame:
    raw = io.BytesIO(render(trace, ["csv"])[f"csv/{table}.csv"])
    return pd.read_csv(raw, dtype=str, keep_default_na=False, engine="python")


def _undefused(text: str) -> str:
    return text[1:] if re.match("'+[=+@\\-＝＋－＠\t\r]", text) else text


@WORDS
def test_csv_gives_back_every_cell(word: str) -> None:
    trace = hostile(word)
    for name, table in trace.tables().items():
        back = _csv(trace, name)
        assert list(back.columns) == list(TABLES[name].columns)
        assert len(back) == len(table)
        for column, rule in TABLES[name].columns.items():
            if rule.dtype == "str":
                want = [text.replace("\0", "\ufffd") for text in table[column].fillna("")]
                assert [_undefused(text) for text in back[column]] == want
            elif rule.dtype == "float64":
                assert [float(value or "nan") for value in back[column]] == pytest.approx(
                    list(table[column]), rel=0, abs=0, nan_ok=True
                )


@pytest.mark.parametrize("sign", list("=+-@\t\r＝＋－＠"))
def test_csv_puts_an_apostrophe_before_what_could_be_a_formula(sign: str) -> None:
    assert cell(f"{sign}1+1") == f"'{sign}1+1"
    assert cell(f"'{sign}1+1") == f"''{sign}1+1"


def test_csv_leaves_numbers_and_ordinary_text_alone() -> None:
    assert [cell(-3.5), cell(-2), cell("a-b"), cell("'quoted'"), cell(None)] == ["-3.5", "-2", "a-b", "'quoted'", ""]


def test_csv_writes_times_truth_and_nulls_as_other_programs_read_them() -> None:
    assert cell(pd.Timestamp("2021-07-08T13:55:00Z")) == "2021-07-08T13:55:00Z"
    assert [cell(True), cell(False), cell(pd.NA), cell(pd.NaT)] == ["true", "false", "", ""]


def test_csv_starts_with_the_mark_by_which_excel_knows_utf_8() -> None:
    assert all(content.startswith(b"\xef\xbb\xbf") for content in render(lone(), ["csv"]).values())


def test_csv_explains_every_column() -> None:
    files = render(nothing(), ["csv"])
    about = pd.read_csv(io.BytesIO(files["csv/columns.csv"]))
    assert set(zip(about["table"], about["column"], strict=True)) == {
        (table, column) for table, spec in TABLES.items() for column in spec.columns
    }


# --------------------------------------------------------------------------------------------------- XLSX


def _sheets(trace: Trace) -> dict[str, list[dict[str, str]]]:
    """Sheet name to rows, each a mapping from column letters to the text of the cell."""
    book = zipfile.ZipFile(io.BytesIO(render(trace, ["xlsx"])["tables.xlsx"]))
    strings = []
    if "xl/sharedStrings.xml" in book.namelist():
        strings = [
            "".join(t.text or "" for t in item.iter(f"{SHEET}t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
    names = [
        sheet.attrib["name"] for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
    ]
    found = {}
    for at, name in enumerate(names, start=1):
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{at}.xml"))
        assert not list(root.iter(f"{SHEET}f")), "a formula"
        assert not list(root.iter(f"{SHEET}hyperlink")), "a link"
        found[name] = [
            {
                re.sub(r"\d", "", c.attrib["r"]): strings[int(c[0].text)] if c.attrib.get("t") == "s" else c[0].text
                for c in row
                if len(c)
            }
            for row in root.iter(f"{SHEET}row")
        ]
    return found


def _unescaped(text: str) -> str:
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


@WORDS
def test_xlsx_holds_every_row_and_the_text_of_every_short_cell(word: str) -> None:
    trace = hostile(word)
    sheets = _sheets(trace)
    assert list(sheets) == ["columns", *TABLES]
    for name, table in trace.tables().items():
        assert len(sheets[name]) == len(table) + 1
        assert list(sheets[name][0].values()) == list(TABLES[name].columns)
    reasons = [_unescaped(row["F"]) for row in sheets["marks"][1:]]
    assert reasons == [fit(word)] * 3
    assert [float(row["E"]) for row in sheets["matches"][1:]] == list(trace.matches["score"])


def test_xlsx_cuts_what_a_cell_cannot_hold_and_says_so() -> None:
    text = fit("\U0001f9ea" * 20_000)
    assert len(text.encode("utf-16-le")) // 2 <= CELL
    assert text.endswith(" … [cut: 20,000 characters in all]")
    assert fit("x" * CELL) == "x" * CELL
    assert fit("x" * (CELL + 1)).endswith(f" … [cut: {CELL + 1:,} characters in all]")


def test_xlsx_keeps_text_that_looks_like_its_own_markup_as_text() -> None:
    rows = _sheets(hostile("<r><t>x</t></r>"))["marks"][1:]
    assert {row["F"].strip() for row in rows} == {"<r><t>x</t></r>"}


def test_xlsx_marks_formulas_so_that_they_stay_text_when_edited() -> None:
    styles = zipfile.ZipFile(io.BytesIO(render(hostile("=1+1"), ["xlsx"])["tables.xlsx"])).read("xl/styles.xml")
    assert b'quotePrefix="1"' in styles


# ------------------------------------------------------------------------------------------------- graphs


def _graph(trace: Trace, kind: str) -> nx.DiGraph:
    raw = io.BytesIO(render(trace, [kind])[f"lineage.{kind}"])
    return nx.read_graphml(raw) if kind == "graphml" else nx.read_gexf(raw)


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
@WORDS
def test_a_graph_file_holds_every_node_and_edge(kind: str, word: str) -> None:
    trace = hostile(word)
    graph = _graph(trace, kind)
    assert graph.is_directed()
    assert len(graph) == len(trace.articles) + len(trace.unseen)
    assert sorted(round(share, 9) for *_, share in graph.edges(data="share")) == sorted(trace.edges["share"])
    assert sorted(p for *_, p in graph.edges(data="p")) == sorted(trace.edges["p"])
    assert sum(primary for *_, primary in graph.edges(data="primary")) == trace.edges["primary"].sum()


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_a_graph_file_flags_the_original_that_is_not_seen(kind: str) -> None:
    graph = _graph(hostile("Wire"), kind)
    assert dict(graph.nodes(data="seen")) == {
        "Wirea": True, "Wireb": True, "Wirec": True, "~Wire": False,
    }  # fmt: skip
    assert graph.nodes["~Wire"]["kind"] == "unseen"
    assert graph.nodes["Wirea"]["outlet"] == "Wire"
    assert graph.edges["Wirea", "Wireb"]["credit"] == "none"
    assert graph.edges["~Wire", "Wirec"]["credit"] == "generic"


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
@pytest.mark.parametrize("name", ["script", "comment", "quotes", "arabic", "bidi", "long"])
def test_a_graph_file_gives_text_back_as_it_was(kind: str, name: str) -> None:
    graph = _graph(hostile(STRINGS[name]), kind)
    titles = {title for _, title in graph.nodes(data="title") if title is not None}
    assert titles == {STRINGS[name]}


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_a_graph_file_shows_a_control_character_as_its_picture(kind: str) -> None:
    titles = {title for _, title in _graph(hostile("bell\x07"), kind).nodes(data="title")}
    assert "bell␇" in titles


def test_gexf_holds_no_date() -> None:
    raw = render(lone(), ["gexf"])["lineage.gexf"]
    assert b"lastmodified" not in raw


# ---------------------------------------------------------------------------------------------------- DOT

# Graphviz's own rule for a quoted string: a backslash takes the next character with it, a quote ends it.
_STRING = r'"(?:[^"\\]|\\.)*"'
_NODE = re.compile(
    rf"  (n\d+) \[label=({_STRING}), tooltip=({_STRING})(, style=dashed, color={_STRING}, fontname={_STRING})?\];"
)
_EDGE = re.compile(
    rf"  (n\d+) -> (n\d+) \[label=({_STRING}), penwidth=([\d.]+), style=(solid|dashed), "
    rf"color={_STRING}, tooltip={_STRING}\];"
)


@WORDS
def test_dot_holds_every_node_and_edge_and_nothing_else(word: str) -> None:
    trace = hostile(word)
    text = render(trace, ["dot"])["lineage.dot"].decode()
    head, *lines, foot, end = text[text.index("  n0 ") - 1 :].split("\n")
    assert (head, foot, end) == ("", "}", "")
    nodes = [found for line in lines if (found := _NODE.fullmatch(line))]
    edges = [found for line in lines if (found := _EDGE.fullmatch(line))]
    assert len(nodes) == len(trace.articles) + len(trace.unseen)
    assert len(edges) == len(trace.edges)
    assert len(nodes) + len(edges) == len(lines)
    assert sum(bool(node[4]) for node in nodes) == len(trace.unseen)
    assert {edge[1] for edge in edges} | {edge[2] for edge in edges} <= {node[1] for node in nodes}


def test_dot_escapes_what_graphviz_would_expand() -> None:
    assert r'tooltip="a\\N\"b &amp;lt;a"' in render(hostile('a\\N"b &lt;'), ["dot"])["lineage.dot"].decode()


# --------------------------------------------------------------------------------------------------- PROV


@WORDS
def test_prov_names_every_entity_and_derivation(word: str) -> None:
    trace = hostile(word)
    document = json.loads(render(trace, ["prov"])["prov.json"])
    entities, derived = document["entity"], document["wasDerivedFrom"].values()
    assert {entity.get("pv:article") for entity in entities.values()} - {None} == set(trace.articles["article"])
    unseen = [name for name, entity in entities.items() if entity["prov:type"]["$"] == "pv:Unseen"]
    assert len(unseen) == len(trace.unseen)
    assert len(derived) == len(trace.edges)
    for row in derived:
        assert {row["prov:generatedEntity"], row["prov:usedEntity"]} <= entities.keys()
    for row in document["wasAttributedTo"].values():
        assert row["prov:entity"] in entities
        assert row["prov:agent"] in document["agent"]


def test_prov_calls_a_derivation_with_sentences_word_for_word_a_quotation() -> None:
    derived = json.loads(render(hostile("w"), ["prov"])["prov.json"])["wasDerivedFrom"].values()
    types = {(d["prov:usedEntity"], d["prov:generatedEntity"]): d.get("prov:type", {}).get("$") for d in derived}
    assert types == {
        ("pv:article/wa", "pv:article/wb"): "prov:Quotation",
        ("pv:unseen/~w", "pv:article/wb"): None,
        ("pv:unseen/~w", "pv:article/wc"): None,
    }


@WORDS
def test_prov_names_hold_no_character_that_a_qualified_name_cannot(word: str) -> None:
    document = json.loads(render(hostile(word), ["prov"])["prov.json"])
    assert all(
        re.fullmatch(r"pv:[a-z]+(/[\w.~%-]*)?", name, re.ASCII) for name in [*document["entity"], *document["agent"]]
    )
