"""What each bid is worth to the public: cases, spread over the draws, and what would have to go wrong.

Benefit of an outcome from year t: achieved units × (fiscal + weight × (economic + social)) through `impact_by_year`,
years t … t + years − 1, discounted by the outcome's schedule. Public cost of year t: the public payers' part of the
payments + own costs with optimism bias. NPSV = PV(benefits) − PV(all payments, public or not) − PV(own costs);
BCR = (PV(benefits) − PV(payments that are not public))/PV(public cost), so that moving cost onto a charity that
co-pays never raises NPSV. Payments are dated to the year the outcome happened; where they are not indexed, year t is
first divided by (1 + inflation)^t. Fiscal savings are benefits, never taken off the cost.

float64, unrounded, in pounds of one price year. Draws by the common rule (`draws.py`); arrays (outcomes, draws) and
(years, draws), one bid at a time, so that memory does not grow with the bids. A sum within 1e-12 of the flows it is
made of is nil: that much is arithmetic, not value. Source: HM Treasury, Green Book.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.random import Generator

from challenges.ground.domain.refusals import something, unique
from challenges.publishing.domain.additionality import (
    distributional_weight,
    impact_by_year,
    net_additional,
    rebase,
    with_optimism_bias,
)
from challenges.publishing.domain.discounting import bcr, discount_factor, equivalent_annual, npsv, present_value
from challenges.publishing.domain.draws import Array, SharedDraws, percentiles, stated_attainment
from challenges.publishing.domain.offers import Offer
from challenges.publishing.domain.public_flows import BidFlows, Flows, bid_flows
from challenges.publishing.domain.switching import switching_attainments
from challenges.publishing.domain.terms import Terms
from challenges.publishing.domain.valuation import KINDS_OF_VALUE, OutcomeValue, Valuation

__all__ = [
    "Appraisal",
    "BidAppraisal",
    "Case",
    "OutcomeValue",
    "Spread",
    "Valuation",
    "appraise",
    "bcr",
    "discount_factor",
    "distributional_weight",
    "equivalent_annual",
    "impact_by_year",
    "net_additional",
    "npsv",
    "present_value",
    "rebase",
    "with_optimism_bias",
]

CASES = ("low", "central", "high")
# A case with low attainment is one with high cost, and the reverse.
ATTAINMENT_OF_CASE = ("low", "likely", "high")
FACTOR_OF_CASE = ("high", "likely", "low")


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The mean of the draws, the middle one, and the ones that nine in ten lie above (p10) or below (p90)."""

    mean: float
    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case without draws; `public_cost` is a present value."""

    npsv: float
    bcr: float | None
    public_cost: float


@dataclass(frozen=True, kw_only=True)
class BidAppraisal:
    """One bid's figures. What is undefined is `None`: no cost to divide by, no units, no value, no nil point."""

    cases: Mapping[str, Case]
    npsv: Spread
    bcr: Spread | None
    public_cost: Spread
    probability_positive: float
    value_per_public_pound: float | None
    cost_per_outcome: Mapping[str, float | None]
    switching: Mapping[str, float | None]
    value_shares: Mapping[str, float] | None


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """The figures of every bid, with what reproduces the draws."""

    bids: Mapping[str, BidAppraisal]
    seed: int
    draws: int


def appraise(
    offers: Sequence[Offer], valuation: Valuation, terms: Terms, *, draws: int = 10_000, rng: Generator
) -> Appraisal:
    """Appraise every offer on the same draws. Refuses an attainment `high` over the published ceiling."""
    listed = something(offers, field="offers")
    unique((offer.bid for offer in listed), field="offers")
    flows = {offer.bid: bid_flows(offer, valuation=valuation, terms=terms) for offer in listed}
    shared = SharedDraws(outcomes=terms.tariff.outcomes, draws=draws, rng=rng)
    ceilings = {value.outcome: float(value.ceiling) for value in valuation.outcomes}
    bids = {bid: _appraised(bid_flow, shared=shared, ceilings=ceilings) for bid, bid_flow in flows.items()}
    return Appraisal(bids=bids, seed=shared.seed, draws=shared.draws)


