"""From scores to marks, exactly.

Every score is a fraction of its criterion's maximum, held as whole numbers (`board`). A mark, in hundredths, is

    half_up(score / maximum × weight, 2) × 100 = (200 · numerator · weight + denominator) // (2 · denominator)

with every decimal multiplied out: nothing is rounded but the mark itself. Relative formulas, as fractions of the
maximum: lowest / price; (2 · lowest − price) / lowest, at least 0; (3 · total − 2 · number · price) / (2 · total),
which is 50 + 100 (mean − price) / mean as a fraction of 100, within 0–1; value / highest.

Shapes: marks (criteria that carry marks, bids). Units: marks and totals in hundredths. Refused here: a price of 0
among the bids that remain.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from bids.evaluation.domain.scoring.board import LARGEST, Board, Column, Whole, beside, exact, times, whole_numbers
from bids.evaluation.domain.scoring.criteria import (
    FORMULA,
    LINEAR,
    LOWEST_OVER_PRICE,
    MEAN_NARROW_AVERAGE,
    PASS_FAIL,
    PERCENT_ABOVE_LOWEST,
    SHARE_OF_HIGHEST,
    Criterion,
    formula_of,
    is_relative,
)
from challenges.ground.domain.refusals import refusal


@dataclass(frozen=True, kw_only=True)
class Decided:
    """Who is out and what the others have: `rows` of the board, `marks` (criteria, rows) and `totals` in hundredths."""

    rows: Whole
    failed: Mapping[int, tuple[str, ...]]
    marks: Whole
    totals: Whole


def _linear(column: Column, criterion: Criterion) -> Column:
    formula = formula_of(criterion)
    worst, best = (exact(getattr(formula, end), field=end) for end in ("worst", "best"))
    common = math.lcm(worst.denominator, best.denominator)
    start, end = (int(edge * common) * column.denominator for edge in (worst, best))
    measure = beside(times(column.numerators, common), start, end, end - start)
    gained = measure - start if end > start else start - measure
    span = abs(end - start)
    return Column(numerators=np.minimum(np.maximum(gained, 0), span), denominator=span)


def _steps(column: Column, criterion: Criterion) -> Column:
    levels = formula_of(criterion).levels
    most = exact(criterion.maximum, field="maximum")
    gives = [Fraction(0), *(exact(mark, field="mark") / most for _, mark in levels)]
    common = math.lcm(*(give.denominator for give in gives))
    reached = np.zeros(len(column.numerators), dtype=np.intp)
    for start, _ in levels:
        # value ≥ from, for whole numerators, is numerator ≥ the next whole number up.
        reached += column.numerators >= math.ceil(exact(start, field="from") * column.denominator)
    return Column(numerators=whole_numbers([int(give * common) for give in gives])[reached], denominator=common)


def _lowest_over_price(prices: Whole) -> Column:
    return Column(numerators=np.full_like(prices, prices.min()), denominator=prices)


def _percent_above_lowest(prices: Whole) -> Column:
    lowest = int(prices.min())
    return Column(numerators=np.maximum(2 * lowest - beside(prices, 2 * lowest), 0), denominator=lowest)


def _mean_narrow_average(prices: Whole) -> Column:
    # (50 + 100 (mean − price) / mean) / 100 = (3 · total − 2 · number · price) / (2 · total)
    total, twice = sum(map(int, prices)), times(prices, 2 * len(prices))
    below = 3 * total - beside(twice, 3 * total)
    return Column(numerators=np.minimum(np.maximum(below, 0), 2 * total), denominator=2 * total)


def _share_of_highest(values: Whole) -> Column:
    return Column(numerators=values, denominator=max(int(values.max()), 1))


RELATIVE = {
    LOWEST_OVER_PRICE: _lowest_over_price,
    PERCENT_ABOVE_LOWEST: _percent_above_lowest,
    MEAN_NARROW_AVERAGE: _mean_narrow_average,
    SHARE_OF_HIGHEST: _share_of_highest,
}


def _relative(board: Board, place: int, rows: Whole) -> Column:
    formula = formula_of(board.criteria[place])
    values = board.columns[place].numerators[rows]
    if formula.kind != SHARE_OF_HIGHEST and not (values > 0).all():
        bid = board.bids[rows[int(np.argmin(values > 0))]]
        rule = "a relative price formula needs a price above 0"
        raise refusal(Decimal(0), field=f"bids[{bid}][{board.criteria[place].id}]", rule=rule)
    return RELATIVE[formula.kind](values)


def score_column(board: Board, place: int, rows: Whole) -> Column:
    """Scores of one criterion as fractions of its maximum; a relative formula looks at `rows` alone."""
    criterion, column = board.criteria[place], board.columns[place]
    if is_relative(criterion):
        return _relative(board, place, rows)
    chosen = Column(numerators=column.numerators[rows], denominator=column.denominator)
    if criterion.kind == FORMULA:
        return _linear(chosen, criterion) if formula_of(criterion).kind == LINEAR else _steps(chosen, criterion)
    most = exact(criterion.maximum, field="maximum")
    return Column(
        numerators=times(chosen.numerators, most.denominator), denominator=chosen.denominator * most.numerator
    )


def failures(board: Board, rows: Whole) -> Mapping[int, tuple[str, ...]]:
    """The rows that fail a minimum or a pass/fail criterion, each with the ids in the order of the criteria."""
    failed: dict[int, list[str]] = {}
    for place, criterion in enumerate(board.criteria):
        least = None if criterion.minimum is None else exact(criterion.minimum, field="minimum")
        if criterion.kind == PASS_FAIL:
            below = board.columns[place].numerators[rows] == 0
        elif least is None:
            continue
        else:
            least /= exact(criterion.maximum, field="maximum")
            score = score_column(board, place, rows)
            below = times(score.numerators, least.denominator) < score.denominator * least.numerator
        for row in rows[np.flatnonzero(below)]:
            failed.setdefault(int(row), []).append(criterion.id)
    return {row: tuple(ids) for row, ids in failed.items()}


def marks_in_hundredths(scores: Whole, factors: Whole, common: int) -> Whole:
    """half_up(scores × factors / 2 / common, 0): the whole of rank's arithmetic on ready arrays.

    `scores` (criteria, bids), `factors` (criteria, 1): 200 × weight / own denominator, brought to `common`.
    """
    return (scores * factors + common) // (2 * common)


def _column_marks(column: Column, weight: Fraction) -> Whole:
    doubled = times(column.numerators, 200 * weight.numerator)
    if not isinstance(column.denominator, np.ndarray):
        bottom = column.denominator * weight.denominator
        marks: Whole = (beside(doubled, 2 * bottom) + bottom) // (2 * bottom)
        return marks
    bottoms = times(column.denominator, 2 * weight.denominator)
    marks = (doubled + bottoms // 2) // bottoms
    return marks


def _block_marks(columns: Sequence[Column], weights: Sequence[Fraction]) -> Whole | None:
    """All columns at once, or nothing where one has a denominator per row or a product would not fit."""
    if any(isinstance(column.denominator, np.ndarray) or column.numerators.dtype == object for column in columns):
        return None
    own = [column.denominator * weight.denominator for column, weight in zip(columns, weights, strict=True)]
    common = math.lcm(*own)
    factors = [200 * weight.numerator * (common // bottom) for weight, bottom in zip(weights, own, strict=True)]
    scores = np.stack([column.numerators for column in columns])
    if max(int(scores.max()), 1) * max(factors) + 2 * common >= LARGEST:
        return None
    return marks_in_hundredths(scores, np.array(factors, dtype=np.int64)[:, None], common)


def mark_columns(columns: Sequence[Column], weights: Sequence[Fraction]) -> Whole:
    """Marks in hundredths, (criteria, bids)."""
    block = _block_marks(columns, weights)
    if block is not None:
        return block
    return np.stack([_column_marks(column, weight) for column, weight in zip(columns, weights, strict=True)])


def scored_places(criteria: Sequence[Criterion]) -> list[int]:
    """Places of the criteria that carry marks: all but pass/fail."""
    return [place for place, criterion in enumerate(criteria) if criterion.kind != PASS_FAIL]


def mark_rows(board: Board, rows: Whole) -> Whole:
    """Marks in hundredths of `rows` alone, (criteria that carry marks, rows); nobody is disqualified here."""
    places = scored_places(board.criteria)
    if not len(rows) or not places:
        return np.zeros((len(places), len(rows)), dtype=np.int64)
    columns = [score_column(board, place, rows) for place in places]
    return mark_columns(columns, [exact(board.criteria[place].weight, field="weight") for place in places])


def decide(board: Board, rows: Whole) -> Decided:
    """Disqualify first; then relative formulas, marks and totals over the rows that are left."""
    failed = failures(board, rows)
    left = rows[np.array([int(row) not in failed for row in rows], dtype=bool)]
    marks = mark_rows(board, left)
    return Decided(rows=left, failed=failed, marks=marks, totals=marks.sum(axis=0))


def leaders(board: Board, decided: Decided) -> tuple[str, ...]:
    """The bids with the highest total, sorted; nobody where nobody is left."""
    if not len(decided.rows):
        return ()
    return tuple(board.bids[row] for row in decided.rows[decided.totals == decided.totals.max()])
