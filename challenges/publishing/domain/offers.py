"""What a bidder offers: volumes, costs and estimates, and how an estimate is drawn.

An estimate has a smallest, a most likely and a largest possible value (not percentiles) and the PERT shape:
low + (high − low) × X, X of the Beta(α, β) distribution with α = 1 + 4(likely − low)/(high − low) and
β = 1 + 4(high − likely)/(high − low). Its mean is (low + 4·likely + high)/6. Where low equals high it is a constant.
Attainment is units achieved ÷ units offered, one figure an outcome for the whole contract. Source: Malcolm and
others, "Application of a technique for research and development program evaluation" (1959), for PERT.

Refused: crossed estimates, negative volumes and costs, costs that are not twelve months for every year of volumes.
"""

from dataclasses import dataclass
from decimal import Decimal

from scipy.special import betaincinv

from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import (
    identifier,
    not_negative,
    positive,
    refusal,
    share_float,
    something,
    unique,
    whole,
)

MONTHS = 12
# α + β of every PERT estimate: 2 + 4(likely − low + high − likely)/(high − low).
SHAPE_SUM = 6.0
# Below this chance the value is within 1e-19 of the range of `low`, and the library's inverse may answer NaN.
LEAST_CHANCE = 1e-100


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """The smallest, the most likely and the largest possible value, 0 ≤ low ≤ likely ≤ high."""

    low: Decimal
    likely: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        for name in ("low", "likely", "high"):
            object.__setattr__(self, name, not_negative(getattr(self, name), field=f"estimate {name}"))
        if self.low > self.likely:
            raise refusal(self.low, field="estimate low", rule=f"must be at most likely, {self.likely}")
        if self.likely > self.high:
            raise refusal(self.likely, field="estimate likely", rule=f"must be at most high, {self.high}")

    @property
    def is_constant(self) -> bool:
        """Whether there is nothing to draw."""
        return self.low == self.high


def estimate_of(value: object, *, field: str) -> Estimate:
    """The value itself, refused unless it is an estimate."""
    if not isinstance(value, Estimate):
        raise refusal(value, field=field, rule="must be an estimate")
    return value


@dataclass(frozen=True, kw_only=True)
class OutcomeOffer:
    """Units of one outcome offered in each contract year; a price only where the tariff leaves it open."""

    outcome: str
    volumes: tuple[Decimal, ...]
    attainment: Estimate
    price: Decimal | None = None

    def __post_init__(self) -> None:
        identifier(self.outcome, field="outcome")
        volumes = something(self.volumes, field=f"volumes of {self.outcome}")
        object.__setattr__(
            self, "volumes", tuple(not_negative(volume, field=f"volumes of {self.outcome}") for volume in volumes)
        )
        estimate_of(self.attainment, field=f"attainment of {self.outcome}")
        if self.price is not None:
            object.__setattr__(self, "price", not_negative(self.price, field=f"price of {self.outcome}"))


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One bid in figures. Costs are planned and full, by month; actual cost is costs × cost factor.

    `people` are new participants by contract year, or empty; `target` is the target cost, where one is offered.
    """

    bid: str
    outcomes: tuple[OutcomeOffer, ...]
    costs: tuple[Decimal, ...]
    cost_factor: Estimate
    target: Decimal | None = None
    people: tuple[int, ...] = ()
    working_capital: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        identifier(self.bid, field="bid")
        costs = something(self.costs, field="costs")
        object.__setattr__(self, "costs", tuple(not_negative(cost, field="costs") for cost in costs))
        if len(self.costs) % MONTHS:
            raise refusal(len(self.costs), field="costs", rule="must be twelve months for every contract year")
        estimate_of(self.cost_factor, field="cost_factor")
        if self.target is not None:
            object.__setattr__(self, "target", positive(self.target, field="target"))
        object.__setattr__(self, "people", tuple(whole(count, field="people") for count in self.people))
        capital = not_negative(self.working_capital, field="working_capital")
        object.__setattr__(self, "working_capital", capital)
        self._check_outcomes()

    def _check_outcomes(self) -> None:
        object.__setattr__(self, "outcomes", tuple(self.outcomes))
        for offered in self.outcomes:
            if not isinstance(offered, OutcomeOffer):
                raise refusal(offered, field="outcomes", rule="must be outcome offers")
            _check_years(len(offered.volumes), years=self.years, field=f"volumes of {offered.outcome}")
        unique((offered.outcome for offered in self.outcomes), field="outcomes")
        if self.people:
            _check_years(len(self.people), years=self.years, field="people")

    @property
    def years(self) -> int:
        """Contract years the costs cover."""
        return len(self.costs) // MONTHS


def _check_years(count: int, *, years: int, field: str) -> None:
    if count != years:
        raise refusal(count, field=field, rule=f"must have one entry for each of the {years} years of costs")


@exactly
def pert_shape(estimate: Estimate) -> float:
    """α of an estimate that is not constant, worked in Decimal so that equal shapes are equal numbers; β is 6 − α."""
    return float(1 + 4 * (estimate.likely - estimate.low) / (estimate.high - estimate.low))


@exactly
def pert_mean(estimate: Estimate) -> float:
    """(low + 4·likely + high)/6, in the estimate's own unit."""
    checked = estimate_of(estimate, field="estimate")
    return float((checked.low + 4 * checked.likely + checked.high) / 6)


def pert_quantile(estimate: Estimate, p: float) -> float:
    """The value that the estimate stays at or below with chance `p`, 0 ≤ p ≤ 1."""
    chance = share_float(p, field="p")
    low, high = float(estimate_of(estimate, field="estimate").low), float(estimate.high)
    if estimate.is_constant or chance < LEAST_CHANCE:
        return low
    alpha = pert_shape(estimate)
    drawn = low + (high - low) * float(betaincinv(alpha, SHAPE_SUM - alpha, chance))
    return min(max(drawn, low), high)
