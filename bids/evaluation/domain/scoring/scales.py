"""The scores people may give under a published criterion: its scale, or for pass/fail the two of it.

A judged criterion without a published scale admits no score at all: marks off a published scale are what courts set
awards aside for. Pass is 1 and fail 0, as `scoring` reads them.
"""

from collections.abc import Sequence
from decimal import Decimal

from challenges.ground.domain.refusals import refusal
from challenges.publishing.domain.specification import CriterionSpec, ScalePoint
from challenges.publishing.domain.words import Method

FAIL, PASS = Decimal(0), Decimal(1)
PASS_FAIL_SCALE = (ScalePoint(score=PASS, label={"en": "Pass"}), ScalePoint(score=FAIL, label={"en": "Fail"}))


def scale_of(criterion: CriterionSpec) -> tuple[ScalePoint, ...]:
    """The points that may be given, in published order; none where people do not mark the criterion."""
    if criterion.method == Method.PASS_FAIL.value:
        return criterion.scale or PASS_FAIL_SCALE
    return criterion.scale if criterion.method == Method.JUDGED.value else ()


def scores_of(criterion: CriterionSpec) -> tuple[Decimal, ...]:
    return tuple(point.score for point in scale_of(criterion))


def checked_score(score: Decimal, *, scale: Sequence[Decimal]) -> Decimal:
    """A score of the scale, as the scale writes it. Refuses any other."""
    for point in scale:
        if point == score:
            return point
    raise refusal(score, field="score", rule="must be a score of the published scale")
