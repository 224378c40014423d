"""The tender of a release, from the specification in force at that moment.

A challenge without lots has one lot in OCDS, which is where the award criteria extension puts criteria. Outcomes are
`targets` of the metrics extension: what is measured, how much of it by when, and what one achieved unit is paid. Where
the standard has no field for translations, the words are English: they do not follow whoever reads the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from challenges.ground.domain.language import text_in
from challenges.ground.domain.rich_text import plain
from challenges.ground.domain.words import ChallengeKind
from challenges.publishing.domain.ocds.criteria import award_criteria
from challenges.publishing.domain.ocds.values import (
    Json,
    end_of,
    in_languages,
    instant,
    money,
    number,
    start_of,
    with_vat,
    without_nothing,
)
from challenges.publishing.domain.specification import LotSpec, OutcomeSpec, Specification, StageSpec
from challenges.publishing.domain.words import ContractType, Procedure, Route

WHOLE = "1"
METHODS: Mapping[str, tuple[str, str]] = {
    Procedure.OPEN.value: ("open", "Open procedure"),
    Procedure.COMPETITIVE_FLEXIBLE.value: ("selective", "Competitive flexible procedure"),
    Procedure.QUICK_QUOTE.value: ("limited", "Quick quote from invited suppliers"),
    Procedure.CALL_OFF.value: ("limited", "Call-off from an existing arrangement"),
}
CATEGORIES: Mapping[str, str] = {
    ContractType.GOODS.value: "goods",
    ContractType.WORKS.value: "works",
}
REGIMES: Mapping[str, list[str]] = {
    ContractType.LIGHT_TOUCH.value: ["lightTouch"],
    ContractType.LIGHT_TOUCH_CONCESSION.value: ["lightTouch", "concession"],
    ContractType.CONCESSION.value: ["concession"],
}
PROCUREMENT_ACT = {
    "scheme": "UKPGA",
    "id": "2023/54",
    "uri": "https://www.legislation.gov.uk/ukpga/2023/54/contents",
}
ACT_ROUTES = {Route.PUBLIC_CONTRACT.value, Route.LIGHT_TOUCH.value, Route.BELOW_THRESHOLD.value}


@dataclass(frozen=True, kw_only=True)
class PublicFile:
    """A document anybody may fetch."""

    id: str
    title: Mapping[str, str]
    address: str
    media_type: str
    published_at: datetime
    document_type: str = "biddingDocuments"
    notice_type: str = ""


def tender_of(
    specification: Specification,
    *,
    ocid: str,
    status: str,
    address: str,
    documents: tuple[PublicFile, ...] = (),
    dropped_lots: tuple[str, ...] = (),
) -> Json:
    """The whole tender. `dropped_lots` are lots an earlier release named and this version has no more."""
    return without_nothing(
        {
            "id": ocid,
            **in_languages("title", specification.title),
            **_description(specification),
            "status": status,
            "legalBasis": PROCUREMENT_ACT if specification.route in ACT_ROUTES else {},
            "aboveThreshold": _above_threshold(specification.route),
            **_method(specification),
            "mainProcurementCategory": CATEGORIES.get(specification.contract_type, "services"),
            "specialRegime": _regime(specification),
            "value": _value(specification),
            **_classification(specification.cpv),
            "suitability": {"sme": specification.suits_sme, "vcse": specification.suits_vcse},
            "eligibilityCriteria": plain(text_in(specification.eligibility, "en")),
            "submissionMethod": ["electronicSubmission"],
            "submissionMethodDetails": address,
            "submissionTerms": {"electronicSubmissionPolicy": "required", "languages": list(specification.languages)},
            **_periods(specification),
            "contractTerms": _contract_terms(specification),
            "techniques": _techniques(specification),
            "designContest": _contest(specification),
            "lots": [*_lots(specification, status=status), *_cancelled(dropped_lots)],
            "items": _items(specification),
            "targets": [_target(outcome, specification) for outcome in specification.outcomes],
            "milestones": _milestones(specification.stages),
            "documents": [_document(document) for document in documents],
        }
    )


def _method(specification: Specification) -> Json:
    method, details = METHODS.get(specification.procedure, METHODS[Procedure.OPEN.value])
    return {"procurementMethod": method, "procurementMethodDetails": details}


def _description(specification: Specification) -> Json:
    languages = {*specification.summary, *specification.description}
    said = {
        language: "\n\n".join(
            part
            for part in (specification.summary.get(language, ""), plain(specification.description.get(language, "")))
            if part
        )
        for language in sorted(languages)
    }
    return in_languages("description", said)


def _above_threshold(route: str) -> bool | None:
    known = {Route.BELOW_THRESHOLD.value: False, Route.PUBLIC_CONTRACT.value: True}
    return known.get(route)


def _regime(specification: Specification) -> list[str]:
    by_type = REGIMES.get(specification.contract_type, [])
    return by_type or (["lightTouch"] if specification.route == Route.LIGHT_TOUCH.value else [])


def _value(specification: Specification) -> Json:
    """What it is worth; a prize is no price, so no tax is in it."""
    is_prize = specification.kind == ChallengeKind.CHALLENGE_PRIZE.value
    return (money if is_prize else with_vat)(specification.value_amount, specification.currency)


def _classification(cpv: tuple[str, ...]) -> Json:
    codes = [{"scheme": "CPV", "id": code} for code in cpv]
    return {"classification": codes[0], "additionalClassifications": codes[1:]} if codes else {}


def _periods(specification: Specification) -> Json:
    """Of the first stage, which is the one anybody can enter."""
    first = specification.stages[0] if specification.stages else StageSpec(id="", title={})
    opens = instant(first.opens_at) if first.opens_at else None
    return {
        "tenderPeriod": without_nothing(
            {"startDate": opens, "endDate": instant(first.closes_at) if first.closes_at else None}
        ),
        "enquiryPeriod": without_nothing(
            {"startDate": opens, "endDate": instant(first.questions_close_at)} if first.questions_close_at else {}
        ),
        "awardPeriod": without_nothing({"endDate": end_of(first.decision_on) if first.decision_on else None}),
        "contractPeriod": contract_period(specification),
    }


def contract_period(specification: Specification) -> Json:
    starts, ends = specification.starts_on, specification.ends_on
    return without_nothing(
        {"startDate": start_of(starts) if starts else None, "endDate": end_of(ends) if ends else None}
    )


def _contract_terms(specification: Specification) -> Json:
    duties = [
        f"{text_in(condition.title, 'en')}: {text_in(condition.obligation, 'en')}".strip(": ")
        for condition in specification.conditions
    ]
    terms = specification.terms
    return without_nothing(
        {
            "performanceTerms": "\n".join(duties),
            "financialTerms": plain(text_in(terms.explanation, "en")) if terms else "",
        }
    )


def _techniques(specification: Specification) -> Json:
    return {"hasFrameworkAgreement": True} if specification.contract_type == ContractType.FRAMEWORK.value else {}


def _contest(specification: Specification) -> Json:
    if specification.kind != ChallengeKind.CHALLENGE_PRIZE.value:
        return {}
    prize = without_nothing({"id": WHOLE, "description": plain(text_in(specification.prize, "en"))})
    return without_nothing({"hasPrizes": True, "prizes": {"details": [prize]} if len(prize) > 1 else {}})


def _lots(specification: Specification, *, status: str) -> list[Json]:
    whole = LotSpec(id=WHOLE, title={}, value_amount=specification.value_amount)
    return [
        without_nothing(
            {
                "id": lot.id,
                **in_languages("title", lot.title),
                **in_languages("description", lot.description, is_rich=True),
                "status": status,
                "value": with_vat(lot.value_amount, specification.currency),
                "contractPeriod": contract_period(specification),
                "awardCriteria": award_criteria(specification, lot=lot.id),
            }
        )
        for lot in specification.lots or (whole,)
    ]


def _cancelled(dropped: tuple[str, ...]) -> list[Json]:
    return [{"id": lot, "status": "cancelled"} for lot in dropped]


def _items(specification: Specification) -> list[Json]:
    """One item a lot: merging goes by id, so an item of a lot that is dropped stays with its cancelled lot."""
    if not specification.cpv and not specification.places:
        return []
    addresses = [{"region": place} for place in specification.places]
    lots = [lot.id for lot in specification.lots] or [WHOLE]
    return [
        without_nothing(
            {
                "id": lot,
                **_classification(specification.cpv),
                "deliveryAddresses": addresses,
                "relatedLot": lot,
            }
        )
        for lot in lots
    ]


def _target(outcome: OutcomeSpec, specification: Specification) -> Json:
    unit = without_nothing({"name": text_in(outcome.unit, "en"), "value": money(outcome.price, specification.currency)})
    observation = without_nothing(
        {
            "id": f"{outcome.id}-target",
            "period": {"endDate": end_of(outcome.by_when)} if outcome.by_when else {},
            "measure": number(outcome.target) if outcome.target is not None else None,
            "unit": unit,
        }
    )
    said = [text_in(text, "en") for text in (outcome.measure, outcome.beneficiaries, outcome.verification)]
    return without_nothing(
        {
            "id": outcome.id,
            **in_languages("title", outcome.title),
            "description": ". ".join(part.rstrip(".") for part in said if part),
            "observations": [observation] if len(observation) > 1 else [],
        }
    )


def _milestones(stages: tuple[StageSpec, ...]) -> list[Json]:
    """What comes after the first closing: later rounds, and the days of decision."""
    found: list[Json] = []
    for stage in stages:
        title = text_in(stage.title, "en")
        if stage.closes_at:
            found.append(_milestone(f"{stage.id}-closes", f"{title}: closes", instant(stage.closes_at)))
        if stage.decision_on:
            found.append(_milestone(f"{stage.id}-decision", f"{title}: decision", end_of(stage.decision_on)))
    return found


def _milestone(identifier: str, title: str, due: str) -> Json:
    return {"id": identifier, "title": title, "type": "assessment", "dueDate": due, "status": "scheduled"}


def _document(document: PublicFile) -> Json:
    return without_nothing(
        {
            "id": document.id,
            "documentType": document.document_type,
            "noticeType": document.notice_type,
            **in_languages("title", document.title),
            "url": document.address,
            "format": document.media_type,
            "datePublished": instant(document.published_at),
        }
    )


def status_at(specification: Specification, *, at: datetime, is_decided: bool = False) -> str:
    """What OCDS calls the tender's status at that moment."""
    if is_decided:
        return "complete"
    opens = [stage.opens_at for stage in specification.stages if stage.opens_at]
    return "planned" if opens and at < min(opens) else "active"


def planning_of(*, mission: Mapping[str, str], mission_id: str, goal: Mapping[str, str], value: Json) -> Json:
    """Which mission it serves."""
    project = {"project": text_in(mission, "en"), "projectID": mission_id, "amount": value}
    return without_nothing({"rationale": text_in(goal, "en"), "budget": without_nothing(project)})
