"""Every related pair as TEI P5 in parallel segmentation, for edition tools and for comparison with CollateX.

One pair is a `TEI`, several are a `teiCorpus`. What both witnesses have stands as it is, what differs in an `app` with
a `rdg` for each; read for one witness, it is that witness's whole story, sentence by sentence. A sentence that moved
stands where each witness has it, in an `app type="moved"` whose `corresp` names the place on the other side. White
space in a sentence is one blank. https://www.tei-c.org/release/doc/tei-p5-doc/en/html/TC.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from xml.etree import ElementTree as Xml

from provenance.align import edits
from provenance.findings import Dossier, headline
from provenance.frames import Trace
from provenance.renderers import renderer
from provenance.renderers._segments import Segment, segments
from provenance.renderers._xml import xml

__all__ = ["tei"]

_ID = "{http://www.w3.org/XML/1998/namespace}id"


@renderer("tei")
def tei(trace: Trace) -> Mapping[str, bytes]:
    """`pairs.xml`: the pairs that have sentences in common and are not unrelated, in the order of their names."""
    dossier = Dossier(trace)
    related = {pair for pair, row in dossier.verdicts.items() if row.says != "none"}
    made = [_pair(dossier, pair, n) for n, pair in enumerate(sorted(related & dossier.matches.keys()), start=1)]
    root = made[0] if len(made) == 1 else Xml.Element("teiCorpus" if made else "TEI")
    if len(made) != 1:
        _in(_head(root, headline(trace)), "p", "Articles as they were read.")
        root.extend(made)
    if not made:
        _in(_in(_in(root, "text"), "body"), "p", "No two articles that are related have sentences in common.")
    root.set("xmlns", "http://www.tei-c.org/ns/1.0")
    return {"pairs.xml": Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"}


def _pair(dossier: Dossier, pair: tuple[str, str], number: int) -> Xml.Element:
    made, names = Xml.Element("TEI"), (f"p{number}.A", f"p{number}.B")
    witnesses = _in(_head(made, dossier.says(*pair)), "listWit")
    for name, article in zip(names, pair, strict=True):
        _in(witnesses, "witness", dossier.labels[article], {_ID: name, "n": xml(article)})
    stories = [dossier.stories.get(article, ()) for article in pair]
    body = _in(_in(made, "text"), "body")
    for at, segment in enumerate(segments(len(stories[0]), len(stories[1]), dossier.matches[pair])):
        block = _in(body, "ab", "", {_ID: f"p{number}.{at}"})
        one, two = (_words(story, ns) for story, ns in zip(stories, (segment.left, segment.right), strict=True))
        if segment.kind:
            block.set("type", segment.kind)
            _collate(block, names, edits(one, two, dossier.langs[pair[0]]))
        else:
            _alone(_app(block, names, (one, two)), segment, number)
    return made


def _collate(block: Xml.Element, names: Sequence[str], runs: Sequence[tuple[str, str]]) -> None:
    """What is shared as plain text, and each turn of what is not as an apparatus entry."""
    for shared, gone, come in _turns(runs):
        if len(block):
            block[-1].tail = xml(shared)
        else:
            block.text = xml(shared)
        if gone or come:
            _app(block, names, (gone, come))


def _turns(runs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """What is shared, then what only the left and only the right has, until the next that is shared."""
    turn = dict.fromkeys(("equal", "delete", "insert"), "")
    for op, words in chain(runs, [("equal", "")]):
        if op == "equal" and (turn["delete"] or turn["insert"]):
            yield turn["equal"], turn["delete"], turn["insert"]
            turn = dict.fromkeys(turn, "")
        turn[op] += words
    yield turn["equal"], "", ""


def _app(block: Xml.Element, names: Sequence[str], words: Sequence[str]) -> Xml.Element:
    app = _in(block, "app")
    for name, text in zip(names, words, strict=True):
        _in(app, "rdg", text, {"wit": f"#{name}"})
    return app


def _alone(app: Xml.Element, segment: Segment, number: int) -> None:
    if segment.elsewhere:
        app.set("type", "moved")
        app.set("corresp", " ".join(f"#p{number}.{at}" for at in segment.elsewhere))


def _words(story: Sequence[str], numbers: Sequence[int]) -> str:
    return " ".join(" ".join(story[n].split()) for n in numbers)


def _head(parent: Xml.Element, title: str) -> Xml.Element:
    """The description of the source, in a header of which the rest is written."""
    header = _in(parent, "teiHeader")
    file = _in(header, "fileDesc")
    _in(_in(file, "titleStmt"), "title", title)
    _in(_in(file, "publicationStmt"), "p", "Made by the program provenance.")
    source = _in(file, "sourceDesc")
    _in(_in(header, "encodingDesc"), "variantEncoding", "", {"method": "parallel-segmentation", "location": "internal"})
    return source


def _in(parent: Xml.Element, tag: str, words: str = "", facts: Mapping[str, str] | None = None) -> Xml.Element:
    made = Xml.SubElement(parent, tag, dict(facts or {}))
    made.text = xml(words) or None
    return made
