"""Saved pages: the text a reader sees, furniture included; where its story stands; what the page says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.errors import InputError
from provenance.readers import Article, File, reader
from provenance.readers import _markup as markup
from provenance.readers import _meta as meta
from provenance.readers import _story as story
from provenance.readers._decode import controls

__all__ = ["html"]


# Control characters, as a share of all, above which a file is no page; of 640 pages none holds one in ten thousand.
_CONTROLS = 0.01


@reader(".htm", ".html", ".xhtml")
def html(path: File) -> Iterator[Article]:
    """One article a page, also where no story is found in it (`main` is then empty).

    A page that shows nothing, but says of itself what it is, is read as that: its headline and its summary. Raises
    InputError for a file that is binary; one without any words is left to the caller, who says that it is empty.
    """
    words, guess = markup.decoded(path.read_bytes())
    if controls(words) > _CONTROLS * len(words):
        raise InputError(f"{path.as_posix()}: binary, not a page: leave it out")
    page = markup.parse(words)
    if page.tree is None:
        yield Article(markup.flat(words), main="", guess=page.guess or guess)
        return
    told = meta.facts(page.tree)
    found = story.find(page.tree, told.titles)
    text, why = found.text, found.guess
    if not text and told.title:
        text = "\n\n".join(filter(None, (told.title, told.summary)))
        why = "it shows no text as saved: only what it says of itself is read"
    yield Article(
        text,
        title=told.title,
        outlet=told.outlet,
        published=told.published,
        author=told.author,
        url=told.url,
        lang=told.lang,
        based_on=" ".join(told.based_on) or None,
        outlet_from="text" if told.outlet else None,
        main=" ".join(f"{start}:{end}" for start, end in found.main),
        guess=guess or why,
    )
