"""Award criteria and their weights, from the lots and award criteria extensions and from the ways real notices differ.

Weights are numbers with a unit, or words in `description` ("70", "50%"); they need not add up to 100. Criteria that are
the same in every lot are stated once, for every lot: it means the same and can be worked with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from challenges.publishing.domain.notices.draft import block_id
from challenges.publishing.domain.notices.node import Node
from challenges.publishing.domain.notices.values import weight_in_words, words
from challenges.publishing.domain.specification import CriterionSpec
from challenges.publishing.domain.words import Heading, Method, Pillar

NAMES = {"quality": "Quality", "price": "Price", "cost": "Cost"}
SOCIAL = ("social value", "community benefit", "social responsibility", "gwerth cymdeithasol")
UNCLEAR_WEIGHTS = {
    "percentageRangeMiddle": "The weight is a range; its middle was put in.",
    "decimalExact": "The weight is a plain number, not a percentage. It was put in as it stands.",
    "decimalRangeMiddle": "The weight is a range of plain numbers; its middle was put in.",
    "order": "The criteria are only ranked, without weights.",
}
NO_FORMULA = "The notice does not say how a price becomes marks. Choose a formula."
NO_WEIGHT = "No weight is given."
NO_NAME = "The criterion has no name."


@dataclass(frozen=True)
class _Stated:
    """One criterion as published; where it stood does not make it another criterion."""

    name: str
    kind: str
    guidance: str
    weight: Decimal | None
    minimum: Decimal | None
    remarks: tuple[str, ...]
    path: str = field(compare=False)


def criteria_of(
    tender: Node, *, lots: Sequence[tuple[Node, str]], source: str, language: str
) -> tuple[CriterionSpec, ...]:
    """Every criterion; `lots` pairs each lot's place with its block id, empty where the draft is not divided."""
    general = _stated(tender["awardCriteria"])
    by_lot = [(node, lot_id, _stated(node["awardCriteria"])) for node, lot_id in lots]
    found = [*_specified(general, lot="", where=tender, source=source, language=language)]
    stated_in_lots = [stated for _, _, stated in by_lot]
    if by_lot and stated_in_lots[0] and all(stated == stated_in_lots[0] for stated in stated_in_lots):
        where = by_lot[0][0]
        if len(by_lot) > 1:
            tender["lots"].findings.note(
                "tender.lots[].awardCriteria", f"{len(by_lot)} lots", "Every lot has the same criteria: stated once."
            )
        return (*found, *_specified(stated_in_lots[0], lot="", where=where, source=source, language=language))
    for where, lot_id, stated in by_lot:
        found.extend(_specified(stated, lot=lot_id, where=where, source=source, language=language))
    return tuple(found)


def _stated(award_criteria: Node) -> list[_Stated]:
    return [_one(node) for node in award_criteria["criteria"]]


def _one(node: Node) -> _Stated:
    kind, name = node["type"].text(), words(node["name"])
    described = node["description"].text()
    remarks: list[str] = []
    weight, minimum = _numbers(node, remarks)
    in_words = weight_in_words(described)
    if weight is None and in_words is not None:
        weight, described = in_words, ""
    if weight is None:
        remarks.append(NO_WEIGHT)
    if not name and kind not in NAMES:
        remarks.append(NO_NAME)
    guidance = words(node["description"]) if described else ""
    return _Stated(name, kind, guidance, weight, minimum, tuple(remarks), path=node.path)


def _numbers(node: Node, remarks: list[str]) -> tuple[Decimal | None, Decimal | None]:
    weight = minimum = None
    for number in node["numbers"]:
        unit, threshold = number["weight"].text(), number["threshold"].text()
        if threshold == "minimumScore":
            minimum = number["number"].number()
        elif unit and unit != "order":
            weight = number["number"].number()
        if unit in UNCLEAR_WEIGHTS:
            remarks.append(UNCLEAR_WEIGHTS[unit])
    if weight is not None and not 0 <= weight <= 1000:
        remarks.append(f"The weight {weight} makes no sense, so it was left out.")
        weight = None
    return weight, minimum


def _specified(stated: Sequence[_Stated], *, lot: str, where: Node, source: str, language: str) -> list[CriterionSpec]:
    for one in stated:
        for remark in one.remarks:
            where.findings.note(one.path, one.name or NAMES.get(one.kind, one.kind), remark)
        if one.kind in {"price", "cost"}:
            where.findings.note("tender.awardCriteria", one.name or NAMES[one.kind], NO_FORMULA)
    weights = [one.weight for one in stated if one.weight is not None]
    total = sum(weights, Decimal(0)).normalize()
    if weights and total != 100:
        where.findings.note(
            f"{where.path}.awardCriteria.criteria", " + ".join(f"{weight.normalize():f}" for weight in weights),
            f"The weights add up to {total:f}, not 100. They are kept as published.",
        )  # fmt: skip
    return [_criterion(one, lot=lot, source=source, language=language) for one in stated]


def _criterion(one: _Stated, *, lot: str, source: str, language: str) -> CriterionSpec:
    is_price = one.kind in {"price", "cost"}
    is_social = any(phrase in one.name.lower() for phrase in SOCIAL)
    pillar = Pillar.SOCIAL_VALUE if is_social else Pillar.RISK_AND_REWARD if is_price else Pillar.PUBLIC_VALUE
    heading = Heading.SOCIAL_VALUE if is_social else Heading.PRICE if is_price else Heading.QUALITY
    return CriterionSpec(
        id=block_id(source, one.path),
        title={language: one.name or NAMES.get(one.kind, "Criterion without a name")},
        guidance={language: one.guidance} if one.guidance else {},
        pillar=pillar.value,
        heading=heading.value,
        method=(Method.FORMULA if is_price else Method.JUDGED).value,
        weight=one.weight or Decimal(0),
        maximum=Decimal(100) if is_price else Decimal(5),
        minimum=one.minimum,
        lot=lot,
    )
