"""How the names of newspapers look: told from their form, never from a list of papers."""

from __future__ import annotations

import re

__all__ = ["NAME", "looks_like_media", "split_acronym", "squeeze", "trimmed"]

# A proper name: capitalised words, with the small words that may stand inside it.
_WORD = r"[A-ZÀ-ÖØ-ÝĀŁŚŞČĞİŽ0-9][\w&'’]*(?:[.-][\w&'’]+)*"
NAME = rf"(?:[Tt]he\s)?{_WORD}(?:\s(?:(?:of|the|and|&|de|del|da|do|la|le|les|der|die|das|für)\s){{0,2}}{_WORD}){{0,5}}"

# What papers, stations and sites call themselves, in the languages whose press this meets most. A word of the
# first list is proof enough; one of the second is so only beside another of either ("ECONOMYNEXT", "Sunday Mail").
_STRONG = frozenset(
    "news newspaper newspapers times herald tribune gazette chronicle telegraph guardian observer courier examiner "
    "journal bugle dispatch inquirer enquirer advertiser bulletin post magazine broadcasting television radio tv fm "
    "newswire newsroom press mail mirror express daily weekly zeitung tageblatt anzeiger nachrichten rundschau "
    "allgemeine kurier blatt diario periódico noticias jornal correio corriere gazzetta giornale notizie haber "
    "gazetesi gazeta courrier dépêche dagblad tidning tidende tidningen avis pravda izvestia novosti vesti khabar "
    "samachar sandesh dainik patrika akhbar shimbun sanomat uutiset lehti hírlap dnevnik večer zprávy noviny "
    "известия правда новости вести газета".split()
)  # fmt: skip
_WEAK = frozenset(
    "today world star sun standard globe record register monitor review report reporter independent nation national "
    "people citizen leader voice echo argus age mercury sentinel digest online media network wire line next first "
    "economy economist business finance financial sport sports tech morning evening sunday hindu times24 live 24 "
    "presse spiegel welt monde figaro país mundo razón vanguardia repubblica stampa sole temps libre parisien "
    "insider politics city local island union republic gate web hub point the web net channel one".split()
)  # fmt: skip
_BROADCASTERS = re.compile(r"(?:[A-Z]{2,5}|[A-Z]{2,4}\d)(?:\s(?:News|TV|World|Radio|Sport|One|Two|International|\d))+")
_DOMAIN = re.compile(r"[\w-]+\.(?:com|net|org|news|info|tv|co\.\w\w|com\.\w\w|[a-z]{2})", re.I)


_TAIL = re.compile(r"(?:['’]s\s.*|['’]s?|\s(?:\w+day|\w{3,9}\s\d{1,2}))$")


def trimmed(name: str) -> str:
    """The name without what a greedy pattern took with it: "the", a weekday, a possessor's possession."""
    return _TAIL.sub("", re.sub(r"^[Tt]he\s", "", name.strip(" .,")))


def squeeze(name: str) -> str:
    """The name as a host would write it: letters and digits only, small, without a leading "the"."""
    return re.sub(r"^the\s+|[\W_]+", "", name.strip().casefold())


def split_acronym(name: str) -> str:
    """The name with a space between an acronym and the word glued to it: "TRTWorld" is "TRT World"."""
    return re.sub(r"\b([A-Z]{2,})([A-Z][a-zß-ÿ]{2,})\b", r"\1 \2", name)


def looks_like_media(name: str) -> bool:
    """True if a name has the form of a paper's, a station's or a news site's; an unknown "Le Monde" passes as false."""
    if _BROADCASTERS.fullmatch(name) or _DOMAIN.fullmatch(name):
        return True
    words = [word for word in re.findall(r"\w+", split_acronym(name).casefold()) if word != "the"]
    if len(words) == 1:
        return _glued(words[0])
    known = [word for word in words if word in _STRONG or word in _WEAK]
    return len(words) <= 6 and (any(word in _STRONG for word in known) or len(known) >= 2)


def _glued(word: str) -> bool:
    """True for a single word that two words of the trade make up, as in "economynext" or "newsfirst"."""
    cuts = range(2, len(word) - 1)
    both = _STRONG | _WEAK
    return any(
        (word[:cut] in both and word[cut:] in both) or word[cut:] in ("news", "times", "post", "press", "tv")
        or (word[:cut] in ("news", "daily") and len(word) - cut > 2)
        for cut in cuts
    )  # fmt: skip
