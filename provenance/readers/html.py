"""Saved pages: the text a reader sees, furniture included; where the story stands in it; what the page says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from provenance.readers import Article, reader
from provenance.readers import _markup as markup
from provenance.readers import _meta as meta
from provenance.readers import _story as story

__all__ = ["html"]


@reader(".htm", ".html", ".xhtml")
def html(path: Path) -> Iterator[Article]:
    """One article a page."""
    words, guess = markup.decoded(path.read_bytes())
    page = markup.parse(words)
    if page.tree is None:
        yield Article(markup.flat(words), main="", guess=page.guess or guess)
        return
    told = meta.facts(page.tree)
    found = story.find(page.tree, told.titles)
    main = " ".join(f"{start}:{end}" for start, end in found.main)
    yield Article(
        found.text,
        title=told.title,
        outlet=told.outlet,
        published=told.published,
        author=told.author,
        url=told.url,
        lang=told.lang,
        outlet_from="text" if told.outlet else None,
        main=main,
        guess=guess or found.guess,
    )
