"""Choosing several bids for one budget: the set of largest value, and a reason for every candidate.

Among the sets whose cost is within budget × over_programming, with at most `max_per_bidder` of each bidder, each named
outcome and place in at least so many chosen, and at least `minimum_sme` SMEs: the largest Σ value, then the least Σ
cost. Exact (mixed-integer programming without a gap, every set counted again in whole numbers: `selection`).

Value must add up across bids: money, published beforehand; marks do not. For a contract only where the published method
says so. Units: money of one currency and price year. Refused: a negative cost or budget, over-programming below 1, an
id twice, nothing to choose from. When nothing is feasible, nothing is chosen and `blocking` names each constraint whose
removal alone would make it so, or `combination`.

No screen calls it yet: it waits for the page that chooses several bids within a budget.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from bids.evaluation.domain.choosing.selection import Best, CountRow, Problem, best_set, least, whole_units
from bids.evaluation.domain.scoring.board import exact
from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import (
    finite_decimal,
    identifier,
    not_negative,
    refusal,
    something,
    truth,
    unique,
    whole,
)

BUDGET, BIDDER_LIMIT, SMES, COMBINATION = "budget", "max_per_bidder", "minimum_sme", "combination"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One bid that may be chosen: its cost and value, what and where it serves, whether its bidder is an SME."""

    id: str
    bidder: str
    cost: Decimal
    value: Decimal
    outcomes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sme: bool = False


@dataclass(frozen=True, kw_only=True)
class Constraints:
    """What every set must keep; over-programming 1.1 lets a tenth more be committed than there is."""

    max_per_bidder: int | None = None
    cover_outcomes: Mapping[str, int] = field(default_factory=dict)
    cover_places: Mapping[str, int] = field(default_factory=dict)
    minimum_sme: int = 0
    over_programming: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """The chosen set with a reason for every candidate, and the next one with the money it lacks."""

    feasible: bool
    blocking: tuple[str, ...]
    chosen: tuple[str, ...]
    value: Decimal
    cost: Decimal
    unique: bool
    reasons: Mapping[str, str]
    next_candidate: str | None
    next_cost: Decimal | None


