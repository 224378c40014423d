"""Choosing a set from candidates exactly: whole numbers, constraints that count, HiGHS with no gap allowed.

Values and costs come as whole numbers (the least common denominator multiplied out, the common divisor divided by),
so a sum is exact. HiGHS works in floating point: limits are given half a unit of room, every set it returns is counted
again in whole numbers, and a set that does not hold is excluded and the question asked again. Sums must stay below 2⁵³,
where float64 still tells neighbouring whole numbers apart.

`best_set` finds, among the sets that satisfy the rows, the largest value, then the least cost, and whether another
set has both. A good set is sought first among the candidates nearest the margin; then the linear relaxation's reduced
costs settle every candidate that no better set can treat otherwise, and little is left to search. Hardest is a value
in strict proportion to the cost, to the penny: then a thousand candidates can take minutes. (The solver may print a
line of its own to standard output.)

No screen calls it yet: it waits, with `portfolio`, for the page that chooses several bids within a budget.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from bids.evaluation.domain.panels import Array
from challenges.ground.domain.refusals import refusal

EXACT_IN_FLOAT = 2**53
LARGEST_COEFFICIENT = 1e6
OPTIMAL, INFEASIBLE = 0, 2
# So many candidates, those nearest the margin, nearly always hold the best set.
CORE = 40


@dataclass(frozen=True, kw_only=True)
class CountRow:
    """At least or at most so many of these candidates; `name` is the constraint's, as shown to people."""

    name: str
    members: tuple[int, ...]
    at_least: int = 0
    at_most: int | None = None

    def holds(self, chosen: frozenset[int]) -> bool:
        """Whether the set keeps the row."""
        number = sum(member in chosen for member in self.members)
        return number >= self.at_least and (self.at_most is None or number <= self.at_most)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Candidates by place, rows to keep, bounds of the sums (`None`: none) and sets already ruled out."""

    values: tuple[int, ...]
    costs: tuple[int, ...]
    rows: tuple[CountRow, ...]
    most_cost: int | None
    least_value: int | None = None
    excluded: tuple[frozenset[int], ...] = ()
    settled: tuple[tuple[int, int], ...] = ()

    def value_of(self, chosen: frozenset[int]) -> int:
        """Exact value of a set."""
        return sum(self.values[place] for place in chosen)

    def cost_of(self, chosen: frozenset[int]) -> int:
        """Exact cost of a set."""
        return sum(self.costs[place] for place in chosen)

    def holds(self, chosen: frozenset[int]) -> bool:
        """Whether the set keeps everything, counted in whole numbers."""
        within = self.most_cost is None or self.cost_of(chosen) <= self.most_cost
        worth = self.least_value is None or self.value_of(chosen) >= self.least_value
        return within and worth and chosen not in self.excluded and all(row.holds(chosen) for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Best:
    """The best set, and whether no other is as good."""

    chosen: frozenset[int]
    unique: bool


def whole_units(amounts: Sequence[Fraction], *, field: str) -> tuple[tuple[int, ...], Fraction]:
    """The amounts as whole numbers, and how many of them make one. Refuses more digits than can be told apart."""
    denominator = math.lcm(*(amount.denominator for amount in amounts))
    numbers = [int(amount * denominator) for amount in amounts]
    divisor = math.gcd(*numbers) or 1
    reduced = tuple(number // divisor for number in numbers)
    if sum(map(abs, reduced)) >= EXACT_IN_FLOAT:
        rule = "have more digits between the largest and the smallest than can be chosen among exactly"
        raise refusal(float(max(amounts)), field=field, rule=rule)
    return reduced, Fraction(denominator, divisor)


def _scaled(numbers: Sequence[int]) -> tuple[Array, float]:
    scale = max(1.0, max(map(abs, numbers)) / LARGEST_COEFFICIENT)
    return np.array(numbers, dtype=np.float64) / scale, scale


@dataclass(frozen=True, kw_only=True)
class _Table:
    """Rows as the solver reads them: least ≤ lines · x ≤ most."""

    lines: Array
    least: Array
    most: Array


def _table(question: Problem) -> _Table:
    """All rows; sums of money have half a unit of room, which no whole sum falls into."""
    rows: list[tuple[Array, float, float]] = []
    number = len(question.values)
    for row in question.rows:
        line = np.zeros(number)
        line[list(row.members)] = 1.0
        rows.append((line, row.at_least, np.inf if row.at_most is None else row.at_most))
    if question.most_cost is not None:
        line, scale = _scaled(question.costs)
        rows.append((line, -np.inf, (question.most_cost + 0.5) / scale))
    if question.least_value is not None:
        line, scale = _scaled(question.values)
        rows.append((line, (question.least_value - 0.5) / scale, np.inf))
    for chosen in question.excluded:
        line = np.ones(number)
        line[list(chosen)] = -1.0
        rows.append((line, 1.0 - len(chosen), np.inf))
    lines = np.array([line for line, _, _ in rows]).reshape(len(rows), number)
    return _Table(lines=lines, least=np.array([one for _, one, _ in rows]), most=np.array([one for _, _, one in rows]))


def _bounds(question: Problem) -> tuple[Array, Array]:
    lower, upper = np.zeros(len(question.values)), np.ones(len(question.values))
    for place, held in question.settled:
        lower[place] = upper[place] = float(held)
    return lower, upper


def least(question: Problem, weights: Sequence[int]) -> frozenset[int] | None:
    """A set that keeps everything with the least sum of weights, or nothing where there is none."""
    objective, _ = _scaled(weights)
    asked = question
    while True:
        table = _table(asked)
        found = milp(
            objective,
            integrality=np.ones(len(weights), dtype=np.int64),
            bounds=Bounds(*_bounds(asked)),
            constraints=LinearConstraint(csr_array(table.lines), table.least, table.most),
            options={"mip_rel_gap": 0.0},
        )
        if found.status == INFEASIBLE:
            return None
        if found.status != OPTIMAL or found.x is None:
            raise RuntimeError(f"the solver gave up: {found.message}")
        chosen = frozenset(np.flatnonzero(np.rint(found.x) > 0).tolist())
        if question.holds(chosen):
            return chosen
        asked = replace(asked, excluded=(*asked.excluded, chosen))


@dataclass(frozen=True, kw_only=True)
class _Relaxed:
    """The linear relaxation: its value, which none exceeds, each candidate's part, and what departing from it loses."""

    bound: float
    held: Array
    loss: Array
    scale: float


