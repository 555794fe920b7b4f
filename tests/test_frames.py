"""The written contract of the tables is kept, and a breach names column, row and value."""

from __future__ import annotations

import pandas as pd
import pytest

from provenance.errors import OptionError, ProvenanceError, TableError
from provenance.frames import TABLES, check, empty, frame
from provenance.registry import Registry


@pytest.mark.parametrize("name", sorted(TABLES))
def test_an_empty_table_keeps_its_contract(name):
    made = empty(name)
    assert list(made.columns) == list(TABLES[name].columns)
    assert {c: str(t) for c, t in made.dtypes.items()} == {c: s.dtype for c, s in TABLES[name].columns.items()}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_says_what_it_holds(name):
    assert all(spec.says for spec in TABLES[name].columns.values())
    assert TABLES[name].says


def verdict(**changes):
    row = {
        "a": "x",
        "b": "y",
        "p_a_to_b": 0.25,
        "p_b_to_a": 0.25,
        "p_common": 0.25,
        "p_none": 0.25,
        "shared": 0.5,
        "says": "none",
    }
    return row | changes


def test_rows_come_back_sorted_by_their_key_with_missing_columns_null():
    made = frame("articles", [
        {"article": n, "text": "t", "outlet_from": "unknown", "published_precision": "none", "sha256": "0"}
        for n in "ba"
    ])  # fmt: skip
    assert made["article"].tolist() == ["a", "b"]
    assert made["outlet"].isna().all()
    assert str(made["published"].dtype) == "datetime64[us, UTC]"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"a": "z"}, "a < b"),
        ({"p_none": 0.5}, "sum to"),
        ({"says": "perhaps"}, "'perhaps'"),
        ({"says": None}, "empty in row 0"),
        ({"shared": 1.5}, "leaves 0..1"),
    ],
)
def test_a_broken_rule_is_named(changes, words):
    with pytest.raises(TableError, match=words):
        frame("verdicts", [verdict(**changes)])


def test_a_key_used_twice_a_missing_column_and_a_wrong_type_are_named():
    good = frame("verdicts", [verdict()])
    with pytest.raises(TableError, match="two rows"):
        check("verdicts", pd.concat([good, good]))
    with pytest.raises(TableError, match="no column 'says'"):
        check("verdicts", good.drop(columns="says"))
    with pytest.raises(TableError, match="is int64, not float64"):
        check("verdicts", good.assign(shared=pd.Series([1])))


def test_two_primary_parents_are_refused():
    edge = {"child": "c", "share": 0.5, "p": 0.9, "kind": "observed", "primary": True}
    with pytest.raises(TableError, match="two primary parents"):
        frame("edges", [edge | {"parent": "a"}, edge | {"parent": "b"}])


def test_every_error_of_ours_is_a_provenance_error():
    assert issubclass(TableError, ProvenanceError)
    assert issubclass(OptionError, ProvenanceError)


def test_a_registry_finds_its_files_and_names_what_it_knows_when_asked_for_another():
    found = Registry("provenance.evidence", "signal")
    found.add("one")(1)
    assert dict(iter(found))["one"] == 1
    with pytest.raises(OptionError, match=r"no signal 'two': known are .*one"):
        found["two"]
    with pytest.raises(OptionError, match="two plug-ins"):
        found.add("one")(2)
