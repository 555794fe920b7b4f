"""The rules of the house, each one a test: floors, doors, clocks, names, sizes."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc, isclass, isfunction, isroutine
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "provenance"
MODULES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in sorted(HOUSE.rglob("*.py"))}
ROOMS = ("boilerplate", "evidence", "readers", "renderers")  # one plug-in a file
PORTERS = (
    "provenance/readers/", "provenance/store/", "provenance/histories.py", "provenance/archive/",
    "provenance/engine/",
)  # fmt: skip

# What opens a door: modules that reach the disk, and the methods of a path that do.
DISK_MODULES = {"fileinput", "glob", "os", "pathlib", "shutil", "sqlite3", "tempfile"}
DISK_CALLS = {
    "chmod", "exists", "glob", "is_dir", "is_file", "iterdir", "mkdir", "open", "read_bytes", "read_text", "rglob",
    "rmdir", "rmtree", "stat", "symlink_to", "touch", "unlink", "walk", "write_bytes", "write_text"
}  # fmt: skip
# Names of folders are typed as paths on the top floors; they are handed to the porters unopened.
TYPED_PATHS = {
    "provenance/api.py",
    "provenance/runs.py",
    "provenance/cli/__init__.py",
    "provenance/cli/_options.py",
    "provenance/cli/_say.py",
}
OUTSIDE = {"asyncio", "ftplib", "http", "httpx", "random", "requests", "secrets", "socket", "time", "urllib", "uuid"}
CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "default_rng", "urandom", "perf_counter", "monotonic"}


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, with its full name; `from a import b` gives both a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def calls(tree: ast.AST) -> Iterator[str]:
    """The last name of everything that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def words(tree: ast.AST) -> Iterator[str]:
    """Every name, attribute and string of a module but its docstrings."""
    docs = {id(node.body[0].value) for node in ast.walk(tree) if getattr(node, "body", None) and is_doc(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value
        else:
            yield getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "arg", None) or ""


def is_doc(node: ast.AST) -> bool:
    first = node.body[0] if isinstance(node.body, list) else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)


def plug_ins(*rooms: str) -> list[Path]:
    """The plug-ins; a module whose name begins with an underscore is what several of them share."""
    return [path for room in rooms for path in sorted((HOUSE / room).glob("*.py")) if path.name[0] != "_"]


def tool(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *args], capture_output=True, text=True, check=False, cwd=ROOT)


def check(*args: str) -> None:
    done = tool(*args)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_point_down():
    check(
        "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
    )


def test_the_floor_plan_names_every_room():
    plan = (ROOT / "pyproject.toml").read_text()
    assert "exhaustive = true" in plan
    assert "ignore_imports" not in plan


def test_ruff_has_nothing_to_say():
    check("-m", "ruff", "check", "--no-cache", ".")


def test_mypy_has_nothing_to_say():
    check("-m", "mypy")


def test_no_check_is_silenced():
    silencers = re.compile("no" + r"qa|type:\s*ignore|pragma|fmt: off|pylint")
    for name, source in [(name, (ROOT / name).read_text()) for name in MODULES]:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                assert not silencers.search(token.string), f"{name}:{token.start[0]}: {token.string}"


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(PORTERS)])
def test_only_the_porters_open_doors(name):
    tree = MODULES[name]
    found = set(imports(tree))
    if name in TYPED_PATHS:
        found -= {"pathlib", "pathlib.Path", "os", "os.PathLike"}
    assert not {module.split(".")[0] for module in found} & DISK_MODULES
    # Files of the package itself (agencies, templates) are read through importlib: they are code, not the user's disk.
    own = {"read_bytes", "read_text"} if any(module.startswith("importlib.resources") for module in found) else set()
    assert not set(calls(tree)) & (DISK_CALLS - own)


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("provenance/cli/")])
def test_only_the_command_line_talks_and_exits(name):
    tree = MODULES[name]
    assert not set(calls(tree)) & {"print", "exit", "quit", "_exit", "input", "echo"}
    assert not set(words(tree)) & {"SystemExit", "stdout", "stderr", "__stdout__", "__stderr__", "stdin"}


