"""The credit grammar at work: whom an article names, and what for.

Start at `credit`. `wires.mentions` finds the names; a chain of them ("AP, AFP and Reuters") shares one role, which
`grammar.role` reads from the words on either side and from where in the article the line stands. A name without such
grammar is no credit: "the Reuters building" is nobody's origin.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from provenance import frames, text
from provenance.masthead import grammar, reprints, tongues, wires
from provenance.masthead.houses import Houses
from provenance.masthead.names import house_key, looks_like_agency, looks_like_media, split_acronym, trimmed

__all__ = ["Credit", "credit", "find", "on"]

NOBODY = Houses(())  # no outlet to look for beside the agencies
TOP = (
    12  # lines of head that may hold a byline; 6 to 20 give the same credits on 1,200 articles (lk_news2022, allsides)
)
WINDOW = 160  # characters looked at on either side of a name; of 1,200 articles 80 changes 13 credits, 120 and 240 one
PACKED = 25  # characters that do so in scripts without spaces between words
_PACKED = re.compile("[\u0e00-\u0e7f\u3040-\u9fff]")
PROSE = 12  # words that make a line prose if a full stop ends it; shorter ones are headings, captions, bylines


class Credit(NamedTuple):
    """One name in one role; `agency` is None for "agencies"; `form` says where it stands (dateline, byline, ...)."""

    start: int
    end: int
    agency: str | None
    role: str
    quote: str
    form: str


def credit(
    articles: pd.DataFrame, known: Mapping[str, list[Credit]] | None = None, outlets: Iterable[str] | None = None
) -> pd.DataFrame:
    """CREDITS of an ARTICLES table as `identify` returns it: a row for every name in a credit's grammar.

    Names are those of the known agencies, of every outlet of the table itself, and what looks like a paper's. An
    outlet that credits itself ("Source: TRTWorld and agencies") gives no row of its own name; an agency does,
    because its dateline is what reprints carry on. `known` has what `find` found in each article, if that was asked
    before outlets were known; `outlets` are those of a corpus of which the table is a part. Cost: about .5 ms for 500
    words.
    """
    houses = Houses(name for name in (articles["outlet"] if outlets is None else outlets) if isinstance(name, str))
    rows: list[tuple[str, int, int, str | None, str, str]] = []
    columns = [articles[name].tolist() for name in ("article", "text", "outlet", "outlet_from")]
    mains = articles["main"].tolist() if "main" in articles else [None] * len(articles)
    for name, words, outlet, read, main in zip(*columns, mains, strict=True):
        own = house_key(outlet) if isinstance(outlet, str) else ""
        named = houses.mentions(words)
        if known is not None and not named:
            found = known.get(name, [])
        else:
            found = on(text.Page(words, text.spans(name, words, main) if isinstance(main, str) else None), named)
        agency = isinstance(outlet, str) and looks_like_agency(outlet)
        rows.extend((name, *c[:5]) for c in found if not _of_itself(c, own, read == "text", agency))
    return frames.frame("credits", rows)


def _of_itself(one: Credit, own: str, read_from_text: bool, agency: bool) -> bool:
    if one.form == "signed" and agency and house_key(one.agency or "") != own:
        return True  # "(Reporting by ..; editing by ..)" is how one agency signs, and under another's name that one's
    if not own or one.agency is None or house_key(one.agency) != own or one.agency in wires.lexicon():
        return False
    if one.role != "origin":
        return True
    # "COLOMBO (News 1st)" is where the outlet's name was read from; it still says whose words these are.
    return not (read_from_text and one.form in ("dateline", "slug"))


def find(words: str, *, main: tuple[text.Span, ...] | None = None, houses: Houses = NOBODY) -> list[Credit]:
    """Every credit of one text, in order, at most one for a start; `main` is where a page's own story stands.

    `houses` are outlets to look for beside the agencies.
    """
    return on(text.Page(words, main), houses.mentions(words))


def on(page: text.Page, named: Sequence[wires.Mention] = ()) -> list[Credit]:
    """Every credit of a page, as `find` gives them; `named` are the names of outlets in its text."""
    if not page.lines:
        return []
    found: dict[int, Credit] = {}
    last = last_prose(page)
    for one in (*_named(page, last, named), *_generic(page), *_signed(page), *_others(page, last)):
        found.setdefault(one.start, one)
    return [found[start] for start in sorted(found)]


def last_prose(page: text.Page) -> int:
    """The index of the story's last line that reads like a sentence; -1 if there is none."""
    for index in reversed(page.story):
        tail = page.lines[index].text[-WINDOW:]
        words = tail.count(" ") >= PROSE or (len(tail) >= PACKED and _PACKED.search(tail))
        if words and re.search(r"[.!?…।。؟][\"”’')\]]*(?:\s*[(\[][^()\[\]]{2,60}[)\]])?\W*$", tail):
            return index
    return -1


