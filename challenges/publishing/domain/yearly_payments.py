"""What the terms pay an offer, year by year, exactly and as simulated.

Year t pays tariff + fixed_fee / years + stage payments of its months and, only where a target cost is offered, the
actual costs of the year, and in the last year the share of the difference. The tariff of year t: achieved units
(volumes × attainment) of each outcome, cumulatively at most limit_per_person × people started so far; times price;
cumulatively at most cap_per_person × people started so far (both only where people are offered), at most
cap_per_period["t"] in the year and cumulatively at most cap_total. What a limit or cap cuts is lost. With
U[t] = min(U[t−1] + units, limit·N[t]) and C[t] = min(C[t−1] + min(amount, cap[t]), person cap·N[t], cap total),
year t pays C[t] − C[t−1].

Exact form: Decimal, each year half up to pence. Simulated form: float64, unrounded, arrays (years, draws).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Self

import numpy as np

from challenges.ground.domain.money import exactly, to_pence
from challenges.ground.domain.refusals import known, not_negative, refusal
from challenges.publishing.domain.draws import Array
from challenges.publishing.domain.offers import MONTHS, Offer, OutcomeOffer
from challenges.publishing.domain.target_cost import check_covered, drawn_share, share_of_difference
from challenges.publishing.domain.terms import Tariff, Terms, check_offer, price_of

NIL = Decimal(0)


@exactly
def payments_by_year(
    offer: Offer, terms: Terms, *, attainment: Mapping[str, Decimal], cost_factor: Decimal = Decimal(1)
) -> tuple[Decimal, ...]:
    """Payments of each contract year to the penny, dated to the year the outcome happened."""
    check_offer(offer, terms=terms)
    factor = not_negative(cost_factor, field="cost_factor")
    achieved = _checked_attainment(offer, terms=terms, attainment=attainment)
    paid = list(tariff_to_date(offer, terms=terms, attainment=achieved, parts=1))
    yearly = [now - before for now, before in zip(paid, [Decimal(0), *paid], strict=False)]
    for year in range(terms.years):
        yearly[year] += terms.fixed_fee / terms.years + _stages_of(terms, year=year)
    if offer.target is not None:
        for year in range(terms.years):
            yearly[year] += factor * sum(offer.costs[year * MONTHS : (year + 1) * MONTHS])
        yearly[-1] += share_of_difference(offer.target, factor * sum(offer.costs), terms.bands)
    return tuple(to_pence(amount) for amount in yearly)


def _stages_of(terms: Terms, *, year: int) -> Decimal:
    return sum((stage.amount for stage in terms.stage_payments if stage.month // MONTHS == year), Decimal(0))


def _checked_attainment(offer: Offer, *, terms: Terms, attainment: Mapping[str, Decimal]) -> dict[str, Decimal]:
    for outcome in attainment:
        known(outcome, field="attainment", among=terms.tariff.outcomes)
    for offered in offer.outcomes:
        if offered.outcome not in attainment:
            raise refusal(offered.outcome, field="attainment", rule="is missing for an outcome that is offered")
    return {outcome: not_negative(value, field=f"attainment of {outcome}") for outcome, value in attainment.items()}


def people_to_date(offer: Offer) -> tuple[int, ...]:
    """People started by each contract year, or nothing where the offer names none."""
    return tuple(accumulate(offer.people))


@exactly
def tariff_to_date(offer: Offer, *, terms: Terms, attainment: Mapping[str, Decimal], parts: int) -> tuple[Decimal, ...]:
    """Tariff money earned by the end of each part of each year (`parts` 1 or 12), cumulative and unrounded.

    Units of a year are spread evenly over its parts; people of a year start in its first. Within a year the caps do
    not move, so the months of a year end at what the year as a whole pays.
    """
    tariff, people = terms.tariff, people_to_date(offer)
    lines = [_PricedUnits.of(offered, tariff=tariff, attainment=attainment) for offered in offer.outcomes]
    limited = [line for line in lines if line.limit is not None and people]
    unlimited = [line for line in lines if line.limit is None or not people]
    counted, paid, to_date = [NIL] * len(limited), NIL, []
    for year in range(terms.years):
        started, before, so_far = people[year] if people else None, paid, counted
        freely = sum((line.price * line.units[year] for line in unlimited), NIL)
        for part in range(1, parts + 1):
            counted = [
                _at_most(begun + line.units[year] * part / parts, per_person=line.limit, people=started)
                for line, begun in zip(limited, so_far, strict=True)
            ]
            moves = zip(limited, counted, so_far, strict=True)
            earned = sum((line.price * (now - begun) for line, now, begun in moves), freely * part / parts)
            paid = _within_caps(before, earned=earned, tariff=tariff, year=year, people=started)
            to_date.append(paid)
    return tuple(to_date)


@dataclass(frozen=True, kw_only=True)
class _PricedUnits:
    """Achieved units of one outcome by year, with what one pays and how many count for a person."""

    units: tuple[Decimal, ...]
    price: Decimal
    limit: Decimal | None

    @classmethod
    def of(cls, offered: OutcomeOffer, *, tariff: Tariff, attainment: Mapping[str, Decimal]) -> Self:
        achieved = attainment[offered.outcome]
        return cls(
            units=tuple(volume * achieved for volume in offered.volumes),
            price=price_of(offered, tariff=tariff),
            limit=tariff.line(offered.outcome).limit_per_person,
        )


def _within_caps(before: Decimal, *, earned: Decimal, tariff: Tariff, year: int, people: int | None) -> Decimal:
    """What has been paid by now, of `before` paid in earlier years and `earned` in this one."""
    period_cap = tariff.cap_per_period.get(str(year))
    reached = before + (earned if period_cap is None else min(earned, period_cap))
    paid = _at_most(reached, per_person=tariff.cap_per_person, people=people)
    return paid if tariff.cap_total is None else min(paid, tariff.cap_total)


def _at_most(reached: Decimal, *, per_person: Decimal | None, people: int | None) -> Decimal:
    return reached if per_person is None or people is None else min(reached, per_person * people)


@dataclass(frozen=True, kw_only=True)
class OfferedUnits:
    """One offer under its terms as float64 arrays over the tariff's outcomes, sorted: what every draw starts from.

    `volumes` (outcomes, years), `prices` (outcomes,), `costs` (years,), `fixed` (years,) fee and stage payments.
    """

    offer: Offer
    terms: Terms
    volumes: Array
    prices: Array
    costs: Array
    fixed: Array

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The tariff's outcomes, in the order of the rows."""
        return self.terms.tariff.outcomes

    @property
    def planned_cost(self) -> float:
        """Planned cost of the whole contract."""
        return float(self.costs.sum())


