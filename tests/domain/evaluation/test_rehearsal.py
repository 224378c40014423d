"""Trying a specification out with invented bids and one invented offer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bids.evaluation.domain.assurance import rehearsal_terms
from bids.evaluation.domain.assurance.rehearsal_bids import (
    LETTERS,
    RehearsalFault,
    begin,
    is_workable,
    read_figure,
    rehearsal_lines,
    rehearsed_bids,
    short_key,
)
from bids.evaluation.domain.assurance.rehearsal_terms import (
    TermChange,
    changed,
    first_change,
    rehearsed_terms,
    usual_amount,
    why_not,
)
from bids.evaluation.domain.scoring.decision import model_of
from bids.evaluation.domain.scoring.scoring import rank
from challenges.publishing.domain.payment import payments_by_year
from challenges.publishing.domain.specification import FormulaSpec, StagePayment, TermsSpec
from tests.support.specifications import JOBS, PLAN, PRICE, STANDING, TERMS, challenge_prize, outcome_specification

D = Decimal
AT_RISK = replace(
    PRICE, id="risk", formula=FormulaSpec(measure="payment_at_risk", kind="linear", worst=D("0.9"), best=D("0.1"))
)
FORMULAS = (
    PRICE.formula,
    FormulaSpec(measure="price", kind="linear", worst=D("500000"), best=D("0")),
    FormulaSpec(measure="outcome_volume", kind="linear", worst=D(10), best=D(300), outcome="jobs"),
    FormulaSpec(measure="cost_per_outcome", kind="lowest_over_price", outcome="jobs"),
    FormulaSpec(measure="price", kind="percent_above_lowest"),
    FormulaSpec(measure="price", kind="mean_narrow_average"),
    FormulaSpec(measure="pledged_value", kind="share_of_highest"),
    FormulaSpec(measure="pledged_value", kind="steps", levels=((D(0), D(0)), (D("1234.4"), D(50)), (D(9000), D(100)))),
    AT_RISK.formula,
)
RICH = outcome_specification(terms=replace(TERMS, fixed_fee=D(100000), verification_lag=3))
OPEN_PRICES = outcome_specification(
    outcomes=(replace(JOBS, price=None, price_is_offered=True),), terms=replace(TERMS, fee_is_offered=True)
)
HALF_FINISHED = [
    FormulaSpec(measure="", kind="linear", worst=D(1), best=D(2)),
    FormulaSpec(measure="guess", kind="steps", levels=((D(1), D(2)),)),
    FormulaSpec(measure="price", kind=""),
    FormulaSpec(measure="price", kind="linear", worst=D(1)),
    FormulaSpec(measure="price", kind="linear", worst=D(1), best=D(1)),
    FormulaSpec(measure="price", kind="steps"),
    FormulaSpec(measure="price", kind="steps", levels=((D(1), D(2)), (D(1), D(3)))),
    None,
]


def first_bids(specification, letters=LETTERS):
    lines, begun = rehearsal_lines(specification, lot=""), begin(specification, lot="")
    return {letter: {line.criterion.id: begun[letter][line.key] for line in lines} for letter in letters}


def likely_payments(specification, part):
    shown = rehearsed_terms(specification, part, lot="", draws=1)
    likely = {offered.outcome: offered.attainment.likely for offered in shown.offer.outcomes}
    return sum(payments_by_year(shown.offer, shown.terms, attainment=likely))


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f"{f.measure}-{f.kind}")
def test_first_bids_are_figures_that_may_be_typed_and_part_the_bids(formula):
    specification = outcome_specification(criteria=(PLAN, replace(PRICE, formula=formula)))
    lines, begun = rehearsal_lines(specification, lot=""), begin(specification, lot="")

    read = {letter: [read_figure(line, f"{begun[letter][line.key]:f}") for line in lines] for letter in LETTERS}

    assert read == {letter: [begun[letter][line.key] for line in lines] for letter in LETTERS}
    shown = rehearsed_bids(specification, first_bids(specification), lot="")
    assert len({shown.ranking.totals[letter] for letter in "ABCD"}) > 1


def test_the_sixth_bid_fails_and_the_fifth_equals_the_second():
    shown = rehearsed_bids(outcome_specification(), first_bids(outcome_specification()), lot="")

    assert shown.ranking.disqualified == {"F": ("standing",)}
    assert shown.ranking.totals["B"] == shown.ranking.totals["E"]


def test_shares_of_payment_in_per_cent_earn_the_same_marks():
    specification = outcome_specification(criteria=(PLAN, AT_RISK, STANDING))
    in_per_cent = first_bids(specification)
    criteria, rule = model_of(specification, lot="")
    as_shares = {bid: {**scores, "risk": scores["risk"] / 100} for bid, scores in in_per_cent.items()}

    shown = rehearsed_bids(specification, in_per_cent, lot="")

    assert shown.ranking == rank(as_shares, criteria, rule)
    # 40 marks from 90% down to 10%: one per cent more costs half a mark.
    assert shown.findings.worth["risk"]["B"] == D("-0.5")


@pytest.mark.parametrize("formula", HALF_FINISHED, ids=str)
def test_half_finished_formula_cannot_be_worked_with(formula):
    assert not is_workable(outcome_specification(criteria=(PLAN, replace(PRICE, formula=formula))), lot="")


def test_nothing_that_carries_marks_cannot_be_worked_with():
    assert not is_workable(outcome_specification(criteria=()), lot="")
    assert not is_workable(outcome_specification(criteria=(STANDING,)), lot="")


@pytest.mark.parametrize(
    ("criterion", "typed", "code"),
    [
        (PLAN, "2.5", "off_scale"),
        (replace(PLAN, scale=()), "5.1", "too_much"),
        (STANDING, "2", "off_scale"),
        (replace(PRICE, formula=FormulaSpec(measure="price", kind="lowest_over_price")), "0", "nothing_to_compare"),
        (AT_RISK, "100.5", "too_much"),
        (PRICE, "1.23456", "too_exact"),
        (PRICE, "", "missing"),
        (PRICE, "-1", "below_zero"),
    ],
)
def test_figure_that_breaks_a_rule_is_a_fault(criterion, typed, code):
    line = rehearsal_lines(outcome_specification(criteria=(criterion,), conditions=()), lot="")[0]

    read = read_figure(line, typed)

    assert isinstance(read, RehearsalFault)
    assert read.code == code


def test_short_names_stay_the_same_and_differ():
    assert short_key("plan") == short_key("plan") != short_key("price")


@pytest.mark.parametrize("specification", [RICH, OPEN_PRICES], ids=["published prices", "offered prices"])
@pytest.mark.parametrize("change", rehearsal_terms.SHARES)
def test_moving_money_between_fee_and_results_keeps_what_is_most_likely_paid(specification, change):
    part = rehearsal_terms.begin(specification, lot="")
    before, after = rehearsed_terms(specification, part, lot=""), changed(specification, part, change, by=D(40), lot="")
    risk = rehearsed_terms(*after, lot="").risk

    assert abs(likely_payments(*after) - likely_payments(specification, part)) < 1
    if change == TermChange.LESS_ON_RESULTS:
        assert risk.payment_at_risk < before.risk.payment_at_risk
        assert risk.supplier_margin.p5 > before.risk.supplier_margin.p5
    else:
        assert risk.payment_at_risk > before.risk.payment_at_risk
        assert risk.supplier_margin.p5 < before.risk.supplier_margin.p5


def test_money_sooner_and_an_advance_make_the_hole_smaller_and_change_no_margin():
    part = rehearsal_terms.begin(RICH, lot="")
    before = rehearsed_terms(RICH, part, lot="")

    for change, by in ((TermChange.PAID_IN, D(1)), (TermChange.ADVANCE, D(50000))):
        after = rehearsed_terms(*changed(RICH, part, change, by=by, lot=""), lot="")
        assert after.cash.trough > before.cash.trough
        assert after.risk.supplier_margin == before.risk.supplier_margin


def test_cap_is_never_passed():
    part = rehearsal_terms.begin(RICH, lot="")

    after = rehearsed_terms(*changed(RICH, part, TermChange.CAP, by=D(200000), lot=""), lot="")

    # The cap on results, the fee and the payment on a date; the council bears seven tenths.
    assert after.risk.maximum_public_exposure == pytest.approx(0.7 * (200000 + 100000 + 20000))


@pytest.mark.parametrize("change", [change for change in TermChange if change])
def test_every_change_has_a_figure_for_whoever_says_none(change):
    part = rehearsal_terms.begin(RICH, lot="")

    assert usual_amount(RICH, part, change, lot="") >= 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"terms": None}, "no_terms"),
        ({"outcomes": ()}, "no_outcomes"),
        ({"outcomes": (replace(JOBS, price=None),), "terms": TermsSpec(years=2)}, "nothing_paid"),
        ({"terms": replace(TERMS, years=51)}, "too_long"),
        ({"terms": replace(TERMS, payment_lag=10**9)}, "too_long"),
        ({"terms": replace(TERMS, years=-1)}, "unfinished"),
        ({"terms": replace(TERMS, payers=(replace(TERMS.payers[0], name={}),))}, "unfinished"),
        ({"terms": replace(TERMS, stage_payments=(StagePayment(month=99, amount=D(1)),))}, "unfinished"),
        ({"terms": replace(TERMS, advance_months=0)}, "unfinished"),
        ({"outcomes": (replace(JOBS, price=D(-1)),)}, "unfinished"),
        ({"outcomes": (replace(JOBS, target=D(-5), price=None, price_is_offered=True),)}, "unfinished"),
        ({}, ""),
    ],
)
def test_why_terms_cannot_be_tried(changes, reason):
    assert why_not(outcome_specification(**changes), lot="") == reason


def test_prize_without_terms_cannot_be_tried_and_one_that_pays_for_results_can():
    assert why_not(challenge_prize(), lot="") == "no_terms"
    assert why_not(challenge_prize(outcomes=(JOBS,), terms=TermsSpec(years=1)), lot="") == ""


def test_first_change_is_one_that_moves_something():
    nothing_for_results = outcome_specification(terms=replace(TERMS, cap_total=D(0), fixed_fee=D(5000)))

    assert first_change(RICH, rehearsal_terms.begin(RICH, lot=""), lot="") == TermChange.LESS_ON_RESULTS
    part = rehearsal_terms.begin(nothing_for_results, lot="")
    assert first_change(nothing_for_results, part, lot="") == TermChange.NONE