_JOIN = re.compile(r"[\s,/&+;|-]{1,3}(?:and |und |et |y |e |ve |og |och |with |the |via |и ){0,2}(?:the )?")


def _mentions(words: str, named: Sequence[wires.Mention]) -> list[wires.Mention]:
    """Names of agencies and of outlets that are here, in order; of two that overlap, the longer."""
    if not named:
        return wires.mentions(words)  # in order, and none overlaps
    kept: list[wires.Mention] = []
    for one in sorted([*wires.mentions(words), *named], key=lambda m: (m.start, -m.end)):
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept


def _chains(words: str, named: Sequence[wires.Mention]) -> list[list[wires.Mention]]:
    chains: list[list[wires.Mention]] = []
    for mention in _mentions(words, named):
        if (
            chains
            and _JOIN.fullmatch(words[chains[-1][-1].end : mention.start])
            and "\n" not in words[chains[-1][-1].end : mention.start]
        ):
            chains[-1].append(mention)
        else:
            chains.append([mention])
    return chains


def _named(page: text.Page, last: int, named: Sequence[wires.Mention]) -> Iterator[Credit]:
    chains = _chains(page.text, named)
    if not chains:
        return
    strong = {m.agency.name for chain in chains for m in chain if not m.weak}
    starts = [line.start for line in page.lines]
    for chain in chains:
        index = max(bisect_right(starts, chain[0].start) - 1, 0)
        where = _where(page, chain, index, last, strong)
        role, form = grammar.role(where)
        if role != "photo" and _elsewhere(where, [m.agency.kind for m in chain]):
            role, form = "origin", "published"
        if role:
            quote = _quote(page.text, chain[0].start, chain[-1].end, page.lines[index])
            yield from (Credit(m.start, m.end, m.agency.name, role, quote, form) for m in chain)


def _elsewhere(where: grammar.Where, kinds: list[str]) -> bool:
    """Whether the text is said to have stood there first; of an agency, "first reported by" is a citation."""
    if reprints.reprinted(where.left, where.right):
        return True
    return set(kinds) == {"paper"} and reprints.first_told(where.left, where.right)


def _where(page: text.Page, chain: list[wires.Mention], index: int, last: int, strong: set[str]) -> grammar.Where:
    line, first, end = page.lines[index], chain[0].start, chain[-1].end
    body = line.text[: first - line.start].rstrip(" ([—–-")
    return grammar.Where(
        left=page.text[max(line.start, first - WINDOW) : first],
        right=page.text[end : min(line.end, end + WINDOW)],
        length=len(line.text),
        top=index in page.head(TOP),
        last=last <= index < max(page.foot(1).stop, last + 1),
        twice=index > 0 and len(body) > 20 and page.lines[index - 1].text.rstrip(". ") == body.rstrip(". "),
        glued=first > line.start and page.text[first - 1].islower(),
        weak=all(m.weak and m.agency.name not in strong for m in chain),
        capitals=page.text[first:end].isupper(),
        pictures=all(m.agency.kind == "photo" for m in chain),
        sold=any(m.agency.kind == "photo" for m in chain),
    )


_CLAUSE = re.compile(r"[.;!?]\s|[,\n]")


