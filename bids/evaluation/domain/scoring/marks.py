"""From scores to marks, exactly.

Every score is a fraction of its criterion's maximum, held as whole numbers (`board`). A mark, in hundredths, is

    half_up(score / maximum × weight, 2) × 100 = (200 · numerator · weight + denominator) // (2 · denominator)

with every decimal multiplied out: nothing is rounded but the mark itself. What a formula makes of a measure is in
`formula_kinds`.

Shapes: marks (criteria that carry marks, bids). Units: marks and totals in hundredths. Refused here: a price of 0
among the bids that remain.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from bids.evaluation.domain.scoring.board import LARGEST, Board, Column, Whole, beside, exact, times
from bids.evaluation.domain.scoring.criteria import Criterion, formula_of, kind_of
from bids.evaluation.domain.scoring.formula_kinds import FORMULA_KINDS
from challenges.ground.domain.refusals import refusal
from challenges.publishing.domain.formulas import KINDS, Better
from challenges.publishing.domain.words import Method


@dataclass(frozen=True, kw_only=True)
class Decided:
    """Who is out and what the others have: `rows` of the board, `marks` (criteria, rows) and `totals` in hundredths."""

    rows: Whole
    failed: Mapping[int, tuple[str, ...]]
    marks: Whole
    totals: Whole


def _require_above_nil(board: Board, place: int, rows: Whole) -> None:
    values = board.columns[place].numerators[rows]
    if not (values > 0).all():
        bid = board.bids[rows[int(np.argmin(values > 0))]]
        rule = "a relative price formula needs a price above 0"
        raise refusal(Decimal(0), field=f"bids[{bid}][{board.criteria[place].id}]", rule=rule)


def score_column(board: Board, place: int, rows: Whole) -> Column:
    """Scores of one criterion as fractions of its maximum; a relative formula looks at `rows` alone."""
    criterion, column = board.criteria[place], board.columns[place]
    chosen = Column(numerators=column.numerators[rows], denominator=column.denominator)
    if criterion.kind == Method.FORMULA:
        kind = kind_of(formula_of(criterion))
        if KINDS[kind].better == Better.LOWER:
            _require_above_nil(board, place, rows)
        return FORMULA_KINDS[kind].scores(chosen, criterion)
    most = exact(criterion.maximum, field="maximum")
    return Column(
        numerators=times(chosen.numerators, most.denominator), denominator=chosen.denominator * most.numerator
    )


def failures(board: Board, rows: Whole) -> Mapping[int, tuple[str, ...]]:
    """The rows that fail a minimum or a pass/fail criterion, each with the ids in the order of the criteria."""
    failed: dict[int, list[str]] = {}
    for place, criterion in enumerate(board.criteria):
        least = None if criterion.minimum is None else exact(criterion.minimum, field="minimum")
        if criterion.kind == Method.PASS_FAIL:
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
    return [place for place, criterion in enumerate(criteria) if criterion.kind != Method.PASS_FAIL]


def mark_rows(board: Board, rows: Whole) -> Whole:
    """Marks in hundredths of `rows` alone, (criteria that carry marks, rows); nobody is disqualified here."""
    places = scored_places(board.criteria)
    if not len(rows) or not places:
        return np.zeros((len(places), len(rows)), dtype=np.int64)
    columns = [score_column(board, place, rows) for place in places]
    return mark_columns(columns, [exact(board.criteria[place].weight, field="weight") for place in places])


def decide_rows(board: Board, rows: Whole) -> Decided:
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
