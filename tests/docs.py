"""The parts of README.md that are made, not written: `python -m tests.docs` writes them anew.

Three kinds: tables made from the code stand between `<!-- made: name -->` and `<!-- end -->`; ```console blocks hold
commands (`$ ...`) and what they print; a ```python block is followed by a ```text block with what it prints. Commands
and examples run one after another in one folder that holds a copy of seeds/, as after a fresh clone.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from provenance import cli
from provenance.boilerplate import RULES
from provenance.evidence import SIGNALS
from provenance.frames import TABLES
from provenance.readers import READERS
from provenance.readers._columns import OURS, aliases
from provenance.renderers import RENDERERS

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"

MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
CONSOLE = re.compile(r"(```console\n)(.*?)(```\n)", re.DOTALL)
EXAMPLE = re.compile(r"(```python\n(.*?)```\n\n```text\n)(.*?)(```\n)", re.DOTALL)


def verbs() -> dict[str, str]:
    """What each verb of the command line does, in the words of its help."""
    return {name: _help(command) for name, command in _inside(typer.main.get_command(cli.app)).items()}


def _inside(command: object) -> Mapping[str, Any]:
    """The verbs of a group by name; a verb that is no group has none."""
    return command.commands if isinstance(command, TyperGroup) else {}


def _help(command: Any) -> str:
    """The first paragraph of a verb's help, on one line."""
    return (command.help or "").split("\n\n")[0].replace("\n", " ")


def refreshed(page: str) -> str:
    """The page with everything that is made in it made anew."""
    page = MADE.sub(lambda found: found[1] + PARTS[found[2]]() + found[3], page)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds")
        page = CONSOLE.sub(lambda found: found[1] + _console(found[2], folder) + found[3], page)
        return EXAMPLE.sub(lambda found: found[1] + _run([sys.executable, "-c", found[2]], folder) + found[4], page)


def _console(block: str, folder: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{line}\n{_run(_command(line[2:]), folder)}" for line in commands)


def _command(line: str) -> list[str]:
    """The words of a command; `provenance` is the one of this very interpreter."""
    name, *rest = shlex.split(line)
    if name != "provenance":
        raise ValueError(f"{line}: only provenance is run from README.md")
    return [sys.executable, "-m", "provenance", *rest]


def _run(command: list[str], folder: str) -> str:
    """What a command prints, both streams, where nobody's terminal decides the width."""
    plain = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
    made = subprocess.run(
        command, cwd=folder, env=plain, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if made.returncode:
        raise ValueError(f"{shlex.join(command)} ended with {made.returncode}:\n{made.stdout}")
    return made.stdout


def _grid(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table; a bar within a cell is kept from ending it."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _verbs() -> str:
    return _grid(("verb", "what it does"), ((f"`provenance {name}`", does) for name, does in _commands().items()))


def _commands() -> dict[str, str]:
    """Every verb, each verb of a group behind the group."""
    found = verbs()
    for group, command in _inside(typer.main.get_command(cli.app)).items():
        found |= {f"{group} {name}": _help(verb) for name, verb in _inside(command).items()}
    return found


def _tables() -> str:
    rows = ((f"`{name}`", table.says, _code(table.key)) for name, table in TABLES.items())
    short = _grid(("table", "what it holds", "one row for each"), rows)
    return short + "\n<details><summary>Every column</summary>\n\n" + _columns() + "\n</details>\n"


def _columns() -> str:
    rows = (
        (f"`{name}`", f"`{column}`", spec.dtype, spec.says + _among(spec.among), "yes" if spec.optional else "")
        for name, table in TABLES.items()
        for column, spec in table.columns.items()
    )
    return _grid(("table", "column", "type", "what it says", "may be empty"), rows)


def _among(words: tuple[str, ...]) -> str:
    return f" ({_code(words)})" if words else ""


def _code(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "(no key)"


def _formats() -> str:
    """Each reader with the suffixes that it answers to, and what it says of itself."""
    suffixes: dict[str, list[str]] = {}
    for suffix, reader in READERS:
        suffixes.setdefault(reader.__module__, []).append(suffix)
    rows = ((_code(tuple(names)), _joined(_doc(module)[0])) for module, names in sorted(suffixes.items()))
    return _grid(("files", "what is read"), rows)


def _names() -> str:
    """The usual names of each column of a table, the likeliest first."""
    named = ((column, [" + ".join(f"`{name}`" for name in names) for names, _ in aliases()[column]]) for column in OURS)
    return _grid(("column", "is found as"), ((f"`{column}`", ", ".join(names)) for column, names in named))


def _rules() -> str:
    found = ((name, rule, _doc(f"provenance.boilerplate.{name}")) for name, rule in RULES)
    rows = ((f"`{name}`", rule.label, *doc) for name, rule, doc in found)
    return _grid(("rule", "sets aside as", "because", "blind to"), rows)


def _kinds() -> str:
    """Each kind of report and export with what its renderer says of itself."""
    rows = ((f"`{name}`", _doc(make.__module__)[0]) for name, make in RENDERERS)
    return _grid(("kind", "what is written"), rows)


def _signals() -> str:
    found = ((name, signal, _doc(f"provenance.evidence.{name}")) for name, signal in SIGNALS)
    rows = ((f"`{name}`", doc[0], doc[1], f"{signal.cap:g}") for name, signal, doc in found)
    return _grid(("signal", "because", "blind to", "at most, in nats"), rows)


def _doc(module: str) -> tuple[str, str]:
    """The claim that a plug-in makes, and what it does not see, from its docstring."""
    text = import_module(module).__doc__ or ""
    claim, _, rest = text.partition("\n\n")
    blind = re.search(r"\*\*Blind to:\*\*\s*(.*?)(?=\n\s*\n|\nReferences?:|\Z)", rest, re.DOTALL)
    return _joined(claim), _joined(blind[1]).removesuffix(".") if blind else ""


def _joined(words: str) -> str:
    return " ".join(words.split())


PARTS: dict[str, Callable[[], str]] = {
    "verbs": _verbs, "tables": _tables, "rules": _rules, "signals": _signals, "formats": _formats, "names": _names,
    "kinds": _kinds,
}  # fmt: skip


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
