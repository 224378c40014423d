"""The releases about what is sought: one when it becomes public, one for each change, one if it is withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from challenges.ground.domain.language import Text
from challenges.publishing.domain.ocds.packages import emptied, release
from challenges.publishing.domain.ocds.parties import Organisation, buyer, reference
from challenges.publishing.domain.ocds.tender import PublicFile, planning_of, status_at, tender_of
from challenges.publishing.domain.ocds.values import Json, instant, with_vat
from challenges.publishing.domain.specification import Specification

CHANGED = "The specification was changed."


@dataclass(frozen=True, kw_only=True)
class PublishedVersion:
    """One version as the public could read it, and from when."""

    number: int
    public_at: datetime
    specification: Specification
    change_note: str = ""
    files: tuple[PublicFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ServedMission:
    slug: str
    title: Text
    goal: Text


@dataclass(frozen=True, kw_only=True)
class PublicChallenge:
    """What is public about one challenge."""

    ocid: str
    authority: Organisation
    authority_kind: str
    address: str
    versions: tuple[PublishedVersion, ...]
    notices: tuple[PublicFile, ...] = ()
    mission: ServedMission | None = None
    withdrawn_at: datetime | None = None

    @property
    def language(self) -> str:
        languages = self.versions[-1].specification.languages
        return languages[0] if languages else "en"


def version_release_id(procedure: PublicChallenge, version: PublishedVersion) -> str:
    return f"{procedure.ocid}-v{version.number}"


def procedure_releases(procedure: PublicChallenge) -> list[Json]:
    """Every release about the tender, oldest first."""
    releases: list[Json] = []
    before: Json = {}
    for index in range(len(procedure.versions)):
        tender = _tender(procedure, index)
        releases.append(_release(procedure, index, tender=emptied(before, tender)))
        before = tender
    if procedure.withdrawn_at is not None:
        releases.append(_withdrawal(procedure, at=procedure.withdrawn_at))
    return releases


def _tender(procedure: PublicChallenge, index: int) -> Json:
    version = procedure.versions[index]
    earlier = procedure.versions[:index]
    now = {lot.id for lot in version.specification.lots}
    dropped = dict.fromkeys(lot.id for e in earlier for lot in e.specification.lots if lot.id not in now)
    notices = tuple(notice for notice in procedure.notices if notice.published_at <= version.public_at)
    tender = tender_of(
        version.specification,
        ocid=procedure.ocid,
        status=status_at(version.specification, at=version.public_at),
        address=procedure.address,
        documents=(*version.files, *notices),
        dropped_lots=tuple(dropped),
    )
    amendments = [_amendment(procedure, place) for place in range(1, index + 1)]
    return {**tender, "amendments": amendments} if amendments else tender


def _amendment(procedure: PublicChallenge, index: int) -> Json:
    version = procedure.versions[index]
    return {
        "id": str(version.number),
        "date": instant(version.public_at),
        "rationale": version.change_note or CHANGED,
        "amendsReleaseID": version_release_id(procedure, procedure.versions[index - 1]),
        "releaseID": version_release_id(procedure, version),
    }


def _release(procedure: PublicChallenge, index: int, *, tender: Json) -> Json:
    version, mission = procedure.versions[index], procedure.mission
    planning: Json = {}
    if mission is not None:
        value = with_vat(version.specification.value_amount, version.specification.currency)
        planning = planning_of(mission=mission.title, mission_id=mission.slug, goal=mission.goal, value=value)
    tags = (["planning"] if planning else []) + ["tender"] if index == 0 else ["tenderUpdate"]
    return release(
        ocid=procedure.ocid,
        identifier=version_release_id(procedure, version),
        at=version.public_at,
        tags=tags,
        language=procedure.language,
        parts={
            "parties": [buyer(procedure.authority, kind=procedure.authority_kind)],
            "buyer": reference(procedure.authority),
            "planning": planning,
            "tender": tender,
        },
    )


def _withdrawal(procedure: PublicChallenge, *, at: datetime) -> Json:
    return release(
        ocid=procedure.ocid,
        identifier=f"{procedure.ocid}-withdrawn",
        at=at,
        tags=["tenderCancellation"],
        language=procedure.language,
        parts={
            "buyer": reference(procedure.authority),
            "tender": {"id": procedure.ocid, "status": "withdrawn"},
        },
    )
