"""Who published an article, as its text says it: sights are gathered, weighed, and rivals of like weight cancel.

Start at `outlet`. There is no list of papers: a name is believed because of the sentence it stands in ("not been edited
by X staff"), or because footer, e-mail and copyright agree on it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from provenance import text
from provenance.masthead import hosts, titles, wires
from provenance.masthead.credits import Credit
from provenance.masthead.names import NAME, answers, looks_like_media, split_acronym, trimmed
from provenance.text import name_key

__all__ = ["Sight", "country", "hosted", "outlet", "sights"]


class Sight(NamedTuple):
    """One reason to believe that `name` published the article; weights add up, once for each kind of reason."""

    name: str
    kind: str
    weight: float


# What each sight is worth. Set by hand, in order of how hard it is to print the words without being the outlet: a
# notice or a source line in one's own name is proof (5), a name in passing ("told X") a hint that one rival undoes (2).
# Tried on 1,200 articles of allsides: doubling any one changes at most one outlet; halving one of 3 or less only loses
# outlets, because it falls below ENOUGH.
NOTICE, SOURCE, FOOTER, COPYRIGHT, REVEAL, SUFFIX, FOLLOW, STAFF, SLUG, AGENCY, TOLD = 5, 5, 4, 4, 3, 3, 3, 3, 2, 2.5, 2
ENOUGH = 2.0  # weight below which nobody is named
LEAD = 1.5  # how many times the best must outweigh the next; below it both are unknown

_NOTICES = (
    r"(?:not|never)\s(?:been\s)?(?:edited|created|written|verified|"
    rf"reviewed)\sby\s(?:the\s)?(?P<name>{NAME}?)(?:['’]s?)?\s(?:staff|team|desk|editors?|journalists?|newsroom)",
    rf"(?P<name>{NAME})\s(?:is|are)\snot\s(?:responsible|liable)\sfor\s(?:the\s)?(?:content|contents|accuracy|views)",
    rf"(?P<name>{NAME})\s(?:has|have|did|does)\snot\s(?:edited|edit|verified|endorse|independently)",
    r"do(?:es)?\snot\s(?:necessarily\s)?(?:reflect|represent)\s(?:the\s)?(?:views?|opinions?|position|"
    rf"editorial\s\w+)\s(?:or\s\w+\s)?of\s(?:the\s)?(?P<name>{NAME})",
)
_REVEALS = (
    rf"(?P<name>{NAME})\s(?:can\s(?:exclusively\s)?reveal|has\slearn(?:ed|t)\sexclusively)",
    rf"(?:exclusively\sto|in\san\sexclusive\s(?:interview|chat)\swith)\s(?:the\s)?(?P<name>{NAME})",
)
_FOLLOWS = (
    rf"\b[Ff]ollow\s(?:us\son\s)?(?:the\s)?(?P<name>{NAME})(?:['’]s?)?\s(?:on|via)\s(?:Twitter|Facebook|X|Instagram|"
    r"WhatsApp|Telegram|Google|LinkedIn)",
    rf"\b(?:[Dd]ownload|GET|[Gg]et|FOR)\s(?:the|THE)\s(?P<name>{NAME}?)\s(?:mobile\s)?(?:app|APP|App)\b",
    rf"\b[Vv]isit\s(?:the\s)?(?P<name>{NAME})['’]s?\s(?:homepage|website)",
    r"\b(?:[Ss]ubscribe\sto|[Ss]ign\sup\s(?:for|to)|"
    rf"[Jj]oin)\s(?:the\s)?(?P<name>{NAME}?)(?:['’]s?)?\s(?:newsletters?|channel|daily|premium)",
)
_STAFFS = (
    rf"^(?:By|BY)\s(?:the\s)?(?P<name>{NAME}?)\s(?:[Ss]taff|STAFF|[Rr]eporters?|[Cc]orrespondents?|[Ww]eb\s?[Dd]esk|"
    r"[Oo]nline|[Dd]esk|REPORTER)\b[\s\w]*$",
)
# Patterns are slow, so a line is shown to one only if it holds a word of each of its tuples.
_SAID = ("edit", "created", "written", "verified", "reviewed", "sible", "liable", "endorse", "independently", "flect")
_PATTERNS = tuple(
    (kind, weight, re.compile("|".join(re.sub(r"\?P<name>", f"?P<n{i}>", p) for i, p in enumerate(group))), hints)
    for kind, weight, group, hints in (
        ("notice", NOTICE, _NOTICES, (("not", "never"), (*_SAID, "represent"))),
        ("reveal", REVEAL, _REVEALS, (("reveal", "exclusive"),)),
        (
            "follow", FOLLOW, _FOLLOWS,
            (
                ("ollow ", " app", " APP", "isit ", "ubscribe", "ign up", "Join", "join"),
                ("ollow", "ownload", "GET", "Get", "get", "FOR", "isit", "ubscribe", "ign", "oin"),
            ),
        ),
        ("staff", STAFF, _STAFFS, (("By ", "BY "),)),
    )
)  # fmt: skip
_SOURCE = re.compile(
    rf"^\W*(?:[Ss]ource|SOURCE|[Cc]redit)s?\s*:\s*(?P<name>{NAME}?)(?:,|\s(?:and|with|&)|/)\s*"
    r"(?:[\w ]+\s(?:and|with|&)\s)?(?:news\s|wire\s|other\s)?(?:agencies|agency|wires)\b"
)
_RIGHTS = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)[\s©,]*(?:\([cC]\)\s*)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|"
    rf"20)?\d\d)?)?[\s,.]*(?:by\s)?(?P<name>{NAME})"
)
_SIGNS = ("(c)", "(C)", "opyright", "COPYRIGHT")  # with one of them, or ©, every claim begins
_MAIL = re.compile(r"(?:[\w.+-]+@|\bwww\.|https?://(?:www\.)?)(?P<domain>(?:[\w-]+\.)+[a-z]{2,10})\b", re.I)
_NAMELESS = re.compile(
    r"\b(?:sources?|officials?|witness(?:es)?|residents?|eyewitness(?:es)?|insiders?)\s(?:\w+\s)?told\b"
)
_LEGAL = re.compile(
    r"[\s,]+(?:Inc|Ltd|Limited|LLC|Pvt|Plc|PLC|GmbH|AG|S\.?A\.?|Co|Corp|Corporation|Company|Group|Holdings?)"
    r"\b\.?|\sAll\sRights.*$|\sAll$",
    re.I,
)
_SHORT = 70  # characters; a line that is a name, a heading or a menu
_NEAR_END = 0.6  # share of the text after which "told X" speaks of the outlet; before it, of whoever was quoted first


def outlet(page: text.Page, credits: list[Credit], title: str | None = None) -> str | None:
    """The outlet's name as the text prints it ("TRTWorld" becomes "TRT World"), or None if two are as likely.

    An agency counts as the outlet only where its dateline and its own sign-off both stand and no other name is seen.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    kinds = set()
    for sight in sights(page, credits, title):
        name = split_acronym(trimmed(_LEGAL.sub("", sight.name)))
        key = name_key(name)
        if not key or (key, sight.kind) in kinds:
            continue
        kinds.add((key, sight.kind))
        weights[key] += sight.weight
        forms[key][name] += 1
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < ENOUGH:
        return None
    if len(ranked) > 1 and ranked[0][1] < LEAD * ranked[1][1]:
        return None
    return min(forms[ranked[0][0]], key=lambda name: (-forms[ranked[0][0]][name], name.isupper(), name))


