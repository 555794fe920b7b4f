"""What a page carries around its story (menus, teasers, boxes, comments) is the site's, not the story's.

**Blind to:** texts whose reader does not know where the story stands (plain text, tables); what the reader of the page
took for story by mistake; a story that a script writes into the page after it was saved.
Reference: the reader's own finding; boilerplate detection, Kohlschütter et al. 2010 (doi:10.1145/1718487.1718542);
trafilatura, Barbaresi 2021 (doi:10.18653/v1/2021.acl-demo.15).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.boilerplate import Mark, rule
from provenance.text import Page, gaps

__all__ = ["page"]

WHY = "outside the story that the page itself sets apart"


@rule(label="furniture", first=True)
def page(page: Page) -> Iterator[Mark]:
    """Line by line, whatever stands outside the spans that the reader of the page found."""
    if page.main is None:
        return
    for gap in gaps(len(page.text), page.main):
        at = gap.start
        for line in page.text[gap.start : gap.end].splitlines(keepends=True):
            if line.strip():
                yield Mark(at, at + len(line), WHY)
            at += len(line)
