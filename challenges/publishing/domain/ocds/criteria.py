"""Award criteria with their weights, in the form of the award criteria extension as the central platform uses it.

In English, because the extension has no field for translations.
"""

from collections.abc import Iterable
from decimal import Decimal

from challenges.ground.domain.language import text_in
from challenges.ground.domain.rich_text import plain
from challenges.publishing.domain.ocds.values import Json, number, without_nothing
from challenges.publishing.domain.specification import CriterionSpec, Specification
from challenges.publishing.domain.words import Heading, Method

TYPES = {Heading.PRICE.value: "price"}
FORMULA = "Worked out by the published formula"
PASS_FAIL = "Pass or fail: a bid that fails is not considered further"


def award_criteria(specification: Specification, *, lot: str) -> Json:
    """The criteria of one lot: its own and those of every lot."""
    criteria = [c for c in specification.criteria if c.lot in ("", lot)]
    unit = _unit(criteria)
    return without_nothing({"criteria": [_criterion(criterion, unit=unit) for criterion in criteria]})


def _unit(criteria: Iterable[CriterionSpec]) -> str:
    """Weights that add up to 100 are percentages; others are points."""
    return "percentageExact" if sum((c.weight for c in criteria), Decimal(0)) == 100 else "pointsExact"


def _criterion(criterion: CriterionSpec, *, unit: str) -> Json:
    numbers: list[Json] = []
    if criterion.method != Method.PASS_FAIL.value:
        numbers.append({"number": number(criterion.weight), "weight": unit})
    if criterion.minimum is not None:
        numbers.append({"number": number(criterion.minimum), "threshold": "minimumScore"})
    how = {Method.FORMULA.value: FORMULA, Method.PASS_FAIL.value: PASS_FAIL}.get(criterion.method, "")
    said = [plain(text_in(criterion.guidance, "en")), how]
    return without_nothing(
        {
            "type": TYPES.get(criterion.heading, "quality"),
            "name": text_in(criterion.title, "en"),
            "description": " – ".join(part for part in said if part),
            "numbers": numbers,
        }
    )
