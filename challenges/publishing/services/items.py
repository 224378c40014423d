"""The rows that other rows point at, brought into line with a published version and matched by block."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from challenges.ground.domain.language import Text
from challenges.publishing.domain.specification import CriterionSpec, OutcomeSpec, Specification, StageSpec
from challenges.publishing.models import (
    Challenge,
    Condition,
    Criterion,
    Lot,
    Measure,
    Outcome,
    Question,
    SpecificationVersion,
    Stage,
)
from challenges.publishing.models.challenge import Item

#: The columns of a row beside those that every part has.
type Columns = Mapping[str, Any]


class Specified(Protocol):
    """What every item of a specification has."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> Text: ...


def write_items(*, challenge: Challenge, version: SpecificationVersion, specification: Specification) -> None:
    """Create, update and mark as dropped the lots, outcomes, criteria, questions and so on of a challenge.

    An item keeps its row by its block's identifier, whatever its order or words; one left out keeps it too, marked
    with the version that dropped it, because marks and answers may point at it.
    """

    def match[P: Item, S: Specified](
        model: type[P], items: Sequence[S], values: Callable[[S], Columns]
    ) -> dict[str, P]:
        rows = {}
        for position, item in enumerate(items):
            defaults = {"position": position, "title": dict(item.title), "dropped_in": None, **values(item)}
            rows[item.id], _is_new = model.objects.update_or_create(
                challenge=challenge, block_id=item.id, defaults=defaults
            )
        gone = model.objects.filter(challenge=challenge, dropped_in__isnull=True).exclude(block_id__in=rows)
        gone.update(dropped_in=version)
        return rows

    lots = match(Lot, specification.lots, lambda lot: {"value_amount": lot.value_amount})
    match(Outcome, specification.outcomes, _outcome_values)
    match(Condition, specification.conditions, lambda item: {"kind": item.kind, "is_required": item.required})
    match(Measure, specification.measures, lambda item: {"code": item.code, "unit": dict(item.unit)})
    match(Stage, specification.stages, _stage_values)
    criteria = match(
        Criterion, specification.criteria, lambda item: {**_criterion_values(item), "lot": lots.get(item.lot)}
    )
    match(
        Question,
        specification.questions,
        lambda item: {
            "criterion": criteria.get(item.criterion),
            "lot": lots.get(item.lot),
            "word_limit": item.word_limit,
            "is_required": item.required,
        },
    )


def _outcome_values(outcome: OutcomeSpec) -> Columns:
    return {
        "unit": dict(outcome.unit),
        "price_amount": outcome.price,
        "price_is_offered": outcome.price_is_offered,
    }


def _stage_values(stage: StageSpec) -> Columns:
    names = ("opens_at", "questions_close_at", "closes_at", "decision_on", "two_envelopes")
    return {name: getattr(stage, name) for name in names}


def _criterion_values(criterion: CriterionSpec) -> Columns:
    return {name: getattr(criterion, name) for name in ("pillar", "method", "weight", "maximum")}
