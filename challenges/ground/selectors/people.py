"""An authority's members and its open invitations, as its officers see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from challenges.ground.models import Authority
from challenges.ground.rules import Viewer
from challenges.ground.selectors.scopes import authority_invitations, members_visible_to


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    person_id: UUID
    name: str
    email: str
    role: str
    role_name: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class InvitationRow:
    id: UUID
    email: str
    role_name: str
    invited_at: datetime
    expires_at: datetime
    has_run_out: bool


def members_of(authority: Authority, *, viewer: Viewer) -> list[MemberRow]:
    members = members_visible_to(viewer).filter(authority=authority).select_related("person")
    return [
        MemberRow(
            person_id=member.person_id,
            name=str(member.person),
            email=member.person.email,
            role=member.role,
            role_name=member.get_role_display(),
            since=member.since,
        )
        for member in members.order_by("person__first_name", "person__email", "role")
    ]


def open_invitations_into(authority: Authority, *, viewer: Viewer, at: datetime) -> list[InvitationRow]:
    sent = authority_invitations(viewer, authority.pk)
    waiting = sent.filter(accepted_at__isnull=True, revoked_at__isnull=True).order_by("-invited_at")
    return [
        InvitationRow(
            id=one.pk,
            email=one.email,
            role_name=one.details.get("role_name", one.role),
            invited_at=one.invited_at,
            expires_at=one.expires_at,
            has_run_out=one.expires_at <= at,
        )
        for one in waiting
    ]
