"""The command line: every verb reads, calls one function of the library, and prints.

Data goes to stdout, talk to stderr. Exit 0: fine; 1: a bug of ours; 2: yours to mend, in one line; 130: interrupted.
Nothing heavy is imported before a verb runs, so that `provenance --help` answers at once.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from textwrap import wrap
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from provenance import __version__
from provenance.errors import InputError, OptionError, ProvenanceError

if TYPE_CHECKING:
    import pandas as pd

    from provenance import api, audit, findings, store
    from provenance.findings import Side
    from provenance.readers import Note
else:

    class _Late:
        """A module that is imported when something of it is first asked for."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, wanted: str) -> object:
            return getattr(import_module(self._name), wanted)

    api, audit, findings, store = (_Late(f"provenance.{name}") for name in ("api", "audit", "findings", "store"))

__all__ = ["app", "main"]

# Characters of a passage or a credit that are shown in a table: enough to find it again in the text.
_PASSAGE = 160
_SEEN = 0.05  # nats; what is less shows as 0 at one decimal
_INTERRUPTED, _CLOSED = 130, 141  # what shells expect after Ctrl-C, and when the reader of a pipe has left
# Control characters, and what turns the writing direction of a line. Line ends are kept, tabs become spaces.
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# How a branch of the lineage goes on in the next line of the terminal.
_TRUNK = str.maketrans("├└─", "│  ")
# How an edit looks without colour, and with it: red and blue stay apart for every reader, the strokes without either.
_EDITS = {"delete": ("[-", "-]", "red strike"), "insert": ("{+", "+}", "blue underline"), "equal": ("", "", "")}
_WORDS = re.compile(r"(\S(?:.*\S)?)", re.DOTALL)

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

Inputs = Annotated[list[str], typer.Argument(metavar="INPUT", help="Files (see below), folders, globs, file:// URLs.")]
Run = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run, made by provenance trace.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON records instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what stands there.")]
Stamp = Annotated[str | None, typer.Option(metavar="TEXT", help="A date or a name, written into run.json as it is.")]
Maps = Annotated[list[str] | None, typer.Option("--column", metavar="OURS=THEIRS", help="As text=body; repeatable.")]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first file or row that cannot be read.")]
Claims = Annotated[list[str] | None, typer.Option("--claim", metavar="CHAIN", help='Test "A > B > C"; repeatable.')]
Kinds = Annotated[str, typer.Option("--kind", metavar="KINDS", help="Reports to render, comma-separated.")]
Formats = Annotated[str, typer.Option("--to", metavar="FORMATS", help="csv, xlsx, graphml, gexf, dot, prov.")]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder to write the run to.")]
Elsewhere = Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help="Write here, not into the run.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version and stop.")]
One = Annotated[str, typer.Argument(metavar="A", help="An article: its name, the beginning of it, or its outlet.")]
Other = Annotated[str, typer.Argument(metavar="B", help="Another article, likewise.")]
Left = Annotated[str, typer.Argument(metavar="A", help="A text file.")]
Right = Annotated[str, typer.Argument(metavar="B", help="Another text file.")]
Chain = Annotated[str, typer.Argument(metavar="CHAIN", help='Who took from whom, as in "Reuters > TRT World".')]


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
    kind: Kinds = "pdf,html,png,svg",
    stamp: Stamp = None,
    force: Force = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Trace who took what from whom: tables, reports, and the lineage as text."""
    kinds = api.kinds(kind)
    store.ready(out, force=force)
    articles = _read(inputs, quiet, column, strict)
    with _progress(quiet) as progress:
        made = api.trace(articles, api.Options(claims=tuple(claim or ())), progress=progress)
        progress("reports", 0, 1)
        made.save(out, force=force, stamp=stamp, kinds=kinds)
    _show(made.edges, as_json, lambda: findings.lineage_text(made))
    if not quiet:
        _talk(f"written to {out}: tables, run.json{''.join(f', {name}' for name in kinds)}")


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
    _show(marks, as_json, lambda: _aside(marks, list(texts)))


@app.command()
def why(run: Run, a: One, b: Other, as_json: Json = False) -> None:
    """Give every reason for the verdict on two articles, the strongest first, with the words."""
    made = api.load(run)
    one, two = sorted((api.find(made, a), api.find(made, b)))
    rows = made.evidence[(made.evidence["a"] == one) & (made.evidence["b"] == two)]
    weight = rows[["a_to_b", "b_to_a", "common"]].abs().max(axis=1)
    rows = rows.loc[weight.sort_values(ascending=False, kind="stable").index]
    _show(rows, as_json, lambda: _reasons(made, rows, one, two))


@app.command()
def compare(a: Left, b: Right, as_json: Json = False, quiet: Quiet = False) -> None:
    """Lay two articles side by side, sentence by sentence, with every edit."""
    both = _read([a, b], quiet)
    if len(both) != 2:
        raise InputError(f"{a}, {b}: {len(both)} article, not two: give two different files")
    rows = findings.side_by_side(api.trace(both.assign(article=["1", "2"])), "1", "2")
    records = [
        {
            "a_n": a_n,
            "a": one,
            "b_n": b_n,
            "b": two,
            "kind": row.kind,
            "moved": row.moved,
            "score": row.score,
            "edits": [dict(zip(("kind", "deleted", "inserted"), edit[1:4], strict=True)) for edit in row.edits],
        }
        for row in rows
        for (a_n, one), (b_n, two) in [(_told(row.left), _told(row.right))]
    ]
    _show(records, as_json, lambda: _beside(rows, a, b))


@app.command()
def claim(run: Run, chain: Chain, as_json: Json = False) -> None:
    """Test a claimed chain hop by hop: supported, contradicted or undecided, with the evidence."""
    rows = audit.claim(api.load(run), chain)
    _show(rows, as_json, lambda: _hops(rows))


@app.command(name="audit")
def audit_(run: Run, as_json: Json = False) -> None:
    """List who took what from whom, and whether it was credited."""
    made = api.load(run)
    _show(made.audit, as_json, lambda: _audited(made))


@app.command()
def report(run: Run, kind: Kinds = "pdf,html,png,svg", out: Elsewhere = None, force: Force = False) -> None:
    """Render a saved run again."""
    _render(run, kind, out, force)


@app.command()
def export(run: Run, to: Formats, out: Elsewhere = None, force: Force = False) -> None:
    """Write a saved run in other people's formats."""
    _render(run, to, out, force)


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