def _checked_candidates(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates by id."""
    listed = something(candidates, field="candidates")
    unique((identifier(one.id, field="candidates.id") for one in listed), field="candidates.id")
    for one in listed:
        name = f"candidates[{one.id}]"
        identifier(one.bidder, field=f"{name}.bidder")
        not_negative(one.cost, field=f"{name}.cost")
        finite_decimal(one.value, field=f"{name}.value")
        unique((identifier(outcome, field=f"{name}.outcomes") for outcome in one.outcomes), field=f"{name}.outcomes")
        unique((identifier(place, field=f"{name}.places") for place in one.places), field=f"{name}.places")
        truth(one.sme, field=f"{name}.sme")
    return tuple(sorted(listed, key=lambda one: one.id))


def _checked_constraints(constraints: Constraints) -> Constraints:
    if constraints.max_per_bidder is not None:
        whole(constraints.max_per_bidder, field="constraints.max_per_bidder")
    whole(constraints.minimum_sme, field="constraints.minimum_sme")
    for name, cover in (("outcomes", constraints.cover_outcomes), ("places", constraints.cover_places)):
        for covered, number in cover.items():
            identifier(covered, field=f"constraints.cover_{name}")
            whole(number, field=f"constraints.cover_{name}[{covered}]")
    over = finite_decimal(constraints.over_programming, field="constraints.over_programming")
    if over < 1:
        raise refusal(over, field="constraints.over_programming", rule="must be at least 1")
    return constraints


def _least_rows(candidates: Sequence[Candidate], constraints: Constraints) -> list[CountRow]:
    """The rows that ask for at least so many, by name."""

    def row(name: str, members: Collection[int], number: int) -> CountRow:
        return CountRow(name=name, members=tuple(members), at_least=number)

    rows = [
        row(f"cover_outcomes:{wanted}", [p for p, one in enumerate(candidates) if wanted in one.outcomes], number)
        for wanted, number in constraints.cover_outcomes.items()
    ]
    rows += [
        row(f"cover_places:{wanted}", [p for p, one in enumerate(candidates) if wanted in one.places], number)
        for wanted, number in constraints.cover_places.items()
    ]
    rows.append(row(SMES, [p for p, one in enumerate(candidates) if one.sme], constraints.minimum_sme))
    return sorted((one for one in rows if one.at_least), key=lambda one: one.name)


def _bidder_rows(candidates: Sequence[Candidate], most: int | None) -> list[CountRow]:
    if most is None:
        return []
    places: dict[str, list[int]] = {}
    for place, one in enumerate(candidates):
        places.setdefault(one.bidder, []).append(place)
    return [
        CountRow(name=BIDDER_LIMIT, members=tuple(places[bidder]), at_most=most)
        for bidder in sorted(places)
        if len(places[bidder]) > most
    ]


def _blocking(question: Problem) -> tuple[str, ...]:
    """Every constraint whose removal alone leaves a feasible set."""
    nothing = [0] * len(question.values)
    alone = [
        name
        for name in {row.name for row in question.rows}
        if least(replace(question, rows=tuple(row for row in question.rows if row.name != name)), nothing) is not None
    ]
    if least(replace(question, most_cost=None), nothing) is not None:
        alone.append(BUDGET)
    return tuple(sorted(alone)) or (COMBINATION,)


def _reason_in(place: int, chosen: frozenset[int], rows: Sequence[CountRow]) -> str:
    for row in rows:
        if not row.holds(chosen - {place}):
            return f"needed for {row.name}"
    return "value"


def _reason_out(one: Candidate, taken: Sequence[Candidate], constraints: Constraints, limit: Decimal) -> str:
    if one.cost > limit:
        return "over budget"
    most = constraints.max_per_bidder
    if most is not None and sum(other.bidder == one.bidder for other in taken) >= most:
        return "bidder limit"
    if sum((other.cost for other in taken), one.cost) > limit:
        return "no money left"
    return "no value" if one.value <= 0 else "value"


def _next(candidates: Sequence[Candidate], reasons: Mapping[str, str]) -> Candidate | None:
    """Of those without money left, the most value for money; free ones first, ties by id."""
    waiting = [one for one in candidates if reasons[one.id] == "no money left"]
    if not waiting:
        return None
    return min(waiting, key=lambda one: (one.cost > 0, -Fraction(one.value) / (Fraction(one.cost) or 1), one.id))


def _told(
    candidates: Sequence[Candidate], best: Best, rows: Sequence[CountRow], constraints: Constraints, limit: Decimal
) -> Portfolio:
    taken = [candidates[place] for place in sorted(best.chosen)]
    cost = sum((one.cost for one in taken), Decimal(0))
    reasons = {
        one.id: _reason_in(place, best.chosen, rows)
        if place in best.chosen
        else _reason_out(one, taken, constraints, limit)
        for place, one in enumerate(candidates)
    }
    following = _next(candidates, reasons)
    return Portfolio(
        feasible=True,
        blocking=(),
        chosen=tuple(one.id for one in taken),
        value=sum((one.value for one in taken), Decimal(0)),
        cost=cost,
        unique=best.unique,
        reasons=reasons,
        next_candidate=None if following is None else following.id,
        next_cost=None if following is None else cost + following.cost - limit,
    )


@exactly
def select_portfolio(candidates: Sequence[Candidate], budget: Decimal, *, constraints: Constraints) -> Portfolio:
    """The best set within the budget and constraints. `next_cost` is the money the next candidate lacks."""
    listed = _checked_candidates(candidates)
    kept = _checked_constraints(constraints)
    limit = not_negative(budget, field="budget") * kept.over_programming
    values, _ = whole_units([exact(one.value, field="value") for one in listed], field="candidates.value")
    costs, units = whole_units([exact(one.cost, field="cost") for one in listed], field="candidates.cost")
    at_least = _least_rows(listed, kept)
    question = Problem(
        values=values,
        costs=costs,
        rows=(*at_least, *_bidder_rows(listed, kept.max_per_bidder)),
        # A set of whole units is within the limit just when it is within the whole units of the limit.
        most_cost=min(int(exact(limit, field="limit") * units), sum(costs)),
    )
    best = best_set(question)
    if best is not None:
        return _told(listed, best, at_least, kept, limit)
    return Portfolio(
        feasible=False,
        blocking=_blocking(question),
        chosen=(),
        value=Decimal(0),
        cost=Decimal(0),
        unique=False,
        reasons={},
        next_candidate=None,
        next_cost=None,
    )
