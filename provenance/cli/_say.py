"""What every verb does around its one call of the library: read, show how far it is, print, fail in one line.

Data goes to stdout, talk to stderr.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from textwrap import wrap
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rich.console import Console, RenderableType
from rich.progress import Progress

from provenance import terminal
from provenance.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd

    from provenance import api, findings, frames
    from provenance.readers import Note
else:
    api, findings = (terminal.Late(f"provenance.{name}") for name in ("api", "findings"))

__all__ = ["bug", "fail", "progressing", "put", "ran", "read", "render", "show", "talk", "traced"]

_CLOSED = 141  # what shells expect when the reader of a pipe has left
# How a branch of the lineage goes on in the next line of the terminal.
_TRUNK = str.maketrans("├└─", "│  ")


def traced(made: frames.Trace, out: Path, kinds: Iterable[str], as_json: bool, quiet: bool, said: str = "") -> None:
    """Say what a run shows and where it stands."""
    show(made.edges, as_json, lambda: findings.lineage_text(made))
    _written(out, kinds, said, quiet)


def ran(made: api.Ran, out: Path, as_json: bool, quiet: bool) -> None:
    """Say what a run of any size shows and where it stands."""
    if made.trace is not None:
        traced(made.trace, out, made.kinds, as_json, quiet, made.said)
        return
    counted = [{"table": name, "rows": count} for name, count in made.rows.items()]
    show(counted, as_json, lambda: terminal.simulated(made.rows))
    _written(out, made.kinds, made.said, quiet)


def _written(out: Path, kinds: Iterable[str], said: str, quiet: bool) -> None:
    lines = [f"written to {out}: tables, run.json{''.join(f', {name}' for name in kinds)}", said]
    for line in () if quiet else filter(None, lines):
        talk(line)


def render(run: Path, kinds: str, out: Path | None, force: bool) -> None:
    """Render a saved run, and say which files came of it."""
    chosen = api.kinds(kinds)
    if not chosen:
        raise OptionError("no kind of report was named: name one, as in --kind pdf")
    for path in api.report(api.load(run, brief=set(chosen) == {"flows"}), out or run, chosen, force=force):
        put(f"{path}\n")


def read(inputs: Iterable[str], quiet: bool, maps: list[str] | None = None, strict: bool = False) -> pd.DataFrame:
    """The articles; what was skipped, guessed or left open is told, as far as a person reads such lists."""
    notes: list[Note] = []
    articles = None
    try:
        articles = api.read(inputs, columns=maps, strict=strict, note=notes.append)
    finally:
        for line in () if quiet else api.told(notes, articles):
            talk(line)
    return articles


@contextmanager
def progressing(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr while a person looks at it, else nothing."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage, done, total: bar.update(
            task, description=stage, completed=done, total=total, refresh=done < 20 or not done % 100
        )


def show(
    rows: pd.DataFrame | list[dict[str, Any]] | dict[str, pd.DataFrame],
    as_json: bool,
    text: Callable[[], RenderableType | str],
) -> None:
    """The rows as JSON records (several tables: by their names), or what `text` makes of them."""
    if as_json:
        tables = rows if isinstance(rows, dict) else {"": rows}
        plain = {
            name: table if isinstance(table, list) else json.loads(table.to_json(orient="records", date_format="iso"))
            for name, table in tables.items()
        }
        records = plain if isinstance(rows, dict) else plain[""]
        put(_escaped(json.dumps(records, ensure_ascii=False, indent=1)) + "\n")
        return
    made = text()
    if isinstance(made, str):
        put(_fitted(terminal.plain(made)))
        return
    console = terminal.screen()
    with console.capture() as captured:
        console.print(made)
    put("\n".join(line.rstrip() for line in captured.get().split("\n")))


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


def put(text: str) -> None:
    """Write to stdout; a reader who has left (`| head`) is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        with suppress(BrokenPipeError):
            sys.stdout.close()
        sys.exit(_CLOSED)


def talk(line: str) -> None:
    """Write one line to stderr, whatever line ends a file's name holds."""
    with suppress(BrokenPipeError):
        sys.stderr.write(terminal.plain(line).replace("\n", "\\n") + "\n")


def fail(message: str) -> int:
    """Say in one line what is to be mended; the exit code that tells so."""
    talk(f"provenance: {message}")
    return 2


def bug(kind: type[BaseException], problem: BaseException, trail: TracebackType | None) -> None:
    """Let the trail be seen, and own up to it."""
    sys.__excepthook__(kind, problem, trail)
    talk("This is a bug in provenance, not a fault of your files: please open an issue with the lines above.")
