"""A short line with an e-mail address, a telephone or fax number tells how to reach the newsroom.

**Blind to:** postal addresses alone; numbers in a sentence of the story, which stay.
Reference: own observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, Opening, is_prose, line_rule

__all__ = ["contact"]

_LABEL = Opening(
    r"e-?mail|phone|telephone|tel|fax|mobile|cell|whatsapp|hotline|call|contact(?: us| the \w+| \w+ \w+)?|"
    r"write to|reach (?:us|him|her|the (?:writer|author|reporter))|"
    r"send (?:letters|tips|feedback|news tips)|telefon|teléfono|téléphone|correo|kontakt|telefone|телефон|почта|"
    r"هاتف|بريد|电话|邮箱|電話",
    behind=r"\b[^\n]{0,30}(?:[\w.+-]+@[\w-]+\.[\w.-]+|\+?\(?\d[\d\s().,+-]{5,}\d)[^\n]{0,60}",
)
_BARE = re.compile(
    r"[\W_]*(?:[\w.+-]+@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+|@\w{2,30}|pic\.twitter\.com/\S+)(?>"
    r"[\s,|;/]+(?:[\w.+-]+@[\w-]+\.[\w.-]+|@\w+|https?://\S+))*+[\W_]*",
    re.I,
)
_WRITER = re.compile(r"[^.!?\n]{2,60}\b(?:can be (?:reached|contacted)|is reachable) (?:at|on|via)\b[^\n]{3,80}", re.I)
_LONG = 140  # characters


@line_rule(label="furniture")
def contact(line: str) -> Iterator[Mark]:
    """Whole short lines that are an address, or that a word such as Email or Phone opens."""
    if len(line) > _LONG or (is_prose(line) and "@" not in line):
        return
    words = line.lower()
    reached = "reach" in words or "contacted" in words
    if _LABEL.fullmatch(line) or (reached and _WRITER.fullmatch(line)):
        yield Mark(0, len(line), "how to reach the newsroom")
    elif ("@" in words or "." in words or "://" in words) and _BARE.fullmatch(line):
        yield Mark(0, len(line), "an address on a line of its own")
