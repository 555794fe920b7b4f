"""Where in the visible text of a page its own story stands: what trafilatura takes for it, found again as spans.

Start at `find`. trafilatura is asked on the tree, its blocks are sought in the visible text, and what it is known to
miss or to take along is mended by rules that were measured on labelled pages (`aeb`: 181, F1 of four-word runs;
`eval`: 330, F1 of wanted and unwanted segments; `fundus`: 129, F1 of four-word runs).
Reference: trafilatura, Barbaresi 2021 (doi:10.18653/v1/2021.acl-demo.15).
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from copy import copy
from importlib import import_module
from itertools import accumulate
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from provenance.boilerplate import ends, is_prose
from provenance.readers._markup import visible
from provenance.text import Span

__all__ = ["Story", "find"]


class Story(NamedTuple):
    """The visible text, the spans of it that are the story, in order, and what is to be told about it."""

    text: str
    main: list[Span]
    guess: str | None = None


# A body that is served in pieces (between advertisements) lies in several elements of one class; trafilatura takes the
# first. The words that such classes are made of; each piece has at least PARAGRAPHS. aeb +.003, eval +.001,
# fundus +.002.
_BODY = re.compile(
    r"(?:entry|article|art|story|post|page|body|content)[-_]*(?:content|body|text|chunk|section|entry)", re.I
)
_PARAGRAPHS = 2
# Pieces of trafilatura's blocks shorter than this stand everywhere ("said", a linked name): they are believed only
# this near behind the piece before. Characters without white space.
_SHORT, _NEAR = 30, 200
# Share of trafilatura's blocks that has to be on the page; below, the page shows its story by a script, and what it
# carries for search engines is put after the visible text. Three of 640 pages.
_SHOWN = 0.5
# A fast answer that holds less than FEW of the page's prose, which is at least WORTH characters, and less than ENOUGH
# for a story, is asked again with all that trafilatura has (twice as slow; 3 % of the pages); taken if it is MORE times
# as long and HALF of it is prose. eval +.006, the others as before; FEW .4 asks of 6 % and gains nothing more. Lines
# shorter than PARAGRAPH characters are not counted.
_FEW, _WORTH, _ENOUGH, _MORE, _HALF, _PARAGRAPH = 0.2, 800, 1500, 1.5, 0.5, 60
# Lines under the headline in which a lead stands that trafilatura leaves out, and the characters it has at least.
# LEAD 5 loses .0005 on each; CHARS 80 loses .001 on aeb, 200 loses .003 on eval.
_LEAD, _CHARS = 3, 120
_TOP = 4  # lines from the story's beginning that may be the headline, which is the page's and not the story's
_TITLE = 12  # letters; a shorter line is a headline only if it is all of it
# Words of a line that is one link and nothing else, and so points to another story. 1 and 9 lose .0005 on aeb.
_LINK = 5

# What trafilatura has to say of a page goes to those who ask for its log, not to everybody's terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"\n|(?<=[.!?…。！？।۔])\s+")
_INLINE = frozenset("b strong em i span u font".split())
_LISTED = frozenset(("li", "td", "dd"))
_BROKEN = (etree.LxmlError, RecursionError, LookupError, AttributeError, TypeError, ValueError)


def find(tree: HtmlElement, titles: Collection[str]) -> Story:
    """The visible text of a page and its story in it; no spans if there is none. `titles` are its headlines."""
    blocks, links = _kept(_joined(tree)), _alone(tree)
    text = visible(tree)
    index = _Index(text)
    spans = index.located(blocks)
    held = sum(len(_squeeze(piece)) for block in blocks for piece in block)
    if sum(end - start for start, end in spans) < _SHOWN * held:
        return _carried(text, blocks)
    main = index.back(_asked_again(tree, index, spans))
    keys = {key for key in map(_key, titles) if key}
    main = _without_title(text, _with_lead(text, main, keys), keys)
    return Story(text, [line for line in main if not _is_link(text[line.start : line.end], links)])


def _kept(tree: HtmlElement, *, fast: bool = True) -> list[list[str]]:
    """What trafilatura takes for the story: its blocks in order, each as its pieces of text; none if it finds none."""
    extractor = import_module("trafilatura")  # .15 s that plain texts and tables do not wait for
    try:
        found = extractor.bare_extraction(tree, fast=fast, include_comments=False, output_format="txt")
    except _BROKEN:
        return []
    if found is None or isinstance(found, dict):
        return []
    return [[*map(str, block.itertext()), block.tail or ""] for block in found.body]


def _joined(tree: HtmlElement) -> HtmlElement:
    """The tree, or, where its body lies in several elements of one kind, a copy with the body in the first of them."""
    if len(_bodies(tree)) < 2:
        return tree
    made = copy(tree)
    first, *others = _bodies(made)
    for other in others:
        first.extend(list(other))
    return made


def _bodies(tree: HtmlElement) -> list[HtmlElement]:
    groups: dict[tuple[str, str], list[HtmlElement]] = {}
    for node in tree.iter("div", "section", "article", "main"):
        kind = node.get("class") or ""
        if node.get("itemprop") == "articleBody":
            groups.setdefault(("", ""), []).append(node)
        elif kind and _BODY.search(kind):
            groups.setdefault((node.tag, kind), []).append(node)
    for group in groups.values():
        pieces = [node for node in group if len(node.findall(".//p")) >= _PARAGRAPHS] if len(group) > 1 else []
        known = set(pieces)
        if len(pieces) > 1 and not any(above in known for node in pieces for above in node.iterancestors()):
            return pieces
    return []


def _alone(tree: HtmlElement) -> set[str]:
    """The blocks outside lists that are one link and nothing else, without white space."""
    found, seen = set(), set()
    for node in tree.iter("a"):
        block = node.getparent()
        while block is not None and block.tag in _INLINE:
            block = block.getparent()
        if block is None or block in seen or block.tag in _LISTED or (node.tail and not node.tail.isspace()):
            continue
        seen.add(block)
        words = _squeeze("".join(node.itertext()))
        if words and (block.text is None or block.text.isspace()) and words == _squeeze("".join(block.itertext())):
            found.add(words)
    return found


def _is_link(line: str, links: set[str]) -> bool:
    return len(line.split()) >= _LINK and _squeeze(line) in links


class _Index:
    """The text without white space, in which blocks are sought, and the way back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.squeezed = _squeeze(text)
        self._words = [word.start() for word in _WORD.finditer(text)]
        self._sums = [0, *accumulate(map(len, text.split()))]

    def back(self, spans: list[tuple[int, int]]) -> list[Span]:
        """The spans in the text as it stands, line by line."""
        whole = (Span(self._place(start), self._place(end - 1) + 1) for start, end in spans)
        return [line for span in whole for line in _lines(self.text, span)]

    def _place(self, at: int) -> int:
        word = bisect_right(self._sums, at) - 1
        return self._words[word] + at - self._sums[word]

    def located(self, blocks: list[list[str]]) -> list[tuple[int, int]]:
        """Where the blocks stand, sorted, joined where nothing lies between."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted(self._places(blocks)):
            if joined and start <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((start, end))
        return joined

    def _places(self, blocks: list[list[str]]) -> Iterator[tuple[int, int]]:
        """Each block whole if it stands somewhere, else piece by piece."""
        at = 0
        for block in blocks:
            whole = _squeeze("".join(block))
            parts = [whole] if self._find(whole, at) >= 0 else [part for piece in block for part in self._parts(piece)]
            for words in parts:
                start = self._find(words, at)
                if words and start >= 0:
                    at = start + len(words)
                    yield start, at

    def _parts(self, piece: str) -> list[str]:
        """The piece, or, where it does not stand in the text as it is, its lines and sentences."""
        whole = _squeeze(piece)
        return [whole] if whole in self.squeezed else [_squeeze(part) for part in _SENTENCE.split(piece)]

    def _find(self, words: str, at: int) -> int:
        if len(words) < _SHORT:
            return self.squeezed.find(words, at, at + _NEAR)
        start = self.squeezed.find(words, at)
        return start if start >= 0 else self.squeezed.find(words)


def _asked_again(tree: HtmlElement, index: _Index, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, or those of a second, slower asking, where the first found little of the page's prose."""
    held = _prose(index.text, index.back(spans))
    there = _prose(index.text, [Span(0, len(index.text))]) if held < _ENOUGH else 0
    if there < _WORTH or held >= _FEW * there:
        return spans
    others = index.located(_kept(tree, fast=False))
    more = index.back(others)
    long = sum(end - start for start, end in more)
    better = long > _MORE * sum(end - start for start, end in index.back(spans))
    return others if better and _prose(index.text, more) >= _HALF * long else spans


