from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.publishing.domain.appraisal import (
    OutcomeValue,
    Valuation,
    appraise,
    bcr,
    discount_factor,
    distributional_weight,
    equivalent_annual,
    impact_by_year,
    net_additional,
    npsv,
    present_value,
    rebase,
    with_optimism_bias,
)
from challenges.publishing.domain.offers import Estimate
from challenges.publishing.domain.payment import payments_by_year
from tests.domain.invented import OUTCOMES, amounts, certain, drawn_offers, drawn_terms, line, offer, terms


def rng():
    return np.random.default_rng(5)


def valuation(years=1, *, own_cost=0, **worth):
    return Valuation(
        outcomes=tuple(OutcomeValue(outcome=outcome, social=Decimal(value)) for outcome, value in worth.items()),
        own_costs=(Decimal(own_cost),) * years,
    )


@given(st.integers(1, 400), st.sampled_from(["standard", "health", "reduced"]))
def test_discount_factor_falls_year_by_year_at_its_own_bands_rate(year, schedule):
    rates = {
        "standard": (0.035, 0.03, 0.025, 0.02, 0.015, 0.01),
        "health": (0.015, 0.0129, 0.0107, 0.0086, 0.0064, 0.0043),
        "reduced": (0.03, 0.0257, 0.0214, 0.0171, 0.0129, 0.0086),
    }[schedule]
    band = next(place for place, last in enumerate((30, 75, 125, 200, 300, 10**9)) if year <= last)

    step = discount_factor(year - 1, schedule) / discount_factor(year, schedule)

    assert step == pytest.approx(1 + rates[band], rel=1e-12)


def test_equal_annual_amounts_have_the_value_they_were_made_from():
    amount = equivalent_annual(1000, 40, "health")

    assert present_value([0, *[amount] * 40], "health") == pytest.approx(1000)


def test_optimism_bias_may_exceed_one_and_full_mitigation_takes_it_off():
    assert with_optimism_bias([100, 0], 2.0) == [300.0, 0.0]
    assert with_optimism_bias([100], 2.0, 1) == [100.0]


def test_rebase_follows_the_index():
    assert rebase(-50, 80, 100) == -62.5


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: discount_factor(-1), ["year", "-1", "at least 0"]),
        (lambda: discount_factor(1.5), ["year", "1.5", "whole"]),
        (lambda: discount_factor(True), ["year", "True", "whole"]),
        (lambda: discount_factor(1, "normal"), ["schedule", "'normal'", "one of"]),
        (lambda: present_value([]), ["flows", "empty"]),
        (lambda: present_value([float("nan")]), ["flows", "nan", "finite"]),
        (lambda: present_value([10**400]), ["flows", "finite"]),
        (lambda: npsv([1, 2], [1]), ["benefits", "1", "as many years as costs, 2"]),
        (lambda: bcr([-1], [1]), ["costs", "-1", "negative"]),
        (lambda: equivalent_annual(1, 0), ["years", "0", "at least 1"]),
        (lambda: with_optimism_bias([1], -0.1), ["bias", "-0.1", "negative"]),
        (lambda: with_optimism_bias([1], 0.1, 1.1), ["mitigation", "1.1", "0 to 1"]),
        (lambda: distributional_weight(0, 1), ["income", "0", "above 0"]),
        (lambda: distributional_weight(1, 1, -1), ["eta", "-1", "negative"]),
        (lambda: net_additional(-1), ["gross", "-1", "negative"]),
        (lambda: net_additional(1, leakage=2), ["leakage", "2", "0 to 1"]),
        (lambda: net_additional(1, multiplier=-2), ["multiplier", "-2", "negative"]),
        (lambda: impact_by_year(1, 1, drop_off=-0.1), ["drop_off", "-0.1", "0 to 1"]),
        (lambda: impact_by_year(1, 1, years=0), ["years", "0", "at least 1"]),
        (lambda: rebase(1, 0, 1), ["from_index", "0", "above 0"]),
        (lambda: OutcomeValue(outcome="a", social=1.5), ["social of a", "1.5", "float"]),
        (lambda: OutcomeValue(outcome="a", weight=Decimal(-1)), ["weight of a", "-1", "negative"]),
        (lambda: OutcomeValue(outcome="a", drop_off=Decimal(2)), ["drop_off of a", "2", "0 to 1"]),
        (lambda: OutcomeValue(outcome="a", schedule="x"), ["schedule of a", "'x'", "one of"]),
        (lambda: OutcomeValue(outcome="a", years=0), ["years of a", "0", "at least 1"]),
        (lambda: Valuation(outcomes=(), own_costs=(Decimal(1),)), ["valued outcomes", "empty"]),
        (lambda: replace(valuation(a=1), own_costs=()), ["own_costs", "empty"]),
        (lambda: replace(valuation(a=1), inflation=Decimal(2)), ["inflation", "2", "0 to 1"]),
        (lambda: appraise([], valuation(a=1), terms(prices={"a": 1}), rng=rng()), ["offers", "empty"]),
        (
            lambda: appraise([offer()] * 2, valuation(a=1), terms(prices={"a": 1}), rng=rng()),
            ["offers", "'x'", "twice"],
        ),
        (lambda: appraise([offer()], valuation(b=1), terms(prices={"a": 1}), rng=rng()), ["outcome", "'a'", "tariff"]),
        (
            lambda: appraise([offer()], valuation(2, a=1), terms(prices={"a": 1}), rng=rng()),
            ["own_costs", "2", "1 contr"],
        ),
    ],
)
def test_refusal_names_field_value_and_rule(act, words):
    with pytest.raises(ValueError, match=" refused, ") as refused:
        act()

    assert [word for word in words if word not in str(refused.value)] == []