@pytest.mark.parametrize("name", list(MODULES))
def test_no_clock_no_network_no_chance(name):
    tree = MODULES[name]
    reached = {module for module in imports(tree) if not module.startswith("urllib.parse")}  # takes names apart
    seeded: set[str] = set()
    if name.startswith("provenance/newsrooms/"):  # a generator that is made from a seed, and handed on, is no chance
        reached -= {"random", "random.Random"}
        seeded = {"random"}
        drawn = [node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "random"]
        assert {getattr(value, "id", getattr(value, "attr", "")) for value in drawn} <= {"rng"}
        made = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        made = [node for node in made if getattr(node.func, "id", "") == "Random"]
        assert all(node.args for node in made), f"{name}: a generator without a seed"
    assert not {module.split(".")[0] for module in reached} & OUTSIDE
    assert not set(calls(tree)) & CLOCKS
    assert "random" not in set(words(tree)) - seeded, "numpy's random belongs nowhere"
    # The hash of a text differs from process to process, and an id from object to object.
    builtins = {
        node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not builtins & {"hash", "id", "eval", "exec"}


def test_nobody_uses_difflib():
    for name, tree in MODULES.items():
        assert "difflib" not in {module.split(".")[0] for module in imports(tree)}, name


def plug_in_names(room: str) -> set[str]:
    """The files of a room, and the functions that they enter in its registry."""
    names = {path.stem for path in plug_ins(room)}
    for path in plug_ins(room):
        found = MODULES[path.relative_to(ROOT).as_posix()]
        names |= {node.name for node in found.body if isinstance(node, ast.FunctionDef) and node.decorator_list}
    return names


def test_infer_names_no_signal():
    signals = plug_in_names("evidence")
    assert signals
    for name, tree in MODULES.items():
        if name.startswith("provenance/infer"):
            assert not set(words(tree)) & signals, name
            assert not {m for m in imports(tree) if m.startswith("provenance.evidence.")}, name


def test_the_pipeline_names_no_plug_in():
    said = set(words(MODULES["provenance/pipeline.py"]))
    for room in ("boilerplate", "evidence"):
        assert plug_in_names(room)
        assert not said & plug_in_names(room)
    deep = tuple(f"provenance.{room}." for room in ROOMS)
    assert not [module for module in imports(MODULES["provenance/pipeline.py"]) if module.startswith(deep)]


@pytest.mark.parametrize("path", plug_ins(*ROOMS), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_plug_ins_do_not_know_each_other(path):
    room = path.parent.name
    others = {f"provenance.{room}.{other.stem}" for other in plug_ins(room)}
    assert not set(imports(MODULES[path.relative_to(ROOT).as_posix()])) & others


@pytest.mark.parametrize("name", list(MODULES))
def test_nothing_grows_past_one_thing(name):
    most = 120 if ROOT / name in plug_ins(*ROOMS) else 400
    assert len((ROOT / name).read_text().splitlines()) <= most
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            assert node.end_lineno - first < 50, f"{name}: {node.name}"


def in_order(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest: the order of `isort`, which ruff asks for."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2), name


@pytest.mark.parametrize("name", list(MODULES))
def test_public_names_are_listed_in_order_and_documented(name):
    dotted = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    module = import_module(dotted)
    listed = module.__all__
    assert list(listed) == sorted(listed, key=in_order)
    assert getdoc(module)
    for public in listed:
        thing = getattr(module, public)
        if isfunction(thing) or isclass(thing):
            assert documented(thing), f"{dotted}.{public}"


def documented(thing: object) -> bool:
    """A docstring of its own, and so for every public method that it defines itself."""
    methods = [
        value
        for name, value in vars(thing).items()
        if isclass(thing) and isroutine(value) and not name.startswith("_") and not hasattr(tuple, name)
    ]
    return all((getattr(item, "__doc__", None) or "").strip() for item in [thing, *methods])


def test_help_waits_for_nothing_heavy():
    heavy = (
        "duckdb",
        "matplotlib",
        "networkx",
        "numpy",
        "pandas",
        "pyarrow",
        "rapidfuzz",
        "typst",
        "charset_normalizer",
    )
    script = (
        "import sys; from provenance.cli import app; import typer\n"
        "typer.main.get_command(app)(['--help'], standalone_mode=False)\n"
        f"print(sorted(set(sys.modules) & set({heavy!r})), file=sys.stderr)"
    )
    done = tool("-c", script)
    assert done.returncode == 0
    assert "Usage" in done.stdout
    assert done.stderr.strip() == "[]"


def test_importing_the_package_is_free():
    done = tool("-c", "import sys, provenance; print(sorted(m for m in sys.modules if m.startswith('provenance')))")
    assert done.stdout.strip() == "['provenance', 'provenance.release']"


def test_the_command_is_installed_under_its_name():
    assert 'provenance = "provenance.cli:main"' in (ROOT / "pyproject.toml").read_text()
