"""What a workbook will weigh once it is read, from its parts as they stand: nothing that a header claims is believed.

The library that reads XLSX holds a sheet as a full rectangle and copies a shared text into every cell that names it,
so a few kilobytes can ask for terabytes.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from typing import IO

from provenance.errors import InputError
from provenance.readers._file import BROKEN, HELD, said

__all__ = ["weigh"]

# Cells of the rectangle that a sheet spans, each of which takes 32 bytes while it is read: all the 1,048,576 rows that
# Excel knows may have 9 columns; one cell in the last corner would ask for 500 GB.
_CELLS = 10_000_000
_PLACE = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_ITEM = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_SHARED = re.compile(rb"""<(?:\w+:)?c\s[^<>]*\bt=["']s["'][^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*(\d{1,9})""")
_BLOCK = 1 << 20
_REST, _OVER = 1 << 12, 16  # bytes that are looked at again with the next block: a cell's beginning has a hundred
_REFUSAL = f"more than {HELD >> 20} MB or {_CELLS // 10**6} million cells unpacked: save it as CSV, which is streamed"


def weigh(stream: IO[bytes], shown: str) -> None:
    """Nothing, if the workbook can be held; raises InputError if it is none, or is too much."""
    shared, named = array("Q"), array("Q")  # the size of each shared text, and which one each cell names
    out = 0
    try:
        with zipfile.ZipFile(stream) as packed:
            for info in packed.infolist():
                with packed.open(info) as part:
                    out = _part(part, out, shared, named, shown)
    except BROKEN as problem:
        raise InputError(f"{shown}: no XLSX, locked or damaged ({said(problem)}): save it again") from problem
    if out + sum(shared[at] for at in named if at < len(shared)) > HELD:
        raise InputError(f"{shown}: {_REFUSAL}")
    stream.seek(0)


def _part(part: IO[bytes], out: int, shared: array[int], named: array[int], shown: str) -> int:
    """The bytes so far with those of this part; raises InputError once they, or the cells, are too many."""
    columns, rows, cells, since, rest = 0, 0, 0, 0, b""
    while more := part.read(_BLOCK):
        out += len(more)
        block, seen = rest + more, max(0, len(rest) - _OVER)
        if b"<c" in block or b":c" in block:
            places = _PLACE.findall(block)
            rows = max([rows, *(int(row) for _, row in places)])
            columns = max([columns, *(_number(name) for name in {name for name, _ in places})])
            cells += block.count(b"<c", seen) + block.count(b":c", seen)
            named.extend(map(int, _SHARED.findall(block, seen)))
        if b"/si" in block or b":si" in block or b"<si" in block:
            at = len(rest)
            for found in _ITEM.finditer(block, seen):
                if found.end() > len(rest):
                    shared.append(since + found.end() - at)
                    since, at = 0, found.end()
            since += len(block) - at
        if out > HELD or max(rows * columns, cells, len(named)) > _CELLS:
            raise InputError(f"{shown}: {_REFUSAL}")
        rest = more[-_REST:]
    return out


def _number(name: bytes) -> int:
    at = 0
    for letter in name:
        at = at * 26 + letter - 64
    return at
