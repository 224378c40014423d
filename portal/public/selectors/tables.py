"""Opportunities and awards as tables for spreadsheets: one row each, plain values, stable column names."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.urls import reverse

from bids.awards.selectors.decision_pages import public_award_rows
from challenges.ground.domain.language import text_in
from challenges.publishing.selectors.ocds import absolute
from portal.public.selectors.opportunities import Wanted, as_rows, opportunities

OPPORTUNITY_COLUMNS = (
    "ocid", "title", "summary", "public_body", "kind", "status", "opens_at", "closes_at", "value_including_vat",
    "currency", "places", "is_demonstration", "page", "ocds_releases",
)  # fmt: skip
AWARD_COLUMNS = (
    "ocid", "title", "lot", "public_body", "awarded_to", "value", "currency", "bids_assessed", "published_at",
    "notice_number", "standstill_ends_on", "is_demonstration", "page", "ocds_releases",
)  # fmt: skip
CHUNK = 500
# One file for everybody, in the language of its column names.
LANGUAGE = "en"


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def _addresses(name: str, ocid: str) -> tuple[str, str]:
    return absolute(reverse(name, args=[ocid])), absolute(reverse("ocds_release", args=[ocid]))


def opportunity_rows(*, at: datetime) -> Iterator[tuple[object, ...]]:
    """Every public opportunity, in the order of the public list, read in chunks."""
    found = opportunities(Wanted(), at=at)
    start = 0
    while rows := as_rows(found[start : start + CHUNK]):
        for row in rows:
            yield (
                row.ocid,
                text_in(row.title, LANGUAGE),
                text_in(row.summary, LANGUAGE),
                row.authority,
                row.kind,
                row.status,
                _moment(row.opens_at),
                _moment(row.closes_at),
                row.value_amount,
                row.currency,
                "; ".join(row.places),
                "yes" if row.is_demonstration else "no",
                *_addresses("opportunity", row.ocid),
            )
        start += CHUNK


def award_rows(*, at: datetime) -> Iterator[tuple[object, ...]]:
    """Every published decision, newest first, one row a lot."""
    for row in public_award_rows(at=at):
        for lot in row.lots:
            yield (
                row.ocid,
                text_in(row.title, LANGUAGE),
                text_in(lot.lot, LANGUAGE),
                row.authority,
                lot.winner,
                lot.value_amount,
                lot.currency,
                lot.bids_assessed,
                _moment(lot.published_at),
                lot.notice_number,
                lot.standstill_ends_on or "",
                "yes" if row.is_demonstration else "no",
                *_addresses("award", row.ocid),
            )
