"""From locked marks and opened offers to the ranking that is kept: one function, the same bytes each time.

The published specification is the scoring model (`model_of`); judged and pass/fail scores are the panel's, formula
values are measured from the offers (`measures`). `decide` returns everything the ranking rests on (`ranking_content`).
A required condition is one more criterion to pass: accepted or disqualified. A measure that is undefined for one bid
(the total paid per result where none is promised) counts as the formula's worst value and stands in the content as
undefined. Refused: a relative formula over an undefined measure, a missing score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bids.bidding.domain.measures import OfferToScore, measure_of
from bids.evaluation.domain.scoring.criteria import Criterion
from bids.evaluation.domain.scoring.formula_kinds import behaviour_of
from bids.evaluation.domain.scoring.ranking_content import (
    RankedBy,
    RankedCriterion,
    RankingContent,
    SpecificationNamed,
    shortest,
)
from bids.evaluation.domain.scoring.scoring import Ranking, TieRule, rank
from challenges.ground.domain.refusals import refusal
from challenges.publishing.domain.specification import CriterionSpec, FormulaSpec, Specification
from challenges.publishing.domain.words import Method


@dataclass(frozen=True, kw_only=True)
class RankedStage:
    """What is ranked: one stage and lot of a procedure, under one version of its specification."""

    ocid: str
    stage: str
    lot: str
    specification: SpecificationNamed


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The panel's locked scores, by bid and criterion (pass is 1, fail 0), and the conditions each bid accepted.

    Bids that were set aside are not judged: they stand beside, each with the part that could not be opened.
    """

    scores: Mapping[str, Mapping[str, Decimal]]
    accepted: Mapping[str, frozenset[str]]
    set_aside: Mapping[str, str] = field(default_factory=dict)

    def of(self, bid: str, *, specification: Specification) -> dict[str, Decimal]:
        """One bid's scores, required conditions among them."""
        accepted = self.accepted.get(bid, frozenset())
        required = (condition.id for condition in specification.conditions if condition.required)
        return {**self.scores.get(bid, {}), **{condition_id(c): Decimal(c in accepted) for c in required}}


def criteria_in(specification: Specification, lot: str = "") -> tuple[CriterionSpec, ...]:
    """The criteria of one lot; those without a lot count for every lot."""
    return tuple(criterion for criterion in specification.criteria if criterion.lot in ("", lot))


def condition_id(condition: str) -> str:
    """The criterion under which a required condition is passed or failed."""
    return f"condition:{condition}"


def model_of(specification: Specification, *, lot: str = "") -> tuple[tuple[Criterion, ...], TieRule]:
    """The published scoring model as the calculations take it."""
    criteria = tuple(map(criterion_of, criteria_in(specification, lot)))
    criteria += tuple(
        Criterion(id=condition_id(condition.id), kind=Method.PASS_FAIL.value)
        for condition in specification.conditions
        if condition.required
    )
    known = {criterion.id for criterion in criteria}
    rule = specification.tie_rule
    return criteria, TieRule(steps=tuple(step for step in rule.steps if step in known), band=rule.band)


def criterion_of(spec: CriterionSpec) -> Criterion:
    """One published criterion as the calculations take it."""
    if spec.method == Method.PASS_FAIL:
        return Criterion(id=spec.id, kind=Method.PASS_FAIL.value, pillar=spec.pillar)
    return Criterion(
        id=spec.id,
        weight=spec.weight,
        maximum=spec.maximum,
        kind=spec.method,
        minimum=spec.minimum,
        scale=tuple(sorted(point.score for point in spec.scale)) if spec.method == Method.JUDGED else (),
        formula=spec.formula if spec.method == Method.FORMULA else None,
        pillar=spec.pillar,
    )


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One formula criterion's measure of one offer; `value` is what is scored, `defined` whether it was measured."""

    value: Decimal
    defined: bool


def measured(offer: OfferToScore, *, criterion: CriterionSpec, specification: Specification, lot: str = "") -> Measured:
    """The measure a formula criterion scores for this offer."""
    formula = criterion.formula
    if formula is None:
        raise refusal(None, field=f"formula of {criterion.id}", rule="a formula criterion needs one")
    value = measure_of(offer, formula=formula, specification=specification, lot=lot)
    if value is not None:
        return Measured(value=value, defined=True)
    return Measured(value=_worst(formula, criterion=criterion.id, bid=offer.bid), defined=False)


def _worst(formula: FormulaSpec, *, criterion: str, bid: str) -> Decimal:
    worst = behaviour_of(formula).worst
    if worst is None:
        raise refusal(bid, field=f"{formula.measure} for {criterion}", rule="is undefined for this bid")
    return worst(formula)


def decide(
    specification: Specification,
    *,
    ranked: RankedStage,
    judged: Judged,
    offers: Sequence[OfferToScore],
) -> RankingContent:
    """Everything the ranking rests on and the ranking itself."""
    criteria, tie_rule = model_of(specification, lot=ranked.lot)
    values = {offer.bid: _measures(offer, specification=specification, lot=ranked.lot) for offer in offers}
    scores = {
        bid: {**judged.of(bid, specification=specification), **{c: m.value for c, m in measures.items()}}
        for bid, measures in values.items()
    }
    ranking = rank(scores, criteria, tie_rule)
    return RankingContent(
        ocid=ranked.ocid,
        stage=ranked.stage,
        lot=ranked.lot,
        specification=ranked.specification,
        criteria=tuple(_described(criterion) for criterion in criteria),
        tie_rule=RankedBy(steps=tie_rule.steps, band=shortest(tie_rule.band)),
        scores=_shortest_each(scores),
        undefined={
            bid: tuple(sorted(undefined))
            for bid, by in values.items()
            if (undefined := [c for c, measure in by.items() if not measure.defined])
        },
        order=ranking.order,
        places=ranking.places,
        totals={bid: shortest(total) for bid, total in ranking.totals.items()},
        marks=_shortest_each(ranking.marks),
        pillars=_pillars(ranking, criteria),
        disqualified=ranking.disqualified,
        ties=ranking.ties,
        set_aside=judged.set_aside,
    )


def _measures(offer: OfferToScore, *, specification: Specification, lot: str) -> dict[str, Measured]:
    return {
        spec.id: measured(offer, criterion=spec, specification=specification, lot=lot)
        for spec in criteria_in(specification, lot)
        if spec.method == Method.FORMULA
    }


def _described(criterion: Criterion) -> RankedCriterion:
    return RankedCriterion(
        id=criterion.id,
        kind=criterion.kind,
        weight=shortest(criterion.weight),
        maximum=shortest(criterion.maximum),
        pillar=criterion.pillar,
    )


def _shortest_each(numbers: Mapping[str, Mapping[str, Decimal]]) -> dict[str, dict[str, Decimal]]:
    return {bid: {criterion: shortest(number) for criterion, number in by.items()} for bid, by in numbers.items()}


def _pillars(ranking: Ranking, criteria: Sequence[Criterion]) -> dict[str, dict[str, Decimal]]:
    """Each bid's marks added up by pillar."""
    pillars = sorted({criterion.pillar for criterion in criteria if criterion.weight})
    return {
        bid: {pillar: shortest(_sum_in(by, criteria=criteria, pillar=pillar)) for pillar in pillars}
        for bid, by in ranking.marks.items()
    }


def _sum_in(marks: Mapping[str, Decimal], *, criteria: Sequence[Criterion], pillar: str) -> Decimal:
    return sum((marks[c.id] for c in criteria if c.pillar == pillar and c.id in marks), Decimal(0))
