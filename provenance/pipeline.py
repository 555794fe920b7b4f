"""The whole job on one page: articles in, `Trace` out, every stage a pure function of tables.

identify and credit (masthead): who published it, when, and whom it names; mark (boilerplate): what is not story;
split (text): the story in sentences; versions: which articles are one article again; candidates: which pairs are
worth comparing; align: which sentence answers which; weigh (evidence): what speaks for which story, with its words;
judge and descend (infer): a verdict a pair, parents a sentence, originals that nobody has seen; audit: text taken
against credit given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from provenance import align as alignment
from provenance import audit as auditing
from provenance import boilerplate, candidates, evidence, infer, masthead, pairs, versions
from provenance.align.meaning import Encoder
from provenance.errors import TableError
from provenance.fingerprint import fingerprint
from provenance.frames import TABLES, Trace, columns, empty, joined
from provenance.text import gaps, split

__all__ = [
    "STAGES", "SWAPS", "TURN", "Judged", "Options", "Progress", "called", "contents", "judged", "rank", "strip",
    "trace",
]  # fmt: skip

Progress = Callable[[str, int, int], None]
STAGES = ("masthead", "boilerplate", "sentences", "candidates", "align", "evidence", "judge", "audit")


@dataclass(frozen=True)
class Options:
    """The options of every stage, and the claims to test (chains such as "Reuters > TRT World")."""

    boilerplate: boilerplate.Options = boilerplate.Options()
    versions: versions.Options = versions.Options()
    candidates: candidates.Options = candidates.Options()
    align: alignment.Options = alignment.Options()
    evidence: evidence.Options = evidence.Options()
    infer: infer.Options = infer.Options()
    claims: tuple[str, ...] = ()


def trace(
    articles: pd.DataFrame,
    options: Options = Options(),
    *,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
) -> Trace:
    """Who took what from whom, for a frame with the columns article and text (others of ARTICLES are used if given).

    Pure: the same articles give the same tables, whatever their order or names (up to the names themselves): inside,
    articles are called by the rank of their content. `progress(stage, done, total)` is told of every stage.
    `encoder` says how alike sentences are in meaning (`align.meaning`); without one, words alone count.
    Raises TableError for a missing column, a null text or a name used twice; OptionError for an unknown signal,
    rule or a claim that names nobody. Cost: linear in the text, plus the aligned pairs.
    """
    inside, names = _by_content(articles)

    def stage(done: int) -> None:
        if progress:
            progress(STAGES[min(done, len(STAGES) - 1)], done, len(STAGES))

    stage(0)
    identified, credited = masthead.read(inside)
    stage(1)
    marks = boilerplate.mark(identified, options=options.boilerplate)
    stage(2)
    sentences = split(identified, marks)
    stage(3)
    identified, found = _paired(identified, sentences, credited, options)
    stage(4)
    matches = alignment.align(sentences, found, langs=_langs(identified), options=options.align, encoder=encoder)
    stage(5)
    tables = {"articles": identified, "marks": marks, "credits": credited, "sentences": sentences, "matches": matches}
    weights = evidence.weigh(pairs.pairs(tables, found), options=options.evidence)
    stage(6)
    weights, verdicts, lineage = judged(tables, weights, found, options.infer)
    lineage = called(lineage, dict(zip(lineage.unseen["node"], infer.numbered(lineage.unseen), strict=True)))
    stage(7)
    tables |= {"evidence": weights, "verdicts": verdicts, **lineage._asdict()}
    made = _audited({name: _renamed(name, table, names) for name, table in tables.items()}, options, encoder)
    stage(8)
    return made


def _paired(
    articles: pd.DataFrame, sentences: pd.DataFrame, credited: pd.DataFrame, options: Options
) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """ARTICLES with what each is a version of, and the pairs worth comparing; runs of words are read once for both."""
    asked = options.candidates
    prints = fingerprint(sentences, options=asked.fingerprint) if len(articles) > asked.everybody else None
    usual = prints if asked.fingerprint == candidates.Options().fingerprint else None
    same = versions.versions(articles, sentences, usual, options=options.versions)
    articles = articles.assign(version_of=articles["article"].map(same).astype("str"))
    # A version stands in for nobody: others are compared with the first of them, and it with none (D12).
    firsts, told = (table[~table["article"].isin(same.keys())] for table in (articles, sentences))
    return articles, candidates.candidates(firsts, told, credited, prints, options=asked)


def _langs(articles: pd.DataFrame) -> dict[str, str]:
    known = articles.dropna(subset="lang")
    return dict(zip(known["article"], known["lang"], strict=True))


def strip(articles: pd.DataFrame, options: Options = Options()) -> pd.DataFrame:
    """[article, story]: the text that is left once every mark is taken out, rows in the order given.

    Lines that a mark emptied are closed up; nothing else is altered.
    """
    _checked(articles)
    marks = boilerplate.mark(masthead.identify(articles), options=options.boilerplate)
    spans = {name: list(zip(g["start"], g["end"], strict=True)) for name, g in marks.groupby("article")}
    stories = [
        "\n".join(
            line
            for gap in gaps(len(text), spans.get(name, []))
            for line in [text[gap.start : gap.end].strip("\r\n")]
            if line.strip()
        ).strip()
        for name, text in zip(articles["article"], articles["text"], strict=True)
    ]
    names = articles["article"].astype("str").to_numpy()
    return pd.DataFrame({"article": names, "story": pd.Series(stories, dtype="str")})


class Judged(NamedTuple):
    """EVIDENCE with what follows from it, VERDICTS, and the tables of the lineage."""

    evidence: pd.DataFrame
    verdicts: pd.DataFrame
    lineage: infer.Lineage


def judged(
    tables: Mapping[str, pd.DataFrame],
    weights: pd.DataFrame,
    found: Sequence[tuple[str, str]],
    options: infer.Options,
    *,
    everybody: bool | None = None,
    strangers: Mapping[tuple[str, int], float] = MappingProxyType({}),
) -> Judged:
    """Judge, see what the verdicts imply for pairs related through a third, judge again, descend.

    What is unrelated changes nothing: articles may be judged apart from those with which they share neither family nor
    any verdict but "none"; `everybody` is then as for `infer.families`, `strangers` as for `infer.descend`.
    """
    sentences, matches = tables["sentences"], tables["matches"]
    cover = alignment.coverage(sentences, matches)
    first = infer.judge(weights, found, cover, options=options)
    hung = infer.stemma(sentences, matches, first)
    if len(hung.evidence):
        weights = joined("evidence", weights, hung.evidence)
    groups = infer.families(tables["articles"], tables["marks"], tables["credits"], found, everybody=everybody)
    texts = dict(zip(tables["articles"]["article"], tables["articles"]["text"], strict=True))
    told = infer.retell(texts, groups, weights, found, langs=_langs(tables["articles"]), options=options)
    verdicts = infer.judge(told.evidence, told.pairs, cover, options=options)
    lineage = infer.descend(sentences, matches, verdicts, tables["credits"], told.handed, hung.parents, strangers)
    return Judged(told.evidence, verdicts, lineage)


def called(lineage: infer.Lineage, names: Mapping[str, str]) -> infer.Lineage:
    """The lineage with its unseen originals called by other names."""
    tables = []
    for name, table, column in zip(TABLES_OF_LINEAGE, lineage, ("parent", "parent", "node"), strict=True):
        told = [names.get(one, one) for one in table[column].tolist()]
        tables.append(columns(name, {**table, column: told}))
    return infer.Lineage(*tables)


TABLES_OF_LINEAGE = ("descent", "edges", "unseen")


def _audited(tables: dict[str, pd.DataFrame], options: Options, encoder: Encoder | None) -> Trace:
    rows = auditing.audit(tables["articles"], tables["credits"], tables["descent"], tables["edges"])
    by = {} if encoder is None else {"encoder": getattr(encoder, "digest", type(encoder).__name__)}
    made = Trace(**tables, audit=rows, claims=empty("claims"), options=asdict(options) | by, stamp="", left_out={})
    asked = dict.fromkeys((*options.claims, *auditing.chains(made)))
    return replace(made, claims=auditing.claims(made, asked))


def _checked(articles: pd.DataFrame) -> None:
    for column in ("article", "text"):
        if column not in articles:
            have = ", ".join(map(str, articles.columns)) or "none"
            raise TableError(f"articles has no column {column!r} (it has {have}): rename the one that holds it")
        if articles[column].isna().any():
            row = int(articles[column].isna().to_numpy().argmax())
            raise TableError(f"articles.{column} is empty in row {row}: fill it or drop the row")
    names = articles["article"]
    if names.duplicated().any():
        raise TableError(f"articles has two rows named {names[names.duplicated()].iloc[0]!r}: give each its own name")


def _by_content(articles: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """The articles named by the rank of their content, and the given name of each rank.

    Every tie in every stage is broken by these names, so that a file's name never decides anything; only articles
    that are alike in all columns are told apart by the name given.
    """
    _checked(articles)
    inside = articles.drop(columns=["version_of"], errors="ignore")  # found anew: a name says nothing about content
    keyed = pd.DataFrame({"content": contents(inside), "article": inside["article"].astype("str").to_numpy()})
    order = keyed.sort_values(["content", "article"]).index
    inside = inside.iloc[order].reset_index(drop=True)
    ranks = [rank(at) for at in range(len(inside))]
    names = dict(zip(ranks, inside["article"].astype("str"), strict=True))
    return inside.assign(article=pd.Series(ranks, dtype="str", index=inside.index)), names


def contents(articles: pd.DataFrame) -> list[str]:
    """A digest of what each row says, in all columns of ARTICLES but its name and its path; a null says nothing."""
    known = {str(c) for c in articles.columns} & TABLES["articles"].columns.keys()
    said = sorted(known - {"article", "path", "version_of"})
    found = [blake2b(digest_size=16) for _ in range(len(articles))]
    for column in said:
        for one, value, null in zip(found, articles[column].tolist(), articles[column].isna(), strict=True):
            if not null:
                words = str(value).encode("utf-8", "surrogatepass")
                one.update(f"{column} {len(words)} ".encode() + words)
    return [one.hexdigest() for one in found]


def rank(at: int) -> str:
    """The name of the article at this place in the order of `contents`."""
    return f"{at:09d}"


# What is exchanged where a pair is written with its second article first.
TURN = {"a->b": "b->a", "b->a": "a->b", "merged": "split", "split": "merged"}
SWAPS = (
    ("a", "b"), ("a_n", "b_n"), ("a_to_b", "b_to_a"), ("p_a_to_b", "p_b_to_a"), ("a_start", "b_start"),
    ("a_end", "b_end"),
)  # fmt: skip


def _renamed(table: str, rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The table under the given names, every pair written with a < b again."""
    made = rows.copy()
    for column in ("article", "version_of", "a", "b", "parent", "child", "runner_up"):
        if column in made:
            called = made[column].map(names)
            made[column] = called.where(called.notna(), made[column]).astype(made[column].dtype)
    if "children" in made:
        kin = [", ".join(sorted(names[c] for c in kids.split(", ") if c)) for kids in made["children"]]
        made["children"] = pd.Series(kin, dtype="str", index=made.index)
    if "b" in made:
        wrong = (made["a"] > made["b"]).to_numpy()
        for one, two in SWAPS:
            if one in made:
                made[one], made[two] = made[one].mask(wrong, made[two]), made[two].mask(wrong, made[one])
        for column in ("says", "kind"):
            if column in made:
                turned = made[column].map(TURN)
                made[column] = made[column].mask(wrong & turned.notna().to_numpy(), turned).astype("str")
    return columns(table, {column: made[column].array for column in TABLES[table].columns})
