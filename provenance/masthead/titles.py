"""A page's title and the name of its outlet, which most sites hang on behind: "Pier rebuilt | The Selby Herald".

Start at `parted`. A tail is cut off only where something says that it is a name: the host, the outlet as given, or the
form of a newspaper's name. "Pier rebuilt - but who pays?" stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from provenance.masthead import times
from provenance.masthead.names import answers, looks_like_media
from provenance.text import name_key

__all__ = ["headline", "owner", "tails"]

_CUT = re.compile(
    r"\s+(?:\||[-–—−]|»|«|›|::|·|•|~|/)\s+|\s?[|｜]\s?|(?<=\S)ㅣ(?=\S)"
    r"|(?:(?<=[^\x00-\x7f])|(?<=[^\x00-\x7f][\"')\].!?]))\s?[-_—－＿]{1,2}\s?(?=[^\x00-\x7f])"
)
# One of these stands wherever a title is cut: a sign behind white space, a bar, or a dash beside another script.
_MARK = re.compile(r"\s[-–—−»«›:·•~/]|[|｜ㅣ]|[^\x00-\x7f][\"')\].!?]?\s?[-_—－＿]")
_LONGEST = 40  # characters of a name; 99 % of the outlets of allsides have no more


def tails(title: str) -> Iterator[tuple[str, str]]:
    """The title cut in two at each of its separators, the last one first: what stands before it, and behind."""
    for hit in reversed(list(_CUT.finditer(title))):
        head, tail = title[: hit.start()].strip(), title[hit.end() :].strip()
        if head and tail:
            yield head, tail


def owner(title: str, labels: tuple[str, ...] = ()) -> str | None:
    """The outlet that the title names at its end (or, before a bar, at its start), or None.

    A name that answers to one of the host's `labels` is believed anywhere; else only the last part is, if it has the
    form of a paper's name.
    """
    if not _MARK.search(title):
        return None
    parts: list[str] = [part.strip() for part in _CUT.split(title)]
    if len(parts) < 2:
        return None
    for part in (*reversed(parts[1:]), parts[0]):
        if len(part) <= _LONGEST and any(answers(part, label) for label in labels):
            return part
    last = parts[-1]
    return last if not labels and len(last) <= _LONGEST and looks_like_media(last) else None


def headline(title: str, outlet: str | None, labels: tuple[str, ...] = ()) -> str:
    """The title without its outlet's name at the end; the title itself where no part of it is that name."""
    own = name_key(outlet or "")

    def names(part: str) -> bool:
        return (own != "" and name_key(part) == own) or any(answers(part, label) for label in labels)

    return _trimmed(title, names)


def _trimmed(title: str, names: Callable[[str], bool]) -> str:
    for head, tail in tails(title):
        name, *behind = _CUT.split(tail)
        if len(name) <= _LONGEST and names(name.strip()) and all(map(_hung, behind)):
            # "Pier rebuilt | World | Selby Herald": only from the name on, so that a section's word stays where it is.
            return _trimmed(head, names)
    return title


def _hung(part: str) -> bool:
    """True for what a site hangs on behind its own name: a date, or a section's word or two."""
    return len(part.split()) <= _SECTION or times.parse(part) is not None


_SECTION = 2  # words of a section's name behind the site's; with three, "Paris – Le Monde – who owns it?" would be cut
