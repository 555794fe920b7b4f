"""Bytes as text: a byte order mark, else UTF-16 by its NULs, else UTF-8, else a code page as a guess.

Shared by the readers of text, tables and pages; no reader itself.
"""

from __future__ import annotations

import codecs
import unicodedata
from importlib import import_module

from provenance.errors import InputError

__all__ = ["code_page", "controls", "decode", "marked", "wide"]

# UTF-32 before UTF-16: the mark of UTF-16 LE is the beginning of that of UTF-32 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The code pages news was written in; given a wider choice, charset-normalizer took English for Mac Icelandic.
_ASIAN = ["big5hkscs", "cp874", "cp932", "cp949", "euc_jis_2004", "gb18030"]
_PAGES = [*(f"cp125{n}" for n in range(9)), "koi8_r", "koi8_u", *_ASIAN]
# The languages of Latin script that cp1252 cannot write: only for them is another Latin page believed.
_OTHER_LATIN = set(
    "Croatian Czech Estonian Hungarian Latvian Lithuanian Polish Romanian Slovak Slovene Turkish Vietnamese".split()
)
_LATIN_PAGES = {"cp1250", "cp1252", "cp1254", "cp1257", "cp1258"}
# Share of bytes beyond ASCII from which a text can be in another script than Latin. Western news in cp1252
# has under .08; Greek, Cyrillic, Hebrew, Arabic, Thai and CJK news over .5. Without it, 8 of 501 English and
# German articles passed for Chinese or Japanese; with it, none did.
_SCRIPT = 0.2
# Bytes from which a text is long enough to tell Polish from French. Cut at 80 bytes, 3 of 62 Western articles
# passed for Turkish and the like, at 300 and 500 one of 100; at 800 none of 107, nor of 501 whole ones.
_LONG = 800
# NULs on one side of the byte pairs, as a share of the pairs, from which they can be UTF-16 without a mark:
# in Latin script nearly all pairs hold one, in Cyrillic or Arabic the spaces do (one character in six), in
# Chinese the line ends and digits. What passes must still decode to assigned characters only.
_PAIRS = 0.02
# Control characters, as a share of all, above which a file is no text. Old wire copy holds a few (SOH, STX).
_CONTROLS = 0.01
_CONTROL = bytes([*range(9), *range(14, 32), 127])


def decode(data: bytes, shown: str) -> tuple[str, str | None]:
    """The bytes as text, every one of them, and what had to be guessed for it (None: nothing).

    A byte order mark decides; else NULs say UTF-16; else UTF-8 if it fits; else a code page, as a guess. Raises
    InputError beginning with `shown`, the file's name.
    """
    mark, encoding = marked(data)
    if encoding:
        return _checked(_strictly(data[len(mark) :], encoding, shown), shown), None
    if 0 in data:
        found = wide(data)
        if found is None:
            raise InputError(f"{shown}: binary, not text (it holds NUL bytes): leave it out")
        return found, "UTF-16 without a byte order mark: save it as UTF-8 to be sure"
    try:
        return _checked(data.decode("utf-8"), shown), None
    except UnicodeDecodeError:
        page = code_page(data)
    words = _checked(_strictly(data, page, shown), shown)
    return words, f"not UTF-8, read as {page}: save it as UTF-8 to be sure"


def marked(data: bytes) -> tuple[bytes, str]:
    """The byte order mark that the bytes begin with, and its encoding; both empty without one."""
    return next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", ""))


def _strictly(data: bytes, encoding: str, shown: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        where = f"byte {problem.start} is {data[problem.start]:#04x}"
        raise InputError(f"{shown}: not text in {encoding} ({where}): save it as UTF-8") from problem


def _checked(words: str, shown: str) -> str:
    found = controls(words)
    if "\0" in words or found > _CONTROLS * len(words):
        raise InputError(f"{shown}: binary, not text ({found} control characters): leave it out")
    return words


def controls(words: str) -> int:
    """How many control characters there are, but for white space; six times as fast as to seek them one by one."""
    data = words.encode("utf-8", "replace")
    return len(data) - len(data.translate(None, _CONTROL))


def wide(data: bytes) -> str | None:
    """The bytes as UTF-16 if their NULs say so: an English text has one in every pair, always on one side."""
    low, high = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or max(low, high) < _PAIRS * len(data) / 2:
        return None
    try:
        words = data.decode("utf-16-le" if high > low else "utf-16-be")
    except UnicodeDecodeError:
        return None
    odd = any(unicodedata.category(char) in ("Cn", "Co") for char in words)
    return None if odd or controls(words) else words


def code_page(data: bytes) -> str:
    """The name of the code page: cp1252, unless the script or the language is one that cp1252 cannot write."""
    guesser = import_module("charset_normalizer")  # .03 s that files in UTF-8 do not wait for
    best = guesser.from_bytes(data, cp_isolation=_PAGES).best()
    if best is None:
        return "cp1252"
    if best.encoding in _LATIN_PAGES:
        believed = best.language in _OTHER_LATIN and len(data) >= _LONG
    else:
        believed = sum(byte > 127 for byte in data) > _SCRIPT * len(data)
    return str(best.encoding) if believed else "cp1252"
