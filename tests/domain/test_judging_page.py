"""Every number in the examples of docs/calculations-judging.md, recomputed; and its pictures, drawn again."""

from decimal import Decimal
from pathlib import Path

import pytest

from bids.evaluation.domain.assurance.reliability import icc, krippendorff_alpha, severity
from bids.evaluation.domain.assurance.robustness import flip_distance, leave_one_out, rank_reversals, rehearse
from bids.evaluation.domain.scoring.price import (
    lowest_over_price,
    mean_narrow_average,
    percent_above_lowest,
    price_per_quality_point,
)
from bids.evaluation.domain.scoring.scoring import Criterion, TieRule, credited, half_up, rank, steps, weighted_total
from scripts import draw_judging
from scripts import judging_examples as examples

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = " ".join((DOCS / "calculations-judging.md").read_text(encoding="utf-8").split())
NO_RULE = TieRule()


def scores():
    ranking = examples.ranking()
    a = ranking.marks["A"]
    thirds = weighted_total(
        dict.fromkeys("abc", Decimal(1)), [Criterion(id=one, weight=Decimal(10), maximum=Decimal(3)) for one in "abc"]
    )
    levels = " ".join(str(start) for start, _ in examples.LEVELS)
    return [
        f"two thirds: {a['price']} of 40 marks",
        f"reaching 35 people scores {steps(Decimal(35), levels=examples.LEVELS)}.",
        "levels at 10, 20 and 40 people" if levels == "10 20 40" else "other levels",
        f"is {a['quality']}, the price {a['price']}, together {ranking.totals['A']}: first before "
        f"{ranking.totals['B']} and {ranking.totals['C']}.",
        f"a total of {thirds}, not 10.",
    ]


def prices():
    field = {"own": Decimal(100), "low": Decimal(60), "other": Decimal(150)}
    earned = [
        lowest_over_price(field, Decimal(100))["own"],
        half_up(percent_above_lowest(field)["own"], 2),
        half_up(mean_narrow_average(field)["own"], 2),
    ]
    point = price_per_quality_point(Decimal(80_000), Decimal(4))
    return [
        f"£100 earns {earned[0]} of 100 by the first, {earned[1]} by the second and {earned[2]} by the third",
        f"is £{point:,} a point",
    ]


def ties_and_claims():
    near = rank(examples.NEAR, examples.NEAR_CRITERIA, examples.NEAR_RULE)
    first, second = near.order
    counted = [credited(examples.CLAIM, Decimal(mark), examples.BELIEVED) for mark in (3, 1)]
    return [
        f"a total of {near.totals[first]} with {near.marks[first]['impact']} for impact goes before "
        f"{near.totals[second]} with {near.marks[second]['impact']}.",
        f"with a mark of 3 the claim counts as {counted[0]:.0f}, with 1 as {counted[1]:.0f}.",
    ]


def agreement():
    panel = examples.PANEL
    found = severity(examples.GAPS)
    fair = ", ".join(f"{value:.0f}" for value in found.adjusted[:2])
    return [
        f"give {icc(panel, '2,1'):.2f} for one judge, {icc(panel, '2,k'):.2f} for the mean of four, and "
        f"{icc(panel, '3,1'):.2f} when only these judges matter.",
        f"with differences squared, is {krippendorff_alpha(panel, 'interval'):.2f}.",
        f"means of 5.5, 6.5 and 6 become {fair} and {found.adjusted[2]:.0f}",
    ]


def firmness():
    held = examples.firmness()[:, 0]
    alone = leave_one_out(examples.NO_SPARE, [examples.MERIT])
    flip = flip_distance(examples.BIDS, examples.CRITERIA)
    a, b = flip.changes
    with_three = rank(examples.THREE_PRICES, [examples.POINTS, examples.LOWEST_PRICE], NO_RULE).totals
    two = {bid: examples.THREE_PRICES[bid] for bid in "AB"}
    with_two = rank(two, [examples.POINTS, examples.LOWEST_PRICE], NO_RULE).totals
    assert len(rank_reversals(examples.THREE_PRICES, [examples.POINTS, examples.LOWEST_PRICE])) == 1
    assert flip.steps == 1
    return [
        f"stays first in {held[0]:.0%} of tries, the second is first in {held[1]:.0%} and the third in {held[2]:.0%}.",
        f"but not without the {alone.changes[0]} evaluator.",
        f"quality {a.to} and not {a.from_} for {a.bid}, or {b.to} and not {b.from_} for {b.bid}.",
        f"{with_three['B']} to {with_three['A']} for B with three bids, {with_two['B']} to {with_two['A']} for A",
    ]


def worth():
    gained = -1000 * rehearse(examples.CRITERIA, examples.BIDS).worth["price"]["A"]
    return [f"every £1,000 less is worth {half_up(gained, 2)} marks."]


def choosing():
    found = examples.portfolio()
    loads = examples.allocation().loads
    assert found.reasons["c"] == "bidder limit"
    assert found.reasons["e"] == "over budget"
    return [
        f"{' and '.join(found.chosen)} are chosen, worth £{found.value:,} together.",
        f"(it lacks £{found.next_cost:,} and is next)" if found.next_candidate == "d" else "another is next",
        f"every bid needs: {loads['Elm']} readings each." if loads["Elm"] == loads["Fir"] else "uneven",
        f"reads {loads['Ash']}; Beech, Cedar and Gorse read {loads['Beech']}, {loads['Cedar']} and {loads['Gorse']}.",
    ]


@pytest.mark.parametrize("subject", [scores, prices, ties_and_claims, agreement, firmness, worth, choosing])
def test_page_states_what_is_computed(subject) -> None:
    assert [said for said in subject() if said not in PAGE] == []


def test_pictures_are_as_drawn(tmp_path: Path) -> None:
    draw_judging.main(tmp_path)

    drawn = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert drawn == {path.name: path.read_text(encoding="utf-8") for path in draw_judging.FOLDER.glob("*.svg")}


def test_page_shows_every_picture() -> None:
    assert [name for name in draw_judging.PICTURES if f"](pictures/judging/{name}.svg)" not in PAGE] == []
