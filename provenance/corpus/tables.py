"""What each table of the flows holds: columns, units, keys; as `frames` says it for the tables of a run.

An outlet's name is empty for all the articles whose outlet is not known. The giver of an original that is not in the
folder is the agency that credits name for it, its `kind` is "unseen"; empty if they name none. Columns of names are
lists of strings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from provenance.frames import CREDIT, Column, Table

__all__ = ["FLOWS", "STATUS", "made"]

STATUS = ("took", "cannot tell", "own", "version")
_STR, _INT, _FLOAT, _BOOL, _LIST = "str", "int64", "float64", "bool", "object"
_KINDS = ("observed", "unseen")


def _rate(name: str, of: str) -> dict[str, Column]:
    """A share with the ends of its interval."""
    return {
        f"{name}_rate": Column(_FLOAT, f"share of {of}, 0..1; empty if there are none", optional=True),
        f"{name}_low": Column(_FLOAT, "lower end of its 95 % interval (Wilson)"),
        f"{name}_high": Column(_FLOAT, "upper end"),
    }


_GIVER = Column(_STR, "the outlet that gave; of an unseen original the agency that credits name; may be empty")
_KIND = Column(_STR, "is the parent in the folder?", among=_KINDS)
_TAKER = Column(_STR, "the outlet that took; empty: not known")
_CHILDREN = Column(_LIST, "the taker's articles that are counted, sorted")
_HOURS = "hours; clocks known to the minute only"

FLOWS: Mapping[str, Table] = {
    "arrows": Table("every arrow of `edges`, with the outlets at its ends", ("parent", "child"), {
        "parent": Column(_STR, "an article or an unseen node"),
        "child": Column(_STR, "an article"),
        "giver": _GIVER, "kind": _KIND, "taker": _TAKER,
        "wire": Column(_BOOL, "the giver is a news agency, by the list of agencies or by the form of its name"),
        "sentences": Column(_INT, "the child's sentences that came this way"),
        "words": Column(_INT, "the words of these sentences"),
        "share": Column(_FLOAT, "share of the words of the child's story, 0..1"),
        "p": Column(_FLOAT, "probability of the arrow, 0..1"),
        "credit": Column(_STR, "the credit that the child gives for it", among=CREDIT),
        "hours": Column(_FLOAT, f"from the parent's time to the child's, {_HOURS}, else empty", optional=True),
        "numbers": Column(_STR, "the sentences: their n in the child, as 0-3 7"),
    }),
    "articles": Table("every article, and its part in the flows", ("article",), {
        "article": Column(_STR, "the article's name"),
        "outlet": _TAKER,
        "status": Column(_STR, "took: has an arrow of .5 or more; cannot tell: only weaker ones, or it is related to "
                               "another without an arrow; own: neither; version: of another, counted nowhere",
                         among=STATUS),
        "words": Column(_INT, "words of its story"),
        "taken": Column(_INT, "of these, words that came from another text"),
        "wire": Column(_INT, "of these, words traced to a news agency, also through others"),
        "names_wire": Column(_BOOL, "its credits name an agency as the origin"),
        "credit": Column(_STR, "the credit it gives for what it took most of, as in `audit`", among=CREDIT),
        "story": Column(_STR, "the story it belongs to, as in `stories`; empty: none"),
    }),
    "matrix": Table("outlet by outlet: who takes from whom, how much", ("giver", "kind", "taker"), {
        "giver": _GIVER, "kind": _KIND, "taker": _TAKER,
        "arrows": Column(_INT, "arrows from the one to the other"),
        "articles": Column(_INT, "articles of the taker that have such an arrow"),
        "of": Column(_INT, "articles of the taker, versions left out"),
        **_rate("article", "the taker's articles"),
        "expected": Column(_FLOAT, "sum of the arrows' probabilities: how many of them to expect to be true"),
        "sentences": Column(_INT, "sentences that came this way"),
        "words": Column(_INT, "their words"),
        "share": Column(_FLOAT, "share of all words of the taker's stories, 0..1"),
        "full": Column(_INT, "of the arrows, with full credit"),
        "children": _CHILDREN,
    }),
    "outlets": Table("every outlet: what it took, from wires too, and how it credits", ("outlet",), {
        "outlet": _TAKER,
        "is_wire": Column(_BOOL, "it is a news agency itself"),
        "articles": Column(_INT, "its articles, versions left out"),
        "versions": Column(_INT, "its articles that are versions of another"),
        "words": Column(_INT, "words of its stories"),
        "took": Column(_INT, "articles that took text"),
        "cannot_tell": Column(_INT, "articles of which it cannot be told: counted apart, in no other column"),
        "own": Column(_INT, "articles that took nothing that is known of"),
        **_rate("took", "its articles that took text"),
        "share": Column(_FLOAT, "share of its words that came from others, 0..1", optional=True),
        "wire": Column(_INT, "articles with words traced to a news agency, also through others"),
        **_rate("wire", "its articles with words of a news agency"),
        "wire_words": Column(_FLOAT, "share of its words traced to one, 0..1", optional=True),
        "wire_named": Column(_INT, "further articles that name an agency as origin though none was traced"),
        "full": Column(_INT, "of `took`: articles with full credit"),
        "generic": Column(_INT, "credit to agencies, unnamed"),
        "photo_only": Column(_INT, "credit for a photograph only"),
        "other": Column(_INT, "credit to somebody else"),
        "none": Column(_INT, "no credit"),
        **_rate("credit", "the articles that took text that credit it in full"),
        "gave": Column(_INT, "articles of other outlets that took from it"),
        "children": Column(_LIST, "the articles counted in `took`, sorted"),
    }),
    "cascades": Table("every origin that others took from, and what came of it", ("root",), {
        "root": Column(_STR, "an article or an unseen node that took from nobody known"),
        "giver": _GIVER, "kind": _KIND,
        "story": Column(_STR, "the story it belongs to"),
        "articles": Column(_INT, "articles downstream of it, along any arrows"),
        "outlets": Column(_INT, "outlets of these; all without a known outlet are one"),
        "depth": Column(_INT, "arrows of the longest way down"),
        "words": Column(_INT, "words printed downstream that trace to its own"),
        "others": Column(_INT, "other independent origins of the same articles"),
        "hours": Column(_FLOAT, f"from the first to the last of them, {_HOURS}, else empty", optional=True),
        "children": Column(_LIST, "the articles downstream, sorted"),
    }),
    "stories": Table("articles that arrows join, and how many origins they rest on", ("story",), {
        "story": Column(_STR, "its largest cascade's root"),
        "articles": Column(_INT, "articles in it"),
        "outlets": Column(_INT, "outlets of these; all without a known outlet are one"),
        "arrows": Column(_INT, "arrows between them"),
        "origins": Column(_INT, "independent origins: articles and unseen originals that took from nobody known"),
        "unseen": Column(_INT, "of these, originals that are not in the folder"),
        "related": Column(_INT, "articles outside that are related to one inside, nobody can tell how"),
        "children": Column(_LIST, "its articles, sorted"),
    }),
    "lags": Table("outlet by outlet: how long after", ("giver", "taker"), {
        "giver": Column(_STR, "the outlet that gave, its article in the folder"),
        "taker": _TAKER,
        "arrows": Column(_INT, "arrows from the one to the other"),
        "timed": Column(_INT, "of these, with both clocks known to the minute: all that follows is of them"),
        "first_quarter": Column(_FLOAT, "hours that a quarter of them stay under"),
        "median": Column(_FLOAT, "hours; negative: the taker's stamp is the earlier one"),
        "third_quarter": Column(_FLOAT, "hours that three quarters stay under"),
        "backwards": Column(_INT, "arrows with the taker's stamp the earlier by more than clocks err"),
        "children": _CHILDREN,
    }),
}  # fmt: skip


def made(name: str, columns: Mapping[str, Sequence[Any] | pd.Series]) -> pd.DataFrame:
    """The table `name` from whole columns of equal length, typed and sorted by its key."""
    table = FLOWS[name]
    typed = {column: pd.Series(list(columns[column]), dtype=rule.dtype) for column, rule in table.columns.items()}
    return pd.DataFrame(typed).sort_values(list(table.key), kind="stable", ignore_index=True)