def test_nothing_to_divide_by_is_none_and_never_nan():
    result = appraise([offer(line("a", 0, attainment=1))], valuation(a=5), terms(prices={"a": 0}), draws=3, rng=rng())

    bid = result.bids["x"]
    assert (bid.bcr, bid.value_per_public_pound, bid.cost_per_outcome, bid.value_shares) == (
        None,
        None,
        {"a": None},
        None,
    )
    assert [case.bcr for case in bid.cases.values()] == [None] * 3
    assert (bid.switching, bid.probability_positive) == ({"a": 1.0}, 0.0)


def test_value_that_is_nil_in_every_draw_is_not_called_positive():
    spread = Estimate(low=Decimal("0.1"), likely=Decimal("0.3"), high=Decimal("0.7"))
    bid = offer(line("a", "0.3", "0.7", attainment=spread), years=2)

    result = appraise([bid], valuation(2, a="0.1"), terms(2, prices={"a": "0.1"}), draws=100, rng=rng())

    assert (result.bids["x"].probability_positive, result.bids["x"].switching) == (0.0, {"a": 0.3})


def test_cost_moved_onto_a_charity_never_raises_public_value():
    bid = offer(line("a", 10, attainment=certain("0.5")))

    public, shared = (
        appraise([bid], valuation(a=300), terms(prices={"a": 100}, public=part), draws=3, rng=rng()).bids["x"]
        for part in ("1", "0.4")
    )

    assert shared.npsv == public.npsv
    assert (public.bcr.mean, shared.bcr.mean) == (pytest.approx(3.0), pytest.approx((1500 - 300) / 200))


def test_payments_lose_value_with_inflation_only_where_they_are_not_indexed():
    bid = offer(line("a", 10, 10, attainment=1), years=2)
    valued = replace(valuation(2, a=0), inflation=Decimal("0.1"))

    indexed, fixed = (
        appraise([bid], valued, replace(terms(2, prices={"a": 100}), indexed=each), draws=2, rng=rng()).bids["x"]
        for each in (True, False)
    )

    assert indexed.public_cost.mean == pytest.approx(1000 + 1000 / 1.035)
    assert fixed.public_cost.mean == pytest.approx(1000 + 1000 / 1.1 / 1.035)
    assert (indexed.cost_per_outcome["a"], fixed.cost_per_outcome["a"]) == (
        pytest.approx(2000 / 20),
        pytest.approx((1000 + 1000 / 1.1) / 20),
    )


