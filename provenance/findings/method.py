"""How the result came about, and what it cannot show, in plain words; and the options of the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provenance.findings.words import SCALE
from provenance.frames import Trace

__all__ = ["method", "options_of", "scale"]

_STEPS = (
    "Setting aside. What is not story (menus, links to other stories, captions, bylines, datelines, "
    "sign-offs, notices) is marked with its reason. Nothing is deleted: the text stays as it was "
    "read.",
    "Aligning. Every story is cut into sentences. Articles that share words are compared sentence by "
    "sentence: the same, edited, rewritten, merged, split; in order or moved.",
    "Weighing. Each sign (a shared slip, one site's furniture in another's story, a credit line, a "
    "dateline, a clock) says how much likelier it is if one article took from the other, the other "
    "from the one, or both from a third, than if the two were independent. The weights add up to a "
    "probability for each story.",
    "Descending. Each sentence is given the origin that explains it best, given all the verdicts. "
    "What two articles share and neither can have given the other falls to an original that is not in "
    "the folder: it is drawn dashed and marked “not seen”, and its text is rebuilt from what its "
    "takers share.",
    "Auditing. What each article took is set against the credit that it gives.",
)
_LIMITS = (
    "Shared words prove kinship, not direction. Without furniture, credits, house style or clocks "
    "that tell who was first, two articles stay “common” or “undecided”: that is a result, not a "
    "failure.",
    "Only the articles given were compared. An origin outside of them can be inferred, named by a "
    "credit line, but not seen; two of its takers can seem to have taken from each other.",
    "The weights behind the probabilities were fitted on simulated newsrooms, whose history is known, and checked on "
    "little real news, whose history hardly ever is: read a probability as a grade of confidence, not as a frequency.",
    "The verdicts speak of texts: who copied out of which text. They say nothing of motives, permissions or licences; "
    "a taker without a credit may hold a contract.",
    "A faithful paraphrase that keeps no run of words, and a translation, can go unnoticed.",
    "Times are as precise as the pages give them. A page can be edited after its time of publication.",
)


def method() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two lists of paragraphs, each opening with its topic: how it was done, and what it cannot show."""
    return _STEPS, _LIMITS


def scale() -> tuple[tuple[str, str], ...]:
    """The words for probabilities with their ranges, likeliest first: ('very likely', '.90 to .99')."""
    ends = [1.0, *(least for least, _ in SCALE)]
    rows = [(words, f"{_two(least)} to {_two(top)}") for top, (least, words) in zip(ends, SCALE, strict=False)]
    rows[0] = (SCALE[0][1], f"{_two(SCALE[0][0])} and more")
    return (*rows, ("cannot tell", f"under {_two(ends[-1])}"))


def options_of(trace: Trace) -> list[tuple[str, str]]:
    """The options of the run as (name, value) in order of name, nested names with a dot."""
    return sorted(_flat("", trace.options))


def _flat(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(value, float):
        yield path, f"{value:g}"
    elif isinstance(value, (list, tuple)):
        yield path, ", ".join(map(str, value)) or "none"
    else:
        yield path, "none" if value is None else str(value)


def _two(p: float) -> str:
    return f"{p:.2f}".lstrip("0")
