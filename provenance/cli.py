"""The command line: every verb reads, calls one function of the library, and prints.

Data goes to stdout, talk to stderr. Exit 0: fine; 1: a bug of ours; 2: yours to mend, in one line; 130: interrupted.
Nothing heavy is imported before a verb runs, so that `provenance --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from textwrap import wrap
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console, RenderableType
from rich.progress import Progress

from provenance import __version__, terminal
from provenance.errors import InputError, OptionError, OutputError, ProvenanceError

if TYPE_CHECKING:
    import pandas as pd

    from provenance import api, audit, findings, store
    from provenance.readers import Note
else:
    api, audit, findings, store = (
        terminal.Late(f"provenance.{name}") for name in ("api", "audit", "findings", "store")
    )

__all__ = ["app", "main"]

_INTERRUPTED, _CLOSED = 130, 141  # what shells expect after Ctrl-C, and when the reader of a pipe has left
# How a branch of the lineage goes on in the next line of the terminal.
_TRUNK = str.maketrans("├└─", "│  ")
_FORMATS = """Read are text (.txt), saved pages (.html), CSV and TSV, XLSX, JSON and JSON lines, Parquet, WARC; all of
these in ZIP, TAR, gzip, bzip2 or xz. A table `articles.csv` beside files says their outlet, time, url."""
app = typer.Typer(
    name="provenance",
    help="Who took what from whom, sentence by sentence: a source provenance and syndication tracer for news.",
    epilog=f"Start with: provenance trace ARTICLES/ --out RUN\n\n{_FORMATS}",
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
archive = typer.Typer(help="Keep a standing archive: add articles today, ask tomorrow where a new one came from.")
app.add_typer(archive, name="archive")

Inputs = Annotated[list[str], typer.Argument(metavar="INPUT", help="Files (see below), folders, globs, file:// URLs.")]
Run = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run, made by provenance trace.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON records instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what stands there.")]
Stamp = Annotated[str | None, typer.Option(metavar="TEXT", help="A date or a name, written into run.json as it is.")]
Maps = Annotated[list[str] | None, typer.Option("--column", metavar="OURS=THEIRS", help="As text=body; repeatable.")]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first file or row that cannot be read.")]
Claims = Annotated[list[str] | None, typer.Option("--claim", metavar="CHAIN", help='Test "A > B > C"; repeatable.')]
Model = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="model.onnx and tokenizer.json: sentences are compared by meaning too."),
]
Kinds = Annotated[str, typer.Option("--kind", metavar="KINDS", help="Reports to render, comma-separated.")]
Formats = Annotated[str, typer.Option("--to", metavar="FORMATS", help="csv, xlsx, graphml, gexf, dot, prov.")]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder to write the run to.")]
Elsewhere = Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help="Write here, not into the run.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version and stop.")]
One = Annotated[str, typer.Argument(metavar="A", help="An article: its name, the beginning of it, or its outlet.")]
Other = Annotated[str, typer.Argument(metavar="B", help="Another article, likewise.")]
Simulated = Annotated[Path, typer.Argument(metavar="TRUTH", help="The folder made by provenance simulate.")]
To = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder to write articles and truth to.")]
Many = Annotated[int, typer.Option("--newsrooms", help="How many newsrooms, each a world of its own.")]
Each = Annotated[int, typer.Option("--articles", help="Articles that each newsroom leaves in the folder.")]
Seed = Annotated[int, typer.Option(help="Another seed, other news; the same seed, the same bytes.")]
Mixture = Annotated[str, typer.Option(help="newsrooms: families of copies; archive: strangers, reuse planted in 12 %.")]
Depth = Annotated[int, typer.Option(help="Generations from a first text to its last copy.")]
Mixing = Annotated[float, typer.Option(help="Share of copies that piece two texts together.")]
Lost = Annotated[float, typer.Option(help="Share of first texts that others took from and that are left out.")]
Apart = Annotated[float, typer.Option("--independent", help="Share of articles with neither parent nor child.")]
Clocks = Annotated[float, typer.Option(help="Share of outlets whose times are right.")]
Credited = Annotated[float, typer.Option(help="Share of outlets that credit what they take.")]
Styles = Annotated[str, typer.Option("--style", metavar="STYLES", help="Of wire, feature, release.")]
Into = Annotated[str, typer.Option("--to", metavar="FORMAT", help="How articles are written: parquet, jsonl, txt.")]
Left = Annotated[str, typer.Argument(metavar="A", help="A text file.")]
Right = Annotated[str, typer.Argument(metavar="B", help="Another text file.")]
Chain = Annotated[str, typer.Argument(metavar="CHAIN", help='Who took from whom, as in "Reuters > TRT World".')]

Held = Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The folder of an archive, made by archive add.")]
New = Annotated[str, typer.Argument(metavar="ARTICLE", help="A file with one article, which is not added.")]
Since = Annotated[str, typer.Option(metavar="DATE", help="The first day (UTC), as 2021-07-08; a time may follow.")]
Most = Annotated[int, typer.Option(min=1, help="How many articles, the likeliest, are compared with the new one.")]


def main() -> None:
    """Run the command line and exit; the one place where a ProvenanceError becomes a line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = _bug
    try:
        code = typer.main.get_command(app)(prog_name="provenance", standalone_mode=False)
    except ProvenanceError as problem:
        code = _fail(str(problem))
    except typer.TyperException as problem:
        context = getattr(problem, "ctx", None)
        code = _fail(f"{problem.format_message()} See {context.command_path if context else 'provenance'} --help")
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    sys.exit(code)


