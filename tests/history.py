"""Histories of our own making for the floors: what newsrooms do to a wire, done at random, with the truth kept."""

from __future__ import annotations

import random
from typing import NamedTuple

import pandas as pd

_WHO = "harbour master|mayor|head of the school|chief engineer|vicar|union leader|coroner|keeper|minister|pilot".split(
    "|"
)
_NAME = "Dunmore Keane Aas Okkels Verhoeven Adeyemi Lindqvist Reyes Dorado Sundaram Broome Maren Ilves Torran".split()
_PLACE = "Valport|Kalpur|Port Ennis|Norrvik|Cape Marlo|Ellerdale|Osterbeck|Serrana|Gull Point|Torran".split("|")
_DID = (
    "closed the old bridge to lorries|promised a new roof for the market|found cracks in the western pier|"
    "cancelled the harvest fair|asked the navy for two ships|sold the brewery to its workers|"
    "shut the clinic on the island|counted the eider ducks again|moved the archive to the mill|"
    "banned fires on the heath|lent the town its only crane|drained the lower millpond|opened a school for pilots|"
    "dug up the tram rails|refused a second ferry|named a street after a goalkeeper|bought forty bicycles for nurses|"
    "lost the key to the treasury|repainted every lamp post green|invited the choir to sing on the quay|"
    "turned the barracks into flats|sent the fire engine to be mended abroad|forbade kites near the runway|"
    "planted limes along the canal|won the case over the water tower|halved the fare for apprentices"
).split("|")
_WHY = (
    "after a storm had torn out forty trees|because the money had run out in spring|although nobody had complained|"
    "so that the ferries could sail by night|as engineers had warned for years|despite a petition of 11,000 names|"
    "once the last of the snow had gone|while the council was still in session|before the auditors could object|"
    "in return for a lease of ninety years|to the surprise of his own deputies|for the first time since the flood|"
    "under pressure from the insurers|without waiting for the survey|with help from two retired divers|"
    "unless a buyer comes forward by autumn|since the old permit had lapsed|against the advice of the physicians"
).split("|")
_DAY = "Monday Tuesday Wednesday Thursday Friday".split()
_OUTLETS = "Valport Mail|Kalpur Daily|Ennis Echo|Norrvik Courier|Marlo Star|Ellerdale Voice|Osterbeck Post".split("|")


class History(NamedTuple):
    """Articles, for each its true parent ("" = own, "~AFP" = the wire that was taken away), and the wire's text."""

    articles: pd.DataFrame
    parent: dict[str, str]
    wire: str


def _sentence(rng: random.Random) -> str:
    return (
        f"The {rng.choice(_WHO)} of {rng.choice(_PLACE)}, {rng.choice(_NAME)}, {rng.choice(_DID)} on "
        f"{rng.choice(_DAY)} {rng.choice(_WHY)}, at a cost of {rng.randint(3, 990)},000 crowns."
    )


def _story(rng: random.Random, sentences: int) -> list[str]:
    return [_sentence(rng) for _ in range(sentences)]


def _edited(rng: random.Random, lines: list[str]) -> list[str]:
    """What a desk does: cut from the tail, lose a detail, change a style, move a paragraph, add lines of its own."""
    lines = lines[: rng.randint(max(4, len(lines) - 3), len(lines))]
    lines = [
        line.replace(f" on {d}", "") if rng.random() < 0.3 else line
        for line in lines
        for d in [line.split(" on ")[-1].split()[0]]
    ]
    if rng.random() < 0.5:
        lines.insert(rng.randint(1, 3), lines.pop(rng.randint(3, len(lines) - 1)))
    return lines + _story(rng, rng.randint(1, 3))


def family(seed: int) -> History:
    """A wire that is not here, two clients that credit it, an outlet that scrapes one of them, and a stranger."""
    rng = random.Random(seed)
    outlets = rng.sample(_OUTLETS, 5)
    wire = _story(rng, rng.randint(8, 12))
    one, two, stranger = _edited(rng, wire), _edited(rng, wire), _story(rng, 8)
    related = [f"READ MORE: {_sentence(rng).split(',')[0]} was wrong" for _ in range(3)]
    page = [*one[:3], related[0], *one[3:5], related[1], *one[5:], related[2], "Source: AFP"]
    scraped = page[: rng.randint(5, len(page) - 3)]
    texts = {
        "one": ("\n\n".join(page), outlets[0]),
        "two": ("\n\n".join([*two, "(With inputs from AFP)"]), outlets[1]),
        "scraped": ("\n\n".join(scraped), None),
        "stranger": ("\n\n".join(stranger), outlets[3]),
    }
    rows = [(name, text, outlet) for name, (text, outlet) in texts.items()]
    return History(
        pd.DataFrame(rows, columns=["article", "text", "outlet"]),
        {"one": "~AFP", "two": "~AFP", "scraped": "one", "stranger": ""},
        "\n".join(wire),
    )