def sights(page: text.Page, credits: list[Credit], title: str | None = None) -> Iterator[Sight]:
    """Every reason the page gives to believe that somebody published it; agencies appear as `agency` only."""
    known = wires.lexicon()
    others = [*_worded(page), *_footed(page), *_told(page, credits), *_titled(page, title)]
    others += [
        Sight(c.agency, "slug", SLUG)
        for c in credits
        if c.form in ("slug", "dateline") and c.agency and c.agency not in known
    ]
    others = [sight for sight in others if sight.name not in known and not re.match(r"(?i)(?:the\s)?agenc", sight.name)]
    yield from others
    if not others:
        lines = {c.agency for c in credits if c.form == "dateline" and c.role == "origin"}
        yield from (
            Sight(c.agency, "agency", AGENCY) for c in credits if c.form == "signed" and c.agency in lines and c.agency
        )


def _worded(page: text.Page) -> Iterator[Sight]:
    asked = [group for group in _PATTERNS if _holds_each(page.flat, group[3])]
    for line in page.lines:
        short = len(line.text) <= _SHORT * 4
        for kind, weight, pattern, hints in asked:
            if (short or kind == "reveal") and _holds_each(line.text, hints):
                for hit in pattern.finditer(line.text):
                    name = next((group for group in hit.groups() if group), "")
                    if kind in ("notice", "reveal") or looks_like_media(name):
                        yield Sight(name, kind, weight)
        if short and "gen" in line.text:
            source = _SOURCE.match(line.text)
            if source:
                yield Sight(source.group("name"), "source", SOURCE)


def _holds_each(words: str, hints: tuple[tuple[str, ...], ...]) -> bool:
    return all(any(map(words.__contains__, some)) for some in hints)


def _footed(page: text.Page) -> Iterator[Sight]:
    """Names that footer, e-mail, address and copyright line agree on."""
    hosts = {label for label in map(_label, _domains(page)) if label}
    claimed = "©" in page.text or any(map(page.flat.__contains__, _SIGNS))
    if not hosts and not claimed:
        return
    for line in page.lines:
        if len(line.text) > _SHORT * 3:
            continue
        hit = _RIGHTS.search(line.text) if claimed else None
        if hit and _holds(hit.group("name"), line.text, hosts):
            yield Sight(hit.group("name"), "copyright", COPYRIGHT)
        if hosts and len(line.text) <= _SHORT and name_key(line.text) in hosts:
            yield Sight(line.text, "footer", FOOTER)


