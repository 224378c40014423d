from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.publishing.domain.offers import Estimate, Offer, OutcomeOffer, pert_mean, pert_quantile
from tests.domain.invented import certain, estimates, line, offer


@given(estimates(), st.floats(0, 1), st.floats(0, 1))
def test_quantile_rises_with_chance_and_stays_between_low_and_high(estimate, one, other):
    lower, upper = sorted((one, other))

    assert float(estimate.low) <= pert_quantile(estimate, lower) <= pert_quantile(estimate, upper) + 1e-12
    assert pert_quantile(estimate, upper) <= float(estimate.high)


@given(estimates())
def test_quantiles_average_to_the_mean(estimate):
    chances = [(position + 0.5) / 400 for position in range(400)]

    assert sum(pert_quantile(estimate, p) for p in chances) / 400 == pytest.approx(pert_mean(estimate), abs=2e-3)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Estimate(low=Decimal("0.6"), likely=Decimal("0.5"), high=Decimal("0.8")), ["low", "0.6", "0.5"]),
        (lambda: Estimate(low=Decimal(0), likely=Decimal(2), high=Decimal(1)), ["likely", "2", "high, 1"]),
        (lambda: Estimate(low=Decimal(-1), likely=Decimal(0), high=Decimal(1)), ["low", "-1", "negative"]),
        (lambda: Estimate(low=0.5, likely=Decimal(1), high=Decimal(1)), ["low", "0.5", "not a float"]),
        (lambda: Estimate(low=True, likely=Decimal(1), high=Decimal(1)), ["low", "True", "not a bool"]),
        (lambda: Estimate(low=Decimal("NaN"), likely=Decimal(1), high=Decimal(1)), ["low", "NaN", "finite"]),
        (lambda: Estimate(low=Decimal(0), likely=Decimal(1), high=Decimal("Infinity")), ["high", "Infinity", "finite"]),
        (lambda: line("a", "-1", attainment=1), ["volumes of a", "-1", "negative"]),
        (lambda: OutcomeOffer(outcome="a", volumes=(), attainment=certain(1)), ["volumes of a", "empty"]),
        (lambda: OutcomeOffer(outcome=" ", volumes=(Decimal(1),), attainment=certain(1)), ["outcome", "blank"]),
        (lambda: OutcomeOffer(outcome="a", volumes=(Decimal(1),), attainment=1), ["attainment of a", "estimate"]),
        (lambda: line("a", 1, attainment=1, price=Decimal(-5)), ["price of a", "-5", "negative"]),
        (lambda: offer(line("a", 1, 2, attainment=1)), ["volumes of a", "2", "1 years"]),
        (lambda: offer(line("a", 1, attainment=1), line("a", 1, attainment=1)), ["outcomes", "'a'", "twice"]),
        (lambda: offer(people=(1, 2)), ["people", "2", "1 years"]),
        (lambda: offer(people=(1.5,)), ["people", "1.5", "whole"]),
        (lambda: offer(target=Decimal(0)), ["target", "0", "above 0"]),
        (lambda: offer(monthly_cost=-1), ["costs", "-1", "negative"]),
        (lambda: offer(working_capital=Decimal(-1)), ["working_capital", "-1", "negative"]),
        (
            lambda: Offer(bid="x", outcomes=(), costs=(Decimal(1),) * 13, cost_factor=certain(1)),
            ["costs", "13", "twelve months"],
        ),
        (lambda: Offer(bid="x", outcomes=(), costs=(), cost_factor=certain(1)), ["costs", "empty"]),
        (lambda: pert_quantile(certain(1), 1.5), ["p", "1.5", "from 0 to 1"]),
        (lambda: pert_quantile(certain(1), float("nan")), ["p", "nan", "finite"]),
    ],
)
def test_refusal_names_field_value_and_rule(build, words):
    with pytest.raises(ValueError, match=" refused, ") as refused:
        build()

    assert [word for word in words if word not in str(refused.value)] == []
