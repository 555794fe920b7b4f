"""Rows of labelled data: JSON lines, plain or gzipped. No labelled data is in this project."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file; of a folder, those of all its `.jsonl` and `.jsonl.gz` files in the order of their names."""
    files = sorted(path.glob("*.jsonl*")) if path.is_dir() else [path]
    found: list[dict[str, Any]] = []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
            found += map(json.loads, lines)
    return found
