"""How the names of newspapers look: told from their form, never from a list of papers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from provenance.masthead import wires
from provenance.text import fold, name_key

__all__ = ["NAME", "answers", "house_key", "looks_like_agency", "looks_like_media", "split_acronym", "trimmed"]

# A proper name: capitalised words, with the small words that may stand inside it.
_WORD = r"[A-ZÀ-ÖØ-ÝĀŁŚŞČĞİŽ0-9][\w&'’]*(?:[.-][\w&'’]+)*"
NAME = rf"(?:[Tt]he\s)?{_WORD}(?:\s(?:(?:of|the|and|&|de|del|da|do|la|le|les|der|die|das|für)\s){{0,2}}{_WORD}){{0,5}}"

# What papers, stations and sites call themselves, in the languages whose press this meets most. A word of the
# first list is proof enough; one of the second is so only beside another of either ("ECONOMYNEXT", "Sunday Mail").
_STRONG = frozenset(
    "news newspaper newspapers times herald tribune gazette chronicle telegraph guardian observer courier examiner "
    "journal bugle dispatch inquirer enquirer advertiser bulletin post magazine broadcasting television radio tv fm "
    "newswire newsroom press mail mirror express daily weekly zeitung tageblatt anzeiger nachrichten rundschau "
    "allgemeine kurier blatt diario periódico noticias jornal correio corriere gazzetta giornale notizie haber "
    "gazetesi gazeta courrier dépêche dagblad tidning tidende tidningen avis pravda izvestia novosti vesti khabar "
    "samachar sandesh dainik patrika akhbar shimbun sanomat uutiset lehti hírlap dnevnik večer zprávy noviny "
    "известия правда новости вести газета".split()
)  # fmt: skip
_WEAK = frozenset(
    "today world star sun standard globe record register monitor review report reporter independent nation national "
    "people citizen leader voice echo argus age mercury sentinel digest online media network wire line next first "
    "economy economist business finance financial sport sports tech morning evening sunday hindu times24 live 24 "
    "presse spiegel welt monde figaro país mundo razón vanguardia repubblica stampa sole temps libre parisien "
    "insider politics city local island union republic gate web hub point the web net channel one".split()
)  # fmt: skip
_BROADCASTERS = re.compile(r"(?:[A-Z]{2,5}|[A-Z]{2,4}\d)(?:\s(?:News|TV|World|Radio|Sport|One|Two|International|\d))+")
_DOMAIN = re.compile(r"[\w-]+\.(?:com|net|org|news|info|tv|co\.\w\w|com\.\w\w|[a-z]{2})", re.I)
# The same in other scripts: what stands at the end of a name in Chinese and Japanese, before it in Arabic, beside it
# in Hindi and Russian.
_NATIVE = re.compile(
    r"[\w·・]{1,10}(?:网|網|新闻|新聞|日报|日報|晚报|晚報|早报|时报|時報|周刊|週刊|电视台|電視台|客户端|ニュース|テレビ|通信|신문|일보|뉴스|방송)"
    r"|(?:قناة|صحيفة|جريدة|موقع|شبكة|بوابة|مجلة|إذاعة|تلفزيون)\s\S.{1,30}"
    r"|.{2,30}\s(?:نيوز|الإخبارية|الإخباري|أونلاين|نت)"
    r"|(?:.{1,20}\s)?(?:न्यूज़|न्यूज|समाचार|टीवी|टाइम्स|दैनिक|पत्रिका|एक्सप्रेस)(?:\s.{1,20})?"
    r"|(?:.{1,25}\s)?(?:новости|газета|известия|правда|вести|вестник|ведомости|телеканал|радио|журнал|тв|новини)(?:\s.{1,25})?",
    re.I,
)


_TAIL = re.compile(r"(?:['’]s\s.*|['’]s?|\s(?:\w+day|\w{3,9}\s\d{1,2}))$")


def trimmed(name: str) -> str:
    """The name without what a greedy pattern took with it: "the", a weekday, a possessor's possession."""
    return _TAIL.sub("", re.sub(r"^[Tt]he\s", "", name.strip(" .,")))


# What stands behind a name where a collection is kept by address or section: "economy-next-com", "CNN (Web News)".
_ADDRESS = re.compile(r"(?:[.-](?:com?|net|org|info|news|online|[a-z]{2}))+$")
_ASIDE = re.compile(r"\s*\([^()]*\)$")


@lru_cache(maxsize=1 << 14)
def house_key(name: str) -> str:
    """What the ways to write one outlet have in common: `daily-mirror-lk`, `The Daily Mirror`, `dailymirror.lk`.

    As `text.name_key`, without the end of an address and a bracket behind the name; an agency has one key by whatever
    name it goes (`AFP`, `Agence France-Presse`).
    """
    known = wires.lexicon().get(name)
    if known:
        return name_key(known[0].name)
    plain = _ASIDE.sub("", fold(name)).removeprefix("www.")
    bare = _ADDRESS.sub("", plain) if " " not in plain else plain
    return name_key(bare) or name_key(name)