def _appraised(flows: BidFlows, *, shared: SharedDraws, ceilings: Mapping[str, float]) -> BidAppraisal:
    offer = flows.units.offer
    attainment = shared.attainment(offer)
    drawn = flows.at(attainment, factor=shared.cost_factor(offer))
    public = flows.public_share * drawn.payments + flows.own_cost
    ratios = _ratios(drawn, public=public)
    mean_public = float(public.mean())
    return BidAppraisal(
        cases=_cases(flows),
        npsv=_spread(drawn.npsv),
        bcr=None if ratios is None else _ratio_spread(drawn, public=public, ratios=ratios),
        public_cost=_spread(public),
        probability_positive=float(np.mean(drawn.npsv > 0)),
        value_per_public_pound=float(drawn.npsv.mean()) / mean_public if mean_public > 0 else None,
        cost_per_outcome=_cost_per_outcome(flows, drawn=drawn, attainment=attainment),
        switching=_switching(flows, ceilings=ceilings),
        value_shares=_value_shares(flows.worth.T @ attainment.mean(axis=1)),
    )


def _spread(values: Array) -> Spread:
    p10, p50, p90 = percentiles(values, at=(10, 50, 90))
    return Spread(mean=float(values.mean()), p10=p10, p50=p50, p90=p90)


def _net_of_others(flows: Flows, *, public: Array) -> Array:
    """Benefits less what is paid by payers that are not public: NPSV with the public cost put back."""
    return flows.npsv + public


def _ratios(flows: Flows, *, public: Array) -> Array | None:
    """(draws,) benefit-cost ratios, or nothing where a draw has no public cost."""
    return None if np.any(public <= 0) else _net_of_others(flows, public=public) / public


def _ratio_spread(flows: Flows, *, public: Array, ratios: Array) -> Spread:
    p10, p50, p90 = percentiles(ratios, at=(10, 50, 90))
    mean = float(_net_of_others(flows, public=public).mean() / public.mean())
    return Spread(mean=mean, p10=p10, p50=p50, p90=p90)


def _cases(flows: BidFlows) -> dict[str, Case]:
    offer = flows.units.offer
    attainment = stated_attainment(offer, outcomes=flows.units.outcomes, points=ATTAINMENT_OF_CASE)
    factor = np.array([float(getattr(offer.cost_factor, point)) for point in FACTOR_OF_CASE])
    stated = flows.at(attainment, factor=factor)
    public = flows.public_share * stated.payments + flows.own_cost
    net = _net_of_others(stated, public=public)
    return {
        case: Case(
            npsv=float(stated.npsv[column]),
            bcr=float(net[column] / public[column]) if public[column] > 0 else None,
            public_cost=float(public[column]),
        )
        for column, case in enumerate(CASES)
    }


def _cost_per_outcome(flows: BidFlows, *, drawn: Flows, attainment: Array) -> dict[str, float | None]:
    """Mean undiscounted public cost over mean achieved units: the whole cost laid on each outcome in turn."""
    cost = flows.public_share * float(drawn.real_payments.mean()) + flows.real_own_cost
    achieved = flows.units.volumes.sum(axis=1) * attainment.mean(axis=1)
    return {
        outcome: cost / float(units) if units > 0 else None
        for outcome, units in zip(flows.units.outcomes, achieved, strict=True)
    }


def _value_shares(parts: Array) -> dict[str, float] | None:
    """Fiscal, economic and social parts of the mean present value of benefits."""
    together = float(parts.sum())
    if together == 0:
        return None
    return {kind: float(part) / together for kind, part in zip(KINDS_OF_VALUE, parts, strict=True)}


def _switching(flows: BidFlows, *, ceilings: Mapping[str, float]) -> dict[str, float | None]:
    offer, outcomes = flows.units.offer, flows.units.outcomes
    likely = stated_attainment(offer, outcomes=outcomes, points=("likely",))
    factor = float(offer.cost_factor.likely)
    central = flows.at(likely, factor=np.array([factor])).npsv[0]
    found = switching_attainments(
        partial(_npsv_of_one, flows=flows, likely=likely, factor=factor),
        central=float(central),
        likely=likely[:, 0],
        ceiling=np.array([ceilings[outcome] for outcome in outcomes]),
    )
    offered = {line.outcome for line in offer.outcomes}
    return {outcome: point if outcome in offered else None for outcome, point in zip(outcomes, found, strict=True)}


def _npsv_of_one(trial: Array, *, flows: BidFlows, likely: Array, factor: float) -> Array:
    """(outcomes, points) NPSV with one outcome's attainment as tried and all others at likely."""
    rows, points = trial.shape
    attainment = np.repeat(likely, rows * points, axis=1)
    for row in range(rows):
        attainment[row, row * points : (row + 1) * points] = trial[row]
    return flows.at(attainment, factor=np.full(rows * points, factor)).npsv.reshape(rows, points)
