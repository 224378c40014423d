"""Invented bids, to rehearse a scoring model before anybody bids.

A trial bid has one figure for each criterion: a score, 1 or 0 where one passes or fails, or the measure itself where a
formula scores it. A share of payment is written in per cent, and the formula's own figures with it, so that one more
is one per cent more. `begin` fills in a first set that shows something: cheap and weak, in the middle, dear and
strong, extreme (an offer beyond the best figure with the lowest scores that pass), the middle once more, and a good
one that fails. `rehearsed_bids` ranks them by the published rule and asks `rehearse` what an author should look at.

Units: scores in the criterion's points, money in pounds. Source: SCORING section 5 (`rehearse`). Refused: what `rank`
refuses. Nothing here knows a real bid.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bids.bidding.domain.boxes import HUNDRED, Boxes
from bids.bidding.domain.measures import outcomes_in
from bids.evaluation.domain.assurance.rehearsal import Rehearsal, rehearse
from bids.evaluation.domain.scoring.criteria import Criterion
from bids.evaluation.domain.scoring.decision import criteria_in, model_of
from bids.evaluation.domain.scoring.formula_kinds import behaviour_of
from bids.evaluation.domain.scoring.scoring import Ranking, TieRule, rank
from challenges.ground.domain.language import Text
from challenges.ground.domain.money import exactly, half_up
from challenges.publishing.domain.formulas import Better, Figures, Unit, facts_of_kind, facts_of_measure
from challenges.publishing.domain.specification import CriterionSpec, ScalePoint, Specification
from challenges.publishing.domain.words import MeasureOfOffer, Method

LETTERS = "ABCDEF"
FEWEST, USUAL, MOST = 2, 4, len(LETTERS)
KEY_LENGTH = 6
PLACES, TYPED_PLACES = 2, 4
NOTHING, ALL = Decimal(0), Decimal(1)


@dataclass(frozen=True, kw_only=True)
class RehearsalLine:
    """One criterion as trial bids answer it; `key` is its short name in an address."""

    key: str
    criterion: Criterion
    title: Text
    scale: tuple[ScalePoint, ...] = ()
    measure: str = ""
    outcome: Text | None = None


@dataclass(frozen=True, kw_only=True)
class RehearsalFault:
    """What is wrong with one figure that was typed; `limit` is the figure of the rule it breaks."""

    code: str
    limit: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class RehearsedBids:
    """The order by the published rule, and what the rehearsal found."""

    ranking: Ranking
    findings: Rehearsal


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """How a trial bid begins: how good its price and how good all else, from 0 to 1 (above 1: beyond the best)."""

    price: Decimal
    rest: Decimal
    fails: bool = False


KINDS = (
    _Kind(price=Decimal("0.9"), rest=Decimal("0.3")),
    _Kind(price=Decimal("0.5"), rest=Decimal("0.6")),
    _Kind(price=Decimal("0.2"), rest=Decimal(1)),
    _Kind(price=Decimal("1.2"), rest=Decimal(0)),
    _Kind(price=Decimal("0.5"), rest=Decimal("0.6")),
    _Kind(price=Decimal("0.8"), rest=Decimal("0.8"), fails=True),
)


def short_key(block: str) -> str:
    """A block's name in an address: short, so that a whole rehearsal fits in one, and the same after reordering."""
    return hashlib.sha256(block.encode()).hexdigest()[:KEY_LENGTH]


def rehearsal_model(specification: Specification, *, lot: str) -> tuple[tuple[Criterion, ...], TieRule]:
    """The model of one lot with shares of payment in per cent."""
    criteria, rule = model_of(specification, lot=lot)
    in_per_cent = {
        spec.id for spec in criteria_in(specification, lot) if spec.formula and _is_share(spec.formula.measure)
    }
    return tuple(_in_per_cent(c) if c.id in in_per_cent and c.formula else c for c in criteria), rule


def _is_share(measure: str) -> bool:
    facts = facts_of_measure(measure)
    return facts is not None and facts.unit == Unit.SHARE


def _in_per_cent(criterion: Criterion) -> Criterion:
    formula = criterion.formula
    if formula is None:
        return criterion
    scaled = replace(
        formula,
        worst=None if formula.worst is None else formula.worst * HUNDRED,
        best=None if formula.best is None else formula.best * HUNDRED,
        levels=tuple((start * HUNDRED, mark) for start, mark in formula.levels),
    )
    return replace(criterion, formula=scaled)


def is_workable(specification: Specification, *, lot: str) -> bool:
    """Whether the model is complete enough to be worked with; what is missing, the faults of the draft say."""
    try:
        criteria, rule = rehearsal_model(specification, lot=lot)
        rank({}, criteria, rule)
    except ValueError:
        return False
    formulas = [spec.formula for spec in criteria_in(specification, lot) if spec.formula]
    measures_known = all(formula.measure in MeasureOfOffer for formula in formulas)
    return measures_known and any(criterion.kind != Method.PASS_FAIL for criterion in criteria)


def rehearsal_lines(specification: Specification, *, lot: str) -> tuple[RehearsalLine, ...]:
    """The criteria in their published order, required conditions after them."""
    specs = {spec.id: spec for spec in criteria_in(specification, lot)}
    conditions = {f"condition:{condition.id}": condition.title for condition in specification.conditions}
    outcomes = {outcome.id: outcome.title for outcome in specification.outcomes}
    lines = []
    for criterion in rehearsal_model(specification, lot=lot)[0]:
        spec = specs.get(criterion.id)
        formula = spec.formula if spec and criterion.kind == Method.FORMULA else None
        lines.append(
            RehearsalLine(
                key=short_key(criterion.id),
                criterion=criterion,
                title=spec.title if spec else conditions[criterion.id],
                scale=_scale_of(spec) if spec and criterion.scale else (),
                measure=formula.measure if formula else "",
                outcome=outcomes.get(formula.outcome) if formula else None,
            )
        )
    return tuple(lines)


