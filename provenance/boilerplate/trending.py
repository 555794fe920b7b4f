"""Under TRENDING, MOST READ or LATEST NEWS stand other stories' headlines, until prose begins again.

**Blind to:** lists without such a heading; lists whose headlines end with full stops.
Reference: own observation.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, Opening, ends, is_prose, rule
from provenance.text import Page

__all__ = ["trending"]

_HEAD = Opening(
    r"trending(?:\s(?:now|news|stories|topics|today))?|most (?:read|popular|viewed|shared|commented|"
    r"watched|emailed)(?:\s\w+){0,2}|"
    r"latest(?:\s(?:news|stories|articles|posts|updates|headlines|videos?))?|top (?:stories|news|headlines|videos)|"
    r"popular(?:\s(?:now|posts|stories|articles|news))?|"
    r"breaking news|what['’]s trending|in case you missed it|you (?:may|might) (?:also )?like|people (?:also|are) "
    r"(?:read|reading|watched|like)\w*|"
    r"recent (?:posts|news|articles|comments)|more (?:stories|news|headlines|top stories)|headlines|news in brief|"
    r"promoted(?: content| stories)?|sponsored(?: content| links)?|"
    r"from (?:around )?the web|around the web|meistgelesen|das könnte sie auch interessieren|neueste artikel|les "
    r"plus lus|à la une|"
    r"lo más (?:leído|visto|popular)|más (?:leídas|noticias)|últimas noticias|mais lid[ao]s|últimas notícias|più "
    r"letti|ultime notizie|"
    r"meest gelezen|mest läst|mest lest|i più letti|çok okunanlar|son (?:dakika )?haber(?:ler)?i?|"
    r"популярное|самое читаемое|последние "
    r"новости|"
    r"الأكثر قراءة|آخر الأخبار|热门|热门新闻|最新消息|人気記事|많이 본 뉴스|terpopuler|berita terkait",
    behind=r"[\W_]*",
)
_LONG = 200  # characters; a headline with its lead glued to it


@lru_cache(maxsize=1 << 12)  # what one round leaves the next one asks again
def _heads(words: str) -> bool:
    return _HEAD.fullmatch(words) is not None


@rule(label="related", asks=lambda line: _heads(line[: _LONG + 1]), opens=(_HEAD,))
def trending(page: Page) -> Iterator[Mark]:
    """The heading and every line below it that is not a sentence, up to the next paragraph of prose."""
    under = False
    seen = False  # prose above: a list at the top of a page may be its own menu, and the headline stands below it
    for line in page.lines:
        prose = is_prose(line.text)
        if _heads(line.text[: _LONG + 1]):
            under = seen
            yield Mark(line.start, line.end, "the heading of a list of other stories")
        elif prose or len(line.text) > _LONG or (ends(line.text) and line.text.count(" ") >= 4):
            under = False
        elif under:
            yield Mark(line.start, line.end, "in a list of other stories")
        seen = seen or prose
