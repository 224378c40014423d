"""What the decision adds to a procedure's open data: the award, its supplier, how many bids there were.

Counts appear with the award, never before: until then nobody outside learns how many bid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from challenges.ground.domain.language import Text
from challenges.publishing.domain.ocds.packages import release
from challenges.publishing.domain.ocds.parties import Organisation, party, reference
from challenges.publishing.domain.ocds.procedure import PublicChallenge
from challenges.publishing.domain.ocds.tender import WHOLE, contract_period
from challenges.publishing.domain.ocds.values import (
    Json,
    end_of,
    in_languages,
    instant,
    money,
    start_of,
    without_nothing,
)
from challenges.publishing.domain.specification import Specification
from challenges.publishing.domain.words import NoticeCode

SMALL = frozenset({"sme", "vcse", "person"})
SCALES = {"sme": "sme", "large": "large", "person": "selfEmployed"}
NO_AWARD = "No award was made."


@dataclass(frozen=True, kw_only=True)
class PublishedAward:
    """One published decision with what is public about its bids."""

    id: str
    title: Text
    lot: str
    decided_at: datetime
    published_at: datetime
    summaries_sent_at: datetime | None
    standstill_ends_on: date | None
    notice_number: str
    value_amount: Decimal | None
    currency: str
    supplier: Organisation | None
    supplier_kind: str
    bidder_kinds: tuple[str, ...]
    specification: Specification
    stage: int = 1


def award_release(award: PublishedAward, *, procedure: PublicChallenge, is_last: bool, notices_address: str) -> Json:
    """The release of one award. The tender is complete once the last part of it is decided."""
    status = "complete" if is_last else "active"
    suppliers = [_supplier(award.supplier, kind=award.supplier_kind)] if award.supplier else []
    return release(
        ocid=procedure.ocid,
        identifier=f"{procedure.ocid}-award-{award.id}",
        at=award.published_at,
        tags=["award"],
        language=procedure.language,
        parts={
            "parties": suppliers,
            "buyer": reference(procedure.authority),
            "tender": {"id": procedure.ocid, "status": status, "lots": [{"id": award.lot or WHOLE, "status": status}]},
            "bids": {"statistics": _statistics(award)},
            "awards": [_award(award, notices_address=notices_address)],
        },
    )


def _award(award: PublishedAward, *, notices_address: str) -> Json:
    standstill = {
        "startDate": start_of(award.published_at.date()),
        "endDate": end_of(award.standstill_ends_on),
    } if award.standstill_ends_on else {}  # fmt: skip
    return without_nothing(
        {
            "id": award.id,
            **in_languages("title", award.title),
            "description": "" if award.supplier else NO_AWARD,
            "status": "active" if award.supplier else "unsuccessful",
            "date": instant(award.decided_at),
            "value": money(award.value_amount, award.currency),
            "suppliers": [reference(award.supplier)] if award.supplier else [],
            "relatedLots": [award.lot or WHOLE],
            "contractPeriod": contract_period(award.specification) if award.supplier else {},
            "standstillPeriod": standstill,
            "assessmentSummariesDateSent": instant(award.summaries_sent_at) if award.summaries_sent_at else None,
            "documents": _notice(award, notices_address=notices_address),
        }
    )


def _notice(award: PublishedAward, *, notices_address: str) -> Sequence[Json]:
    if not award.notice_number:
        return []
    return [
        without_nothing(
            {
                "id": award.notice_number,
                "documentType": "awardNotice",
                "noticeType": NoticeCode.AWARD.value,
                "url": f"{notices_address}{award.notice_number}" if notices_address else "",
                "datePublished": instant(award.published_at),
                "format": "text/html",
            }
        )
    ]


def _supplier(supplier: Organisation, *, kind: str) -> Json:
    details: Json = {"vcse": kind == "vcse"}
    if kind in SCALES:
        details["scale"] = SCALES[kind]
    return party(supplier, roles=["tenderer", "supplier"], details=details)


def _statistics(award: PublishedAward) -> list[Json]:
    small = sum(1 for kind in award.bidder_kinds if kind in SMALL)
    counted = {"bids": len(award.bidder_kinds), "smeBids": small}
    lot = award.lot or WHOLE
    return [
        {"id": f"{award.stage}-{lot}-{measure}", "measure": measure, "value": value, "relatedLot": lot}
        for measure, value in counted.items()
    ]