def _scale_of(spec: CriterionSpec) -> tuple[ScalePoint, ...]:
    return tuple(sorted(spec.scale, key=lambda point: point.score))


def begin(specification: Specification, *, lot: str) -> dict[str, dict[str, Decimal]]:
    """The figures every trial bid begins with, by bid and the short name of the criterion."""
    lines = rehearsal_lines(specification, lot=lot)
    failed = _first_to_fail(lines)
    return {
        letter: {
            line.key: NOTHING
            if kind.fails and line is failed
            else _first_figure(line, kind=kind, specification=specification, lot=lot)
            for line in lines
        }
        for letter, kind in zip(LETTERS, KINDS, strict=True)
    }


def _first_to_fail(lines: Sequence[RehearsalLine]) -> RehearsalLine | None:
    """What the failing bid fails: something one must pass, else a lowest score above nought that the scale allows."""
    must_pass = [line for line in lines if line.criterion.kind == Method.PASS_FAIL]
    with_minimum = [
        line
        for line in lines
        if line.criterion.minimum and line.measure == "" and NOTHING in (line.criterion.scale or (NOTHING,))
    ]
    return next(iter([*must_pass, *with_minimum]), None)


def _first_figure(line: RehearsalLine, *, kind: _Kind, specification: Specification, lot: str) -> Decimal:
    if line.criterion.kind == Method.PASS_FAIL:
        return ALL
    if line.criterion.formula is None:
        return _first_score(line.criterion, level=kind.rest)
    formula, measure = line.criterion.formula, facts_of_measure(line.measure)
    level = kind.price if measure and measure.better == Better.LOWER else kind.rest
    usual = _usual_measure(line, specification=specification, lot=lot)
    figure = max(NOTHING, behaviour_of(formula).measure_at(formula, level, usual))
    facts = facts_of_kind(formula.kind)
    if facts and facts.figures == Figures.LEVELS:
        # Where a step begins is exact: rounded down it would not be reached.
        return figure
    most = HUNDRED if _is_share(line.measure) else figure
    return half_up(min(figure, most), 0 if figure >= HUNDRED else PLACES)


def _first_score(criterion: Criterion, *, level: Decimal) -> Decimal:
    fifths = [criterion.maximum * part / 5 for part in range(6)]
    points = sorted(criterion.scale) or [half_up(point, PLACES) for point in fifths]
    passing = [point for point in points if point >= (criterion.minimum or NOTHING)] or points
    return passing[int(half_up(level * (len(passing) - 1), 0))]


@dataclass(frozen=True, kw_only=True)
class _Sought:
    """How much is spent and how many results are wanted, in one lot."""

    value: Decimal
    target: Decimal


#: A figure of the right size for each measure where the formula names none; a share is in per cent.
USUAL_MEASURES: Mapping[MeasureOfOffer, Callable[[_Sought], Decimal]] = {
    MeasureOfOffer.PRICE: lambda sought: sought.value,
    MeasureOfOffer.OUTCOME_VOLUME: lambda sought: sought.target,
    MeasureOfOffer.COST_PER_OUTCOME: lambda sought: sought.value / sought.target,
    MeasureOfOffer.PLEDGED_VALUE: lambda sought: sought.value / 20,
    MeasureOfOffer.PAYMENT_AT_RISK: lambda _sought: HUNDRED,
}


def _usual_measure(line: RehearsalLine, *, specification: Specification, lot: str) -> Decimal:
    """From the value, the outcomes and their targets, or what stands for them in a draft that lacks them."""
    lots = {one.id: one.value_amount for one in specification.lots}
    value = lots.get(lot) or specification.value_amount or Decimal(100_000)
    outcomes = outcomes_in(specification, lot)
    target = sum((outcome.target or NOTHING for outcome in outcomes), NOTHING) or Decimal(100)
    return USUAL_MEASURES[MeasureOfOffer(line.measure)](_Sought(value=value, target=target))


def read_figure(line: RehearsalLine, typed: str) -> Decimal | RehearsalFault:
    """One figure as typed, or what is wrong with it."""
    boxes = Boxes(line.key, {"figure": typed})
    figure = boxes.figure("figure", places=TYPED_PLACES)
    if figure is None:
        return RehearsalFault(code=boxes.faults[0].code)
    criterion = line.criterion
    if criterion.kind == Method.PASS_FAIL:
        return figure if figure in (NOTHING, ALL) else RehearsalFault(code="off_scale")
    if criterion.formula is None:
        return _checked_score(criterion, figure)
    kind = facts_of_kind(criterion.formula.kind)
    if kind and kind.better == Better.LOWER and not figure:
        return RehearsalFault(code="nothing_to_compare")
    if _is_share(line.measure) and figure > HUNDRED:
        return RehearsalFault(code="too_much", limit=HUNDRED)
    return figure


def _checked_score(criterion: Criterion, score: Decimal) -> Decimal | RehearsalFault:
    if criterion.scale and score not in criterion.scale:
        return RehearsalFault(code="off_scale")
    if score > criterion.maximum:
        return RehearsalFault(code="too_much", limit=criterion.maximum)
    return score


@exactly
def rehearsed_bids(
    specification: Specification, bids: Mapping[str, Mapping[str, Decimal]], *, lot: str
) -> RehearsedBids:
    """Rank the trial bids (figures by criterion) and say what there is to look at."""
    criteria, rule = rehearsal_model(specification, lot=lot)
    return RehearsedBids(ranking=rank(bids, criteria, rule), findings=rehearse(criteria, bids))
