"""What a published scoring model consists of, and the functions that turn one measure into one score.

A criterion is *judged* (a consensus score, on a published scale where there is one), a *formula* over a measure
of the offer, or *pass/fail* (1 or 0, no weight). A formula is **absolute** (`linear`, `steps`: the score hangs on
this bid's measure alone) or **relative** (it hangs on the other bids too). Scores run from 0 to `maximum`; the
mark is score / maximum × weight, rounded half up to two places and nowhere else.

Refused: weights and minima below 0, a maximum not above 0, scale points and step scores outside 0–maximum, a
formula without its figures, a weight on pass/fail, a minimum on a relative formula (it would hang on who else
bids), the same id twice. That the weights add to 100 is checked at publication, not here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import (
    finite_decimal,
    identifier,
    known,
    not_negative,
    one_of,
    positive,
    refusal,
    something,
    unique,
)
from challenges.publishing.domain.formulas import KINDS, Figures, compares_bids
from challenges.publishing.domain.specification import Formula
from challenges.publishing.domain.words import FormulaKind, Method


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One published criterion. `minimum` is a score, before rounding and weighting; equal passes."""

    id: str
    weight: Decimal = Decimal(0)
    maximum: Decimal = Decimal(1)
    kind: str = Method.JUDGED.value
    minimum: Decimal | None = None
    scale: tuple[Decimal, ...] = ()
    formula: Formula | None = None
    pillar: str = ""


def is_relative(criterion: Criterion) -> bool:
    """Whether the criterion's score hangs on the other bids."""
    is_formula = criterion.kind == Method.FORMULA and criterion.formula is not None
    return is_formula and compares_bids(formula_of(criterion).kind)


def formula_of(criterion: Criterion) -> Formula:
    """The formula of a formula criterion."""
    if criterion.formula is None:
        raise refusal(None, field=f"criteria[{criterion.id}].formula", rule="a formula criterion needs one")
    return criterion.formula


def kind_of(formula: Formula) -> FormulaKind:
    """The kind of a formula as one of the published words. Refuses any other."""
    return FormulaKind(one_of(formula.kind, field="formula.kind", allowed=tuple(FormulaKind)))


@exactly
def linear(value: Decimal, *, worst: Decimal, best: Decimal, maximum: Decimal) -> Decimal:
    """maximum × (value − worst) / (best − worst), kept within 0–maximum; worst > best when less is better."""
    measure, low = finite_decimal(value, field="value"), finite_decimal(worst, field="worst")
    high, most = finite_decimal(best, field="best"), not_negative(maximum, field="maximum")
    if low == high:
        raise refusal(best, field="best", rule="must differ from worst")
    gained, span = (measure - low, high - low) if high > low else (low - measure, low - high)
    return most * min(max(gained, Decimal(0)), span) / span


def checked_levels(
    levels: Sequence[tuple[Decimal, Decimal]], *, field: str = "levels"
) -> tuple[tuple[Decimal, Decimal], ...]:
    """Levels as (from, score), from strictly rising; refuses none at all."""
    listed: list[tuple[Decimal, Decimal]] = []
    for place, level in enumerate(something(levels, field=field)):
        if isinstance(level, str) or len(level) != 2:
            raise refusal(level, field=f"{field}[{place}]", rule="must be a pair: from, and what it gives")
        start = finite_decimal(level[0], field=f"{field}[{place}].from")
        if listed and start <= listed[-1][0]:
            raise refusal(start, field=f"{field}[{place}].from", rule=f"must be above {listed[-1][0]} before it")
        listed.append((start, not_negative(level[1], field=f"{field}[{place}].mark")))
    return tuple(listed)


def steps(value: Decimal, *, levels: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """The mark of the last level whose from ≤ value, 0 below the first. Refuses froms not strictly rising."""
    measure = finite_decimal(value, field="value")
    reached = [mark for start, mark in checked_levels(levels) if start <= measure]
    return reached[-1] if reached else Decimal(0)


@exactly
def normalise(score: Decimal, maximum: Decimal, weight: Decimal) -> Decimal:
    """score / maximum × weight, not rounded. Refuses a score outside 0–maximum.

    Multiplied before divided: then a result that lies exactly between two hundredths is exactly that.
    """
    most, worth = positive(maximum, field="maximum"), not_negative(weight, field="weight")
    reached = not_negative(score, field="score")
    if reached > most:
        raise refusal(score, field="score", rule=f"must not be above the maximum {maximum}")
    return reached * worth / most


def _check_ends(criterion: Criterion, formula: Formula) -> None:
    field = f"criteria[{criterion.id}].formula"
    worst, best = (finite_decimal(getattr(formula, end), field=f"{field}.{end}") for end in ("worst", "best"))
    if worst == best:
        raise refusal(best, field=f"{field}.best", rule="must differ from worst")


def _check_levels(criterion: Criterion, formula: Formula) -> None:
    field = f"criteria[{criterion.id}].formula.levels"
    for start, mark in checked_levels(formula.levels, field=field):
        if mark > criterion.maximum:
            raise refusal(
                mark, field=f"{field} from {start}", rule=f"must not be above the maximum {criterion.maximum}"
            )


FIGURE_CHECKS: Mapping[Figures, Callable[[Criterion, Formula], None]] = {
    Figures.ENDS: _check_ends,
    Figures.LEVELS: _check_levels,
    Figures.NONE: lambda _criterion, _formula: None,
}


def _check_formula(criterion: Criterion) -> None:
    formula, field = formula_of(criterion), f"criteria[{criterion.id}].formula"
    facts = KINDS[FormulaKind(one_of(formula.kind, field=f"{field}.kind", allowed=tuple(FormulaKind)))]
    FIGURE_CHECKS[facts.figures](criterion, formula)
    if facts.is_relative and criterion.minimum is not None:
        rule = "a relative formula takes no minimum: it would hang on who else bids"
        raise refusal(criterion.minimum, field=f"criteria[{criterion.id}].minimum", rule=rule)


def _check_criterion(criterion: Criterion) -> None:
    field = f"criteria[{criterion.id}]"
    one_of(criterion.kind, field=f"{field}.kind", allowed=tuple(Method))
    weight = not_negative(criterion.weight, field=f"{field}.weight")
    positive(criterion.maximum, field=f"{field}.maximum")
    if criterion.minimum is not None:
        not_negative(criterion.minimum, field=f"{field}.minimum")
    for point in unique(
        (not_negative(point, field=f"{field}.scale") for point in criterion.scale), field=f"{field}.scale"
    ):
        if point > criterion.maximum:
            raise refusal(point, field=f"{field}.scale", rule=f"must not be above the maximum {criterion.maximum}")
    if criterion.kind == Method.PASS_FAIL and weight != 0:
        raise refusal(weight, field=f"{field}.weight", rule="a pass/fail criterion has no weight")
    if criterion.kind == Method.FORMULA:
        _check_formula(criterion)


def checked_criteria(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The criteria as a tuple in their order, or the refusal of the first fault."""
    listed = something(criteria, field="criteria")
    unique((identifier(criterion.id, field="criteria.id") for criterion in listed), field="criteria.id")
    for criterion in listed:
        _check_criterion(criterion)
    return listed


def checked_steps(steps_named: Sequence[str], criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """Steps of a tie rule: ids of criteria that carry marks, each once."""
    scored = [criterion.id for criterion in criteria if criterion.kind != Method.PASS_FAIL]
    return tuple(
        known(step, field="tie_rule.steps", among=scored) for step in unique(steps_named, field="tie_rule.steps")
    )
