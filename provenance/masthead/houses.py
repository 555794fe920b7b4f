"""The outlets that a corpus knows, sought by name in its texts: credits to a paper that is here are credits too.

Start at `Houses`, made once a corpus; `mentions` finds their names, `grammar.role` says what for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from provenance.masthead import wires
from provenance.masthead.names import house_key, looks_like_media, split_acronym
from provenance.text import flat

__all__ = ["Houses"]

# Letters of a name below which it is no name to look for ("X"), and from which one word alone is ("Ellerpost").
_SHORTEST, _TELLING = 3, 4


_UNSPACED = "\u0e00-\u0e7f\u3040-\u9fff"  # scripts without spaces between words


_RUN = re.compile(r"\w+")
_FOLDS = re.compile("[\u00df\u0130\u0149\u017f\u01f0\u1e96-\u1e9e\u212a\ufb00-\ufb06]")
_FEW = 64  # first words that are sought one by one in half the time of looking all words of a text up
# The same but for those that begin small; `_PLAIN` is the faster for a text in ASCII.
_CAPITAL, _PLAIN = re.compile(r"[^\Wa-z]\w*"), re.compile(r"[A-Z0-9_]\w*")
_PACKED = re.compile(f"[{_UNSPACED}]")


class _Names(NamedTuple):
    """`by_word`: the forms, the longest first, by their first word; `by_run`: these words, the longest first, by the
    run of letters and figures that each begins with; `packed`: the words sought where scripts set no spaces.
    """

    by_word: Mapping[str, tuple[tuple[str, wires.Agency, bool], ...]]
    by_run: Mapping[str, tuple[str, ...]]
    packed: str


class Houses:
    """The outlets of a corpus that are no known agency, by the ways their names are written."""

    def __init__(self, outlets: Iterable[str]) -> None:
        self.outlets = tuple(sorted({name for name in outlets if name}))

    @cached_property
    def _names(self) -> _Names:
        known = wires.lexicon()
        forms: dict[str, dict[str, tuple[wires.Agency, bool]]] = {}
        claimed: dict[str, str] = {}
        for outlet in self.outlets:
            if outlet in known:
                continue
            house = wires.Agency(outlet, "", "paper", (), (), (), "")
            for form in _forms(outlet):
                key = form.casefold()
                if claimed.setdefault(key, house_key(outlet)) == house_key(outlet) and form not in known:
                    weak = " " not in form and not looks_like_media(form)
                    forms.setdefault(key.split()[0], {}).setdefault(key, (house, weak))
        by_word = {
            word: tuple((form, *found[form]) for form in sorted(found, key=lambda f: (-len(f), f)))
            for word, found in forms.items()
        }
        longest = sorted(by_word, key=lambda w: (-len(w), w))
        by_run: dict[str, tuple[str, ...]] = {}
        for word in longest:
            run = _RUN.match(word)
            by_run[run.group() if run else ""] = (*by_run.get(run.group() if run else "", ()), word)
        words = "|".join(map(re.escape, longest))
        begin, end = rf"(?<![@#])(?:(?<!\w)|(?<=[{_UNSPACED}])|(?=[{_UNSPACED}]))", rf"(?:(?!\w)|(?<=[{_UNSPACED}]))"
        odd = "" in by_run or _PACKED.search(words) is not None
        return _Names(by_word, {} if odd else by_run, f"{begin}(?:{words}){end}" if words else r"(?!)")

    @cached_property
    def _simple(self) -> bool:
        """Is no first word made of two ("Al-Monitor"), so that one written small covers no other?"""
        return all(word == run for run, words in self._names.by_run.items() for word in words)

    @cached_property
    def _latin(self) -> bool:
        """Is every first word in ASCII, so that only letters that fold to such a word can hide it?"""
        return all(map(str.isascii, self._names.by_run))

    @cached_property
    def _packed(self) -> re.Pattern[str]:
        return re.compile(self._names.packed, re.I)

    def _words(self, words: str) -> Iterator[tuple[int, str]]:
        """Where first words of names stand in a text, none overlapping, and which (case folded)."""
        by_run = self._names.by_run
        if 0 < len(by_run) <= _FEW:
            # Where a name stands in a text, its first word does, whatever the size of letters.
            low = flat(words).lower() if self._latin and not _FOLDS.search(words) else words.casefold()
            if not any(map(low.__contains__, by_run)):
                return
        if not by_run or (not words.isascii() and _PACKED.search(words)):
            yield from ((hit.start(), hit.group().casefold()) for hit in self._packed.finditer(words))
            return
        # Most words begin no name: the text's own are asked first, once each.
        capitals = _PLAIN if words.isascii() else _CAPITAL
        sought = set((capitals if self._simple else _RUN).findall(words))
        runs = [(run, by_run[key]) for run in sought if (key := run.casefold()) in by_run]
        upto = 0
        for at, longest in sorted((at, named) for one, named in runs for at in _places(one, words)):
            word = next(
                (w for w in longest if w == words[at : at + len(w)].casefold() and _ended(words, at + len(w))), ""
            )
            if word and at >= upto and words[at - 1 : at] not in ("@", "#"):
                upto = at + len(word)
                yield at, word

    def mentions(self, words: str) -> list[wires.Mention]:
        """Every one of these outlets' names in a text, capitalised as names are, in order, none overlapping."""
        found: list[wires.Mention] = []
        free = 0
        for start, word in self._words(words):
            if start < free or words[start].islower():
                continue
            for form, house, weak in self._names.by_word.get(word, ()):
                end = start + len(form)
                if words[start:end].casefold() == form and not _GOES_ON.match(words, end):
                    the = _THE.search(words, max(0, start - 4), start)
                    found.append(wires.Mention(the.start() if the else start, end, house, weak))
                    free = end
                    break
        return found


def _places(run: str, words: str) -> Iterator[int]:
    """Where a run of letters and figures stands by itself."""
    at = words.find(run)
    while at >= 0:
        if _ended(words, at + len(run)) and not _within(words[at - 1 : at]):
            yield at
        at = words.find(run, at + 1)


def _within(char: str) -> bool:
    return char.isalnum() or char == "_"


def _ended(words: str, at: int) -> bool:
    return not _within(words[at : at + 1])


_THE = re.compile(r"(?<!\w)[Tt]he $")
# A longer name ("Norrvik Courier Post", "Courier-Mail") is another's.
_GOES_ON = re.compile(
    rf"(?![{_UNSPACED}])\w|-\w|\.(?:com?|org|net|[a-z]{{2}})\b|\s(?!(?:Staff|News|Online|Web|Desk)\b)[A-ZÀ-Ý][a-zß-ÿ]"
)


def _forms(outlet: str) -> list[str]:
    """The ways a name is written in prose: without "The", without the end of an address, an acronym set apart."""
    plain = re.sub(r"\s*\([^()]*\)$", "", outlet).strip()
    if " " not in plain and ("-" in plain or "." in plain):
        bare = re.sub(r"(?:[.-](?:com?|net|org|info|[a-z]{2}))+$", "", plain.removeprefix("www."))
        made = [bare.replace("-", " "), bare.replace("-", "")]
    else:
        made = [plain, split_acronym(plain)]
    made = [re.sub(r"^[Tt]he\s", "", form) for form in made]
    return [f for f in dict.fromkeys(made) if len(f) >= (_SHORTEST if " " in f or f.isupper() else _TELLING)]
