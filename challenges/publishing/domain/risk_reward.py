"""Who bears what: public cost and supplier's margin over the draws, sharing of cost, exposure and cash.

Per draw: attainments and cost factor by the common rule, payments as `payments_by_year` in float64 without rounding,
undiscounted, whole contract, in the terms' own money. In every draw payments = public part + other payers' part and
payments = cost + margin; one part of each is worked by subtraction.

payment_at_risk = 1 − guaranteed/full (payments with every attainment 0 and 1, cost factor likely). Sharing of cost:
δ = cost − cost at likely factor; its public part is the public share × (payments − payments at likely factor); mean
public part over the draws with δ > 0 ÷ mean δ there is the downside share, likewise the reward share for δ < 0.
Exposure, payment at risk and trough are exact (Decimal, then float), free of draws. A margin within 1e-12 of the
payments and costs it is made of is nil. A flag asks a question; the machine never rejects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.random import Generator

from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import something, unique
from challenges.publishing.domain.cash import CashFlow, cash_flow, months_until_paid
from challenges.publishing.domain.draws import Array, SharedDraws, percentiles
from challenges.publishing.domain.offers import Offer
from challenges.publishing.domain.public_flows import settled
from challenges.publishing.domain.target_cost import drawn_share
from challenges.publishing.domain.terms import Terms
from challenges.publishing.domain.yearly_payments import OfferedUnits, drawn_payments, offered_units, payments_by_year

__all__ = ["BidRisk", "CashFlow", "RiskProfile", "Spread5", "cash_flow", "simulate"]

PROBABLE_LOSS = "probable loss"
UNFUNDED_TROUGH = "unfunded trough"
PROBABLE = 0.5


@dataclass(frozen=True, kw_only=True)
class Spread5:
    """The mean of the draws, the middle one, and the ones that nineteen in twenty lie above (p5) or below (p95)."""

    mean: float
    p5: float
    p50: float
    p95: float


@dataclass(frozen=True, kw_only=True)
class BidRisk:
    """One bid's figures, in pounds of the terms; shares are `None` where there is nothing to share."""

    public_cost: Spread5
    supplier_margin: Spread5
    payment_at_risk: float | None
    public_downside_share: float | None
    public_reward_share: float | None
    maximum_public_exposure: float
    probability_of_loss: float
    expected_loss: float
    cash_trough: float
    cash_trough_month: int | None
    funding_gap: float
    flags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RiskProfile:
    """The figures of every bid, with what reproduces the draws."""

    bids: Mapping[str, BidRisk]
    seed: int
    draws: int


@dataclass(frozen=True, kw_only=True)
class _ExactRisk:
    """What needs no draws."""

    payment_at_risk: float | None
    exposure: float
    cash: CashFlow
    funding_gap: Decimal


def simulate(offers: Sequence[Offer], terms: Terms, *, draws: int = 10_000, rng: Generator) -> RiskProfile:
    """Simulate every offer on the same draws."""
    listed = something(offers, field="offers")
    unique((offer.bid for offer in listed), field="offers")
    units = {offer.bid: offered_units(offer, terms=terms) for offer in listed}
    shared = SharedDraws(outcomes=terms.tariff.outcomes, draws=draws, rng=rng)
    bids = {bid: _risk(offered, shared=shared) for bid, offered in units.items()}
    return RiskProfile(bids=bids, seed=shared.seed, draws=shared.draws)


def _risk(units: OfferedUnits, *, shared: SharedDraws) -> BidRisk:
    offer, public_share = units.offer, float(units.terms.tariff.public_share)
    factor = shared.cost_factor(offer)
    payments = drawn_payments(units, attainment=shared.attainment(offer), factor=factor).sum(axis=0)
    cost = units.planned_cost * factor
    margin = settled(payments - cost, made_of=np.abs(payments) + cost)
    losses = margin[margin < 0]
    probability_of_loss = losses.size / margin.size
    exact = _exact_risk(offer, terms=units.terms)
    downside, reward = _shares_of_cost(units, factor=factor, public_share=public_share)
    return BidRisk(
        public_cost=_spread5(public_share * payments),
        supplier_margin=_spread5(margin),
        payment_at_risk=exact.payment_at_risk,
        public_downside_share=downside,
        public_reward_share=reward,
        maximum_public_exposure=exact.exposure,
        probability_of_loss=probability_of_loss,
        expected_loss=-float(losses.mean()) if losses.size else 0.0,
        cash_trough=float(exact.cash.trough),
        cash_trough_month=exact.cash.trough_month,
        funding_gap=float(exact.funding_gap),
        flags=_flags(probability_of_loss, funding_gap=exact.funding_gap),
    )


def _spread5(values: Array) -> Spread5:
    p5, p50, p95 = percentiles(values, at=(5, 50, 95))
    return Spread5(mean=float(values.mean()), p5=p5, p50=p50, p95=p95)


def _flags(probability_of_loss: float, *, funding_gap: Decimal) -> tuple[str, ...]:
    raised = {PROBABLE_LOSS: probability_of_loss > PROBABLE, UNFUNDED_TROUGH: funding_gap > 0}
    return tuple(flag for flag, is_raised in raised.items() if is_raised)


def _shares_of_cost(units: OfferedUnits, *, factor: Array, public_share: float) -> tuple[float | None, float | None]:
    """The public part of cost above and below plan. Only a target cost passes cost on to the payers."""
    likely = float(units.offer.cost_factor.likely)
    more_cost = units.planned_cost * (factor - likely)
    public_part = np.zeros_like(more_cost)
    if units.offer.target is not None:
        target, bands = float(units.offer.target), units.terms.bands
        planned = np.array([units.planned_cost * likely])
        shift = drawn_share(target, outturn=planned + more_cost, bands=bands)
        public_part = public_share * (more_cost + shift - drawn_share(target, outturn=planned, bands=bands))
    return (
        _part_of(more_cost, part=public_part, where=more_cost > 0),
        _part_of(more_cost, part=public_part, where=more_cost < 0),
    )


def _part_of(whole: Array, *, part: Array, where: np.ndarray) -> float | None:
    # Adding 0 turns a share of −0 into 0.
    return float(part[where].sum() / whole[where].sum()) + 0.0 if where.any() else None


@exactly
def _exact_risk(offer: Offer, *, terms: Terms) -> _ExactRisk:
    public_share = terms.tariff.public_share
    guaranteed = _paid_with(offer, terms=terms, attainment=dict.fromkeys(_outcomes(offer), Decimal(0)))
    full = _paid_with(offer, terms=terms, attainment=dict.fromkeys(_outcomes(offer), Decimal(1)))
    highest = {offered.outcome: offered.attainment.high for offered in offer.outcomes}
    exposed = sum(payments_by_year(offer, terms, attainment=highest, cost_factor=offer.cost_factor.high))
    cash = cash_flow(offer, terms, months_until_paid(terms))
    return _ExactRisk(
        payment_at_risk=None if full == 0 else float(1 - guaranteed / full),
        exposure=float(public_share * exposed),
        cash=cash,
        funding_gap=max(Decimal(0), -cash.trough - offer.working_capital),
    )


def _outcomes(offer: Offer) -> tuple[str, ...]:
    return tuple(offered.outcome for offered in offer.outcomes)


def _paid_with(offer: Offer, *, terms: Terms, attainment: Mapping[str, Decimal]) -> Decimal:
    paid = payments_by_year(offer, terms, attainment=attainment, cost_factor=offer.cost_factor.likely)
    return sum(paid, Decimal(0))