def _prose(text: str, spans: list[Span]) -> int:
    """The characters of the lines that read like paragraphs of a story."""
    lines = (line for start, end in spans for line in text[start:end].splitlines())
    return sum(len(line) for line in lines if len(line) >= _PARAGRAPH and is_prose(line) and ends(line))


def _with_lead(text: str, main: list[Span], keys: set[str]) -> list[Span]:
    """The story with the paragraphs that stand between the headline and its first line."""
    if not main:
        return main
    head = list(_lines(text, Span(0, main[0].end)))
    under = [n for n, line in enumerate(head) if _is_title(text[line.start : line.end], keys)]
    lead = head[under[-1] + 1 : under[-1] + 1 + _LEAD] if under else []
    fits = [line for line in lead if line.end <= main[0].start and line.end - line.start >= _CHARS]
    return [line for line in fits if is_prose(text[line.start : line.end]) and ends(text[line.start : line.end])] + main


def _without_title(text: str, main: list[Span], keys: set[str]) -> list[Span]:
    top = [line for line in main[:_TOP] if not _is_title(text[line.start : line.end], keys)]
    return top + main[_TOP:]


def _is_title(line: str, keys: set[str]) -> bool:
    key = _key(line)
    return key in keys or (len(key) >= _TITLE and any(key in title for title in keys))


def _carried(text: str, blocks: list[list[str]]) -> Story:
    """The story that the page carries and does not show, after what it shows."""
    body = "\n\n".join(" ".join("".join(block).split()) for block in blocks)
    start = len(text) + 2 if text else 0
    whole = f"{text}\n\n{body}" if text else body
    why = "its story is not on the page as saved: it is read from what the page carries for search engines"
    return Story(whole, list(_lines(whole, Span(start, len(whole)))), why)


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The lines of a span that hold more than white space, trimmed."""
    at = span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + line.index(words)
            yield Span(start, start + len(words))
        at += len(line)


def _squeeze(words: str) -> str:
    return "".join(words.split())


def _key(words: str) -> str:
    return "".join(char for char in words.casefold() if char.isalnum())
