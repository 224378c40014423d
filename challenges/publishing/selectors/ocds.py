"""The public side of challenges as the values open data is composed from. Everything starts from a public scope."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from challenges.ground.models import Authority
from challenges.ground.rules import ANYONE
from challenges.missions.models import Mission
from challenges.missions.selectors.scopes import public_missions
from challenges.publishing.domain.ocds.parties import Organisation
from challenges.publishing.domain.ocds.procedure import PublicChallenge, PublishedVersion, ServedMission
from challenges.publishing.domain.ocds.tender import PublicFile
from challenges.publishing.domain.words import NoticeCode
from challenges.publishing.models import Challenge, Notice, SpecificationVersion
from challenges.publishing.selectors.scopes import documents_visible_to, notices_visible_to
from challenges.publishing.selectors.versions import specification_of

NOTICES = "https://www.find-tender.service.gov.uk/Notice/"


def absolute(path: str) -> str:
    """An address that is right wherever the data is read."""
    return f"{settings.PORTAL_ADDRESS.rstrip('/')}{path}"


def with_public_parts(challenges: QuerySet[Challenge], *, at: datetime) -> QuerySet[Challenge]:
    """The same rows with all that their releases are composed from; six queries at any number."""
    return challenges.select_related("authority").prefetch_related(
        "versions",
        Prefetch("mission", queryset=public_missions()),
        Prefetch("documents", queryset=documents_visible_to(ANYONE, at), to_attr="public_documents"),
        Prefetch(
            "notices",
            queryset=notices_visible_to(ANYONE, at).filter(
                code=NoticeCode.TENDER.value, state="published", published_at__lte=at
            ),
            to_attr="public_notices",
        ),
    )


def public_challenge_of(challenge: Challenge, *, at: datetime) -> PublicChallenge:
    """A challenge given by `with_public_parts`."""
    withdrawn = challenge.withdrawn_at
    return PublicChallenge(
        ocid=challenge.ocid,
        authority=organisation_of(challenge.authority),
        authority_kind=challenge.authority.kind,
        address=absolute(reverse("opportunity", args=[challenge.ocid])),
        versions=tuple(_versions(challenge, at=at)),
        notices=tuple(_notice(notice) for notice in challenge.public_notices),
        mission=_mission(challenge.mission),
        withdrawn_at=withdrawn if withdrawn is not None and withdrawn <= at else None,
    )


def _versions(challenge: Challenge, *, at: datetime) -> list[PublishedVersion]:
    """What was in force when the challenge became public, and every version since."""
    history = [version for version in challenge.versions.all() if version.published_at <= at]
    since = [version for version in history if version.published_at > challenge.public_from]
    first = [version for version in history if version.published_at <= challenge.public_from][-1:]
    files = _files(challenge, history)
    return [
        PublishedVersion(
            number=version.number,
            public_at=max(version.published_at, challenge.public_from),
            specification=specification_of(version),
            change_note=version.change_note,
            files=files.get(version.pk, ()),
        )
        for version in [*first, *since]
    ]


def _files(challenge: Challenge, versions: Sequence[SpecificationVersion]) -> dict[UUID, tuple[PublicFile, ...]]:
    """The documents of each version; a file is published when its version is, or with the challenge."""
    public_at = {version.pk: max(version.published_at, challenge.public_from) for version in versions}
    found: dict[UUID, tuple[PublicFile, ...]] = {}
    for document in challenge.public_documents:
        if document.version_id not in public_at:
            continue
        file = PublicFile(
            id=str(document.pk),
            title=document.title,
            address=absolute(reverse("opportunity_document", args=[challenge.ocid, document.pk])),
            media_type=document.media_type,
            published_at=public_at[document.version_id],
        )
        found[document.version_id] = (*found.get(document.version_id, ()), file)
    return found


def _notice(notice: Notice) -> PublicFile:
    number = notice.external_number
    return PublicFile(
        id=number or str(notice.pk),
        title={},
        address=notice_address(number),
        media_type="text/html",
        published_at=notice.published_at,
        document_type="tenderNotice",
        notice_type=notice.code,
    )


def notice_address(number: str) -> str:
    """Where the central platform shows a notice; nothing for a number that is not one of its own."""
    left, _, right = number.partition("-")
    return f"{NOTICES}{number}" if left.isdigit() and right.isdigit() else ""


def _mission(mission: Mission | None) -> ServedMission | None:
    if mission is None:
        return None
    return ServedMission(slug=mission.slug, title=mission.title, goal=mission.goal)


def organisation_of(authority: Authority) -> Organisation:
    return Organisation(
        local_id=f"authority-{authority.pk}",
        name=authority.name,
        scheme=authority.identifier_scheme,
        identifier=authority.identifier,
        street_address=authority.street_address,
        locality=authority.locality,
        postal_code=authority.postal_code,
        country=authority.country,
        website=authority.website,
    )
