from dataclasses import replace
from decimal import Decimal

import pytest

from bids.bidding.domain.asked import asked_of
from bids.bidding.domain.boxes import PieceFault
from bids.bidding.domain.draft import read_draft
from bids.bidding.domain.measures import OfferToScore
from bids.bidding.domain.payload import CommercialPart
from bids.evaluation.domain.scoring.decision import Judged, decide
from bids.evaluation.domain.scoring.own_figures import own_figures
from challenges.publishing.domain.specification import FormulaSpec, TermsSpec
from challenges.publishing.domain.words import FormulaKind, MeasureOfOffer
from tests.domain.evaluation import test_formula_kinds
from tests.domain.evaluation.test_decision import RANKED, offer, specification
from tests.support.pieces import every_box
from tests.support.specifications import JOBS

D = Decimal
PER_RESULT = FormulaSpec(measure="cost_per_outcome", kind="linear", worst=D(5000), best=D(100), outcome="jobs")


def with_formula(formula, **changes):
    able, plan, price = specification().criteria
    return specification(criteria=(able, plan, replace(price, formula=formula, **changes)))


def figure_of(spec, made, faults=()):
    (found,) = own_figures(spec, made, lot="", faults=faults)
    return found


@pytest.mark.parametrize(
    "formula",
    [
        PER_RESULT,
        replace(PER_RESULT, worst=D(1), best=D(2)),
        replace(PER_RESULT, kind="steps", worst=None, best=None, levels=((D(0), D(100)), (D("1500.01"), D(30)))),
        replace(PER_RESULT, kind="steps", worst=None, best=None, levels=((D(1000), D(33)), (D(1500), D(67)))),
        FormulaSpec(measure="price", kind="linear", worst=D(170_000), best=D(99_999)),
        FormulaSpec(measure="payment_at_risk", kind="linear", worst=D(0), best=D(1)),
        FormulaSpec(measure="outcome_volume", kind="linear", worst=D(0), best=D(70), outcome="jobs"),
    ],
    ids=str,
)
@pytest.mark.parametrize("low", ["0.4", "0.333333", "0"])
def test_mark_told_to_the_bidder_is_the_mark_the_ranking_gives(formula, low):
    spec, made = with_formula(formula), offer(low=low)

    decided = decide(
        spec,
        ranked=RANKED,
        judged=Judged(scores={"a": {"able": D(1), "plan": D(3)}}, accepted={"a": frozenset({"pay"})}),
        offers=[made],
    )

    told = figure_of(spec, made)
    assert told.mark == decided.marks["a"]["price"]
    assert (told.value is None) == ("a" in decided.undefined)


@pytest.mark.parametrize("kind", ["lowest_over_price", "percent_above_lowest", "mean_narrow_average"])
def test_relative_formula_tells_the_figure_and_no_mark(kind):
    spec = with_formula(FormulaSpec(measure="price", kind=kind))

    told = figure_of(spec, offer())

    assert (told.is_relative, told.value, told.mark) == (True, D("120000.00"), None)


def test_relative_formula_over_no_results_is_not_known():
    spec = with_formula(replace(PER_RESULT, kind="lowest_over_price", worst=None, best=None))

    assert figure_of(spec, offer(low="0")).is_known is False


def test_figure_below_the_minimum_is_said_to_rule_out():
    spec = with_formula(replace(PER_RESULT, worst=D(2000), best=D(1000)), minimum=D(51))

    assert figure_of(spec, offer()).is_ruled_out is True
    assert (
        figure_of(with_formula(replace(PER_RESULT, worst=D(2000), best=D(1000)), minimum=D(50)), offer()).is_ruled_out
        is False
    )


def test_fee_that_is_missing_leaves_the_figure_unknown():
    spec = replace(with_formula(PER_RESULT), terms=TermsSpec(years=2, fee_is_offered=True))

    assert figure_of(spec, offer()).is_known is False
    assert figure_of(spec, offer(fixed_fee=D(20_000))).value == D("1500.00")


@pytest.mark.parametrize(
    ("piece", "box", "measure", "is_known"),
    [
        ("outcome:jobs", "low", "cost_per_outcome", False),
        ("outcome:jobs", "", "price", False),
        ("money", "price", "price", False),
        ("money", "cost_0", "price", True),
        ("answer:q", "text", "price", True),
        ("pledge:m1", "quantity", "price", True),
        ("pledge:m1", "quantity", "pledged_value", False),
        ("outcome:jobs", "low", "pledged_value", True),
    ],
)
def test_only_faults_of_the_pages_a_figure_rests_on_hide_it(piece, box, measure, is_known):
    spec = with_formula(replace(PER_RESULT, measure=measure))

    told = figure_of(spec, offer(), faults=[PieceFault(piece=piece, box=box, code="missing")])

    assert told.is_known is is_known


def figure_typed(spec, asked, typed, faults=()):
    """The figure of a draft, whatever is wrong with it."""
    whole = read_draft(asked, typed, files=(), bid="a", version=1)
    said = {statement.measure: statement.statement for statement in whole.quality.statements}
    return figure_of(spec, OfferToScore(bid="a", part=whole.commercial, statements=said), faults=faults)


@pytest.mark.parametrize("is_priced_whole", [True, False])
@pytest.mark.parametrize("measure", MeasureOfOffer)
def test_a_fault_in_any_box_that_moves_a_figure_hides_it(measure, is_priced_whole):
    spec = test_formula_kinds.specification(FormulaKind.LINEAR, measure)
    spec = replace(
        spec,
        outcomes=(replace(JOBS, price=None, price_is_offered=not is_priced_whole),),
        terms=replace(spec.terms, fee_is_offered=not is_priced_whole, cap_total=None),
    )
    asked = asked_of(spec, lot="")
    typed = every_box(asked)
    before = figure_typed(spec, asked, typed)

    moving = {
        (key, box)
        for key, boxes in typed.items()
        for box in boxes
        if figure_typed(spec, asked, {**typed, key: {**boxes, box: "10"}}) != before
    }

    assert before.is_known
    # Nothing is at risk where nothing is paid by result.
    assert bool(moving) != (is_priced_whole and measure == MeasureOfOffer.PAYMENT_AT_RISK)
    shown = [
        (key, box)
        for key, box in moving
        if figure_typed(spec, asked, typed, [PieceFault(piece=key, box=box, code="missing")]).is_known
    ]
    assert shown == []


def test_costs_that_are_missing_or_wrong_change_no_figure():
    spec, made = with_formula(PER_RESULT), offer()
    fewer = [replace(made, part=replace(made.part, yearly_costs=costs)) for costs in ((), (D(1),), (D(9), D(9)))]

    assert {figure_of(spec, one).value for one in (made, *fewer)} == {D("1500.00")}


def test_judged_criteria_have_no_figure():
    able, plan, _price = specification().criteria

    assert own_figures(specification(criteria=(able, plan)), offer(), lot="", faults=()) == ()


def test_criterion_of_another_lot_has_no_figure():
    spec = with_formula(PER_RESULT, lot="north")

    assert own_figures(spec, offer(), lot="south", faults=()) == ()
    assert len(own_figures(spec, offer(), lot="north", faults=())) == 1


def test_empty_offer_breaks_nothing():
    spec = with_formula(PER_RESULT)
    empty = replace(offer(), part=CommercialPart(bid="a", version=1))

    assert figure_of(spec, empty).value is None
