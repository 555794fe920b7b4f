"""What newsrooms do to a text that they take: one function an operation, each true to its name or without effect.

Start at `EDITS`. Every function takes a story (paragraphs of sentences, changed in place), the text it is for and a
generator, and says whether it did anything; the sentences it changed note its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random

from provenance.newsrooms.grammar import capital, grammar
from provenance.newsrooms.house import restyle
from provenance.newsrooms.units import Node, Story, Unit

__all__ = ["EDITS", "SLIPS", "house_style", "noted", "slip"]

LEAST = 4  # sentences that a text keeps of what it took, whatever is cut
_DAY = re.compile(r" on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?= |\.|,)")
_ASIDE = re.compile(
    r", (?:(?:a|an|the)(?: [^\s,\"“”]+){1,4}|(?:which|who|according to|although|while)\b[^,\"“”]*"
    r"|[a-z ]+ (?:show|said))(?=[,.])"
)
_SAID = re.compile(r'^(["“])([^"“”]+),(["”]) ([A-Z][\w\' ’.-]+?) said(?:| on \w+| in \w+)\.$')
_FUNCTION = set("The A An It He She They There In For By At After Since Until Under Some About Fewer If".split())
_SPLITS = (
    (", which ", ". That one "), (", a step ", ". It was a step "), ("; ", ". "), (", and ", ". And "),
    (", although ", ". Yet "), (", while ", ". Meanwhile "), (" because ", ". The reason: "),
    (", up from ", ". It was up from "), (" after ", ". It came after "), (" since ", ". That was since "),
    (", but ", ". But "),
)  # fmt: skip
_SMALL_WORD = re.compile(r" (the|a|to|of|in|had|was|that|by) ")
_LONG_WORD = re.compile(r"\b[a-z]{6,}\b")
_NAME_WORD = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{4,}\b")


def noted(unit: Unit, name: str) -> None:
    """Write the name of an operation into the sentence and its text."""
    if name not in unit.ops:
        unit.ops = (*unit.ops, name)
    unit.home.ops.add(name)


def _flat(story: Story) -> list[Unit]:
    return [unit for paragraph in story for unit in paragraph]


def _some(story: Story, rng: Random) -> tuple[list[Unit], int]:
    """A paragraph drawn at random, and a place in it."""
    paragraph = story[int(rng.random() * len(story))]
    return paragraph, int(rng.random() * len(paragraph))


def cut_tail(story: Story, node: Node, rng: Random) -> bool:
    """Cut from the end, as a page that is too short does: up to half of the paragraphs."""
    keep = len(story) - int(rng.random() * len(story) / 2)
    if keep == len(story) or len(_flat(story[:keep])) < LEAST:
        return False
    del story[keep:]
    node.ops.add("cut_tail")
    return True


def drop_paragraph(story: Story, node: Node, rng: Random) -> bool:
    """Leave out a paragraph other than the first."""
    if len(story) < 3:
        return False
    at = 1 + int(rng.random() * (len(story) - 1))
    if len(_flat(story)) - len(story[at]) < LEAST:
        return False
    del story[at]
    node.ops.add("drop_paragraph")
    return True


def move_paragraph(story: Story, _node: Node, rng: Random) -> bool:
    """Put a later paragraph nearer to the top."""
    if len(story) < 4:
        return False
    at = 2 + int(rng.random() * (len(story) - 2))
    to = 1 + int(rng.random() * (at - 1))
    moved = story.pop(at)
    story.insert(to, moved)
    for unit in moved:
        noted(unit, "move_paragraph")
    return True


def reparagraph(story: Story, node: Node, rng: Random) -> bool:
    """Break paragraphs elsewhere: all of one sentence, or two made one."""
    if rng.random() < 0.4:
        units = _flat(story)
        if len(units) == len(story):
            return False
        story[:] = [[unit] for unit in units]
    elif len(story) > 2:
        at = 1 + int(rng.random() * (len(story) - 2))
        story[at] += story.pop(at + 1)
    else:
        return False
    node.ops.add("reparagraph")
    return True


def merge(story: Story, _node: Node, rng: Random) -> bool:
    """Make two sentences one: with "and" where the second begins with a small word, else with a semicolon."""
    paragraph, at = _some(story, rng)
    if at + 1 >= len(paragraph):
        return False
    one, two = paragraph[at], paragraph[at + 1]
    if one.text[-1] != "." or one.quoted or two.quoted or len(one.text) + len(two.text) > 300:
        return False
    first = two.text.split(" ", 1)[0]
    tail = two.text[0].lower() + two.text[1:] if first in _FUNCTION else two.text
    one.text = one.text[:-1] + (", and " if first in _FUNCTION else "; ") + tail
    one.origin += two.origin
    one.slips += two.slips
    for name in two.ops:
        noted(one, name)
    noted(one, "merge")
    del paragraph[at + 1]
    return True


def split(story: Story, node: Node, rng: Random) -> bool:
    """Make one sentence two, at a conjunction."""
    paragraph, at = _some(story, rng)
    unit = paragraph[at]
    if unit.quoted or any(mark in unit.text for mark in '"“'):
        return False
    cut = _cut(unit.text)
    if cut is None:
        return False
    left, right, between = cut
    end, start = between.split(" ", 1)
    second = unit.copied(node)
    second.origin, second.ops = unit.origin, unit.ops
    second.text = start + right if start else capital(right)
    unit.text = left.rstrip(",") + end
    unit.slips, second.slips = _left(unit), _left(second)
    noted(unit, "split")
    noted(second, "split")
    paragraph.insert(at + 1, second)
    return True


def _cut(text: str) -> tuple[str, str, str] | None:
    """What stands before and after the first conjunction that leaves enough on either side, and what replaces it."""
    for inside, between in _SPLITS:
        left, found, right = text.partition(inside)
        if found and left.count(" ") >= 4 and right.count(" ") >= 4:
            return left, right, between
    return None


def drop_day(story: Story, _node: Node, rng: Random) -> bool:
    """Leave out "on Wednesday" in some of the sentences."""
    return _each(story, "drop_day", rng, 0.5, lambda text: _DAY.sub("", text, count=1))


def drop_detail(story: Story, _node: Node, rng: Random) -> bool:
    """Leave out an aside between commas, or the source of a sentence."""
    return _each(story, "drop_detail", rng, 0.25, _without_aside)


def _without_aside(text: str) -> str:
    made = _ASIDE.sub("", text, count=1)
    return made if made.count(" ") >= 5 else text


def reattribute(story: Story, _node: Node, rng: Random) -> bool:
    """Put who said it before what was said."""
    return _each(story, "reattribute", rng, 0.5, lambda text: _SAID.sub(r"\4 said: \1\2.\3", text))


def fix_slip(story: Story, node: Node, rng: Random) -> bool:
    """Put right what another got wrong, as far as this house takes care."""
    done = False
    for unit in _flat(story):
        for wrong, right in unit.slips:
            if wrong in unit.text and rng.random() < node.outlet.care:
                unit.text = unit.text.replace(wrong, right, 1)
                unit.slips = tuple(slip for slip in unit.slips if slip[0] != wrong)
                noted(unit, "fix_slip")
                done = True
    return done


def typo(story: Story, _node: Node, rng: Random) -> bool:
    """Two letters of a long word change places."""
    return slip(story, "typo", rng, _LONG_WORD, _turned)


def wrong_name(story: Story, _node: Node, rng: Random) -> bool:
    """A name is misspelt: a letter is lost."""
    return slip(story, "wrong_name", rng, _NAME_WORD, lambda word, at: word[:at] + word[at + 1 :])


def doubled_word(story: Story, _node: Node, rng: Random) -> bool:
    """A small word is printed twice."""
    return slip(story, "doubled_word", rng, _SMALL_WORD, lambda word, _: f"{word}{word[1:]}")


def _turned(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def slip(story: Story, name: str, rng: Random, where: re.Pattern[str], make: Callable[[str, int], str]) -> bool:
    """Make a slip of this kind in a sentence drawn at random; it remembers how it should read."""
    paragraph, at = _some(story, rng)
    unit = paragraph[at]
    places = list(where.finditer(unit.text))
    if not places:
        return False
    found = places[int(rng.random() * len(places))]
    word = found[0]
    made = make(word, 2 + int(rng.random() * max(1, len(word) - 4)))
    if made == word or made in unit.text:
        return False
    unit.text = unit.text[: found.start()] + made + unit.text[found.end() :]
    unit.slips += ((made, word),)
    noted(unit, name)
    return True


def _left(unit: Unit) -> tuple[tuple[str, str], ...]:
    return tuple(slip for slip in unit.slips if slip[0] in unit.text)


def house_style(story: Story, node: Node, rng: Random) -> bool:
    """Write U.S. or US, organise or organize, per cent or percent, as the house does."""
    style, names = node.outlet.style, node.event.names
    return _each(story, "house_style", rng, 1.0, lambda text: restyle(text, style, *names))


@cache
def _swaps(*lists: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Words that may stand for others: what these lists of the grammar pair."""
    pairs = dict(entry.split("=") for name in lists for entry in grammar().plain[name])
    return re.compile(rf"\b({'|'.join(pairs)})\b"), pairs


