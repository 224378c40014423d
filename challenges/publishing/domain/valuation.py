"""What the authority publishes about value: one unit of each outcome, its own costs, bias and inflation.

Everything here is the authority's, equal for all bids; no bidder states its own deadweight or unit value. Values in
pounds of one price year, rates and shares as fractions. A unit value may be negative (a disbenefit); the weight is on
economic and social value, never on fiscal savings.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from challenges.ground.domain.refusals import (
    finite_decimal,
    identifier,
    not_negative,
    refusal,
    share,
    something,
    unique,
    whole,
)
from challenges.publishing.domain.additionality import impact_by_year, with_optimism_bias
from challenges.publishing.domain.discounting import STANDARD, discount_factors, schedule_of
from challenges.publishing.domain.draws import Array

KINDS_OF_VALUE = ("fiscal", "economic", "social")


@dataclass(frozen=True, kw_only=True)
class OutcomeValue:
    """What one achieved unit is worth, to whom, for how long; `ceiling` is the highest attainment a bid may offer."""

    outcome: str
    fiscal: Decimal = Decimal(0)
    economic: Decimal = Decimal(0)
    social: Decimal = Decimal(0)
    weight: Decimal = Decimal(1)
    deadweight: Decimal = Decimal(0)
    displacement: Decimal = Decimal(0)
    attribution_to_others: Decimal = Decimal(0)
    drop_off: Decimal = Decimal(0)
    years: int = 1
    schedule: str = STANDARD
    ceiling: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        identifier(self.outcome, field="valued outcome")
        for name in KINDS_OF_VALUE:
            object.__setattr__(self, name, finite_decimal(getattr(self, name), field=f"{name} of {self.outcome}"))
        for name in ("weight", "ceiling"):
            object.__setattr__(self, name, not_negative(getattr(self, name), field=f"{name} of {self.outcome}"))
        for name in ("deadweight", "displacement", "attribution_to_others", "drop_off"):
            object.__setattr__(self, name, share(getattr(self, name), field=f"{name} of {self.outcome}"))
        whole(self.years, field=f"years of {self.outcome}", at_least=1)
        schedule_of(self.schedule, field=f"schedule of {self.outcome}")

    @property
    def parts(self) -> Array:
        """(3,) fiscal, weighted economic and weighted social value of one unit."""
        weight = float(self.weight)
        return np.array([float(self.fiscal), weight * float(self.economic), weight * float(self.social)])

    def worth_of_a_unit(self, contract_years: int) -> Array:
        """(contract_years,) present value of what one pound of unit value, achieved in year t, comes to net."""
        cohort = impact_by_year(
            1.0,
            1.0,
            deadweight=float(self.deadweight),
            displacement=float(self.displacement),
            attribution_to_others=float(self.attribution_to_others),
            drop_off=float(self.drop_off),
            years=self.years,
        )
        factors = discount_factors(contract_years + self.years, schedule=self.schedule)
        return np.array([np.dot(cohort, factors[year : year + self.years]) for year in range(contract_years)])


@dataclass(frozen=True, kw_only=True)
class Valuation:
    """The published valuation. `own_costs` are the authority's, one a contract year, before optimism bias."""

    outcomes: tuple[OutcomeValue, ...]
    own_costs: tuple[Decimal, ...]
    bias: Decimal = Decimal(0)
    mitigation: Decimal = Decimal(0)
    inflation: Decimal = Decimal(0)
    schedule: str = STANDARD

    def __post_init__(self) -> None:
        object.__setattr__(self, "outcomes", something(self.outcomes, field="valued outcomes"))
        for valued in self.outcomes:
            if not isinstance(valued, OutcomeValue):
                raise refusal(valued, field="valued outcomes", rule="must be outcome values")
        unique((valued.outcome for valued in self.outcomes), field="valued outcomes")
        costs = something(self.own_costs, field="own_costs")
        object.__setattr__(self, "own_costs", tuple(not_negative(cost, field="own_costs") for cost in costs))
        object.__setattr__(self, "bias", not_negative(self.bias, field="bias"))
        for name in ("mitigation", "inflation"):
            object.__setattr__(self, name, share(getattr(self, name), field=name))
        schedule_of(self.schedule)

    @property
    def biased_own_costs(self) -> Array:
        """(years,) own costs with the optimism bias that is left."""
        costs = [float(cost) for cost in self.own_costs]
        return np.array(with_optimism_bias(costs, float(self.bias), float(self.mitigation)))