@exactly
def offered_units(offer: Offer, *, terms: Terms) -> OfferedUnits:
    """The arrays of an offer; an outcome it leaves out has volume 0."""
    check_offer(offer, terms=terms)
    if offer.target is not None:
        for factor in (offer.cost_factor.low, offer.cost_factor.high):
            check_covered(offer.target, outturn=factor * sum(offer.costs), bands=terms.bands)
    offers = {offered.outcome: offered for offered in offer.outcomes}
    volumes = np.zeros((len(terms.tariff.outcomes), terms.years))
    prices = np.zeros(len(terms.tariff.outcomes))
    for row, outcome in enumerate(terms.tariff.outcomes):
        if outcome in offers:
            volumes[row] = [float(volume) for volume in offers[outcome].volumes]
            prices[row] = float(price_of(offers[outcome], tariff=terms.tariff))
    costs = [float(sum(offer.costs[year * MONTHS : (year + 1) * MONTHS])) for year in range(terms.years)]
    fixed = [float(terms.fixed_fee / terms.years + _stages_of(terms, year=year)) for year in range(terms.years)]
    return OfferedUnits(
        offer=offer, terms=terms, volumes=volumes, prices=prices, costs=np.array(costs), fixed=np.array(fixed)
    )


def drawn_payments(units: OfferedUnits, *, attainment: Array, factor: Array) -> Array:
    """(years, draws) payments for attainments (outcomes, draws) and cost factors (draws,)."""
    paid = _drawn_tariff(units, attainment=attainment)
    paid += units.fixed[:, np.newaxis]
    if units.offer.target is not None:
        paid += np.multiply.outer(units.costs, factor)
        paid[-1] += drawn_share(float(units.offer.target), outturn=units.planned_cost * factor, bands=units.terms.bands)
    return paid


def _drawn_tariff(units: OfferedUnits, *, attainment: Array) -> Array:
    """(years, draws) tariff money under limits and caps, by the cumulative form above."""
    tariff, people = units.terms.tariff, people_to_date(units.offer)
    limits = [tariff.line(outcome).limit_per_person if people else None for outcome in tariff.outcomes]
    free = [row for row, limit in enumerate(limits) if limit is None]
    earned = (units.volumes[free] * units.prices[free, np.newaxis]).T @ attainment[free]
    for row, limit in enumerate(limits):
        if limit is not None:
            reached = np.zeros(attainment.shape[1])
            for year, started in enumerate(people):
                now = np.minimum(reached + units.volumes[row, year] * attainment[row], float(limit) * started)
                earned[year] += units.prices[row] * (now - reached)
                reached = now
    return _capped(earned, units=units, people=people)


def _capped(earned: Array, *, units: OfferedUnits, people: Sequence[int]) -> Array:
    tariff = units.terms.tariff
    for year in range(units.terms.years):
        if str(year) in tariff.cap_per_period:
            np.minimum(earned[year], float(tariff.cap_per_period[str(year)]), out=earned[year])
    per_person = tariff.cap_per_person if people else None
    if per_person is None and tariff.cap_total is None:
        return earned
    before = np.zeros(earned.shape[1])
    for year in range(units.terms.years):
        now = before + earned[year]
        if per_person is not None:
            np.minimum(now, float(per_person) * people[year], out=now)
        if tariff.cap_total is not None:
            np.minimum(now, float(tariff.cap_total), out=now)
        earned[year] = now - before
        before = now
    return earned
