"""Every export is read back by another reader than the one that wrote it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
from hostile import STRINGS, hostile, lone, nothing
from invented import braid, chain, crowd, harbour

import provenance as pv
from provenance.align import FIRM
from provenance.findings.side import Match
from provenance.frames import TABLES, Trace
from provenance.plot.places import places
from provenance.renderers import RENDERERS, render
from provenance.renderers._segments import segments
from provenance.renderers._xml import xml
from provenance.renderers.csv import cell
from provenance.renderers.xlsx import CELL, fit

EXPORTS = ("cite", "csv", "dot", "gexf", "graphml", "jsonld", "passim", "prov", "tei", "xlsx")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORDS = pytest.mark.parametrize("word", STRINGS.values(), ids=STRINGS.keys())
SMALL = pytest.mark.parametrize("trace", [nothing(), lone()], ids=["empty", "one article"])


def test_every_export_of_the_contract_is_registered() -> None:
    assert set(EXPORTS) <= {kind for kind, _ in RENDERERS}


@pytest.mark.parametrize("kind", EXPORTS)
@SMALL
def test_an_export_runs_on_the_smallest_traces(kind: str, trace: Trace) -> None:
    assert all(content or name == "passages.jsonl" for name, content in render(trace, [kind]).items())


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


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
@WORDS
def test_a_graph_file_says_where_every_node_stands_how_large_it_is_and_in_which_colour(kind: str, word: str) -> None:
    graph = _graph(hostile(word), kind)
    looks = [facts["viz"] if kind == "gexf" else facts for _, facts in graph.nodes(data=True)]
    at = [
        (look["position"]["x"], look["position"]["y"]) if kind == "gexf" else (look["x"], look["y"]) for look in looks
    ]
    assert len(set(at)) == len(graph)
    colours = [look["color"] if kind == "gexf" else look for look in looks]
    assert all({"r", "g", "b"} <= colour.keys() for colour in colours)
    assert all(look["size"] >= 10 for look in looks)


def test_keys_of_graphml_are_told_apart_by_their_ids() -> None:
    root = ElementTree.fromstring(render(hostile("w"), ["graphml"])["lineage.graphml"])
    keys = [key.attrib["id"] for key in root.iter("{http://graphml.graphdrawing.org/xmlns}key")]
    assert keys and len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "trace", [harbour(), chain(12), braid(40), crowd(90)], ids=["harbour", "chain", "braid", "crowd"]
)
def test_in_other_programs_too_parents_stand_above_their_children_and_no_two_nodes_meet(trace: Trace) -> None:
    at = places(trace)
    assert at.keys() == {*trace.articles["article"], *trace.unseen["node"]}
    assert all(at[edge.parent][1] > at[edge.child][1] for edge in trace.edges.itertuples())
    spots = sorted(at.values())
    near = [(a, b) for a in spots for b in spots if a < b and abs(a[0] - b[0]) < 2 and abs(a[1] - b[1]) < 1]
    assert near == []


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


# ------------------------------------------------------------------------------------------------ JSON-LD


@WORDS
def test_json_ld_holds_every_derivation_plainly_and_in_detail(word: str) -> None:
    trace = hostile(word)
    document = json.loads(render(trace, ["jsonld"])["prov.jsonld"])
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"])
    pairs = [(name, target["@id"]) for name, node in nodes.items() for target in node.get("prov:wasDerivedFrom", [])]
    detail = [
        (name, row["prov:entity"]["@id"], row["pv:share"])
        for name, node in nodes.items()
        for row in node.get("prov:qualifiedDerivation", [])
    ]
    assert sorted(pairs) == sorted((child, parent) for child, parent, _ in detail)
    assert sorted(share for *_, share in detail) == sorted(trace.edges["share"])
    assert {parent for _, parent in pairs} <= nodes.keys()
    assert [name for name, node in nodes.items() if "pv:Unseen" in node["@type"]] == [
        name for name in nodes if name.startswith("pv:unseen/")
    ]
    assert {node.get("pv:article") for node in nodes.values()} - {None} == set(trace.articles["article"])


def test_json_ld_calls_sentences_word_for_word_quoted_and_needs_no_network() -> None:
    document = json.loads(render(hostile("w"), ["jsonld"])["prov.jsonld"])
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert nodes["pv:article/wb"]["prov:wasQuotedFrom"] == [{"@id": "pv:article/wa"}]
    assert "prov:wasQuotedFrom" not in nodes["pv:article/wc"]
    assert all(isinstance(meaning, str) for meaning in document["@context"].values())
    prefixes = {key.partition(":")[0] for node in nodes.values() for key in node if key[0] != "@"}
    assert prefixes <= document["@context"].keys()


# ------------------------------------------------------------------------------------------------- passim


@WORDS
def test_a_passage_is_the_words_that_stand_at_its_offsets(word: str) -> None:
    trace = hostile(word)
    lines = render(trace, ["passim"])["passages.jsonl"].decode().split("\n")
    assert lines.pop() == "" and [len(line.splitlines()) for line in lines] == [1] * len(lines)
    texts = dict(zip(trace.articles["article"], trace.articles["text"], strict=True))
    rows = [json.loads(line) for line in lines]
    for row in rows:
        for side in "12":
            assert row[f"text{side}"] == texts[row[f"id{side}"]][row[f"begin{side}"] : row[f"end{side}"]] != ""
    assert sum(row["matches"] for row in rows) == (trace.matches["score"] >= FIRM).sum()


def test_sentences_that_follow_each_other_on_both_sides_are_one_passage() -> None:
    rows = [json.loads(line) for line in render(harbour(), ["passim"])["passages.jsonl"].decode().splitlines()]
    assert max(row["matches"] for row in rows) > 1
    spans = [(row["id1"], row["id2"], row["begin1"]) for row in rows]
    assert spans == sorted(spans)


# ---------------------------------------------------------------------------------------------------- TEI

TEI, ID = "{http://www.tei-c.org/ns/1.0}", "{http://www.w3.org/XML/1998/namespace}id"


def _read_for(text: ElementTree.Element, witness: str) -> list[str]:
    """The sentences of one witness, block by block: what is common, and its own readings."""
    found = []
    for block in text.iter(f"{TEI}ab"):
        words = block.text or ""
        for app in block:
            words += "".join(rdg.text or "" for rdg in app if rdg.attrib["wit"] == f"#{witness}") + (app.tail or "")
        found.append(words)
    return [words for words in found if words]


def _witnesses(trace: Trace) -> list[tuple[str, str]]:
    """The words of each witness of each pair as the file gives them, and as they should be."""
    root = ElementTree.fromstring(render(trace, ["tei"])["pairs.xml"])
    stories = trace.sentences.groupby("article")["text"].apply(list).to_dict()
    told = {
        xml(name): " ".join(" ".join(xml(" ".join(s.split())) for s in story).split())
        for name, story in stories.items()
    }
    texts = [root] if root.tag == f"{TEI}TEI" else list(root.iter(f"{TEI}TEI"))
    return [
        (" ".join(" ".join(_read_for(text, one.attrib[ID])).split()), told[one.attrib["n"]])
        for text in texts
        for one in text.iter(f"{TEI}witness")
    ]


@pytest.mark.parametrize("trace", [harbour(), chain(6), braid(9)], ids=["harbour", "chain", "braid"])
def test_read_for_one_witness_a_pair_is_that_witnesss_story(trace: Trace) -> None:
    found = _witnesses(trace)
    assert found and all(read == story for read, story in found)


def test_read_for_one_witness_a_pair_of_the_seeds_is_that_witnesss_story(seeds_trace: Trace) -> None:
    found = _witnesses(seeds_trace)
    assert len(found) >= 6 and all(read == story for read, story in found)


@WORDS
def test_hostile_words_are_words_in_tei(word: str) -> None:
    trace = hostile(word)
    assert all(read == story for read, story in _witnesses(trace))
    root = ElementTree.fromstring(render(trace, ["tei"])["pairs.xml"])
    ids = [node.attrib[ID] for node in root.iter() if ID in node.attrib]
    assert len(set(ids)) == len(ids)
    named = " ".join(node.attrib.get("corresp", "") + " " + node.attrib.get("wit", "") for node in root.iter())
    assert {name[1:] for name in named.split()} <= set(ids)


def test_one_pair_is_a_tei_and_several_are_a_corpus() -> None:
    one = ElementTree.fromstring(render(chain(2), ["tei"])["pairs.xml"])
    many = ElementTree.fromstring(render(chain(4), ["tei"])["pairs.xml"])
    assert (one.tag, many.tag) == (f"{TEI}TEI", f"{TEI}teiCorpus")
    assert len(list(many.iter(f"{TEI}TEI"))) > 1


def test_a_sentence_that_moved_stands_in_its_place_on_either_side_and_names_the_other() -> None:
    rows = [Match(0, 1, 1.0, "same", False), Match(1, 2, 1.0, "edited", False), Match(2, 0, 1.0, "same", True)]
    found = segments(3, 4, [*rows, Match(0, 3, FIRM - 0.1, "rewritten", True)])
    assert [(one.left, one.right) for one in found] == [((), (0,)), ((0,), (1,)), ((1,), (2,)), ((2,), ()), ((), (3,))]
    assert [one.elsewhere for one in found] == [(3,), (), (), (0,), ()]
    assert [one.kind for one in found] == ["", "same", "edited", "", ""]


def test_sentences_merged_into_one_are_one_segment() -> None:
    rows = [Match(0, 0, 1.0, "merged", False), Match(1, 0, 1.0, "merged", False), Match(2, 1, 1.0, "same", False)]
    found = segments(3, 2, rows)
    assert [(one.left, one.right, one.kind) for one in found] == [((0, 1), (0,), "merged"), ((2,), (1,), "same")]


# --------------------------------------------------------------------------------------------- citation


@WORDS
def test_a_citation_is_text_in_csl_and_in_bibtex(word: str) -> None:
    files = render(hostile(word), ["cite"])
    run, program = json.loads(files["citation.json"])
    assert program["version"] == pv.__version__
    bib = files["citation.bib"].decode()
    depth = 0
    for at, sign in enumerate(bib):
        if sign in "{}" and (at == 0 or bib[at - 1] != "\\"):
            depth += 1 if sign == "{" else -1
        assert depth >= 0
    assert depth == 0 and bib.count("\n@misc{") == 1
    assert run["id"] in bib


@pytest.mark.parametrize(
    ("stamp", "parts"),
    [("2026-11-22", [2026, 11, 22]), ("2026-11", [2026, 11]), ("2026", [2026]), ("2026-11-22T10:00Z", [2026, 11, 22])],
)
def test_a_citation_is_dated_by_the_stamp_and_by_nothing_else(stamp: str, parts: list[int]) -> None:
    run, _ = json.loads(render(replace(lone(), stamp=stamp), ["cite"])["citation.json"])
    assert run["issued"] == {"date-parts": [parts]}
    assert f"year = {{{parts[0]}}}" in render(replace(lone(), stamp=stamp), ["cite"])["citation.bib"].decode()
    assert "issued" not in json.loads(render(lone(), ["cite"])["citation.json"])[0]


def test_a_stamp_that_is_no_date_is_a_note() -> None:
    run, _ = json.loads(render(replace(lone(), stamp="the second try"), ["cite"])["citation.json"])
    assert "the second try" in run["note"] and "issued" not in run


def test_two_runs_of_other_articles_are_told_apart() -> None:
    one, two = (json.loads(render(trace, ["cite"])["citation.json"])[0]["id"] for trace in (lone(), chain(2)))
    assert one != two
