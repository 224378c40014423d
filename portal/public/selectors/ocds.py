"""Releases, packages and records of everything public, composed anew from the rows: the same rows, the same bytes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from bids.awards.models import Award
from bids.awards.selectors.scopes import bids_behind_awards, public_awards
from bids.bidding.models import Bidder
from challenges.publishing.domain.ocds.packages import envelope, merged
from challenges.publishing.domain.ocds.parties import Organisation
from challenges.publishing.domain.ocds.procedure import PublicChallenge, procedure_releases
from challenges.publishing.domain.ocds.values import Json
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.ocds import (
    NOTICES,
    absolute,
    notice_address,
    public_challenge_of,
    with_public_parts,
)
from challenges.publishing.selectors.scopes import public_challenges
from challenges.publishing.selectors.versions import specification_of
from portal.public.domain.ocds import PublishedAward, award_release


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month in which something was released, and how much."""

    name: str
    releases: int


def public_ocids(*, at: datetime) -> list[str]:
    return list(public_challenges(at).order_by("public_from", "ocid").values_list("ocid", flat=True))


def releases_of(challenges: QuerySet[Challenge], *, at: datetime) -> dict[str, list[Json]]:
    """Every release of public challenges, oldest first, by OCID."""
    found = list(with_public_parts(challenges, at=at).order_by("public_from", "ocid"))
    awards = _awards_of(found, at=at)
    return {
        challenge.ocid: _releases(public_challenge_of(challenge, at=at), awards.get(challenge.pk, ()))
        for challenge in found
    }


def _releases(procedure: PublicChallenge, awards: Sequence[PublishedAward]) -> list[Json]:
    """Tender and awards in the order of time; the last lot decided completes the tender."""
    lots = {lot.id for lot in procedure.versions[-1].specification.lots} or {""}
    decided: set[str] = set()
    releases = procedure_releases(procedure)
    for award in awards:
        decided.add(award.lot)
        has_page = bool(notice_address(award.notice_number))
        releases.append(
            award_release(
                award, procedure=procedure, is_last=lots <= decided, notices_address=NOTICES if has_page else ""
            )
        )
    return sorted(releases, key=lambda release: release["date"])


def _awards_of(challenges: Sequence[Challenge], *, at: datetime) -> dict[UUID, list[PublishedAward]]:
    awards = list(
        public_awards(at)
        .filter(panel__stage__challenge__in=challenges)
        .select_related(
            "panel__stage", "panel__lot", "bid__bidder", "notice", "recommendation__ranking__specification_version"
        )
        .order_by("published_at", "pk")
    )
    kinds: dict[tuple[UUID, UUID | None], list[str]] = {}
    behind = bids_behind_awards(at).filter(stage__challenge__in=challenges)
    for stage, lot, kind in behind.order_by("pk").values_list("stage_id", "lot_id", "bidder__kind"):
        kinds.setdefault((stage, lot), []).append(kind)
    found: dict[UUID, list[PublishedAward]] = {}
    for award in awards:
        panel = award.panel
        entry = _award(award, kinds=kinds.get((panel.stage_id, panel.lot_id), []))
        found.setdefault(panel.stage.challenge_id, []).append(entry)
    return found


def _award(award: Award, *, kinds: Sequence[str]) -> PublishedAward:
    panel, bidder = award.panel, award.bid.bidder if award.bid else None
    return PublishedAward(
        id=str(award.pk),
        title=panel.lot.title if panel.lot else {},
        lot=panel.lot.block_id if panel.lot else "",
        decided_at=award.decided_at,
        published_at=award.published_at,
        summaries_sent_at=award.summaries_sent_at,
        standstill_ends_on=award.standstill_ends_on,
        notice_number=award.notice_number,
        value_amount=award.value_amount,
        currency=award.currency,
        supplier=_organisation(bidder) if bidder else None,
        supplier_kind=bidder.kind if bidder else "",
        bidder_kinds=tuple(kinds),
        specification=specification_of(award.recommendation.ranking.specification_version),
        stage=panel.stage.position + 1,
    )


def _organisation(bidder: Bidder) -> Organisation:
    return Organisation(
        local_id=f"bidder-{bidder.pk}",
        name=bidder.name,
        scheme=bidder.identifier_scheme,
        identifier=bidder.identifier,
    )


def release_package(ocid: str, *, at: datetime) -> Json | None:
    """All releases of one procedure, or nothing where it is not public."""
    releases = releases_of(public_challenges(at).filter(ocid=ocid), at=at).get(ocid)
    if not releases:
        return None
    return _package(reverse("ocds_release", args=[ocid]), releases)


def record_package(ocid: str, *, at: datetime) -> Json | None:
    """The procedure as it stands: its releases and what they merge into."""
    releases = releases_of(public_challenges(at).filter(ocid=ocid), at=at).get(ocid)
    if not releases:
        return None
    package = _envelope(reverse("ocds_record", args=[ocid]), releases)
    record = {"ocid": ocid, "releases": releases, "compiledRelease": merged(releases)}
    return {**package, "records": [record]}


def monthly_package(year: int, month: int, *, at: datetime) -> Json | None:
    """Every release of one month, in the order of time."""
    releases = _of_month(year, month, at=at)
    if not releases:
        return None
    return _package(reverse("ocds_package", args=[f"{year:04d}-{month:02d}"]), releases)


def _of_month(year: int, month: int, *, at: datetime) -> list[Json]:
    start = datetime(year, month, 1, tzinfo=UTC)
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    of_award = public_awards(at).filter(published_at__gte=start, published_at__lt=end)
    touched = public_challenges(at).filter(
        Q(public_from__gte=start, public_from__lt=end)
        | Q(withdrawn_at__gte=start, withdrawn_at__lt=end)
        | Q(pk__in=of_award.values("panel__stage__challenge"))
        | Q(versions__published_at__gte=start, versions__published_at__lt=end)
    )
    everything = releases_of(public_challenges(at).filter(pk__in=touched.values("pk")), at=at).values()
    prefix = f"{year:04d}-{month:02d}"
    found = [release for releases in everything for release in releases if release["date"].startswith(prefix)]
    return sorted(found, key=lambda release: (release["date"], release["id"]))


def months(*, at: datetime) -> list[Month]:
    """The months for which there is a package, newest first, with how many releases each holds."""
    public = public_challenges(at)
    later = public.filter(versions__published_at__gt=F("public_from"), versions__published_at__lte=at)
    moments = [
        *public.values_list("public_from", flat=True),
        *later.values_list("versions__published_at", flat=True),
        *public.filter(withdrawn_at__lte=at).values_list("withdrawn_at", flat=True),
        *public_awards(at).values_list("published_at", flat=True),
    ]
    counted = Counter(moment.astimezone(UTC).strftime("%Y-%m") for moment in moments)
    return [Month(name=name, releases=counted[name]) for name in sorted(counted, reverse=True)]


def package_index(*, at: datetime) -> Json:
    """Where the monthly packages are."""
    return {
        "packages": [
            {"month": m.name, "releases": m.releases, "url": absolute(reverse("ocds_package", args=[m.name]))}
            for m in months(at=at)
        ]
    }


def _package(path: str, releases: list[Json]) -> Json:
    return {**_envelope(path, releases), "releases": releases}


def _envelope(path: str, releases: list[Json]) -> Json:
    latest = max(release["date"] for release in releases)
    return envelope(
        address=absolute(path),
        publisher=settings.PORTAL_NAME,
        home=absolute("/"),
        policy=absolute(reverse("data")),
        at=datetime.fromisoformat(latest),
    )