@app.callback(invoke_without_command=True)
def _start(context: typer.Context, version: Version = False) -> None:
    if version:
        _print(f"provenance {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        _print(f"{context.get_help()}\n")


@app.command(epilog=_FORMATS)
def trace(
    inputs: Inputs,
    out: Out,
    *,
    column: Maps = None,
    strict: Strict = False,
    claim: Claims = None,
    model: Model = None,
    kind: Kinds = "pdf,html,png,svg",
    stamp: Stamp = None,
    force: Force = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Trace who took what from whom: tables, reports, and the lineage as text."""
    kinds = api.kinds(kind)
    store.ready(out, force=force)
    encoder = api.model(model) if model else None
    articles = _read(inputs, quiet, column, strict)
    with _progress(quiet) as progress:
        made = api.trace(articles, api.Options(claims=tuple(claim or ())), progress=progress, encoder=encoder)
        progress("reports", 0, 1)
        made.save(out, force=force, stamp=stamp, kinds=kinds)
    _traced(made, out, kinds, as_json, quiet)


@app.command(epilog=_FORMATS)
def strip(
    inputs: Inputs, *, column: Maps = None, strict: Strict = False, as_json: Json = False, quiet: Quiet = False
) -> None:
    """Show what is set aside as not being story, by which rule, and why."""
    articles = _read(inputs, quiet, column, strict)
    marks = api.marks(articles)
    texts = dict(zip(articles["article"], articles["text"], strict=True))
    spans = marks[["article", "start", "end"]].itertuples(index=False)
    marks = marks.assign(words=[texts[article][start:end] for article, start, end in spans])
    _show(marks, as_json, lambda: terminal.aside(marks, list(texts)))


@app.command()
def why(run: Run, a: One, b: Other, as_json: Json = False) -> None:
    """Give every reason for the verdict on two articles, the strongest first, with the words."""
    made = api.load(run)
    one, two = sorted((api.find(made, a), api.find(made, b)))
    rows = made.evidence[(made.evidence["a"] == one) & (made.evidence["b"] == two)]
    weight = rows[["a_to_b", "b_to_a", "common"]].abs().max(axis=1)
    rows = rows.loc[weight.sort_values(ascending=False, kind="stable").index]
    _show(rows, as_json, lambda: terminal.reasons(made, rows, one, two))


@app.command()
def compare(a: Left, b: Right, as_json: Json = False, quiet: Quiet = False) -> None:
    """Lay two articles side by side, sentence by sentence, with every edit."""
    both = _read([a, b], quiet)
    if len(both) != 2:
        raise InputError(f"{a}, {b}: {len(both)} article, not two: give two different files")
    rows = findings.side_by_side(api.trace(both.assign(article=["1", "2"])), "1", "2")
    _show(terminal.records(rows), as_json, lambda: terminal.beside(rows, a, b))


@app.command()
def claim(run: Run, chain: Chain, as_json: Json = False) -> None:
    """Test a claimed chain hop by hop: supported, contradicted or undecided, with the evidence."""
    rows = audit.claim(api.load(run), chain)
    _show(rows, as_json, lambda: terminal.hops(rows))


@app.command(name="audit")
def audit_(run: Run, as_json: Json = False) -> None:
    """List who took what from whom, and whether it was credited."""
    made = api.load(run)
    _show(made.audit, as_json, lambda: terminal.audited(made))


@app.command()
def report(run: Run, kind: Kinds = "pdf,html,png,svg", out: Elsewhere = None, force: Force = False) -> None:
    """Render a saved run again."""
    _render(run, kind, out, force)


@app.command()
def export(run: Run, to: Formats, out: Elsewhere = None, force: Force = False) -> None:
    """Write a saved run in other people's formats."""
    _render(run, to, out, force)


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
    with _progress(quiet) as progress:
        rows = api.write(options, out, kind=to, force=force, progress=progress)
    _show([dict(rows)], as_json, lambda: terminal.simulated(rows))
    if not quiet:
        _talk(f"next: provenance trace {out}/articles --out RUN, then: provenance score RUN {out}")


@app.command()
def score(run: Run, truth: Simulated, as_json: Json = False) -> None:
    """Hold a run against the truth of a simulation: parents, order, unseen originals, sentences, calibration."""
    rows = api.score(api.load(run), api.truth(truth))
    _show(rows, as_json, lambda: terminal.scored(rows))


@archive.command(epilog=_FORMATS)
def add(
    folder: Held, inputs: Inputs, *, column: Maps = None, strict: Strict = False, as_json: Json = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Add articles to an archive, made if it is not there; those it has are left as they are."""
    notes: list[Note] = []
    said: list[str] = []
    with _progress(quiet) as progress:
        made = api.Archive(folder).add(
            inputs, columns=column, strict=strict, told=notes.append, note=said.append, progress=progress
        )
    for line in () if quiet else [*said, *api.told(notes)]:
        _talk(line)
    _show([made._asdict()], as_json, lambda: terminal.added(made))


@archive.command()
def find(
    folder: Held, article: New, *, most: Most = 5, column: Maps = None, as_json: Json = False, quiet: Quiet = False
) -> None:
    """Find where a new article came from: likeliest sources, verdicts, and the sentences that answer each other."""
    new = _read([article], quiet, column)
    if len(new) != 1:
        raise InputError(f"{article}: {len(new)} articles, not one: give a file with one article")
    found = api.Archive(folder).find(new, near=api.Near(most=most))
    _show(terminal.sources(found) if as_json else [], as_json, lambda: terminal.sourced(found))


@archive.command(name="trace")
def trace_(
    folder: Held, since: Since, out: Out, *, kind: Kinds = "pdf,html,png,svg", stamp: Stamp = None,
    force: Force = False, as_json: Json = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Trace the articles published since a day, with the earlier ones that share most with each."""
    kinds = api.kinds(kind)
    store.ready(out, force=force)
    with _progress(quiet) as progress:
        made = api.Archive(folder).trace(since, progress=progress)
        progress("reports", 0, 1)
        made.save(out, force=force, stamp=stamp, kinds=kinds)
    _traced(made, out, kinds, as_json, quiet)


@archive.command()
def check(folder: Held, as_json: Json = False) -> None:
    """Read every byte of an archive, and name each part that is not as it was written."""
    rows = api.Archive(folder).check()
    wrong = rows[rows["wrong"] != ""]
    _show(rows, as_json, lambda: terminal.checked(rows))
    if len(wrong):
        raise OutputError(f"{wrong['part'].iloc[0]}: {wrong['wrong'].iloc[0]}: restore it from a copy of the archive")


def _traced(made: api.Trace, out: Path, kinds: list[str], as_json: bool, quiet: bool) -> None:
    """Say what a run shows and where it stands."""
    _show(made.edges, as_json, lambda: findings.lineage_text(made))
    if not quiet:
        _talk(f"written to {out}: tables, run.json{''.join(f', {name}' for name in kinds)}")


def _render(run: Path, kinds: str, out: Path | None, force: bool) -> None:
    chosen = api.kinds(kinds)
    if not chosen:
        raise OptionError("no kind of report was named: name one, as in --kind pdf")
    for path in api.report(api.load(run), out or run, chosen, force=force):
        _print(f"{path}\n")


def _read(inputs: Iterable[str], quiet: bool, maps: list[str] | None = None, strict: bool = False) -> pd.DataFrame:
    """The articles; what was skipped, guessed or left open is told, as far as a person reads such lists."""
    notes: list[Note] = []
    articles = None
    try:
        articles = api.read(inputs, columns=maps, strict=strict, note=notes.append)
    finally:
        for line in () if quiet else api.told(notes, articles):
            _talk(line)
    return articles


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr while a person looks at it, else nothing."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def _show(rows: pd.DataFrame | list[dict[str, Any]], as_json: bool, text: Callable[[], RenderableType | str]) -> None:
    """The rows as JSON records, or what `text` makes of them."""
    if as_json:
        records = rows if isinstance(rows, list) else json.loads(rows.to_json(orient="records", date_format="iso"))
        _print(_escaped(json.dumps(records, ensure_ascii=False, indent=1)) + "\n")
        return
    made = text()
    if isinstance(made, str):
        _print(_fitted(terminal.plain(made)))
        return
    console = terminal.screen()
    with console.capture() as captured:
        console.print(made)
    _print("\n".join(line.rstrip() for line in captured.get().split("\n")))


def _fitted(text: str) -> str:
    """The lines wrapped to the terminal below their own branch of the tree; as they are where nobody looks."""
    console = terminal.screen()
    if not console.is_terminal:
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        branch = line[: len(line) - len(line.lstrip(" │├└─"))].translate(_TRUNK)
        lines += wrap(line, console.width, subsequent_indent=branch, break_on_hyphens=False) or [""]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """JSON with what steers a terminal written as JSON escapes; nothing of the kind stands outside its strings."""
    return terminal.UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _print(text: str) -> None:
    """Write to stdout; a reader who has left (`| head`) is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        with suppress(BrokenPipeError):
            sys.stdout.close()
        sys.exit(_CLOSED)


def _talk(line: str) -> None:
    """Write one line to stderr, whatever line ends a file's name holds."""
    with suppress(BrokenPipeError):
        sys.stderr.write(terminal.plain(line).replace("\n", "\\n") + "\n")


def _fail(message: str) -> int:
    _talk(f"provenance: {message}")
    return 2


def _bug(kind: type[BaseException], problem: BaseException, trail: TracebackType | None) -> None:
    sys.__excepthook__(kind, problem, trail)
    _talk("This is a bug in provenance, not a fault of your files: please open an issue with the lines above.")
