"""What awaits a person in this house: work that only they, or people in their role, can do next."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.domain.specification import text_in
from challenges.rules import Viewer
from challenges.selectors.scopes import authorities_in_care_of, challenges_managed_by, invitations_to, letters_to


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing to do: what, about what, where it is done, and until when if there is a last moment."""

    title: str
    about: str
    url: str
    due_at: datetime | None = None
    is_begun: bool = False


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    id: str
    subject: str
    created_at: datetime
    is_read: bool


def invitations_waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    return [
        Waiting(
            title=_("Answer an invitation"),
            about=invitation.details.get("name", ""),
            url=reverse("invitation_to_me", args=[invitation.pk]),
            due_at=invitation.expires_at,
        )
        for invitation in invitations_to(viewer, at)
    ]


def questions_waiting(viewer: Viewer, language: str) -> list[Waiting]:
    """Questions nobody has answered yet, one line a challenge, for the commercial officers."""
    mine = [authority for authority in viewer.authority_roles if viewer.holds(authority, "officer")]
    asked = Count("clarifications", filter=Q(clarifications__state="asked"))
    busy = challenges_managed_by(viewer).filter(authority__in=mine).annotate(asked=asked).filter(asked__gt=0)
    return [
        Waiting(
            title=ngettext("Answer %(count)s question", "Answer %(count)s questions", challenge.asked)
            % {"count": challenge.asked},
            about=text_in(challenge.title, language),
            url=reverse("manage_questions", args=[challenge.ocid]),
        )
        for challenge in busy
    ]


def notices_waiting(viewer: Viewer, language: str) -> list[Waiting]:
    """Approved challenges that the public cannot see yet because the notice's number is missing."""
    mine = [authority for authority in viewer.authority_roles if viewer.holds(authority, "officer", "approver")]
    held_back = challenges_managed_by(viewer).filter(
        authority__in=mine, public_from__isnull=True, withdrawn_at__isnull=True
    )
    return [
        Waiting(
            title=_("Enter the notice's number"),
            about=text_in(challenge.title, language),
            url=reverse("manage_notice", args=[challenge.ocid]),
        )
        for challenge in held_back
    ]


def authorities_waiting(viewer: Viewer) -> list[Waiting]:
    """Authorities in which nobody can act yet, for the platform administrator."""
    if not viewer.is_platform_administrator:
        return []
    return [
        Waiting(
            title=_("Invite the first commercial officer"),
            about=authority.name,
            url=reverse("authority_people", args=[authority.slug]),
        )
        for authority in authorities_in_care_of(viewer)
        if not viewer.holds(authority.pk, "officer")
    ]


def letters_of(viewer: Viewer) -> list[LetterRow]:
    rows = letters_to(viewer).order_by("-created_at")
    return [
        LetterRow(
            id=str(letter.pk),
            subject=letter.subject,
            created_at=letter.created_at,
            is_read=letter.read_at is not None,
        )
        for letter in rows
    ]


def unread_letters(viewer: Viewer) -> int:
    return letters_to(viewer).filter(read_at__isnull=True).count()