def translate(story: Story, _node: Node, rng: Random) -> bool:
    """Translate there and back by a dictionary: most words that it has come back as others, some of them odd."""
    pattern, pairs = _swaps("swap", "foreign")
    return _each(
        story, "translate", rng, 1.0,
        lambda text: pattern.sub(lambda found: pairs[found[1]] if rng.random() < 0.8 else found[1], text),
    )  # fmt: skip


def reword(story: Story, _node: Node, rng: Random) -> bool:
    """Say it in other words, here and there."""
    pattern, pairs = _swaps("swap")
    return _each(story, "reword", rng, 0.5, lambda text: pattern.sub(lambda found: pairs[found[1]], text))


def _each(story: Story, name: str, rng: Random, share: float, change: Callable[[str], str]) -> bool:
    """Change a share of the sentences; note it where it made a difference."""
    done = False
    for unit in _flat(story):
        if share < 1 and rng.random() >= share:
            continue
        made = change(unit.text)
        if made != unit.text:
            unit.text = made
            if unit.slips:
                unit.slips = _left(unit)
            noted(unit, name)
            done = True
    return done


EDITS: dict[str, Callable[[Story, Node, Random], bool]] = {
    "cut_tail": cut_tail, "drop_paragraph": drop_paragraph, "move_paragraph": move_paragraph,
    "reparagraph": reparagraph, "merge": merge, "split": split, "drop_day": drop_day, "drop_detail": drop_detail,
    "reattribute": reattribute, "reword": reword, "translate": translate, "fix_slip": fix_slip,
    "house_style": house_style, "typo": typo, "wrong_name": wrong_name, "doubled_word": doubled_word,
}  # fmt: skip
SLIPS = ("typo", "wrong_name", "doubled_word")