def _aside(marks: pd.DataFrame, names: Iterable[str]) -> RenderableType:
    """What was set aside, article by article; an article without marks is named too."""
    blocks: list[RenderableType] = []
    for name in names:
        own = marks[marks["article"] == name]
        blocks.append(_text(name if len(own) else f"{name}: nothing set aside", "bold"))
        grid = _grid(("kind", "rule", "words", "why"))
        for label, rule, words, reason in own[["label", "rule", "words", "reason"]].itertuples(index=False):
            grid.add_row(*map(_text, (label, rule, findings.cut(words, _PASSAGE), reason)))
        blocks += [grid, _text("")] if len(own) else [_text("")]
    return Group(*blocks)


def _reasons(made: api.Trace, rows: pd.DataFrame, one: str, two: str) -> RenderableType:
    """The verdict as a sentence, then each reason with its weights for the three stories."""
    names = findings.labels(made)
    told = [_text(findings.verdict_sentence(made, one, two), "bold"), _text("")]
    told += [_text(f"A: {names[one]}"), _text(f"B: {names[two]}")]
    if rows.empty:
        return Group(*told, _text("No evidence was weighed for these two."))
    scale = 'Weights are nats against "the two are independent": +1 is a factor of 2.7, +3 of 20.'
    grid = _grid(("B from A", "A from B", "a third", "because of"), right=(0, 1, 2))
    for signal, quote, *weights in rows[["signal", "quote", "a_to_b", "b_to_a", "common"]].itertuples(index=False):
        words = _text(f"{signal.replace('_', ' ')}: ", "bold").append(_plain(" ".join(quote.split())), "not bold")
        grid.add_row(*(_text(f"{weight:+.1f}" if abs(weight) >= _SEEN else "0") for weight in weights), words)
    return Group(*told, _text(scale), _text(""), grid)


