"""The lists of `grammar.txt`, and sentences made from them; start at `Grammar.fill`.

A list is drawn from with the generator that the caller holds, so that the same seed gives the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

__all__ = ["Grammar", "Part", "capital", "grammar"]

_SLOT = re.compile(r"\{(\.?\w[\w.]*)(\^?)\}")

Part = str | tuple[str, bool]  # words as they are, or a slot: its name, and whether it begins with a capital


def capital(words: str) -> str:
    """The words with their first letter in upper case."""
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Grammar:
    """Named lists of alternatives, each an alternative of words and slots."""

    lists: Mapping[str, tuple[tuple[Part, ...], ...]]
    plain: Mapping[str, tuple[str, ...]]  # those of them that have no slots

    def fill(self, name: str, facts: MutableMapping[str, str], rng: Random) -> str:
        """An alternative of the list, drawn at random, with its slots filled.

        A slot in upper case is a fact; `{.x}` is the list x of the fact TOPIC; any other is a list. `{Net}` is `net`
        with a capital, `{net2}` another draw.
        """
        words = self.plain.get(name)
        if words:
            return words[int(rng.random() * len(words))]
        options = self.lists[name]
        return self.filled(options[int(rng.random() * len(options))], facts, rng)

    def filled(self, parts: tuple[Part, ...], facts: MutableMapping[str, str], rng: Random) -> str:
        """One alternative with its slots filled."""
        out = []
        for part in parts:
            if isinstance(part, str):
                out.append(part)
                continue
            slot, up = part
            if slot[0] == ".":
                slot = facts["TOPIC"] + slot
            elif slot[0] <= "Z":
                words = facts[slot]
                out.append(words[:1].upper() + words[1:] if up else words)
                continue
            words = self.fill(slot, facts, rng)
            out.append(words[:1].upper() + words[1:] if up else words)
        return "".join(out)

    def fresh(self, names: Sequence[str], used: set[tuple[Part, ...]], rng: Random) -> tuple[Part, ...]:
        """An alternative of the first of the lists that has one which is not `used` yet; it is from now on.

        Where all are, any of the first list.
        """
        for name in names:
            options = self.lists[name]
            start = int(rng.random() * len(options))
            for at in range(len(options)):
                parts = options[(start + at * 7) % len(options)]
                if parts not in used:
                    used.add(parts)
                    return parts
        options = self.lists[names[0]]
        return options[int(rng.random() * len(options))]

    def draw(self, name: str, rng: Random) -> str:
        """A plain alternative of a list without slots."""
        words = self.plain[name]
        return words[int(rng.random() * len(words))]


@cache
def grammar() -> Grammar:
    """The grammar that comes with the package, read once."""
    found: dict[str, list[str]] = {}
    name, short = "", False
    for line in files("provenance.newsrooms").joinpath("grammar.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            short = line.endswith(";]")
            name = line.strip("[];")
            found[name] = []
        elif line and not line.startswith("# "):
            found[name] += line.split("; ") if short else [line]
    lists = {name: tuple(_parts(words, found) for words in options) for name, options in found.items()}
    plain = {name: tuple(words) for name, words in found.items() if not any(_SLOT.search(one) for one in words)}
    return Grammar(lists, plain)


def _parts(words: str, known: Mapping[str, list[str]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for slot in _SLOT.finditer(words):
        if slot.start() > at:
            parts.append(words[at : slot.start()])
        name, up = slot[1], bool(slot[2])
        if name not in known and not name.isupper() and name[0] != ".":
            up, name = up or name[0].isupper(), name.lower().rstrip("2")
        parts.append((name, up))
        at = slot.end()
    if at < len(words):
        parts.append(words[at:])
    return tuple(parts)
