"""The verbs of the standing archive: add articles today, ask tomorrow where a new one came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from provenance import terminal
from provenance.cli._options import (
    FORMATS,
    Force,
    Held,
    Inputs,
    Json,
    Kinds,
    Maps,
    Most,
    New,
    Out,
    Quiet,
    Since,
    Stamp,
    Strict,
)
from provenance.cli._say import progressing, read, show, talk, traced
from provenance.errors import InputError, OutputError

if TYPE_CHECKING:
    from provenance import api, store
    from provenance.readers import Note
else:
    api, store = (terminal.Late(f"provenance.{name}") for name in ("api", "store"))

__all__ = ["archive"]

archive = typer.Typer(help="Keep a standing archive: add articles today, ask tomorrow where a new one came from.")


@archive.command(epilog=FORMATS)
def add(
    folder: Held, inputs: Inputs, *, column: Maps = None, strict: Strict = False, as_json: Json = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Add articles to an archive, made if it is not there; those it has are left as they are."""
    notes: list[Note] = []
    said: list[str] = []
    with progressing(quiet) as progress:
        made = api.Archive(folder).add(
            inputs, columns=column, strict=strict, told=notes.append, note=said.append, progress=progress
        )
    for line in () if quiet else [*said, *api.told(notes)]:
        talk(line)
    show([made._asdict()], as_json, lambda: terminal.added(made))


@archive.command()
def find(
    folder: Held, article: New, *, most: Most = 5, column: Maps = None, as_json: Json = False, quiet: Quiet = False
) -> None:
    """Find where a new article came from: likeliest sources, verdicts, and the sentences that answer each other."""
    new = read([article], quiet, column)
    if len(new) != 1:
        raise InputError(f"{article}: {len(new)} articles, not one: give a file with one article")
    found = api.Archive(folder).find(new, near=api.Near(most=most))
    show(terminal.sources(found) if as_json else [], as_json, lambda: terminal.sourced(found))


@archive.command(name="trace")
def trace_(
    folder: Held, since: Since, out: Out, *, kind: Kinds = "pdf,html,png,svg", stamp: Stamp = None,
    force: Force = False, as_json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Trace the articles published since a day, with the earlier ones that share most with each."""
    kinds = api.kinds(kind)
    store.ready(out, force=force)
    with progressing(quiet) as progress:
        made = api.Archive(folder).trace(since, progress=progress)
        progress("reports", 0, 1)
        made.save(out, force=force, stamp=stamp, kinds=kinds)
    traced(made, out, kinds, as_json, quiet)


@archive.command()
def check(folder: Held, as_json: Json = False) -> None:
    """Read every byte of an archive, and name each part that is not as it was written."""
    rows = api.Archive(folder).check()
    wrong = rows[rows["wrong"] != ""]
    show(rows, as_json, lambda: terminal.checked(rows))
    if len(wrong):
        raise OutputError(f"{wrong['part'].iloc[0]}: {wrong['wrong'].iloc[0]}: restore it from a copy of the archive")
