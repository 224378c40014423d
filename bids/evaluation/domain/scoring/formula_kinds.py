"""What each kind of formula does: one row a kind, and a kind without a row fails a test.

`scores` turns the measures of the bids at hand into exact fractions of the criterion's maximum, held as whole numbers
(`board`): linear (measure − worst) / (best − worst) within 0–1; steps the mark of the last level whose from ≤ measure;
lowest / price; (2 · lowest − price) / lowest, at least 0; (3 · total − 2 · number · price) / (2 · total), which is
50 + 100 (mean − price) / mean as a fraction of 100, within 0–1; value / highest, nil where all are nil.

`worst` is the measure that an undefined one counts as: the published figure that earns least. A relative formula has
none, since an undefined measure would leave the other bids without a mark. `measure_at` is for rehearsals: a measure
that earns about a given part of the marks, around a usual figure where the formula names none.

Refused: a linear formula without `worst`, steps without levels. That a price is above 0 is checked in `marks`.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from bids.evaluation.domain.scoring.board import Column, beside, exact, times, whole_numbers
from bids.evaluation.domain.scoring.criteria import Criterion, checked_levels, formula_of, kind_of
from challenges.ground.domain.money import half_up
from challenges.ground.domain.refusals import finite_decimal
from challenges.publishing.domain.specification import Formula
from challenges.publishing.domain.words import FormulaKind

ALL = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class KindOfFormula:
    """`measure_at(formula, level, usual)`: level 0 is the worst figure, 1 the best; above 1 it is beyond the best."""

    scores: Callable[[Column, Criterion], Column]
    worst: Callable[[Formula], Decimal] | None
    measure_at: Callable[[Formula, Decimal, Decimal], Decimal]


def _linear_scores(column: Column, criterion: Criterion) -> Column:
    formula = formula_of(criterion)
    worst, best = (exact(getattr(formula, end), field=end) for end in ("worst", "best"))
    common = math.lcm(worst.denominator, best.denominator)
    start, end = (int(edge * common) * column.denominator for edge in (worst, best))
    measure = beside(times(column.numerators, common), start, end, end - start)
    gained = measure - start if end > start else start - measure
    span = abs(end - start)
    return Column(numerators=np.minimum(np.maximum(gained, 0), span), denominator=span)


def _linear_worst(formula: Formula) -> Decimal:
    return finite_decimal(formula.worst, field="worst")


def _between_ends(formula: Formula, level: Decimal, _usual: Decimal) -> Decimal:
    worst, best = formula.worst or Decimal(0), formula.best or Decimal(0)
    return worst + level * (best - worst)


def _step_scores(column: Column, criterion: Criterion) -> Column:
    levels = formula_of(criterion).levels
    most = exact(criterion.maximum, field="maximum")
    gives = [Fraction(0), *(exact(mark, field="mark") / most for _, mark in levels)]
    common = math.lcm(*(give.denominator for give in gives))
    reached = np.zeros(len(column.numerators), dtype=np.intp)
    for start, _ in levels:
        # value ≥ from, for whole numerators, is numerator ≥ the next whole number up.
        reached += column.numerators >= math.ceil(exact(start, field="from") * column.denominator)
    return Column(numerators=whole_numbers([int(give * common) for give in gives])[reached], denominator=common)


def _step_worst(formula: Formula) -> Decimal:
    _mark, start = min((mark, start) for start, mark in checked_levels(formula.levels))
    return start


def _on_a_step(formula: Formula, level: Decimal, _usual: Decimal) -> Decimal:
    starts = [start for start, _mark in sorted(formula.levels, key=lambda step: step[1])]
    return starts[int(half_up(min(level, ALL) * (len(starts) - 1), 0))]


def _lowest_over_price(column: Column, _criterion: Criterion) -> Column:
    prices = column.numerators
    return Column(numerators=np.full_like(prices, prices.min()), denominator=prices)


def _percent_above_lowest(column: Column, _criterion: Criterion) -> Column:
    lowest = int(column.numerators.min())
    return Column(numerators=np.maximum(2 * lowest - beside(column.numerators, 2 * lowest), 0), denominator=lowest)


def _mean_narrow_average(column: Column, _criterion: Criterion) -> Column:
    prices = column.numerators
    total, twice = sum(map(int, prices)), times(prices, 2 * len(prices))
    below = 3 * total - beside(twice, 3 * total)
    return Column(numerators=np.minimum(np.maximum(below, 0), 2 * total), denominator=2 * total)


def _share_of_highest(column: Column, _criterion: Criterion) -> Column:
    return Column(numerators=column.numerators, denominator=max(int(column.numerators.max()), 1))


def _below_usual(_formula: Formula, level: Decimal, usual: Decimal) -> Decimal:
    return usual * (Decimal("1.1") - level * 3 / 10)


def _above_half_of_usual(_formula: Formula, level: Decimal, usual: Decimal) -> Decimal:
    return usual * (Decimal("0.5") + level / 2)


FORMULA_KINDS: Mapping[FormulaKind, KindOfFormula] = {
    FormulaKind.LINEAR: KindOfFormula(scores=_linear_scores, worst=_linear_worst, measure_at=_between_ends),
    FormulaKind.STEPS: KindOfFormula(scores=_step_scores, worst=_step_worst, measure_at=_on_a_step),
    FormulaKind.LOWEST_OVER_PRICE: KindOfFormula(scores=_lowest_over_price, worst=None, measure_at=_below_usual),
    FormulaKind.PERCENT_ABOVE_LOWEST: KindOfFormula(scores=_percent_above_lowest, worst=None, measure_at=_below_usual),
    FormulaKind.MEAN_NARROW_AVERAGE: KindOfFormula(scores=_mean_narrow_average, worst=None, measure_at=_below_usual),
    FormulaKind.SHARE_OF_HIGHEST: KindOfFormula(scores=_share_of_highest, worst=None, measure_at=_above_half_of_usual),
}


def behaviour_of(formula: Formula) -> KindOfFormula:
    """What the formula's kind does. Refuses a kind that is none."""
    return FORMULA_KINDS[kind_of(formula)]
