"""The arguments and options that verbs share: each named once, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "FORMATS",
    "Apart",
    "By",
    "Chain",
    "Claims",
    "Clocks",
    "Credited",
    "Days",
    "Depth",
    "Each",
    "Elsewhere",
    "Force",
    "Formats",
    "Held",
    "Inputs",
    "Into",
    "Json",
    "Kinds",
    "Left",
    "Lost",
    "Many",
    "Maps",
    "Master",
    "Memory",
    "Mixing",
    "Mixture",
    "Model",
    "Most",
    "New",
    "One",
    "Other",
    "Out",
    "Quiet",
    "Right",
    "Run",
    "Seed",
    "Simulated",
    "Since",
    "Stamp",
    "Strict",
    "Styles",
    "To",
    "Version",
    "Workers",
]  # fmt: skip

FORMATS = """Read are text (.txt), saved pages (.html), CSV and TSV, XLSX, JSON and JSON lines, Parquet, WARC; all of
these in ZIP, TAR, gzip, bzip2 or xz. A table `articles.csv` beside files says their outlet, time, url."""
Inputs = Annotated[list[str], typer.Argument(metavar="INPUT", help="Files (see below), folders, globs, file:// URLs.")]
Run = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run, made by provenance trace.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON records instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what stands there.")]
Stamp = Annotated[str | None, typer.Option(metavar="TEXT", help="A date or a name: for run.json, PDF and citation.")]
Maps = Annotated[list[str] | None, typer.Option("--column", metavar="OURS=THEIRS", help="As text=body; repeatable.")]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first file or row that cannot be read.")]
Claims = Annotated[list[str] | None, typer.Option("--claim", metavar="CHAIN", help='Test "A > B > C"; repeatable.')]
Days = Annotated[
    float | None, typer.Option(min=1, metavar="N", help="Compare no articles published further apart; else any.")
]
Model = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="model.onnx and tokenizer.json: sentences are compared by meaning too."),
]
By = Annotated[
    str | None, typer.Option("--engine", metavar="NAME", help="In steps, as above 5,000 articles: local, spark.")
]
Master = Annotated[str | None, typer.Option(metavar="URL", help="Of the engine spark: spark://host:7077, yarn, ...")]
Memory = Annotated[str, typer.Option(metavar="SIZE", help="What all processes of a large run may hold.")]
Workers = Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes of a large run; else one a core.")]
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