# How agencies call themselves, as the last words of a name or, in other languages, the first.
_AGENCY = re.compile(
    r"(?:\b(?:news|press|information|telegraph|telegraphic|wire)\s?(?:agency|service|bureau|association)|\bnewswire|\bwire"
    r"|\b(?:nachrichten|presse)(?:agentur|dienst)|\bnyhetsbyrå(?:n)?|\bpersbureau|\bhaber ajansı|\bagencja prasowa"
    r"|\bsamachar agency|通讯社|通訊社|通信社|통신사?)$"
    r"|^(?:agence (?:de presse|d['’]information)|agencia (?:de )?(?:noticias|prensa|informativa)"
    r"|agência (?:de )?notícias|agenzia (?:di stampa|stampa)|информационное агентство|агентство|وكالة)\b"
)


def looks_like_agency(name: str) -> bool:
    """True if a name has the form of a news agency's, in any of a dozen languages: a house that writes for others."""
    return _AGENCY.search(fold(name)) is not None


def split_acronym(name: str) -> str:
    """The name with a space between an acronym and the word glued to it: "TRTWorld" is "TRT World"."""
    return re.sub(r"\b([A-Z]{2,})([A-Z][a-zß-ÿ]{2,})\b", r"\1 \2", name)


_LONGEST = 40  # characters of a name; 99 % of the outlets of allsides have no more
# Words of a name that its host may leave out: articles and small words anywhere, words of the trade at the end.
_SMALL = frozenset("the of and for a an der die das den le la les el los il lo o os as de del di da du do al".split())
_TRADE = frozenset(
    "news online com newspaper tv english website net org co uk digital live web app world zeitung".split()
)


def answers(name: str, label: str) -> bool:
    """True if a host's label is how this name is written as an address: `nytimes` is "The New York Times".

    Each word gives itself or its beginning, in order; small words and, at the end, words of the trade may be left out.
    Initials alone count from three letters on. Accents do not matter; `ü` may be `ue`.
    """
    if not label or len(name) > 2 * _LONGEST:
        return False
    if name_key(name) in (label, label.removeprefix("the")):
        return True
    plain = fold(name)
    return any(_spelled(form, label) for form in dict.fromkeys((_plain(plain), _plain(plain.translate(_UMLAUTS)))))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if unicodedata.category(c) != "Mn")


def _spelled(name: str, label: str) -> bool:
    words = re.findall(r"[^\W_]+", name)
    # places in the label that the words so far can have reached -> the longest word that stood there whole
    reached = {0: 0, 3: 1} if label.startswith("the") and words[:1] != ["the"] else {0: 0}
    for index, word in enumerate(words[:8]):
        after: dict[int, int] = {}
        last = all(rest in _TRADE for rest in words[index:])
        for at, most in reached.items():
            if word in _SMALL or (last and at):
                after[at] = max(after.get(at, 0), most)
            length = 0
            while length < len(word) and label[at + length : at + length + 1] == word[length]:
                length += 1
                whole = length if length == len(word) else 0
                after[at + length] = max(after.get(at + length, 0), most, whole)
        reached = after
    initials = len(label) >= 3 and len(label) == len([word for word in words if word not in _SMALL])
    return len(label) in reached and (initials or reached[len(label)] >= 3)


def looks_like_media(name: str) -> bool:
    """True if a name has the form of a paper's, a station's or a news site's; an unknown "Le Monde" passes as false."""
    if _BROADCASTERS.fullmatch(name) or _DOMAIN.fullmatch(name):
        return True
    if not name.isascii() and len(name) <= _LONGEST and _NATIVE.fullmatch(name):
        return True
    words = [word for word in re.findall(r"\w+", split_acronym(name).casefold()) if word != "the"]
    if len(words) == 1:
        return _glued(words[0])
    known = [word for word in words if word in _STRONG or word in _WEAK]
    return len(words) <= 6 and (any(word in _STRONG for word in known) or len(known) >= 2)


def _glued(word: str) -> bool:
    """True for a single word that two words of the trade make up, as in "economynext" or "newsfirst"."""
    cuts = range(2, len(word) - 1)
    both = _STRONG | _WEAK
    return any(
        (word[:cut] in both and word[cut:] in both) or word[cut:] in ("news", "times", "post", "press", "tv")
        or (word[:cut] in ("news", "daily") and len(word) - cut > 2)
        for cut in cuts
    )  # fmt: skip
