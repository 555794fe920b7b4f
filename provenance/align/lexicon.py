"""Words that tell how a change is to be read: numbers, months, negation, attribution, house style. Data, no rules.

Lists are by ISO 639-1 code; a language without an entry has no such words, and changes in it are told less finely.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "ATTRIBUTED", "COMMA_DECIMALS", "LIGHT", "MAGNITUDES", "MONTHS", "NEGATORS", "NUMBERS", "SAID", "SHORT", "SUFFIXES",
    "UNDONE",
]  # fmt: skip


def _numbered(words: str) -> dict[str, int]:
    """Number words in counting order from 0; a slash stands between two forms of one number."""
    return {form: n for n, forms in enumerate(words.split()) for form in forms.split("/")}


def _sets(words: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {lang: frozenset(text.split()) for lang, text in words.items()}


# `one` and its kin are articles as often as numbers, and are left out where they are the indefinite article.
NUMBERS: Mapping[str, Mapping[str, int]] = {
    "en": {
        **_numbered(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty"
        ),
        **{word: 10 * n for n, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)},
        **_numbered("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"),
    },
    "de": _numbered("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"),
    "fr": _numbered("zéro - deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"),
    "es": _numbered("cero - dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"),
    "it": _numbered("zero - due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici"),
    "pt": _numbered("zero - dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze quinze"),
    "nl": _numbered("nul - twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"),
    "ru": _numbered("ноль один/одна два/две три четыре пять шесть семь восемь девять десять"),
    "tr": _numbered("sıfır - iki üç dört beş altı yedi sekiz dokuz on"),
}
MAGNITUDES: Mapping[str, Mapping[str, int]] = {
    "en": {
        "dozen": 12, "dozens": 12, "hundred": 100, "hundreds": 100, "thousand": 10**3, "thousands": 10**3, "k": 10**3,
        "million": 10**6, "millions": 10**6, "mln": 10**6, "m": 10**6, "billion": 10**9, "billions": 10**9,
        "bln": 10**9, "bn": 10**9, "trillion": 10**12, "trillions": 10**12, "tn": 10**12, "trn": 10**12,
        "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7,
    },
    "de": {
        "dutzend": 12, "dutzende": 12, "hundert": 100, "hunderte": 100, "tausend": 10**3, "tausende": 10**3,
        "million": 10**6, "millionen": 10**6, "mio": 10**6, "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9,
    },
    "fr": {
        "cent": 100, "cents": 100, "centaines": 100, "mille": 10**3, "milliers": 10**3, "million": 10**6,
        "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
    },
    "es": {"cien": 100, "cientos": 100, "mil": 10**3, "miles": 10**3, "millón": 10**6, "millones": 10**6},
    "it": {"cento": 100, "centinaia": 100, "mila": 10**3, "migliaia": 10**3, "milione": 10**6, "milioni": 10**6,
           "miliardo": 10**9, "miliardi": 10**9},
    "pt": {"cem": 100, "centenas": 100, "mil": 10**3, "milhares": 10**3, "milhão": 10**6, "milhões": 10**6,
           "bilhão": 10**9, "bilhões": 10**9},
    "nl": {"honderd": 100, "honderden": 100, "duizend": 10**3, "duizenden": 10**3, "miljoen": 10**6, "miljard": 10**9},
    "ru": {"сто": 100, "тысяча": 10**3, "тысячи": 10**3, "тысяч": 10**3, "миллион": 10**6, "миллиона": 10**6,
           "миллионов": 10**6, "млн": 10**6, "миллиард": 10**9, "миллиарда": 10**9, "миллиардов": 10**9, "млрд": 10**9},
    "tr": {"yüz": 100, "yüzlerce": 100, "bin": 10**3, "binlerce": 10**3, "milyon": 10**6, "milyar": 10**9},
}  # fmt: skip
# Where 1.500 is fifteen hundred and 1,5 one and a half.
COMMA_DECIMALS = frozenset("cs da de el es fi fr hu id it nl no pl pt ro ru sv tr uk".split())

MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre "
    "novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março maio junho julho "
    "setembro outubro novembro dezembro".split()
)
# The full form of what newspapers shorten. `may` is not shortened, `mar` and `sun` are words.
SHORT: Mapping[str, str] = {
    "jan": "january", "feb": "february", "apr": "april", "jun": "june", "jul": "july", "aug": "august",
    "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday", "thur": "thursday",
    "thurs": "thursday", "fri": "friday", "sat": "saturday", "gen": "general", "col": "colonel", "lt": "lieutenant",
    "sgt": "sergeant", "capt": "captain", "gov": "governor", "sen": "senator", "rep": "representative",
    "dept": "department", "govt": "government", "dr": "doctor", "prof": "professor", "st": "saint", "vs": "versus",
    "percent": "%", "pct": "%", "pc": "%", "prozent": "%", "procent": "%", "&": "and", "ok": "okay",
    "eu": "europeanunion", "un": "unitednations", "uk": "unitedkingdom", "us": "unitedstates",
    "$": "dollar", "€": "euro", "£": "pound", "usa": "unitedstates", "unitedstatesofamerica": "unitedstates",
}  # fmt: skip
# British and American endings, the form that is kept second; of words of five letters and more.
SUFFIXES = (
    ("isations", "izations"), ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ises", "izes"),
    ("iser", "izer"), ("ise", "ize"), ("yse", "yze"), ("ysed", "yzed"), ("ours", "ors"), ("oured", "ored"),
    ("ouring", "oring"), ("our", "or"), ("tre", "ter"), ("tres", "ters"), ("elling", "eling"), ("elled", "eled"),
    ("ence", "ense"), ("ogue", "og"), ("programme", "program"), ("programmes", "programs"), ("wards", "ward"),
)  # fmt: skip

# Words that turn a sentence round; in English so does every word that ends in n't.
NEGATORS = _sets(
    {
        "en": "not no never none nobody nothing nor neither cannot without",
        "de": "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne",
        "fr": "pas ne n' jamais aucun aucune rien personne sans non",
        "es": "no nunca jamás ningún ninguna ninguno nada nadie sin",
        "it": "non mai nessun nessuno nessuna niente nulla senza",
        "pt": "não nunca jamais nenhum nenhuma nada ninguém sem",
        "nl": "niet geen nooit niemand niets zonder",
        "ru": "не нет никогда никто ничего без",
        "tr": "değil yok hiç hayır",
        "ar": "لا لم لن ليس ليست دون بدون",
        "hi": "नहीं न मत बिना",
    }
)
# Words that deny where only a change of a few words is looked at: elsewhere "failed" is as often what happened.
UNDONE = _sets({"en": "unable failed"})
# Verbs that say no more than that somebody spoke: one for another is style.
SAID = _sets(
    {
        "en": "say says said saying tell tells told telling add adds added adding state states stated stating "
        "according",
        "de": "sagt sagte sagten erklärt erklärte erklärten",
        "fr": "dit disait déclaré déclare déclarait",
        "es": "dice dijo dijeron declaró declara",
        "it": "dice detto disse dichiarato",
        "pt": "diz disse disseram declarou",
        "nl": "zegt zei zeiden verklaarde",
        "ru": "сказал сказала заявил заявила",
        "tr": "dedi söyledi",
        "ar": "قال قالت",
    }
)
# Words by which a clause says who is speaking; with a hyphen before them only where they begin it.
ATTRIBUTED = _sets(
    {
        "en": "say says said saying tell tells told according announced stated wrote tweeted warned claimed argued "
        "confirmed declared insisted noted quoted citing cited quoting -reported -added -adding",
        "de": "sagte sagten sagt teilte erklärte erklärten zufolge berichtete berichteten -laut -nach",
        "fr": "dit déclaré affirmé annoncé indiqué précisé rapporté -selon",
        "es": "dijo dijeron dice afirmó declaró anunció informó aseguró señaló -según",
        "it": "detto dichiarato affermato riferito annunciato spiegato -secondo",
        "pt": "disse disseram afirmou declarou anunciou informou -segundo",
        "nl": "zei zeiden zegt verklaarde meldde -volgens",
        "ru": "сказал сказала заявил заявила сообщил сообщила сообщили -словам",
        "tr": "dedi söyledi belirtti açıkladı göre",
        "ar": "قال قالت صرح أعلن وفقا بحسب",
        "hi": "कहा बताया अनुसार",
    }
)
# Words that come and go with the syntax; a change of these alone is style.
LIGHT = _sets(
    {
        "en": "a an the that which who of is are was were be been being has have had do does did to s mr mrs ms",
        "de": "der die das den dem des ein eine einen einem einer eines dass ist sind war waren hat haben hatte",
        "fr": "le la les l' un une des du de d' que qui est sont était a ont",
        "es": "el la los las un una unos unas que de del es son era ha han",
        "it": "il lo la i gli le un uno una che di del della è sono era ha hanno",
        "pt": "o a os as um uma que de do da dos das é são era tem têm",
        "nl": "de het een dat die van is zijn was waren heeft hebben",
    }
)