def _beside(rows: list[findings.Row], a: str, b: str) -> RenderableType | str:
    if not rows:
        return f"{a} and {b} share no sentence.\n"
    grid, console = _grid(("", a, "", b, "")), _console()
    coloured = console.color_system is not None and not console.no_color
    for row in rows:
        cells = [cell for side in (row.left, row.right) for cell in _side(side, coloured)]
        said = filter(None, [row.kind, "moved" * row.moved, findings.edits_told(row.edits)])
        grid.add_row(*cells, _text("; ".join(said), "dim"))
    return grid


def _side(side: Side | None, coloured: bool) -> tuple[Text, Text]:
    if side is None:
        return Text(), Text()
    words = Text()
    for op, run in side.runs:
        before, after, style = _EDITS[op]
        plain = _plain(run)
        words.append(plain if coloured else _WORDS.sub(rf"{before}\1{after}", plain), style if coloured else "")
    return _text(side.numbers, "dim"), words


def _told(side: Side | None) -> tuple[str | None, str | None]:
    return (side.numbers, "".join(words for _, words in side.runs)) if side else (None, None)


def _hops(rows: pd.DataFrame) -> RenderableType:
    blocks: list[RenderableType] = []
    for parent, child, result, p, because in rows[["parent", "child", "result", "p", "why"]].itertuples(index=False):
        blocks.append(
            _text(f"{parent} > {child}: {result} (probability that it happened: {findings.probability(p)})", "bold")
        )
        blocks.append(Padding(_text(because), (0, 0, 0, 2)))
    return Group(*blocks)


def _audited(made: api.Trace) -> RenderableType:
    names = findings.shorts(made)
    grid = _grid(("article", "took", "from", "credit", "its words"), right=(1,))
    rows = made.audit[["article", "share", "taken_from", "credit", "quote"]].fillna("").itertuples(index=False)
    for article, share, node, credit, quote in rows:
        who, took, whom = names[article], findings.percent(share), names.get(node, "")
        given = findings.CREDITS[credit] if node or quote else "nothing to credit"
        grid.add_row(*map(_text, (who, took, whom, given, findings.clean(quote))))
    return grid


def _grid(heads: Iterable[str], right: tuple[int, ...] = ()) -> Table:
    grid = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for at, head in enumerate(heads):
        grid.add_column(_text(head), justify="right" if at in right else "left", overflow="fold")
    return grid


def _text(words: str, style: str = "") -> Text:
    return Text(_plain(words), style)


def _plain(words: str) -> str:
    """The words with nothing in them that steers a terminal; that is written out in hexadecimal."""
    spaced = words.replace("\t", " ")
    return _UNPRINTED.sub(lambda found: found[0].encode("unicode_escape").decode(), spaced)


def _show(rows: pd.DataFrame | list[dict[str, Any]], as_json: bool, text: Callable[[], RenderableType | str]) -> None:
    """The rows as JSON records, or what `text` makes of them."""
    if as_json:
        records = rows if isinstance(rows, list) else json.loads(rows.to_json(orient="records", date_format="iso"))
        _print(_escaped(json.dumps(records, ensure_ascii=False, indent=1)) + "\n")
        return
    made = text()
    if isinstance(made, str):
        _print(_fitted(_plain(made)))
        return
    console = _console()
    with console.capture() as captured:
        console.print(made)
    _print("\n".join(line.rstrip() for line in captured.get().split("\n")))


def _fitted(text: str) -> str:
    """The lines wrapped to the terminal below their own branch of the tree; as they are where nobody looks."""
    console = _console()
    if not console.is_terminal:
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        branch = line[: len(line) - len(line.lstrip(" │├└─"))].translate(_TRUNK)
        lines += wrap(line, console.width, subsequent_indent=branch, break_on_hyphens=False) or [""]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """JSON with what steers a terminal written as JSON escapes; nothing of the kind stands outside its strings."""
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


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
        sys.stderr.write(_plain(line).replace("\n", "\\n") + "\n")


def _fail(message: str) -> int:
    _talk(f"provenance: {message}")
    return 2


def _bug(kind: type[BaseException], problem: BaseException, trail: TracebackType | None) -> None:
    sys.__excepthook__(kind, problem, trail)
    _talk("This is a bug in provenance, not a fault of your files: please open an issue with the lines above.")