def worth_by_hand(bid, *, valued, agreed, attainment, factor):
    """NPSV by the plain functions, one sum after another."""
    worth = {value.outcome: value for value in valued.outcomes}
    benefits = 0.0
    for each in bid.outcomes:
        value = worth[each.outcome]
        unit = float(value.fiscal + value.weight * (value.economic + value.social))
        for year, volume in enumerate(each.volumes):
            cohort = impact_by_year(
                float(volume * attainment[each.outcome]),
                unit,
                deadweight=float(value.deadweight),
                displacement=float(value.displacement),
                attribution_to_others=float(value.attribution_to_others),
                drop_off=float(value.drop_off),
                years=value.years,
            )
            benefits += present_value([0.0] * year + cohort, value.schedule)
    paid = payments_by_year(bid, agreed, attainment=attainment, cost_factor=factor)
    inflation = 0.0 if agreed.indexed else float(valued.inflation)
    own = with_optimism_bias([float(cost) for cost in valued.own_costs], float(valued.bias), float(valued.mitigation))
    costs = [float(amount) / (1 + inflation) ** year + own[year] for year, amount in enumerate(paid)]
    return benefits - present_value(costs, valued.schedule)


@st.composite
def valuations(draw, *, years=2):
    rates = amounts(0, 1)
    return Valuation(
        outcomes=tuple(
            OutcomeValue(
                outcome=outcome,
                fiscal=draw(amounts(0, 300)),
                economic=draw(amounts(0, 300)),
                social=draw(amounts(0, 300)),
                weight=draw(amounts(0, 3)),
                deadweight=draw(rates),
                displacement=draw(rates),
                attribution_to_others=draw(rates),
                drop_off=draw(rates),
                years=draw(st.integers(1, 4)),
                schedule=draw(st.sampled_from(["standard", "health"])),
            )
            for outcome in OUTCOMES
        ),
        own_costs=tuple(draw(st.lists(amounts(0, 500), min_size=years, max_size=years))),
        bias=draw(amounts(0, 2)),
        mitigation=draw(rates),
        inflation=draw(amounts(0, 1)),
    )


@settings(max_examples=60)
@given(drawn_offers(), valuations(), drawn_terms())
def test_cases_are_the_plain_functions_put_together(bid, valued, agreed):
    cases = appraise([bid], valued, agreed, draws=1, rng=rng()).bids["x"].cases

    for case, point, factor in (("low", "low", "high"), ("central", "likely", "likely"), ("high", "high", "low")):
        attainment = {each.outcome: getattr(each.attainment, point) for each in bid.outcomes}
        by_hand = worth_by_hand(
            bid, valued=valued, agreed=agreed, attainment=attainment, factor=getattr(bid.cost_factor, factor)
        )
        # The plain functions round each year's payment to the penny.
        assert cases[case].npsv == pytest.approx(by_hand, rel=1e-9, abs=0.02)


@settings(max_examples=60)
@given(drawn_offers(), valuations(), drawn_terms())
def test_switching_attainment_is_where_public_value_turns(bid, valued, agreed):
    result = appraise([bid], valued, agreed, draws=1, rng=rng()).bids["x"]
    central = result.cases["central"].npsv
    likely = {each.outcome: each.attainment.likely for each in bid.outcomes}

    def value_at(outcome, attainment):
        return worth_by_hand(
            bid,
            valued=valued,
            agreed=agreed,
            attainment=likely | {outcome: Decimal(str(attainment))},
            factor=bid.cost_factor.likely,
        )

    for outcome, point in result.switching.items():
        if outcome not in likely:
            assert point is None
            continue
        start = float(likely[outcome])
        beyond = (
            np.linspace(0 if point is None else point, start, 12) if central > 0 else np.linspace(start, point or 1, 12)
        )
        # On the way from likely to the nil point, or to the end where there is none, the sign stays.
        signs = [np.sign(central) * value_at(outcome, attainment) for attainment in beyond]
        assert min(signs) >= -0.05
        if point is not None:
            assert value_at(outcome, point) == pytest.approx(0, abs=0.05)
