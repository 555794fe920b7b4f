"""A name for each article, no two alike: what its table calls it, else its file, else its file and row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

__all__ = ["Names"]

_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_HALF = re.compile("[\ud800-\udfff]")


class Names:
    """The names given so far, and those that the files would have by themselves."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._own = _own(list(paths))
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}  # the number that a name was given last

    def of(self, path: Path) -> str:
        """The name of the article of a file; of a second one, the same with a number."""
        return self.give(self._own[path], "")

    def give(self, wanted: str, place: str) -> str:
        """A name like `wanted` that nobody has: itself, else with its place before it, else with a number behind."""
        name = _clean(wanted)
        if place and name in self._taken:
            name = _clean(f"{place}/{name}")
        number, tried = self._last.get(name, 1), name
        while tried in self._taken:
            number += 1
            tried = f"{name} ({number})"
        if number > 1:
            self._last[name] = number
        self._taken.add(tried)
        return tried


def _own(paths: list[Path]) -> dict[Path, str]:
    """The stem of each file, then folder/stem, then a number."""
    short = [_clean(path.stem) for path in paths]
    twice = {name for name, times in Counter(short).items() if times > 1}
    long = [
        _clean(f"{path.absolute().parent.name}/{name}") if name in twice else name
        for name, path in zip(short, paths, strict=True)
    ]
    taken: set[str] = set()
    for at, name in enumerate(long):
        number, tried = 1, name
        while tried in taken or (number > 1 and tried in long):
            number += 1
            tried = f"{name} ({number})"
        taken.add(tried)
        long[at] = tried
    return dict(zip(paths, long, strict=True))


def _byte(half: re.Match[str]) -> str:
    """A byte that is no UTF-8, as Python holds it in a file's name, in hexadecimal."""
    code = ord(half[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else "\ufffd"


def _clean(name: str) -> str:
    """A name on one line that never passes for an unseen node (`~Reuters`) or for "own words" (empty)."""
    return _UNPRINTABLE.sub(" ", _HALF.sub(_byte, name)).strip().lstrip("~").strip() or "article"
