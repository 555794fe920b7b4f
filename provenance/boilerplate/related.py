"""A line that opens with READ MORE, RELATED or ALSO READ points to another page; the words behind it are that page's.

**Blind to:** links without such words ("Britain has withdrawn its troops" alone); links in languages not listed here.
Reference: own observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.boilerplate import Mark, Opening, ends, is_prose, rule
from provenance.text import Page

__all__ = ["related"]

_WORDS = (
    r"(?:read|see|watch|listen|view|check)\s?(?:more|also|next|too|now)|also\s(?:read|see|watch)|"
    r"must\s(?:read|watch)|"
    r"(?:click|tap) here (?:for|to (?:read|see|watch|view))|related(?:\s(?:articles?|stories|story|posts?|news|"
    r"content|coverage|topics|links?|reading|video))?|"
    r"more (?:on this(?: story| topic)?|from|stories|coverage|news|like this)|"
    r"recommended(?:\s(?:for you|stories|articles|reading|videos?))?|(?:you )?may also like|(?:don['’]t|do not) "
    r"miss|editor['’]s (?:picks?|choice)|"
    r"further reading|full coverage|in pictures|in photos|photos|video|watch|listen|explainer|explained|opinion|"
    r"analysis|"
    r"lesen sie (?:auch|mehr)|mehr zum thema|siehe auch|auch interessant|à lire aussi|lire aussi|à lire|voir aussi|"
    r"sur le même sujet|"
    r"le[ae] también|lee también|ver también|te puede interesar|más información|leia (?:também|mais)|veja também|"
    r"saiba mais|"
    r"leggi anche|vedi anche|approfondisci|lees ook|lees meer|läs också|läs mer|les også|læs også|lue myös|"
    r"ayrıca (?:okuyun|bakınız)|ilgili haber(?:ler)?|czytaj (?:też|także|więcej)|zobacz (?:też|także)|přečtěte si "
    r"(?:také|více)|"
    r"читайте также|смотрите также|по теме|читайте (?:також|ще)|اقرأ أيض[اً]+|إقرأ أيض[اً]+|بیشتر بخوانید|यह भी "
    r"पढ़ें|ये भी पढ़ें|"
    r"baca juga|延伸阅读|延伸閱讀|相关(?:新闻|阅读|报道|链接)|相關(?:新聞|閱讀|報導)|推荐阅读|推薦閱讀|"
    r"関連(?:記事|ニュース)|あわせて読みたい|관련\s?(?:기사|뉴스)|"
    r"weitere (?:artikel|themen)|passend dazu|à voir aussi|articles? (?:liés?|similaires)|pour aller plus loin|"
    r"(?:noticias|notas|artículos) relacionad[ao]s|vea también|(?:notícias|matérias|artigos) relacionad[ao]s|"
    r"articoli correlati|gerelateerd(?:e artikelen)?|bu haber(?:ler)? de ilginizi çekebilir|ilginizi çekebilir|"
    r"bunlar da ilginizi çekebilir|материалы по теме|ещё по теме|еще по теме|смотрите (?:ещё|еще)|"
    r"[إا]قرأ المزيد|شاهد أيض[اً]+|مواضيع ذات صلة|أخبار ذات صلة|مقالات ذات صلة|इसे भी पढ़ें|इन्हें भी पढ़ें|और पढ़ें|"
    r"संबंधित (?:खबरें|ख़बरें|समाचार)|आगे पढ़ें"
)
_SURE = Opening(_WORDS, behind=r"\s*[:：|»>→–—]")
_SHOUT = Opening(
    r"READ (?:MORE|ALSO|NEXT)|ALSO READ|SEE ALSO|RELATED|WATCH|MUST READ|MORE",
    behind=r"\b(?=\s+\S)(?!\s+THAN\b)",
    flags=re.NOFLAG,
)
_ASK = Opening(
    r"(?:read|see) more\s(?:from|about|on|at|here|news|stories)|more (?:on this|from)|click here (?:for|to "
    r"(?:read|see|watch))|visit .{2,40}(?:homepage|website) for more|for more (?:on|news|stories|coverage)",
    behind=r"\b",
)
_BARE = Opening(rf"{_WORDS}|more|also see|read more about(?: this)?", behind=r"[\W_]*")
_ANY = Opening("|".join("|".join(word for word, _ in one.words) for one in (_SHOUT, _ASK, _BARE)))  # all begin so
_BRACKET = re.compile(
    r"[(\[]\s?(?:(?i:read more|read also|also read|related|see also|photos|click here)|READ|SEE|WATCH|"
    r"MORE|VIDEO|PHOTO)"
    r"\s?:[^()\[\]\n]{3,200}[)\]]"
)
_LONG = 260  # characters; a link's headline, even a glued one, stays below 200


@lru_cache(maxsize=1 << 12)  # what one round leaves the next one asks again
def _points(words: str) -> bool:
    if len(words) > _LONG or not _ANY.match(words):
        return False
    if _SHOUT.match(words) or _BARE.fullmatch(words):
        return True
    if _ASK.match(words):
        return words.count(" ") < 25
    sure = _SURE.match(words)
    if not sure:
        return False
    # "Analysis: ..." and "Watch: ..." may open a sentence of the story; a link's headline has no full stop.
    plain = re.match(r"[\W_]*(?:opinion|analysis|explained|explainer|video|photos|watch|listen)\b", words, re.I)
    return not (plain and ends(words) and is_prose(words))


@rule(label="related", asks=lambda line: _points(line) or any(_bracketed(line)), opens=(_ANY,))
def related(page: Page) -> Iterator[Mark]:
    """Whole lines; under a heading that stands alone ("Related articles") also the short lines below it."""
    under = False
    for line in page.lines:
        if _points(line.text):
            yield Mark(line.start, line.end, "points to another page")
            under = _BARE.fullmatch(line.text) is not None
            continue
        under = under and not is_prose(line.text) and not ends(line.text) and line.text.count(" ") < 25
        if under:
            yield Mark(line.start, line.end, "a headline under a heading that points to other pages")
        for hit in () if under else _bracketed(line.text):
            yield Mark(line.start + hit.start(), line.start + hit.end(), "a link to another page in brackets")


def _bracketed(words: str) -> Iterator[re.Match[str]]:
    return _BRACKET.finditer(words) if ":" in words and ("(" in words or "[" in words) else iter(())
