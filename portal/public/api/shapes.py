"""The shapes of the public API and how they are filled from the selectors' rows. Money is text, exact to the penny."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from ninja import Schema

from bids.awards.selectors.decision_pages import AwardRow
from challenges.missions.selectors.missions import MissionRow
from challenges.publishing.domain.specification import CriterionSpec, OutcomeSpec, StageSpec
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.ocds import absolute
from portal.public.selectors.opportunities import Opportunity
from portal.public.selectors.opportunity_page import OpportunityPage, PublicDocument

type Texts = dict[str, str]


class OpportunityShape(Schema):
    ocid: str
    title: Texts
    summary: Texts
    authority: str
    kind: str
    status: str
    opens_at: datetime | None
    closes_at: datetime | None
    value_including_vat: str | None
    currency: str
    places: list[str]
    is_demonstration: bool
    page: str
    ocds_releases: str
    ocds_record: str


class OutcomeShape(Schema):
    title: Texts
    beneficiaries: Texts
    measure: Texts
    unit: Texts
    target: str | None
    by_when: date | None
    price: str | None
    price_is_offered: bool


class CriterionShape(Schema):
    title: Texts
    pillar: str
    heading: str
    method: str
    weight: str
    maximum: str
    minimum: str | None


class StageShape(Schema):
    title: Texts
    opens_at: datetime | None
    questions_close_at: datetime | None
    closes_at: datetime | None
    decision_on: date | None


class TitledShape(Schema):
    title: Texts


class DocumentShape(Schema):
    title: Texts
    media_type: str
    size: int
    url: str


class AnswerShape(Schema):
    question: str
    answer: str
    answered_at: datetime


class OpportunityDetailShape(OpportunityShape):
    description: Texts
    eligibility: Texts
    route: str
    procedure: str
    cpv: list[str]
    lots: list[TitledShape]
    outcomes: list[OutcomeShape]
    criteria: list[CriterionShape]
    conditions: list[TitledShape]
    stages: list[StageShape]
    documents: list[DocumentShape]
    answers: list[AnswerShape]


class AwardedLotShape(Schema):
    lot: Texts
    awarded_to: str | None
    value: str | None
    currency: str
    bids_assessed: int
    published_at: datetime
    notice_number: str
    standstill_ends_on: date | None


class AwardShape(Schema):
    ocid: str
    title: Texts
    authority: str
    is_demonstration: bool
    decisions: list[AwardedLotShape]
    page: str
    ocds_releases: str


class MetricShape(Schema):
    name: Texts
    unit: str
    baseline: str
    baseline_on: date
    target: str
    due_on: date
    current: str | None
    current_on: date | None
    source: str
    source_url: str


class MissionShape(Schema):
    slug: str
    title: Texts
    goal: Texts
    authority: str
    due_on: date | None
    metrics: list[MetricShape]
    opportunities: list[str]


class OpportunitiesPage(Schema):
    count: int
    page: int
    pages: int
    results: list[OpportunityShape]


class AwardsPage(Schema):
    count: int
    page: int
    pages: int
    results: list[AwardShape]


def listed(rows: Sequence[Mapping[str, Any]], *, count: int, page: int, page_size: int) -> dict[str, Any]:
    """One page of a list; a page past the end is empty, not an error."""
    return {"count": count, "page": page, "pages": -(-count // page_size), "results": list(rows)}


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _addresses(name: str, ocid: str) -> dict[str, str]:
    return {
        "page": absolute(reverse(name, args=[ocid])),
        "ocds_releases": absolute(reverse("ocds_release", args=[ocid])),
    }


def opportunity_shape(row: Opportunity) -> dict[str, Any]:
    return {
        "ocid": row.ocid,
        "title": row.title,
        "summary": row.summary,
        "authority": row.authority,
        "kind": row.kind,
        "status": row.status,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "value_including_vat": _exact(row.value_amount),
        "currency": row.currency,
        "places": list(row.places),
        "is_demonstration": row.is_demonstration,
        "ocds_record": absolute(reverse("ocds_record", args=[row.ocid])),
        **_addresses("opportunity", row.ocid),
    }


def opportunity_detail_shape(page: OpportunityPage) -> dict[str, Any]:
    challenge, specification = page.challenge, page.presented.specification
    listed_as = Opportunity(
        ocid=challenge.ocid,
        title=challenge.title,
        summary=challenge.summary,
        authority=page.authority,
        kind=challenge.kind,
        status=page.status,
        opens_at=page.opens_at,
        closes_at=page.closes_at,
        value_amount=challenge.value_amount,
        currency=challenge.currency,
        places=tuple(challenge.places),
        is_demonstration=page.is_demonstration,
    )
    return {
        **opportunity_shape(listed_as),
        "description": specification.description,
        "eligibility": specification.eligibility,
        "route": specification.route,
        "procedure": specification.procedure,
        "cpv": list(specification.cpv),
        "lots": [{"title": lot.title} for lot in specification.lots],
        "outcomes": [_outcome(outcome) for outcome in specification.outcomes],
        "criteria": [_criterion(criterion) for criterion in specification.criteria],
        "conditions": [{"title": condition.title} for condition in specification.conditions],
        "stages": [_stage(stage) for stage in specification.stages],
        "documents": [_document(document, ocid=challenge.ocid) for document in page.documents],
        "answers": [
            {"question": answer.question, "answer": answer.answer, "answered_at": answer.answered_at}
            for answer in page.answers
        ],
    }


def _outcome(outcome: OutcomeSpec) -> dict[str, Any]:
    return {
        "title": outcome.title,
        "beneficiaries": outcome.beneficiaries,
        "measure": outcome.measure,
        "unit": outcome.unit,
        "target": _exact(outcome.target),
        "by_when": outcome.by_when,
        "price": _exact(outcome.price),
        "price_is_offered": outcome.price_is_offered,
    }


def _criterion(criterion: CriterionSpec) -> dict[str, Any]:
    return {
        "title": criterion.title,
        "pillar": criterion.pillar,
        "heading": criterion.heading,
        "method": criterion.method,
        "weight": _exact(criterion.weight),
        "maximum": _exact(criterion.maximum),
        "minimum": _exact(criterion.minimum),
    }


def _document(document: PublicDocument, *, ocid: str) -> dict[str, Any]:
    return {
        "title": document.title,
        "media_type": document.media_type,
        "size": document.size,
        "url": absolute(reverse("opportunity_document", args=[ocid, document.id])),
    }


def _stage(stage: StageSpec) -> dict[str, Any]:
    return {
        "title": stage.title,
        "opens_at": stage.opens_at,
        "questions_close_at": stage.questions_close_at,
        "closes_at": stage.closes_at,
        "decision_on": stage.decision_on,
    }


def award_shape(row: AwardRow) -> dict[str, Any]:
    return {
        "ocid": row.ocid,
        "title": row.title,
        "authority": row.authority,
        "is_demonstration": row.is_demonstration,
        "decisions": [
            {
                "lot": lot.lot,
                "awarded_to": lot.winner or None,
                "value": _exact(lot.value_amount),
                "currency": lot.currency,
                "bids_assessed": lot.bids_assessed,
                "published_at": lot.published_at,
                "notice_number": lot.notice_number,
                "standstill_ends_on": lot.standstill_ends_on,
            }
            for lot in row.lots
        ],
        **_addresses("award", row.ocid),
    }


def mission_shape(mission: MissionRow, *, challenges: Iterable[Challenge] = ()) -> dict[str, Any]:
    return {
        "slug": mission.slug,
        "title": mission.title,
        "goal": mission.goal,
        "authority": mission.authority,
        "due_on": mission.due_on,
        "metrics": [
            {
                "name": metric.name,
                "unit": metric.unit,
                "baseline": _exact(metric.baseline),
                "baseline_on": metric.baseline_on,
                "target": _exact(metric.target),
                "due_on": metric.due_on,
                "current": _exact(metric.current),
                "current_on": metric.current_on,
                "source": metric.source,
                "source_url": metric.source_url,
            }
            for metric in mission.metrics
        ],
        "opportunities": [challenge.ocid for challenge in challenges],
    }
