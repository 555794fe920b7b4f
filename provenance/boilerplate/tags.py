"""A line that lists topics behind "Tags:", "Topics:" or "Filed under:" is the site's index, and so are comment forms.

**Blind to:** bare lists of topics without such a word.
Reference: own observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.boilerplate import Mark, Opening, is_prose, line_rule

__all__ = ["tags"]

_INDEX = Opening(
    r"(?:tags?|topics?|keywords?|filed under|posted in|categor(?:y|ies)|in this (?:article|story)|related "
    r"topics|labels|schlagw(?:orte|örter)|themen|"
    r"mots[ -]clés|etiquetas|temas|palavras-chave|argomenti|trefwoorden|etiketler|"
    r"теги|метки|وسوم|标签|標籤)\s*[:：].{0,200}"
    r"|leave a (?:reply|comment).{0,300}|(?:post|add|write|view|join) (?:a |your |the )?(?:comments?|conversation|"
    r"discussion).{0,40}|comments? (?:are closed|\(\d+\)|section).{0,40}"
    r"|show comments|be the first to comment.{0,20}|cancel reply.{0,60}|comment name \*?",
    behind=r"[\W_]*",
)
_LONG = 300  # characters


@line_rule(label="furniture", opens=(_INDEX,))
def tags(line: str) -> Iterator[Mark]:
    """Whole short lines that are no sentence."""
    if len(line) <= _LONG and _INDEX.fullmatch(line) and not _told(line):
        yield Mark(0, len(line), "the site's index or comment form")


def _told(words: str) -> bool:
    return is_prose(words) and not re.match(r"[\W_]*leave a", words, re.I)
