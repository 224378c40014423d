"""What awaits a person whatever their trade: invitations, messages, authorities in which nobody can act yet."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from challenges.ground.domain.words import ChallengeKind
from challenges.ground.rules import Viewer
from challenges.ground.selectors.scopes import authorities_in_care_of, invitations_to, messages_to


class GroundTask(StrEnum):
    ANSWER_INVITATION = "answer_invitation"
    INVITE_OFFICER = "invite_officer"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing to do: which, about what, what names its page, and until when if there is a last moment.

    `task` is of the enum of the room it belongs to; the roof has the words and the page of each. `count` says how many
    of it there are, where that is told.
    """

    task: StrEnum
    about: str
    place: tuple[str | int | UUID, ...]
    kind: str = ChallengeKind.OUTCOME_SPECIFICATION.value
    count: int | None = None
    due_at: datetime | None = None
    is_begun: bool = False


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    id: str
    subject: str
    created_at: datetime
    is_read: bool


def invitations_waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    return [
        Waiting(
            task=GroundTask.ANSWER_INVITATION,
            about=invitation.details.get("name", ""),
            place=(invitation.pk,),
            due_at=invitation.expires_at,
        )
        for invitation in invitations_to(viewer, at)
    ]


def authorities_waiting(viewer: Viewer) -> list[Waiting]:
    """Authorities in which nobody can act yet, for the platform administrator."""
    if not viewer.is_platform_administrator:
        return []
    return [
        Waiting(task=GroundTask.INVITE_OFFICER, about=authority.name, place=(authority.slug,))
        for authority in authorities_in_care_of(viewer)
        if not viewer.holds(authority.pk, "officer")
    ]


def messages_of(viewer: Viewer) -> list[MessageRow]:
    rows = messages_to(viewer).order_by("-created_at")
    return [
        MessageRow(
            id=str(message.pk),
            subject=message.subject,
            created_at=message.created_at,
            is_read=message.read_at is not None,
        )
        for message in rows
    ]


def unread_messages(viewer: Viewer) -> int:
    return messages_to(viewer).filter(read_at__isnull=True).count()
