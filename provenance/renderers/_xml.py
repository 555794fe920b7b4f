"""Text as XML can hold it."""

from __future__ import annotations

import re

__all__ = ["xml"]

# What XML 1.0 does not admit or advises against (https://www.w3.org/TR/xml/#charsets), and a return, which
# its readers turn into a line feed.
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def xml(text: str) -> str:
    """The text with control characters as their pictures (U+2400 and up), and what has none as U+FFFD."""
    return _NOT_XML.sub(lambda at: chr(0x2400 + ord(at[0])) if at[0] < " " else "\ufffd", text)
