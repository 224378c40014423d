from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings

from challenges.publishing.domain.draws import SharedDraws
from challenges.publishing.domain.offers import Estimate
from challenges.publishing.domain.payment import ShareBand, payments_by_year
from challenges.publishing.domain.risk_reward import cash_flow, simulate
from challenges.publishing.domain.yearly_payments import drawn_payments, offered_units
from tests.domain.invented import certain, drawn_offers, drawn_terms, estimates, line, offer, terms

PENNY = Decimal("0.01")


def rng():
    return np.random.default_rng(5)


def certain_estimates():
    return estimates().map(lambda estimate: certain(estimate.likely))


@given(drawn_offers(), drawn_terms())
def test_cash_adds_up_to_the_exact_payments_and_costs(bid, agreed):
    months = agreed.months + 40
    likely = {each.outcome: each.attainment.likely for each in bid.outcomes}
    paid = sum(payments_by_year(bid, agreed, attainment=likely, cost_factor=bid.cost_factor.likely))

    cash = cash_flow(bid, agreed, months)

    # Years are rounded one by one there, the running sum here; an advance may stay with the supplier.
    rounding = PENNY * (agreed.years + 1)
    assert -rounding <= sum(cash.receipts) - paid <= agreed.advance + rounding
    assert sum(cash.costs) == pytest.approx(bid.cost_factor.likely * sum(bid.costs), abs=PENNY / 2)
    assert cash.unpaid == 0


@given(drawn_offers(), drawn_terms())
def test_balance_is_the_running_sum_and_the_trough_its_lowest(bid, agreed):
    cash = cash_flow(bid, agreed, agreed.months)

    differences = (received - spent for received, spent in zip(cash.receipts, cash.costs, strict=True))
    assert cash.balance == tuple(accumulate(differences))
    assert cash.trough == min(Decimal(0), *cash.balance)
    assert cash.trough_month == (cash.balance.index(cash.trough) if cash.trough < 0 else None)


@given(drawn_offers(), drawn_terms())
def test_a_longer_look_moves_no_month_and_brings_what_was_unpaid(bid, agreed):
    short, long = cash_flow(bid, agreed, agreed.months), cash_flow(bid, agreed, agreed.months + 40)

    assert long.receipts[: agreed.months] == short.receipts
    assert sum(long.receipts[agreed.months :]) == short.unpaid


def test_advance_is_taken_off_in_equal_parts_and_what_is_too_large_is_carried_on():
    agreed = terms(
        prices={"a": 100}, advance=Decimal(600), advance_from=1, advance_months=2, verification_lag=0, payment_lag=2
    )
    bid = offer(line("a", 12, attainment=1), monthly_cost=100)

    cash = cash_flow(bid, agreed, 14)

    # 100 a month arrives from month 2; 300 is due off in month 1 and 300 more in month 2, so six months go to it.
    assert cash.receipts == tuple(map(Decimal, [600, 0, 0, 0, 0, 0, 0, 0, 100, 100, 100, 100, 100, 100]))
    assert (cash.trough, cash.trough_month) == (Decimal(-200), 7)


def test_fee_and_target_cost_do_not_wait_for_verification():
    bands = (ShareBand(from_=Decimal(0), to=None, share=Decimal("0.5")),)
    agreed = terms(prices={"a": 0}, fixed_fee=Decimal(120), bands=bands, verification_lag=3, payment_lag=1)
    bid = offer(monthly_cost=100, target=Decimal(1400))

    cash = cash_flow(bid, agreed, 16)

    assert cash.receipts[:2] == (Decimal(0), Decimal(110))
    # The last contract month is 11; half of the 200 saved arrives with it.
    assert cash.receipts[12] == Decimal(210)
    assert cash.receipts[13:] == (Decimal(0),) * 3


def test_pennies_of_a_fee_are_not_lost():
    cash = cash_flow(offer(), terms(prices={"a": 0}, fixed_fee=Decimal(100), payment_lag=0), 12)

    assert sorted(set(cash.receipts)) == [Decimal("8.33"), Decimal("8.34")]
    assert sum(cash.receipts) == 100


@settings(max_examples=60)
@given(drawn_offers(attainments=certain_estimates(), factors=certain_estimates()), drawn_terms())
def test_certain_offer_is_simulated_as_it_is_settled(bid, agreed):
    likely = {each.outcome: each.attainment.likely for each in bid.outcomes}
    paid = sum(payments_by_year(bid, agreed, attainment=likely, cost_factor=bid.cost_factor.likely))
    cost = bid.cost_factor.likely * sum(bid.costs)

    risk = simulate([bid], agreed, draws=3, rng=rng()).bids["x"]

    rounding = 0.01 * agreed.years + 1e-9
    assert risk.public_cost.mean == pytest.approx(float(agreed.tariff.public_share * paid), abs=rounding)
    assert risk.supplier_margin.mean == pytest.approx(float(paid - cost), abs=rounding)
    assert (risk.public_downside_share, risk.public_reward_share) == (None, None)
    assert risk.maximum_public_exposure == pytest.approx(risk.public_cost.mean, abs=rounding)


