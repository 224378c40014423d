"""One bid's benefits and payments as present values, for any attainments and cost factors.

Benefits are linear in attainment: per outcome Σ over years of volume × unit value × what a unit of that year is worth
(cohort, drop-off, discounting). Payments come from the terms, weighted by the discount factor and, where they are not
indexed, by the fall in the value of money. float64; arrays draws last.
"""

from dataclasses import dataclass

import numpy as np

from challenges.ground.domain.refusals import refusal
from challenges.publishing.domain.discounting import discount_factors
from challenges.publishing.domain.draws import Array
from challenges.publishing.domain.offers import Offer
from challenges.publishing.domain.terms import Terms
from challenges.publishing.domain.valuation import Valuation
from challenges.publishing.domain.yearly_payments import OfferedUnits, drawn_payments, offered_units

# What adding and multiplying in float64 leaves of a sum that is nil, relative to what it is made of.
ARITHMETIC = 1e-12


def settled(values: Array, *, made_of: Array | float) -> Array:
    """The values with what is only arithmetic set to nil."""
    return np.where(np.abs(values) <= ARITHMETIC * made_of, 0.0, values)


@dataclass(frozen=True, kw_only=True)
class Flows:
    """(draws,) present values, and the payments undiscounted in the prices of year 0."""

    benefits: Array
    payments: Array
    real_payments: Array
    npsv: Array


@dataclass(frozen=True, kw_only=True)
class BidFlows:
    """What turns attainments and cost factors of one bid into flows.

    `worth` (outcomes, 3) is the present value of the benefits at attainment 1 by kind of value; `own_cost` is the
    present value of the authority's own costs, `real_own_cost` their undiscounted sum.
    """

    units: OfferedUnits
    worth: Array
    discounting: Array
    deflating: Array
    own_cost: float
    real_own_cost: float

    @property
    def public_share(self) -> float:
        """The public payers' part of every payment."""
        return float(self.units.terms.tariff.public_share)

    def at(self, attainment: Array, *, factor: Array) -> Flows:
        """The flows for attainments (outcomes, draws) and cost factors (draws,)."""
        paid = drawn_payments(self.units, attainment=attainment, factor=factor)
        payments = (self.discounting * self.deflating) @ paid
        benefits = self.worth.sum(axis=1) @ attainment
        gross = np.abs(self.worth).sum(axis=1) @ attainment + np.abs(payments) + self.own_cost
        return Flows(
            benefits=benefits,
            payments=payments,
            real_payments=self.deflating @ paid,
            npsv=settled(benefits - payments - self.own_cost, made_of=gross),
        )


def bid_flows(offer: Offer, *, valuation: Valuation, terms: Terms) -> BidFlows:
    """Set up one bid; its years, outcomes and ceilings are checked against the valuation."""
    units = offered_units(offer, terms=terms)
    _check_valuation(offer, valuation=valuation, terms=terms)
    valued = {value.outcome: value for value in valuation.outcomes}
    in_order = [valued[outcome] for outcome in terms.tariff.outcomes]
    net_volumes = [row @ value.worth_of_a_unit(terms.years) for row, value in zip(units.volumes, in_order, strict=True)]
    discounting = discount_factors(terms.years, schedule=valuation.schedule)
    inflation = 0.0 if terms.indexed else float(valuation.inflation)
    own_costs = valuation.biased_own_costs
    return BidFlows(
        units=units,
        worth=np.array([volume * value.parts for volume, value in zip(net_volumes, in_order, strict=True)]),
        discounting=discounting,
        deflating=(1.0 + inflation) ** -np.arange(terms.years, dtype=np.float64),
        own_cost=float(discounting @ own_costs),
        real_own_cost=float(own_costs.sum()),
    )


def _check_valuation(offer: Offer, *, valuation: Valuation, terms: Terms) -> None:
    valued = {value.outcome: value for value in valuation.outcomes}
    for outcome in sorted(set(valued) ^ set(terms.tariff.outcomes)):
        raise refusal(outcome, field="outcome", rule="must be both valued and in the tariff (unpaid ones at price 0)")
    if len(valuation.own_costs) != terms.years:
        rule = f"must have one entry for each of the {terms.years} contract years"
        raise refusal(len(valuation.own_costs), field="own_costs", rule=rule)
    for offered in offer.outcomes:
        ceiling = valued[offered.outcome].ceiling
        if offered.attainment.high > ceiling:
            field = f"attainment high of {offered.outcome} in {offer.bid}"
            raise refusal(offered.attainment.high, field=field, rule=f"must be at most the ceiling, {ceiling}")
