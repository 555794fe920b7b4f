"""Accuracy that cannot sink silently: each figure is measured anew and held against the floor it last reached.

A figure below its floor fails. To let one sink on purpose, lower its floor in the same commit and say why there.
"""

from __future__ import annotations

from functools import cache

from history import family
from newsrooms import CASES

from provenance.api import Simulation, score, simulate, trace

FAMILIES = 25
KNOWN = Simulation(newsrooms=5, articles=16, seed=11)
# figure -> floor; what was measured when the floor was set is in the comment behind it
FLOORS = {
    "primary parent right": 0.97,  # 1.0
    "independent article left alone": 0.97,  # 1.0
    "unseen original found and named": 0.97,  # 1.0
    "sentences of the unseen original rebuilt": 0.97,  # 1.0
    "arrows that are wrong": 0.0,  # none
    "newsroom verdicts right": 1.0,  # all
    # .816 and .816 before arrows below .5, of which the report must say "cannot tell", were left out
    "simulated: parent": 0.73,  # .762
    "simulated: sentence parent": 0.73,  # .766
    "simulated: independent left alone": 0.97,  # 1.0
}


@cache
def measured() -> dict[str, float]:
    parents = alone = named = rebuilt = wrong = arrows = lines = 0
    for seed in range(FAMILIES):
        history = family(seed)
        made = trace(history.articles)
        primary = made.edges[made.edges["primary"]].set_index("child")["parent"].to_dict()
        parents += sum(primary.get(child, "") == parent for child, parent in history.parent.items())
        alone += "stranger" not in {*made.edges["parent"], *made.edges["child"]}
        named += made.unseen["node"].tolist() == ["~AFP"]
        text = made.unseen["text"][0].splitlines() if len(made.unseen) else []
        both = [s for s in history.wire.splitlines() if all(s in t for t in history.articles["text"][:2])]
        rebuilt += sum(s in text for s in both)
        lines += len(both)
        observed = made.edges[made.edges["kind"] == "observed"]
        arrows += len(observed)
        wrong += sum((p, c) != ("one", "scraped") for p, c in zip(observed["parent"], observed["child"], strict=True))
    asked = right = 0
    for case in CASES.values():
        said = trace(case.frame()).verdicts.set_index(["a", "b"])["says"]
        asked += len(case.verdicts)
        right += sum(said[pair] in wanted for pair, wanted in case.verdicts.items())
    known = next(simulate(KNOWN))
    given = known.articles[["article", "text", "title", "outlet", "published"]]
    scored = score(trace(given), known).set_index("measure")["value"]
    simulated = {name: float(scored[name.removeprefix("simulated: ")]) for name in FLOORS if "simulated" in name}
    return simulated | {
        "primary parent right": parents / (4 * FAMILIES),
        "independent article left alone": alone / FAMILIES,
        "unseen original found and named": named / FAMILIES,
        "sentences of the unseen original rebuilt": rebuilt / max(lines, 1),
        "arrows that are wrong": -wrong / max(arrows, 1),
        "newsroom verdicts right": right / asked,
    }


def test_no_figure_is_below_its_floor():
    found = measured()
    assert found.keys() == FLOORS.keys()
    assert {name: value for name, value in found.items() if value < FLOORS[name]} == {}


def test_a_floor_that_was_left_far_behind_is_raised():
    behind = {name: value for name, value in measured().items() if value > FLOORS[name] + 0.06}
    assert behind == {}, "better than the floor by far: raise it, so that it cannot sink back unseen"
