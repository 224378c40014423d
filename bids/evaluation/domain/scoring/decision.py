"""From locked marks and opened offers to the ranking that is kept: one function, the same bytes each time.

The published specification is the scoring model (`model_of`); judged and pass/fail scores are the panel's, formula
values are measured from the offers (`measures`). `decide` returns plain JSON with everything the ranking rests on, so
that its hash proves the decision and anyone can follow it. Numbers are text in their shortest exact form; bids are
named by their random ids. A required condition is one more criterion to pass: accepted or disqualified. A measure that
is undefined for one bid (the total paid per result where none is promised) counts as the formula's worst value and
stands in the content as undefined. Refused: a relative formula over an undefined measure, a missing score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bids.bidding.domain.measures import OfferToScore, measure_of
from bids.evaluation.domain.scoring.criteria import RELATIVE_FORMULAS, Criterion, Formula
from bids.evaluation.domain.scoring.scoring import Ranking, TieRule, rank
from challenges.ground.domain.refusals import refusal
from challenges.publishing.domain.specification import CriterionSpec, FormulaSpec, Specification
from challenges.publishing.domain.words import Method

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The panel's locked scores, by bid and criterion (pass is 1, fail 0), and the conditions each bid accepted."""

    scores: Mapping[str, Mapping[str, Decimal]]
    accepted: Mapping[str, frozenset[str]]

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
    criteria = tuple(_criterion(criterion) for criterion in criteria_in(specification, lot))
    criteria += tuple(
        Criterion(id=condition_id(condition.id), kind="pass_fail")
        for condition in specification.conditions
        if condition.required
    )
    known = {criterion.id for criterion in criteria}
    rule = specification.tie_rule
    return criteria, TieRule(steps=tuple(step for step in rule.steps if step in known), band=rule.band)


def _criterion(spec: CriterionSpec) -> Criterion:
    if spec.method == Method.PASS_FAIL:
        return Criterion(id=spec.id, kind="pass_fail", pillar=spec.pillar)
    return Criterion(
        id=spec.id,
        weight=spec.weight,
        maximum=spec.maximum,
        kind=spec.method,
        minimum=spec.minimum,
        scale=tuple(sorted(point.score for point in spec.scale)) if spec.method == Method.JUDGED else (),
        formula=_formula(spec.formula) if spec.method == Method.FORMULA and spec.formula else None,
        pillar=spec.pillar,
    )


def _formula(spec: FormulaSpec) -> Formula:
    return Formula(kind=spec.kind, worst=spec.worst, best=spec.best, levels=spec.levels)


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
    if formula.kind in RELATIVE_FORMULAS:
        raise refusal(bid, field=f"{formula.measure} for {criterion}", rule="is undefined for this bid")
    if formula.kind == "linear" and formula.worst is not None:
        return formula.worst
    marks = [(mark, start) for start, mark in formula.levels]
    return min(marks)[1]


def decide(
    specification: Specification,
    *,
    lot: str = "",
    judged: Judged,
    offers: Sequence[OfferToScore],
) -> dict[str, Any]:
    """Everything the ranking rests on and the ranking itself, as plain JSON."""
    criteria, tie_rule = model_of(specification, lot=lot)
    values: dict[str, dict[str, Measured]] = {
        offer.bid: {
            spec.id: measured(offer, criterion=spec, specification=specification, lot=lot)
            for spec in criteria_in(specification, lot)
            if spec.method == Method.FORMULA
        }
        for offer in offers
    }
    scores = {
        bid: {**judged.of(bid, specification=specification), **{c: m.value for c, m in measures.items()}}
        for bid, measures in values.items()
    }
    ranking = rank(scores, criteria, tie_rule)
    return {
        "format": FORMAT,
        "lot": lot,
        "criteria": [_described(criterion) for criterion in criteria],
        "tie_rule": {"steps": list(tie_rule.steps), "band": _text(tie_rule.band)},
        "scores": {bid: {c: _text(v) for c, v in by.items()} for bid, by in scores.items()},
        "undefined": {b: u for b, by in values.items() if (u := sorted(c for c, m in by.items() if not m.defined))},
        **_outcome(ranking, criteria),
    }


def _described(criterion: Criterion) -> dict[str, str]:
    return {
        "id": criterion.id,
        "kind": criterion.kind,
        "weight": _text(criterion.weight),
        "maximum": _text(criterion.maximum),
        "pillar": criterion.pillar,
    }


def _outcome(ranking: Ranking, criteria: Sequence[Criterion]) -> dict[str, Any]:
    pillars = sorted({criterion.pillar for criterion in criteria if criterion.weight})
    return {
        "order": list(ranking.order),
        "places": dict(ranking.places),
        "totals": {bid: _text(total) for bid, total in ranking.totals.items()},
        "marks": {bid: {c: _text(mark) for c, mark in by.items()} for bid, by in ranking.marks.items()},
        "pillars": {
            bid: {p: _text(_sum_in(by, criteria=criteria, pillar=p)) for p in pillars}
            for bid, by in ranking.marks.items()
        },
        "disqualified": {bid: list(why) for bid, why in ranking.disqualified.items()},
        "ties": [{"bids": list(t.bids), "by": list(t.by), "resolved": t.resolved} for t in ranking.ties],
    }


def _sum_in(marks: Mapping[str, Decimal], *, criteria: Sequence[Criterion], pillar: str) -> Decimal:
    return sum((marks[c.id] for c in criteria if c.pillar == pillar and c.id in marks), Decimal(0))


def _text(number: Decimal) -> str:
    """Plain digits, without exponent and without trailing zeros, so that equal numbers are equal bytes."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
