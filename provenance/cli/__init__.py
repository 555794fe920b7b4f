"""The command line: every verb reads, calls one function of the library, and prints.

Data goes to stdout, talk to stderr. Exit 0: fine; 1: a bug of ours; 2: yours to mend, in one line; 130: interrupted.
Nothing heavy is imported before a verb runs, so that `provenance --help` answers at once.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

import typer

from provenance import __version__, terminal
from provenance.cli._archive import archive
from provenance.cli._options import (
    FORMATS,
    Apart,
    By,
    Chain,
    Claims,
    Clocks,
    Credited,
    Days,
    Depth,
    Each,
    Elsewhere,
    Force,
    Formats,
    Inputs,
    Into,
    Json,
    Kinds,
    Left,
    Lost,
    Many,
    Maps,
    Master,
    Memory,
    Mixing,
    Mixture,
    Model,
    One,
    Other,
    Out,
    Quiet,
    Right,
    Run,
    Seed,
    Simulated,
    Stamp,
    Strict,
    Styles,
    To,
    Version,
    Workers,
)
from provenance.cli._say import bug, fail, progressing, put, ran, read, render, show, talk
from provenance.errors import InputError, ProvenanceError

if TYPE_CHECKING:
    from provenance import api, audit, candidates, findings, store
    from provenance.readers import Note
else:
    api, audit, candidates, findings, store = (
        terminal.Late(f"provenance.{name}") for name in ("api", "audit", "candidates", "findings", "store")
    )

__all__ = ["app", "main"]

_INTERRUPTED = 130  # what shells expect after Ctrl-C
app = typer.Typer(
    name="provenance",
    help="Who took what from whom, sentence by sentence: a source provenance and syndication tracer for news.",
    epilog=f"Start with: provenance trace ARTICLES/ --out RUN\n\n{FORMATS}",
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(archive, name="archive")


def main() -> None:
    """Run the command line and exit; the one place where a ProvenanceError becomes a line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = bug
    try:
        code = typer.main.get_command(app)(prog_name="provenance", standalone_mode=False)
    except ProvenanceError as problem:
        code = fail(str(problem))
    except typer.TyperException as problem:
        context = getattr(problem, "ctx", None)
        code = fail(f"{problem.format_message()} See {context.command_path if context else 'provenance'} --help")
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    sys.exit(code)


