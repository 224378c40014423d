"""Who may see which rows of people, messages, background work and the record: one function a table.

Every read starts from one of these; what a scope leaves out does not exist for that viewer (404).
"""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from challenges.ground.models import Authority, Invitation, Membership, Message, OutboxRow, RecordEntry
from challenges.ground.rules import Viewer


def authority_roles_held_by(person_id: UUID) -> dict[UUID, frozenset[str]]:
    """What a person is in which authority, for their `Viewer`."""
    roles: dict[UUID, set[str]] = defaultdict(set)
    for authority_id, role in Membership.objects.filter(person=person_id).values_list("authority_id", "role"):
        roles[authority_id].add(role)
    return {authority_id: frozenset(held) for authority_id, held in roles.items()}


def authorities_of(viewer: Viewer) -> QuerySet[Authority]:
    return Authority.objects.filter(pk__in=list(viewer.authority_roles))


def authorities_in_care_of(viewer: Viewer) -> QuerySet[Authority]:
    """Those whose people the viewer looks after: as officer, or, while an authority has none, as administrator."""
    led = [authority for authority, roles in viewer.authority_roles.items() if "officer" in roles]
    in_care = Q(pk__in=led)
    if viewer.is_platform_administrator:
        officers = Membership.objects.filter(authority=OuterRef("pk"), role="officer")
        in_care |= ~Exists(officers)
    return Authority.objects.filter(in_care)


def record_visible_to(viewer: Viewer) -> QuerySet[RecordEntry]:
    """The authority's members read the records of their own authority."""
    return RecordEntry.objects.filter(record__authority__in=list(viewer.authority_roles))


def messages_to(viewer: Viewer) -> QuerySet[Message]:
    return Message.objects.filter(person=viewer.person_id) if viewer.person_id else Message.objects.none()


def invitations_to(viewer: Viewer, at: datetime) -> QuerySet[Invitation]:
    """Open invitations sent to the viewer's own e-mail address."""
    if not viewer.is_signed_in:
        return Invitation.objects.none()
    waiting = Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    return waiting.filter(email=viewer.email.lower())


def authority_invitations(viewer: Viewer, authority_id: UUID) -> QuerySet[Invitation]:
    """Everything sent out for one authority, for whoever looks after its people."""
    in_care = authorities_in_care_of(viewer).values("pk")
    return Invitation.objects.filter(Q(target__in=in_care), kind="authority", target=authority_id)


def invitation_with_token(sha256: str) -> QuerySet[Invitation]:
    """For whoever holds the link."""
    return Invitation.objects.filter(token_sha256=sha256)


def members_visible_to(viewer: Viewer) -> QuerySet[Membership]:
    """Colleagues: who else belongs to the viewer's authorities, and to those whose people they look after."""
    own = Q(authority__in=list(viewer.authority_roles))
    return Membership.objects.filter(own | Q(authority__in=authorities_in_care_of(viewer).values("pk")))


def outbox_due(at: datetime) -> QuerySet[OutboxRow]:
    """Background work that is due and that nobody works on: for the clock, which announces it by id."""
    is_free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    return OutboxRow.objects.filter(is_free, not_before__lte=at, done_at__isnull=True, dead_at__isnull=True)


def overseen_by(viewer: Viewer) -> list[UUID]:
    """The authorities whose procedures this person runs, approves or audits."""
    return [pk for pk, held in viewer.authority_roles.items() if held & {"officer", "approver", "auditor"}]
