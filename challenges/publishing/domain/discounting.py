"""What money and benefits of later years are worth today.

d(0) = 1, d(y) = d(y − 1)/(1 + the rate of year y's own band); present value Σ flow × d; NPSV (net present social
value) = PV(benefits) − PV(costs); BCR (benefit-cost ratio) = PV(benefits)/PV(costs). Rates by band are a dated table
(HM Treasury, Green Book 2026): `standard`, `health` for health and life effects only, `reduced` for sensitivity only.
float64; all flows real, in one price year; year 0 first. A negative cost is refused: a saving is a benefit.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from challenges.ground.domain.refusals import finite_float, not_negative_float, one_of, refusal, something, whole
from challenges.publishing.domain.draws import Array
from challenges.publishing.domain.rule_tables import latest_row, rule_table

STANDARD = "standard"


def schedule_of(value: object, *, field: str = "schedule") -> str:
    """A published schedule's name."""
    return one_of(value, field=field, allowed={row.text("schedule") for row in rule_table("discount_schedules")})


@cache
def _bands(schedule: str) -> tuple[tuple[int, int | None, float], ...]:
    row = latest_row("discount_schedules", which=lambda row: row.text("schedule") == schedule)
    return tuple(_band(**band) for band in row.records("bands"))


def _band(*, from_year: object, rate: object, to_year: object = None) -> tuple[int, int | None, float]:
    last = None if to_year is None else whole(to_year, field="to_year")
    return whole(from_year, field="from_year"), last, finite_float(rate, field="rate")


def discount_factor(year: int, schedule: str = STANDARD) -> float:
    """d(year): what a pound of that year is worth in year 0."""
    reached = whole(year, field="year")
    factor = 1.0
    for from_year, to_year, rate in _bands(schedule_of(schedule)):
        last = reached if to_year is None else min(to_year, reached)
        # Year 0 is not discounted, so the first band has as many steps as its last year.
        factor /= (1.0 + rate) ** max(0, last - max(from_year, 1) + 1)
    return factor


@cache
def discount_factors(years: int, *, schedule: str) -> Array:
    """(years,) d(0) … d(years − 1), read-only because every caller is handed the same array."""
    factors = np.array([discount_factor(year, schedule) for year in range(years)])
    factors.setflags(write=False)
    return factors


def present_value(flows: Sequence[float], schedule: str = STANDARD) -> float:
    """Σ flows[y]·d(y); flows may be negative."""
    return _discounted((finite_float(flow, field="flows") for flow in something(flows, field="flows")), schedule)


def _discounted(flows: Iterator[float], schedule: str) -> float:
    return sum(flow * discount_factor(year, schedule) for year, flow in enumerate(flows))


def npsv(costs: Sequence[float], benefits: Sequence[float], schedule: str = STANDARD) -> float:
    """PV(benefits) − PV(costs)."""
    spent, gained = _present_values(costs, benefits=benefits, schedule=schedule)
    return gained - spent


def bcr(costs: Sequence[float], benefits: Sequence[float], schedule: str = STANDARD) -> float | None:
    """PV(benefits)/PV(costs); nothing where no cost is left to divide by."""
    spent, gained = _present_values(costs, benefits=benefits, schedule=schedule)
    return gained / spent if spent > 0 else None


def _present_values(costs: Sequence[float], *, benefits: Sequence[float], schedule: str) -> tuple[float, float]:
    if len(costs) != len(benefits):
        raise refusal(len(benefits), field="benefits", rule=f"must have as many years as costs, {len(costs)}")
    spent = _discounted((not_negative_float(cost, field="costs") for cost in something(costs, field="costs")), schedule)
    return spent, present_value(benefits, schedule)


def equivalent_annual(value: float, years: int, schedule: str = STANDARD) -> float:
    """The same value as equal yearly amounts over years 1 … `years`: value / Σ d(1 … years)."""
    count = whole(years, field="years", at_least=1)
    return finite_float(value, field="value") / sum(discount_factor(year, schedule) for year in range(1, count + 1))