def _holds(name: str, line: str, hosts: set[str]) -> bool:
    """True if a holder of rights is the outlet: a paper by its form or host, no agency, syndicate or photographer."""
    name = _LEGAL.sub("", name).strip(" .,")
    if re.search(r"\b(?:Images?|Photos?|Syndicate|Writers|Creators|CREATORS|Features)\b", line) or wires.mentions(name):
        return False
    return looks_like_media(name) or name_key(name) in hosts


def _domains(page: text.Page) -> list[str]:
    if "@" not in page.flat and "www." not in page.flat and "://" not in page.flat:
        return []
    short = (line.text for line in page.lines if len(line.text) <= _SHORT * 3)
    return [hit.group("domain") for words in short for hit in _MAIL.finditer(words)]


def _label(domain: str) -> str:
    """The speaking part of a domain: "dailymirror" of "www.dailymirror.lk", "guardian" of "guardian.co.uk"."""
    parts = [part for part in domain.casefold().split(".") if part not in ("www", "m", "amp", "edition", "en")]
    parts = parts[:-1] if len(parts) > 1 else parts
    while len(parts) > 1 and parts[-1] in ("co", "com", "org", "net", "ac", "gov", "edu", "or", "ne"):
        parts.pop()
    return name_key(parts[-1]) if parts and len(parts[-1]) > 2 else ""


def _told(page: text.Page, credits: list[Credit]) -> Iterator[Sight]:
    """In "sources told X" nobody is named, so nobody spoke elsewhere; a named man may have told any paper."""
    told = [c for c in credits if c.form == "told" and c.agency]
    often = Counter(name_key(c.agency or "") for c in told)
    for c in told:
        nameless = _NAMELESS.search(c.quote) is not None and c.start >= _NEAR_END * len(page.text)
        if nameless or (often[name_key(c.agency or "")] >= 2 and len(often) == 1):
            yield Sight(c.agency or "", "told", TOLD)


def _titled(page: text.Page, title: str | None) -> Iterator[Sight]:
    for line in [title or "", *(line.text for line in page.lines[:3])]:
        name = titles.owner(line) if len(line) < 3 * _SHORT else None
        if name:
            yield Sight(name, "suffix", SUFFIX)


def hosted(page: text.Page, credits: list[Credit], title: str | None, url: str) -> str | None:
    """The outlet of a page whose address is known: its name where the page prints one that the host answers to.

    Else the host itself ("dailymirror.lk"), because capitals and spaces cannot be read from it; None for no address.
    """
    found = hosts.host(url)
    if found is None:
        return None
    name, labels = hosts.called(found)
    short = [line.text for line in (*page.lines[:_ENDS], *page.lines[-_ENDS:]) if len(line.text) <= _SHORT]
    seen = [sight.name for sight in sights(page, credits, title)]
    said = [titles.owner(line, labels) for line in [title or "", *short] if len(line) < 3 * _SHORT]
    rights = [hit.group("name") for line in short for hit in [_RIGHTS.search(line)] if hit]
    for form in [*said, *seen, *rights, *short]:
        spoken = split_acronym(trimmed(_LEGAL.sub("", form))) if form else ""
        if spoken and any(answers(spoken, label) for label in labels):
            return spoken
    return name


_ENDS = 12  # lines of the head and of the foot where a page names itself


# Two-letter domains that are sold to anybody: they say nothing of a country.
_SOLD = frozenset("ai am cc co fm gg io is it la ly me sh st to tv vc ws".split()) - {"it", "is", "la", "am"}
_PHONE = re.compile(r"(?:\+|\b00)\s?(\d[\d\s().-]{6,18}\d)")


def country(page: text.Page, url: str | None = None) -> str | None:
    """The outlet's ISO 3166 code from its address, e-mail and telephone; None if they are silent or disagree."""
    votes = set()
    address = hosts.host(url or "")
    for domain in [address] if address else _domains(page):
        ending = domain.rsplit(".", 1)[-1].upper().replace("UK", "GB")
        if ending in wires.countries() and ending.lower() not in _SOLD:
            votes.add(ending)
    if not votes and "+" in page.flat:
        for line in page.lines:
            if len(line.text) <= _SHORT * 2:
                votes.update(filter(None, (_dialled(hit.group(1)) for hit in _PHONE.finditer(line.text))))
    return votes.pop() if len(votes) == 1 else None


def _dialled(number: str) -> str | None:
    digits = re.sub(r"\D", "", number)
    fits = [c for c in wires.countries().values() if c.phone and digits.startswith(c.phone)]
    return max(fits, key=lambda c: (len(c.phone), c.code)).code if fits else None
