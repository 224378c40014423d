"""Reading the record's chain through, as an outsider would, and looking for the triggers that protect it."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from challenges.ground.domain.frozen_json import sha256_of
from challenges.ground.domain.record import Link, chain_faults
from challenges.ground.services.record_triggers import missing_triggers
from challenges.publishing.models import Challenge


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What was found for one challenge: how many entries and versions were read, and every fault."""

    ocid: str
    entries: int
    versions: int
    faults: tuple[str, ...]


def verify_challenge(*, challenge_id: UUID) -> Verified:
    """Check the chain of one challenge's record and the hash of each of its specification versions."""
    challenge = Challenge.objects.select_related("record").get(pk=challenge_id)
    links = [
        Link(
            number=entry.number,
            at=entry.at,
            event=entry.event,
            content=entry.content,
            previous_sha256=entry.previous_sha256,
            sha256=entry.sha256,
        )
        for entry in challenge.record.entries.order_by("number")
    ]
    versions = list(challenge.versions.all())
    changed = tuple(
        f"specification version {version.number}: changed after it was published"
        for version in versions
        if sha256_of(version.content) != version.sha256
    )
    empty = () if links else ("record: empty",)
    return Verified(
        ocid=challenge.ocid, entries=len(links), versions=len(versions), faults=chain_faults(links) + changed + empty
    )


def trigger_faults() -> tuple[str, ...]:
    """What this database lacks to keep the record append-only."""
    return tuple(f"trigger {name}: missing, run migrate" for name in missing_triggers(connection))
