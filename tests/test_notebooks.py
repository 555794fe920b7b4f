"""Every notebook runs from its first cell to its last, and is kept without what it printed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path):
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs") and not cell.get("execution_count"), f"clear the outputs of {path.name}"


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def executed(request, tmp_path_factory):
    """The notebook with its outputs, run beside itself in a fresh kernel; a cell that fails raises."""
    book = nbformat.read(request.param, as_version=4)
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(request.param.parent)}}).execute()
    return book


def test_a_notebook_runs_and_every_code_cell_but_the_first_shows_something(executed):
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    assert [cell.source.splitlines()[0] for cell in cells[1:] if not cell.outputs] == []


def test_a_notebook_prints_no_warning_and_shows_its_pictures(executed):
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []
    assert [output for output in outputs if "image/png" in output.get("data", {})]
