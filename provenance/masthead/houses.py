"""The outlets that a corpus knows, sought by name in its texts: credits to a paper that is here are credits too.

Start at `Houses`, made once a corpus; `mentions` finds their names, `grammar.role` says what for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from provenance.masthead import wires
from provenance.masthead.names import house_key, looks_like_media, split_acronym

__all__ = ["Houses"]

# Letters of a name below which it is no name to look for ("X"), and from which one word alone is ("Ellerpost").
_SHORTEST, _TELLING = 3, 4


_UNSPACED = "\u0e00-\u0e7f\u3040-\u9fff"  # scripts without spaces between words


class _Names(NamedTuple):
    heads: re.Pattern[str]
    by_word: Mapping[str, tuple[tuple[str, wires.Agency, bool], ...]]


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
        words = "|".join(re.escape(word) for word in sorted(by_word, key=lambda w: (-len(w), w)))
        begin, end = rf"(?<![@#])(?:(?<!\w)|(?<=[{_UNSPACED}])|(?=[{_UNSPACED}]))", rf"(?:(?!\w)|(?<=[{_UNSPACED}]))"
        return _Names(re.compile(f"{begin}(?:{words}){end}" if words else r"(?!)", re.I), by_word)

    def mentions(self, words: str) -> list[wires.Mention]:
        """Every one of these outlets' names in a text, capitalised as names are, in order, none overlapping."""
        found: list[wires.Mention] = []
        free = 0
        names = self._names
        for hit in names.heads.finditer(words):
            start = hit.start()
            if start < free or hit.group()[:1].islower():
                continue
            for form, house, weak in names.by_word[hit.group().casefold()]:
                end = start + len(form)
                if words[start:end].casefold() == form and not _GOES_ON.match(words, end):
                    the = _THE.search(words, max(0, start - 4), start)
                    found.append(wires.Mention(the.start() if the else start, end, house, weak))
                    free = end
                    break
        return found


_THE = re.compile(r"(?<!\w)[Tt]he $")
# A longer name ("Norrvik Courier Post", "Courier-Mail") is another's.
_GOES_ON = re.compile(
    rf"(?![{_UNSPACED}])\w|-\w|\.(?:com?|org|net|[a-z]{2})\b|\s(?!(?:Staff|News|Online|Web|Desk)\b)[A-ZÀ-Ý][a-zß-ÿ]"
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