@app.callback(invoke_without_command=True)
def _start(context: typer.Context, version: Version = False) -> None:
    if version:
        put(f"provenance {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        put(f"{context.get_help()}\n")


@app.command(epilog=FORMATS)
def trace(
    inputs: Inputs,
    out: Out,
    *,
    column: Maps = None,
    strict: Strict = False,
    claim: Claims = None,
    days: Days = None,
    model: Model = None,
    engine: By = None,
    memory: Memory = "4G",
    workers: Workers = None,
    master: Master = None,
    kind: Kinds = "pdf,html,png,svg",
    stamp: Stamp = None,
    force: Force = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Trace who took what from whom: tables, reports, and the lineage as text."""
    kinds = api.kinds(kind)
    store.ready(out, force=force)
    options = api.Options(claims=tuple(claim or ()), candidates=candidates.Options(days=days))
    encoder = api.model(model) if model else None
    ways = api.How(
        engine, memory, workers, master, columns=tuple(column or ()), strict=strict, kinds=tuple(kinds),
        stamp=stamp, force=force, encoder=encoder,
    )  # fmt: skip
    notes: list[Note] = []
    made = None
    try:
        with progressing(quiet) as progress:
            made = api.run(
                inputs, out, options, ways, progress=progress,
                told=lambda said: talk(said) if isinstance(said, str) else notes.append(said),
            )  # fmt: skip
    finally:
        for line in () if quiet else api.told(notes, range(made.rows["articles"]) if made else None):
            talk(line)
    ran(made, out, as_json, quiet)


@app.command(epilog=FORMATS)
def strip(
    inputs: Inputs, *, column: Maps = None, strict: Strict = False, as_json: Json = False, quiet: Quiet = False
) -> None:
    """Show what is set aside as not being story, by which rule, and why."""
    articles = read(inputs, quiet, column, strict)
    marks = api.marks(articles)
    texts = dict(zip(articles["article"], articles["text"], strict=True))
    spans = marks[["article", "start", "end"]].itertuples(index=False)
    marks = marks.assign(words=[texts[article][start:end] for article, start, end in spans])
    show(marks, as_json, lambda: terminal.aside(marks, list(texts)))


@app.command()
def why(run: Run, a: One, b: Other, as_json: Json = False) -> None:
    """Give every reason for the verdict on two articles, the strongest first, with the words."""
    made = api.load(run)
    one, two = sorted((api.find(made, a), api.find(made, b)))
    rows = made.evidence[(made.evidence["a"] == one) & (made.evidence["b"] == two)]
    weight = rows[["a_to_b", "b_to_a", "common"]].abs().max(axis=1)
    rows = rows.loc[weight.sort_values(ascending=False, kind="stable").index]
    show(rows, as_json, lambda: terminal.reasons(made, rows, one, two))


@app.command()
def compare(a: Left, b: Right, as_json: Json = False, quiet: Quiet = False) -> None:
    """Lay two articles side by side, sentence by sentence, with every edit."""
    both = read([a, b], quiet)
    if len(both) != 2:
        raise InputError(f"{a}, {b}: {len(both)} article, not two: give two different files")
    rows = findings.side_by_side(api.trace(both.assign(article=["1", "2"])), "1", "2")
    show(terminal.records(rows), as_json, lambda: terminal.beside(rows, a, b))


@app.command()
def claim(run: Run, chain: Chain, as_json: Json = False) -> None:
    """Test a claimed chain hop by hop: supported, contradicted or undecided, with the evidence."""
    rows = audit.claim(api.load(run), chain)
    show(rows, as_json, lambda: terminal.hops(rows))


@app.command(name="audit")
def audit_(run: Run, as_json: Json = False) -> None:
    """List who took what from whom, and whether it was credited."""
    made = api.load(run)
    show(made.audit, as_json, lambda: terminal.audited(made))


@app.command()
def flows(run: Run, as_json: Json = False) -> None:
    """Count who takes from whom outlet by outlet: flows, shares with intervals, cascades, origins, lags."""
    made = api.load(run, brief=True)
    found = api.flows(made)
    show(found.tables(), as_json, lambda: terminal.flowing(made, found))


@app.command()
def report(run: Run, kind: Kinds = "pdf,html,png,svg", out: Elsewhere = None, force: Force = False) -> None:
    """Render a saved run again."""
    render(run, kind, out, force)


@app.command()
def export(run: Run, to: Formats, out: Elsewhere = None, force: Force = False) -> None:
    """Write a saved run in other people's formats."""
    render(run, to, out, force)


@app.command()
def simulate(
    out: To,
    *,
    newsrooms: Many = 50,
    articles: Each = 40,
    seed: Seed = 0,
    mixture: Mixture = "newsrooms",
    depth: Depth = 3,
    mixing: Mixing = 0.12,
    lost: Lost = 0.4,
    independent: Apart = 0.35,
    clocks: Clocks = 0.7,
    credited: Credited = 0.65,
    style: Styles = "wire,feature,release",
    to: Into = "parquet",
    force: Force = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write newsrooms whose history is known: articles, and the truth about every sentence."""
    styles = tuple(name.strip() for name in style.split(",") if name.strip())
    options = api.Simulation(
        newsrooms, articles, seed, mixture, depth=depth, mixing=mixing, lost=lost, independent=independent,
        clocks=clocks, credited=credited, styles=styles,
    )  # fmt: skip
    with progressing(quiet) as progress:
        rows = api.write(options, out, kind=to, force=force, progress=progress)
    show([dict(rows)], as_json, lambda: terminal.simulated(rows))
    if not quiet:
        talk(f"next: provenance trace {out}/articles --out RUN, then: provenance score RUN {out}")


@app.command()
def score(run: Run, truth: Simulated, as_json: Json = False) -> None:
    """Hold a run against the truth of a simulation: parents, order, unseen originals, sentences, calibration."""
    rows = api.score(api.load(run), api.truth(truth))
    show(rows, as_json, lambda: terminal.scored(rows))


@app.command(epilog=FORMATS)
def labels(
    inputs: Inputs, *, column: Maps = None, strict: Strict = False, as_json: Json = False, quiet: Quiet = False
) -> None:
    """Mask the credits that articles give one another, and show who would still be told from whom, by which signal."""
    articles = read(inputs, quiet, column, strict)
    with progressing(quiet) as progress:
        made = api.labels(articles, progress=progress)
    show(made.pairs, as_json, lambda: terminal.labelled(made))