@settings(max_examples=60)
@given(drawn_offers(), drawn_terms())
def test_in_every_draw_payments_are_public_and_other_and_cost_and_margin(bid, agreed):
    units = offered_units(bid, terms=agreed)
    shared = SharedDraws(outcomes=units.outcomes, draws=40, rng=rng())
    factor = shared.cost_factor(bid)
    payments = drawn_payments(units, attainment=shared.attainment(bid), factor=factor).sum(axis=0)
    cost = units.planned_cost * factor

    risk = simulate([bid], agreed, draws=40, rng=rng()).bids["x"]

    public = float(agreed.tariff.public_share)
    assert risk.public_cost.mean == pytest.approx(public * payments.mean(), rel=1e-9, abs=1e-9)
    assert risk.supplier_margin.mean + cost.mean() == pytest.approx(payments.mean(), rel=1e-9, abs=1e-9)
    assert risk.probability_of_loss == np.mean(payments - cost < -1e-9)


def target_cost_risk(*, public="1", target=1200, share="0.25", **known):
    bands = (ShareBand(from_=Decimal(0), to=None, share=Decimal(share)),)
    factor = Estimate(low=Decimal("0.8"), likely=Decimal(1), high=Decimal("1.4"))
    bid = offer(monthly_cost=100, target=Decimal(target), cost_factor=factor)
    agreed = terms(prices={"a": 0}, public=public, bands=bands, **known)
    return simulate([bid], agreed, draws=200, rng=rng()).bids["x"]


def test_public_bears_what_the_band_and_the_other_payers_leave_it():
    alone, shared = target_cost_risk(), target_cost_risk(public="0.6")

    assert (alone.public_downside_share, alone.public_reward_share) == (pytest.approx(0.75), pytest.approx(0.75))
    assert (shared.public_downside_share, shared.public_reward_share) == (pytest.approx(0.45), pytest.approx(0.45))


def test_break_even_is_no_loss():
    spread = Estimate(low=Decimal("0.7"), likely=Decimal(1), high=Decimal("1.3"))
    everything_back = terms(prices={"a": 0}, bands=(ShareBand(from_=Decimal(0), to=None, share=Decimal(0)),))
    bid = offer(monthly_cost="33.33", target=Decimal(400), cost_factor=spread)

    risk = simulate([bid], everything_back, draws=500, rng=rng()).bids["x"]

    assert (risk.probability_of_loss, risk.expected_loss, risk.supplier_margin.p50) == (0.0, 0.0, 0.0)


def test_advance_shifts_cash_and_neither_cost_nor_risk():
    bid = offer(line("a", 12, attainment=1), monthly_cost=100, working_capital=Decimal(50))
    plain = terms(prices={"a": 100})
    with_advance = replace(plain, advance=Decimal(100), advance_from=6)

    before, after = (simulate([bid], each, draws=5, rng=rng()).bids["x"] for each in (plain, with_advance))

    assert (before.cash_trough, before.funding_gap, before.flags) == (-100.0, 50.0, ("unfunded trough",))
    assert (after.cash_trough, after.cash_trough_month) == (-100.0, 6)
    assert (after.public_cost, after.payment_at_risk) == (before.public_cost, before.payment_at_risk)


def test_payment_at_risk_is_none_where_nothing_is_ever_paid():
    assert simulate([offer()], terms(prices={"a": 5}), draws=2, rng=rng()).bids["x"].payment_at_risk is None


def test_puffed_up_high_attainment_does_not_move_payment_at_risk():
    honest, puffed = (
        offer(line("a", 10, attainment=Estimate(low=Decimal(0), likely=Decimal("0.5"), high=Decimal(high))))
        for high in ("0.6", "3")
    )
    agreed = terms(prices={"a": 100}, fixed_fee=Decimal(500))

    results = [simulate([bid], agreed, draws=2, rng=rng()).bids["x"] for bid in (honest, puffed)]

    assert [risk.payment_at_risk for risk in results] == [pytest.approx(1000 / 1500)] * 2
    assert [risk.maximum_public_exposure for risk in results] == [1100.0, 3500.0]


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: cash_flow(offer(), terms(prices={"a": 1}), 11), ["months", "11", "at least 12"]),
        (lambda: cash_flow(offer(), terms(prices={"a": 1}), 12.5), ["months", "12.5", "whole"]),
        (lambda: simulate([], terms(prices={"a": 1}), rng=rng()), ["offers", "empty"]),
        (lambda: simulate([offer(), offer()], terms(prices={"a": 1}), rng=rng()), ["offers", "'x'", "twice"]),
        (
            lambda: simulate(
                [offer(monthly_cost=100, target=Decimal(1200), cost_factor=certain("1.3"))],
                terms(prices={"a": 1}, bands=(ShareBand(from_=Decimal(0), to=Decimal("1.2"), share=Decimal(1)),)),
                rng=rng(),
            ),
            ["outturn", "1560", "highest band"],
        ),
    ],
)
def test_refusal_names_field_value_and_rule(act, words):
    with pytest.raises(ValueError, match=" refused, ") as refused:
        act()

    assert [word for word in words if word not in str(refused.value)] == []
