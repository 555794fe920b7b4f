"""The pictures, looked at as data: where cards, lines and labels are, what colours and widths mean."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain as joined
from itertools import combinations, pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hostile import STRINGS, hostile, lone, nothing
from invented import LIGHTS, braid, chain, crowd, harbour, invented, star, story
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, PathPatch, Rectangle

from provenance import plot
from provenance.findings import family
from provenance.frames import Trace
from provenance.plot.clusters import _clusters
from provenance.plot.layout import crossings, layers, plan
from provenance.plot.order import by_lineage
from provenance.plot.paint import AMOUNT, fit, wide
from provenance.plot.scene import leaves, scene

SHAPES = {
    "harbour": harbour(),
    "chain": chain(12),
    "star": star(25),
    "braid": braid(14),
    "big braid": braid(40),
    "crowd": invented({f"d{n:03}": story(f"t{n}", 2) for n in range(30)}),
    "lone": lone(),
    "hours": invented(
        {name: story("x", 3) for name in "abcd"},
        {"b": [("a", 2, 0.9)], "c": [("b", 2, 0.9)]},
        minutes={"a": 0, "b": 10, "c": 2000},
    ),
}
MANY = crowd(90)  # whose arrows are too many for one picture
SHAPE = pytest.mark.parametrize("trace", SHAPES.values(), ids=SHAPES.keys())
PICTURES = [plot.lineage, plot.heatmap, plot.strips, plot.clusters, plot.audit, plot.timeline]
DRAWN = pytest.mark.parametrize("draw", PICTURES, ids=lambda draw: draw.__name__)

Box = tuple[float, float, float, float]


def _cards(ax: Axes) -> list[Box]:
    found = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    return [(p.get_x(), p.get_y(), p.get_x() + p.get_width(), p.get_y() + p.get_height()) for p in found]


def _texts(ax: Axes) -> list[tuple[str, Box]]:
    """Every text with the box it really takes, in inches."""
    figure = ax.get_figure()
    FigureCanvasAgg(figure).draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in ax.texts if text.get_text()]
    return [(words, tuple(np.array([b.x0, b.y0, b.x1, b.y1]) / figure.dpi)) for words, b in boxes]


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _lines(ax: Axes) -> list[PathPatch]:
    return [patch for patch in ax.patches if isinstance(patch, PathPatch)]


@SHAPE
def test_no_two_cards_overlap(trace: Trace) -> None:
    cards = _cards(plot.lineage(trace))
    assert len(cards) >= 1
    assert not [pair for pair in combinations(cards, 2) if _overlap(*pair)]


@SHAPE
def test_no_line_runs_through_a_card(trace: Trace) -> None:
    ax = plot.lineage(trace)
    cards = _cards(ax)
    for line in _lines(ax):
        (curve,) = line.get_path().to_polygons(closed_only=False)
        steps = np.linspace(0, 1, 25)[:, None, None]
        points = (curve[:-1] * (1 - steps) + curve[1:] * steps).reshape(-1, 2)
        for left, low, right, high in cards:
            inside = (points[:, 0] > left) & (points[:, 0] < right) & (points[:, 1] > low) & (points[:, 1] < high)
            assert not inside.any()


@SHAPE
def test_no_label_stands_on_a_card_or_on_another_label(trace: Trace) -> None:
    ax = plot.lineage(trace)
    labels = [box for words, box in _texts(ax) if "%" in words and "sentences" not in words]
    assert not [pair for pair in combinations(labels, 2) if _overlap(*pair)]
    assert not [(label, card) for label in labels for card in _cards(ax) if _overlap(label, card)]


@DRAWN
@pytest.mark.parametrize("trace", [*SHAPES.values(), MANY], ids=[*SHAPES, "many"])
def test_no_text_is_cut_by_the_edge_of_the_picture(draw: object, trace: Trace) -> None:
    ax = draw(trace)
    width, height = plot.size(ax)
    for words, (left, low, right, high) in _texts(ax):
        assert left > -0.01 and low > -0.01 and right < width + 0.01 and high < height + 0.01, words


@SHAPE
def test_every_word_of_a_card_stands_inside_it(trace: Trace) -> None:
    ax = plot.lineage(trace)
    cards = _cards(ax)
    own = [(words, box) for words, box in _texts(ax) if words.startswith(("Paper", "The ", "time ", "Unnamed"))]
    assert own
    for words, (left, low, right, high) in own:
        assert any(
            c[0] - 0.03 <= left and right <= c[2] + 0.03 and c[1] <= low and high <= c[3] + 0.03 for c in cards
        ), words


@SHAPE
def test_parents_stand_above_their_children(trace: Trace) -> None:
    drawn = scene(trace, 4, 0)
    top = {card.node: card.top for card in drawn.cards}
    edges = [way.line for way in drawn.ways if way.line.credit is not None]
    assert all(top[line.upper] > top[line.lower] for line in edges)
    assert len(edges) == len(trace.edges)


def test_a_later_article_never_stands_above_an_earlier_one() -> None:
    took = {"b": [("a", 2, 0.9)], "c": [("b", 2, 0.9)], "d": [("a", 2, 0.9)]}
    trace = invented({name: story("x", 3) for name in "abcd"}, took, minutes={"a": 0, "b": 10, "c": 20, "d": 30})
    top = {card.node: card.top for card in scene(trace, 4, 0).cards}
    assert top["a"] > top["b"] > top["c"] >= top["d"]


def test_a_line_is_as_wide_as_the_share_and_coloured_by_the_credit() -> None:
    drawn, ax = scene(harbour(), 4, 0), plot.lineage(harbour())
    arrows = [(way.line, line) for way, line in zip(drawn.ways, _lines(ax), strict=True) if way.line.credit is not None]
    lines = {way.lower: line for way, line in arrows}
    colours = {node: to_hex(line.get_edgecolor()).upper() for node, line in lines.items()}
    assert colours["file-1"] == plot.CREDIT["generic"]
    assert colours["file-2"] == plot.CREDIT["none"].upper()
    assert colours["file-3"] == plot.CREDIT["full"]
    assert lines["file-2"].get_linewidth() > lines["file-1"].get_linewidth() > lines["file-3"].get_linewidth()


def test_kin_without_an_arrow_stands_beside_the_origins_and_not_below_its_relative() -> None:
    trace = invented(
        {"a": story("x", 4), "b": story("x", 4), "k": story("y", 4)},
        {"b": [("a", 4, 0.9)]},
        kin=[("b", "k")],
    )
    top = {card.node: card.top for card in scene(trace, 4, 0).cards}
    assert top["k"] == top["a"] > top["b"]


def test_an_unseen_original_is_dashed_and_says_so() -> None:
    ax = plot.lineage(harbour())
    dashed = [p for p in ax.patches if isinstance(p, FancyBboxPatch) and p.get_linestyle() != "-"]
    assert len(dashed) == 1 and len(_cards(ax)) == 6
    assert "not in the folder, not seen" in [text.get_text() for text in ax.texts]


def test_kin_of_whom_nobody_was_first_are_joined_without_an_arrow() -> None:
    (kin,) = [way.line for way in scene(harbour(), 4, 0).ways if way.line.credit is None]
    assert {kin.upper, kin.lower} == {"file-1", "file-5"} and kin.label == ""


def test_the_key_explains_what_occurs_and_nothing_else() -> None:
    full = " ".join(text.get_text() for text in plot.lineage(harbour()).texts)
    bare = " ".join(text.get_text() for text in plot.lineage(chain(2)).texts)
    assert "origin credited in full" in full and "cannot be told" in full
    assert "no credit" in bare and "credited in full" not in bare and "cannot be told" not in bare


def test_past_sixty_cards_the_rest_is_counted() -> None:
    trace = star(70)
    assert len(_cards(plot.lineage(trace))) == 60
    assert "11 further articles are not drawn: see the tables" in [t.get_text() for t in plot.lineage(trace).texts]


@pytest.mark.parametrize(
    "trace", [chain(9), star(30), crowd(60), braid(12), star(70)], ids=["chain", "star", "crowd", "braid", "large star"]
)
def test_each_page_of_a_lineage_keeps_its_letters_legible_and_families_whole(trace: Trace) -> None:
    pages = leaves(trace, 0.82)
    for page in pages:
        width, height = plot.size(plot.lineage(trace, among=set(page)))
        assert min(6.5 / width, 8.7 / height) > 0.8
    drawn = [node for page in pages for node in page]
    assert len(drawn) == len(set(drawn))
    whole = family(trace)
    for _, takers in whole.families():
        assert sum(bool(set(takers) & set(page)) for page in pages) == 1
    if len(whole.families()) > 1:
        assert {node for edge in whole.edges for node in (edge.parent, edge.child)} <= set(drawn)


def test_pictures_list_relatives_before_those_related_to_none() -> None:
    order, whole = by_lineage(crowd(20)), family(crowd(20))
    assert order[-len(whole.apart) :] == sorted(whole.apart)
    assert by_lineage(harbour())[-1] == "file-4"


def test_pictures_draw_on_the_axes_they_are_given() -> None:
    ax = plot.lineage(harbour())
    for draw in (plot.lineage, plot.heatmap, plot.strips):
        assert draw(harbour(), ax) is ax


def test_containment_is_the_share_of_the_rows_words_in_the_column() -> None:
    grid = plot.containment(harbour())
    assert list(grid.index) == list(grid.columns)
    assert grid.loc["file-2", "file-1"] == pytest.approx(1.0)
    words = [len(sentence.split()) for sentence in (*LIGHTS, *story("chief", 4))]
    assert grid.loc["file-1", "file-2"] == pytest.approx(sum(words[:4]) / sum(words))
    assert grid.loc["file-4"].drop("file-4").eq(0).all()


def test_the_grid_is_ordered_by_lineage() -> None:
    order = list(plot.containment(harbour()).index)
    assert order.index("file-1") + 1 == order.index("file-2")
    assert set(order[:3]) == {"file-1", "file-2", "file-3"}


def test_a_share_has_the_same_colour_in_every_report() -> None:
    for trace in (harbour(), chain(5)):
        cells = plot.heatmap(trace).collections[0].get_facecolors()
        shares = plot.containment(trace).to_numpy().ravel()
        off = ~np.eye(len(plot.containment(trace)), dtype=bool).ravel()
        assert np.allclose(cells[off], AMOUNT(shares)[off])


def test_darker_always_means_more() -> None:
    light = AMOUNT(np.linspace(0, 1, 50))[:, :3] @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(light) < 0).all() and light[0] == pytest.approx(1.0)


def test_numbers_stand_in_the_cells_up_to_twenty_articles() -> None:
    def numbers(trace: Trace) -> int:
        return sum(text.get_text() == "1" or text.get_text().startswith(".") for text in plot.heatmap(trace).texts)

    assert numbers(chain(20)) > 190
    assert numbers(chain(21)) <= 1  # the end of the colour scale


def test_a_strip_is_as_long_as_its_story_and_coloured_by_origin() -> None:
    ax = plot.strips(harbour())
    bars: dict[float, list[Rectangle]] = {}
    for patch in ax.patches:
        if isinstance(patch, Rectangle) and patch.get_height() == pytest.approx(0.2):
            bars.setdefault(round(patch.get_y(), 3), []).append(patch)
    long = {len(cells): sum(cell.get_width() for cell in cells) for cells in bars.values()}
    assert sorted(map(len, bars.values())) == [4, 5, 5, 6, 8]
    assert long[8] > long[6] > long[4]
    colours = {to_hex(cell.get_facecolor()) for cell in next(cells for cells in bars.values() if len(cells) == 4)}
    assert len(colours) == 1 and colours != {"#cfcfcf"}


@DRAWN
@pytest.mark.parametrize("word", STRINGS.values(), ids=STRINGS.keys())
def test_article_text_is_never_markup(draw: object, word: str) -> None:
    svg = plot.image(draw(hostile(word)), "svg")
    ElementTree.fromstring(svg)
    assert b"<script" not in svg


def test_a_dollar_is_a_dollar() -> None:
    trace = invented({"a": ["Costs of $5_million^2 and $x$ \\alpha."]}, outlets={"a": "The $un_$"})
    assert b"The $un_$" in plot.image(plot.lineage(trace), "svg")


@DRAWN
@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_the_same_trace_gives_the_same_picture_to_the_byte(draw: object, kind: str) -> None:
    assert plot.image(draw(harbour()), kind) == plot.image(draw(harbour()), kind)


@DRAWN
def test_nothing_and_one_article_can_be_drawn(draw: object) -> None:
    for trace in (nothing(), lone()):
        assert plot.image(draw(trace), "png").startswith(b"\x89PNG")


@DRAWN
def test_a_picture_draws_on_the_axes_it_is_given(draw: object) -> None:
    ax = Figure(figsize=(6, 4)).add_subplot(1, 2, 2)
    assert draw(harbour(), ax) is ax and ax.texts


def test_where_too_much_hangs_together_the_lineage_is_one_line_a_family() -> None:
    assert len(_cards(plot.lineage(MANY))) == 0
    assert len(_cards(plot.lineage(crowd(60)))) > 40
    said = [text.get_text() for text in plot.lineage(MANY).texts]
    assert "Paper 000" in said and any("18 articles related to no other" in words for words in said)
    bars = [
        patch
        for patch in plot.clusters(MANY).patches
        if isinstance(patch, Rectangle) and patch.get_x() > 2.5 and patch.get_y() > 0.5
    ]
    assert len({round(patch.get_y(), 3) for patch in bars}) == 18  # one line a family


def test_a_line_of_a_family_counts_its_takers_by_credit() -> None:
    one, *rest = _clusters(MANY, family(MANY))
    assert (one.root, one.articles, one.deep, sum(one.credits.values())) == ("d000", 4, 2, 3)
    assert sum(sum(family.credits.values()) for family in [one, *rest]) == len(MANY.edges)
    assert one.share == pytest.approx(4 / 6)


def test_whoever_took_most_stands_on_top_of_the_audit_in_the_colour_of_the_credit() -> None:
    ax = plot.audit(harbour())
    bars = [p for p in ax.patches if isinstance(p, Rectangle) and p.get_height() == pytest.approx(0.18)]
    taken = [p for p in bars if to_hex(p.get_facecolor()).upper() in {c.upper() for c in plot.CREDIT.values()}]
    longest = max(taken, key=lambda p: (p.get_width(), p.get_y()))
    assert longest.get_y() == max(p.get_y() for p in taken)
    shares = sorted(harbour().audit["share"], reverse=True)
    ordered = sorted(taken, key=lambda p: -p.get_y())
    assert [p.get_width() / 2.3 for p in ordered] == pytest.approx(shares)


def test_on_the_time_line_later_is_further_right_and_what_has_no_time_is_counted() -> None:
    ax = plot.timeline(SHAPES["hours"])
    marks = [p for p in ax.patches if isinstance(p, Rectangle) and p.get_height() == pytest.approx(0.09)]
    a, b, c = sorted(marks, key=lambda p: -p.get_y())
    assert b.get_x() - a.get_x() == pytest.approx((c.get_x() - a.get_x()) * 10 / 2000)
    assert sum(isinstance(p, FancyArrowPatch) for p in ax.patches) == 2
    assert any("1 without a time" in text.get_text() for text in ax.texts)


def test_a_day_of_which_the_hour_is_not_known_is_a_bar_as_long_as_the_day() -> None:
    trace = SHAPES["hours"]
    articles = trace.articles.assign(published_precision=["minute", "minute", "day", "none"])
    ax = plot.timeline(replace(trace, articles=articles))
    marks = [p for p in ax.patches if isinstance(p, Rectangle) and p.get_height() == pytest.approx(0.09)]
    a, _, c = sorted(marks, key=lambda p: -p.get_y())
    minute = (c.get_x() - a.get_x()) / 2000
    assert c.get_width() - a.get_width() == pytest.approx(24 * 60 * minute)


def test_colours_of_credit_can_be_told_apart_in_grey() -> None:
    grey = sorted({float(np.dot(to_rgb(colour), [0.2126, 0.7152, 0.0722])) for colour in plot.CREDIT.values()})
    assert len(grey) == 3 and min(b - a for a, b in pairwise(grey)) > 0.1


def test_a_line_between_rows_keeps_off_the_cards() -> None:
    row, half = [0.0, 3.0, 6.0], 1.0
    for x in crossings(row, [0.0, 0.2, 3.0, 9.0, 1.5, 1.5], half, 0.1):
        assert all(abs(x - middle) >= half + 0.1 - 1e-9 for middle in row)


def test_two_lines_in_one_gap_do_not_lie_on_each_other() -> None:
    crossed = crossings([0.0, 3.0], [1.5, 1.5, 1.5], 1.0, 0.1)
    assert min(abs(a - b) for a, b in combinations(crossed, 2)) > 0.05


def test_a_layer_too_wide_for_the_page_is_split_evenly() -> None:
    drawn = plan([["r"], list("abcdefg")], [("r", node) for node in "abcdefg"], most=4, step=2.0)
    assert [len(row) for row in drawn.rows] == [1, 4, 3]
    for row in drawn.rows:
        places = [drawn.middle[node] for node in row]
        assert all(b - a >= 2.0 - 1e-9 for a, b in pairwise(places))


def test_a_circle_of_links_still_gets_its_layers() -> None:
    assert sorted(joined(*layers(list("abc"), [("a", "b"), ("b", "c"), ("c", "a")], {}))) == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["Keepers write to the board of the harbour", "W" * 300, "俄罗斯承诺帮助" * 20, ""])
def test_words_broken_into_lines_fit_and_keep_their_order(text: str) -> None:
    lines = fit(text, 2.0, 7.0, lines=3)
    assert all(wide(line, 7.0) <= 2.0 for line in lines)
    assert text.startswith(" ".join(lines).removesuffix("…"))