def _relaxation(question: Problem) -> _Relaxed | None:
    table = _table(question)
    objective, scale = _scaled([-value for value in question.values])
    upper, lower = np.isfinite(table.most), np.isfinite(table.least)
    found = linprog(
        objective,
        A_ub=np.vstack([table.lines[upper], -table.lines[lower]]),
        b_ub=np.concatenate([table.most[upper], -table.least[lower]]),
        bounds=(0.0, 1.0),
    )
    if found.status != OPTIMAL or found.fun is None:
        return None
    loss = np.maximum(found.lower.marginals, -found.upper.marginals)
    return _Relaxed(bound=-found.fun, held=np.asarray(found.x), loss=loss, scale=scale)


def _as_relaxed(relaxed: _Relaxed, places: NDArray[np.intp]) -> tuple[tuple[int, int], ...]:
    return tuple((int(place), int(np.rint(relaxed.held[place]))) for place in places)


def _settled(relaxed: _Relaxed, value: int) -> tuple[tuple[int, int], ...]:
    """Candidates that every set of at least this value holds or leaves out as the relaxation does."""
    room = 1e-7 * max(1.0, abs(value) / relaxed.scale)
    return _as_relaxed(relaxed, np.flatnonzero(relaxed.loss > relaxed.bound - value / relaxed.scale + room))


def _core(relaxed: _Relaxed) -> tuple[tuple[int, int], ...]:
    """All candidates settled but those the relaxation is least sure of."""
    unsure = np.abs(relaxed.held - np.rint(relaxed.held)) > 1e-9
    return _as_relaxed(relaxed, np.argsort(np.where(unsure, -1.0, relaxed.loss), kind="stable")[CORE:])


def _most_valuable(question: Problem, relaxed: _Relaxed | None) -> frozenset[int] | None:
    """A set of the largest value. A good one among the core first, which settles most of the others."""
    worth = [-value for value in question.values]
    good = least(replace(question, settled=_core(relaxed)), worth) if relaxed and len(worth) > CORE else None
    if relaxed is None or good is None:
        return least(question, worth)
    value = question.value_of(good)
    return least(replace(question, least_value=value, settled=_settled(relaxed, value)), worth) or good


def best_set(question: Problem) -> Best | None:
    """Largest value, then least cost, and whether it is the only such set; nothing where no set keeps the rows."""
    relaxed = _relaxation(question)
    valuable = _most_valuable(question, relaxed)
    if valuable is None:
        return None
    value = question.value_of(valuable)
    as_good = replace(question, least_value=value, settled=_settled(relaxed, value) if relaxed else ())
    chosen = least(as_good, question.costs) or valuable
    another = replace(as_good, most_cost=question.cost_of(chosen), excluded=(*question.excluded, chosen))
    return Best(chosen=chosen, unique=least(another, [0] * len(question.values)) is None)