def _quote(words: str, start: int, end: int, line: text.Line) -> str:
    """The clause around a name, or the line if that is short: what a reader needs to see to agree."""
    if len(line.text) <= WINDOW:
        return line.text
    left = max(line.start, start - WINDOW // 2)
    end = min(end, start + WINDOW)  # a chain may fill its line
    right = min(line.end, end + WINDOW // 2)
    cuts = [hit.end() for hit in _CLAUSE.finditer(words, left, start)]
    stop = _CLAUSE.search(words, end, right)
    return words[cuts[-1] if cuts else left : stop.start() if stop else right].strip()


def _generic(page: text.Page) -> Iterator[Credit]:
    if not _may_name_agencies(page):
        return
    beyond = filter(page.text.__contains__, _FAR) if page.far else _ACCENTED
    hints = [*filter(page.flat.__contains__, _PLAIN), *beyond]
    for line in page.lines:
        if not any(hint in line.text for hint in hints) or not _may_name_agencies(text.Page(line.text)):
            continue
        at, part = _end(line)
        for hit in [*grammar.GENERIC.finditer(part)] or tongues.GENERIC.finditer(part):
            start, end = at + hit.start(hit.lastgroup or 0), at + hit.end(hit.lastgroup or 0)
            yield Credit(start, end, None, "generic", _quote(page.text, start, end, line), "generic")


# One word of every generic credit: where none stands, the long pattern need not run.
_HINTS = (
    *("agenc", "Agenc", "AGENC", "agent", "Agent", "agên", "Agên", "agenz", "Agenz", "wire", "Wire", "WIRE", "feed"),
    *("news services", "ajans", "Ajans", "bureaus", "byråer", "agentury", "агент", "Агент", "وكالات", "خبرگزاری"),
    *("एजेंसी", "ایجنسی", "综合", "綜合", "外電", "外电", "通信社"),
)

_ALL = (*_HINTS, *tongues.HINTS)
_PLAIN = tuple(filter(str.isascii, _ALL))
_FAR = tuple(hint for hint in _ALL if not hint.isascii())
_ACCENTED = tuple(hint for hint in _FAR if max(hint) < "\u0250")


# What stands, in small letters, in all that the two patterns match, unless it is in another script or holds a sign that
# `re.I` takes for i, s or k: agencies are many, and a single one comes with what it sent.
_MANY = (
    *("gencies", "ncias", "gencje", "gences", "genzie", "genture", "gentury", "gentschap", "genturm", "janslar"),
    *("wire", "services", "bureaus", "byr"),
)
_SENT = ("report", "input", "feed")


def _may_name_agencies(page: text.Page) -> bool:
    """False only of words in which neither pattern for agencies without a name matches."""
    low = page.low
    if page.far or any(map(low.__contains__, _MANY)):
        return True
    return ("agency" in low or "feed" in low) and any(map(low.__contains__, _SENT))


def _end(line: text.Line) -> tuple[int, str]:
    """Where the part of a line begins in which credits stand, and the part: of a very long line only the end."""
    skip = max(0, len(line.text) - 4 * WINDOW)
    return line.start + skip, line.text[skip:]


def _signed(page: text.Page) -> Iterator[Credit]:
    house = next((a.name for a in wires.agencies() if a.signoff == "reporting-editing"), None)
    if "diti" not in page.flat and "DITI" not in page.flat:
        return
    for line in page.lines:
        if "diti" not in line.text and "DITI" not in line.text:
            continue
        hit = grammar.SIGNED.search(line.text[-4 * WINDOW :])
        if hit:
            at = line.end - min(len(line.text), 4 * WINDOW)
            yield Credit(at + hit.start(), at + hit.end(), house, "origin", hit.group(), "signed")


def _others(page: text.Page, last: int) -> Iterator[Credit]:
    """Credits to outlets that are no agency, where the form is unmistakable."""
    first = next((i for i in page.story if page.lines[i].text.count(" ") >= PROSE), page.story.start)
    places = range(page.head(TOP).start, first + 1), range(last, page.foot(1).stop)
    told = "told " in page.flat or "tells " in page.flat
    forms = [one for one in grammar.ORIGINS if any(hint in (page.flat if hint < "~" else page.text) for hint in one[2])]
    anywhere = told or any(form in ("source", "published") for form, _, _ in forms)
    for index, line in enumerate(page.lines):
        if not (anywhere or index in places[0] or index in places[1]):
            continue
        at, part = _end(line)
        for form, pattern, hints in forms:
            if not _may_stand(form, index, *places) or not any(hint in part for hint in hints):
                continue
            hit = pattern.search(part)
            if hit:
                yield from _listed(hit, at, form)
        if told and ("told " in part or "tells " in part):
            yield from _told(at, part)


_COMMA = re.compile(r"\s?(?:[,;/]|\band)\s")


def _listed(hit: re.Match[str], at: int, form: str) -> Iterator[Credit]:
    """The names of "Norrvik Courier, Torran Herald" one by one; "Daily News and Mail" is one name if a half is none."""
    whole, start = hit.group("name"), at + hit.start("name")
    parts = _COMMA.split(whole)
    found = 0
    for name in parts if all(looks_like_media(trimmed(part)) for part in parts) else [whole]:
        found = whole.index(name, found)
        if _is_outlet(name, form, hit.string):
            first = start + found + len(name) - len(re.sub(r"^[Tt]he\s", "", name))
            called = trimmed(name)
            yield Credit(first, first + len(called), split_acronym(called), "origin", hit.group().strip(), form)


def _told(at: int, part: str) -> Iterator[Credit]:
    for hit in grammar.TOLD.finditer(part):
        name = trimmed(hit.group("name"))
        if looks_like_media(name) and name not in wires.lexicon():
            start = at + hit.start("name") + hit.group("name").find(name)
            quote = part[max(0, hit.start() - 40) : start + len(name) - at]
            yield Credit(start, start + len(name), split_acronym(name), "cited", quote, "told")


def _may_stand(form: str, index: int, top: range, end: range) -> bool:
    if form in ("slug", "dateline"):
        return index in top
    return index in end if form == "signoff" else True


def _is_outlet(name: str, form: str, line: str) -> bool:
    name = trimmed(name)
    if not name or name in wires.lexicon() or re.search(r"\bagenc(?:y|ies)\b", name, re.I):
        return False
    if looks_like_media(name):
        return True
    # "This piece first appeared in Kin & Kindred", but not "the bird first appeared in 1931", nor "in Berlin"
    return form == "published" and not name[0].isdigit() and reprints.about_the_text(line)
