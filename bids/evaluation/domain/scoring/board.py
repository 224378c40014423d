"""Scores as exact whole numbers, read and checked once.

Scores and measures become arrays of whole numbers with a common denominator per column, so that what follows is
exact whatever the number of decimals, and a thousand bids are marked in a handful of array operations. Arrays are
int64 where the largest product fits and Python integers (`object`) where it does not; results are the same.

A **board** is what has been read and checked: one column per criterion, one row per bid in the order of `bids`,
which is sorted. Shapes: columns (bids,). Refused while reading: a missing score, an unknown criterion, a score outside
0–maximum or off the published scale, pass/fail other than 0 or 1, a negative price, floats, NaN, infinity, booleans.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bids.evaluation.domain.scoring.criteria import Criterion, is_relative
from challenges.ground.domain.refusals import finite_decimal, identifier, known, not_negative, refusal
from challenges.publishing.domain.words import Method

# int64, or object holding Python integers where a product would not fit.
type Whole = NDArray[Any]
type Score = Decimal | Fraction
LARGEST = 2**62


@dataclass(frozen=True, kw_only=True)
class Column:
    """Exact values: numerators[row] / denominator, which is a number or one per row."""

    numerators: Whole
    denominator: Any

    def fraction(self, row: int) -> Fraction:
        """The value of one row."""
        bottom = self.denominator[row] if isinstance(self.denominator, np.ndarray) else self.denominator
        return Fraction(int(self.numerators[row]), int(bottom))


@dataclass(frozen=True, kw_only=True)
class Board:
    """Checked scores of a field of bids; `columns` are in the order of `criteria`."""

    bids: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    columns: tuple[Column, ...]


def whole_numbers(values: Sequence[int]) -> Whole:
    """Whole numbers as int64, or as Python integers where one is too large."""
    fits = not values or max(max(values), -min(values)) < LARGEST
    return np.array(values, dtype=np.int64 if fits else object)


def beside(numbers: Whole, *others: int) -> Whole:
    """The same numbers, as Python integers where one of `others` is too large to be added to int64."""
    return numbers if all(abs(other) < LARGEST for other in others) else numbers.astype(object)


def times(numbers: Whole, factor: int) -> Whole:
    """numbers × factor without ever running over."""
    if numbers.dtype == object or not numbers.size:
        return numbers * factor
    largest = max(int(numbers.max()), -int(numbers.min()), 1)
    return beside(numbers, largest * factor) * factor


def exact(value: object, *, field: str) -> Fraction:
    """A Decimal or whole number as the fraction it is."""
    return Fraction(*finite_decimal(value, field=field).as_integer_ratio())


def _check_known(bids: Mapping[str, Mapping[str, Score]], ids: Collection[str]) -> None:
    for bid, scores in bids.items():
        identifier(bid, field="bids")
        if len(scores) == len(ids) and all(map(scores.__contains__, ids)):
            continue
        for named in scores:
            known(named, field=f"bids[{bid}]", among=ids)
        for wanted in ids:
            if wanted not in scores:
                raise refusal(None, field=f"bids[{bid}][{wanted}]", rule="every criterion needs a score")


def _checked_value(value: Score, *, criterion: Criterion, field: str) -> Score:
    if criterion.kind == Method.FORMULA:
        return not_negative(value, field=field) if is_relative(criterion) else finite_decimal(value, field=field)
    score = not_negative(value, field=field)
    if criterion.kind == Method.PASS_FAIL and score not in (0, 1):
        raise refusal(score, field=field, rule="pass/fail is 1 or 0")
    if criterion.kind == Method.JUDGED and score > criterion.maximum:
        raise refusal(score, field=field, rule=f"must not be above the maximum {criterion.maximum}")
    if criterion.kind == Method.JUDGED and criterion.scale and score not in criterion.scale:
        raise refusal(score, field=field, rule="is not on the scale " + ", ".join(map(str, criterion.scale)))
    return score


def _first_rows(values: Sequence[Score], *, bids: Sequence[str], criterion: Criterion) -> Mapping[Score, int]:
    """Each different value with the first row that holds it; most repeat."""
    if set(map(type, values)) <= {Decimal, int}:
        # A signalling NaN cannot be hashed; it is refused below, like everything that is no Decimal or whole number.
        with suppress(TypeError):
            return dict(zip(reversed(values), range(len(values) - 1, -1, -1), strict=True))
    first_rows: dict[Score, int] = {}
    for row, value in enumerate(values):
        finite_decimal(value, field=f"bids[{bids[row]}][{criterion.id}]")
        first_rows.setdefault(value, row)
    return first_rows


def _checked_column(values: Sequence[Score], *, bids: Sequence[str], criterion: Criterion) -> Mapping[Score, Score]:
    """Each different value of a column as the checked one, so that each is looked at once."""
    return {
        value: _checked_value(value, criterion=criterion, field=f"bids[{bids[row]}][{criterion.id}]")
        for value, row in _first_rows(values, bids=bids, criterion=criterion).items()
    }


def _column_of(values: Sequence[Score], *, checked: Mapping[Score, Score]) -> Column:
    ratios = {value: kept.as_integer_ratio() for value, kept in checked.items()}
    common = math.lcm(*(bottom for _, bottom in ratios.values()))
    scaled = {value: top * (common // bottom) for value, (top, bottom) in ratios.items()}
    return Column(numerators=whole_numbers([scaled[value] for value in values]), denominator=common)


def read_board(
    bids: Mapping[str, Mapping[str, Score]], criteria: tuple[Criterion, ...], *, means: bool = False
) -> Board:
    """Check and read the scores of at least one bid; rows come sorted by bid, so the order given never matters.

    With `means`, judged scores are means of checked marks, as fractions, and no scale applies to them.
    """
    ids = [criterion.id for criterion in criteria]
    _check_known(bids, ids)
    order = tuple(sorted(bids))
    columns = []
    for criterion in criteria:
        values = [bids[bid][criterion.id] for bid in order]
        as_they_are = means and criterion.kind == Method.JUDGED
        checked = (
            dict(zip(values, values, strict=True))
            if as_they_are
            else _checked_column(values, bids=order, criterion=criterion)
        )
        columns.append(_column_of(values, checked=checked))
    return Board(bids=order, criteria=criteria, columns=tuple(columns))


def all_rows(board: Board) -> Whole:
    """Every row of the board."""
    return np.arange(len(board.bids))
