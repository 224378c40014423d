"""Who may see which rows of this house: one function a table, the only place here that starts from `Model.objects`.

Every read starts from one of these; what a scope leaves out does not exist for that viewer (404).
`at` is the database's clock, read by the entry point.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from challenges.models import (
    Authority,
    Challenge,
    Clarification,
    Document,
    Follower,
    Invitation,
    Letter,
    Membership,
    Mission,
    Notice,
    OutboxRow,
    RecordEntry,
    Stage,
)
from challenges.rules import Viewer


def public_challenges(at: datetime) -> QuerySet[Challenge]:
    """What the whole world may read: public by the record, its moment come."""
    return Challenge.objects.filter(public_from__lte=at)


def challenges_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Challenge]:
    """Public ones, and for members of an authority all of that authority's."""
    return Challenge.objects.filter(Q(public_from__lte=at) | Q(authority__in=list(viewer.authority_roles)))


def challenges_managed_by(viewer: Viewer) -> QuerySet[Challenge]:
    """All challenges of the viewer's authorities, public or not yet."""
    return Challenge.objects.filter(authority__in=list(viewer.authority_roles))


def public_stages(at: datetime) -> QuerySet[Stage]:
    """Stages of what the whole world may read, without those a later version left out."""
    return Stage.objects.filter(challenge__public_from__lte=at, dropped_in__isnull=True)


def stages_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Stage]:
    return Stage.objects.filter(challenge__in=challenges_visible_to(viewer, at), dropped_in__isnull=True)


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


def public_authorities(at: datetime) -> QuerySet[Authority]:
    """Authorities with something published."""
    return Authority.objects.filter(challenges__public_from__lte=at).distinct()


def public_missions() -> QuerySet[Mission]:
    return Mission.objects.filter(is_published=True)


def clarifications_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Clarification]:
    """Published answers for everybody; one's own questions; every question for the officers, askers unnamed."""
    published = Q(answered_at__lte=at, challenge__public_from__lte=at)
    officers = [a for a, roles in viewer.authority_roles.items() if roles & {"officer", "approver", "auditor"}]
    mine = Q(asked_by=viewer.person_id) if viewer.person_id else Q(pk__in=[])
    return Clarification.objects.filter(published | mine | Q(challenge__authority__in=officers)).defer("asked_by")


def documents_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Document]:
    return Document.objects.filter(challenge__in=challenges_visible_to(viewer, at))


def notices_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Notice]:
    """Published notices of public challenges; every notice for the authority's members."""
    public = Q(state="published", challenge__public_from__lte=at)
    return Notice.objects.filter(public | Q(challenge__authority__in=list(viewer.authority_roles)))


def record_visible_to(viewer: Viewer) -> QuerySet[RecordEntry]:
    """The authority's members read their own challenges' record."""
    return RecordEntry.objects.filter(challenge__authority__in=list(viewer.authority_roles))


def letters_to(viewer: Viewer) -> QuerySet[Letter]:
    return Letter.objects.filter(person=viewer.person_id) if viewer.person_id else Letter.objects.none()


def follows_of(viewer: Viewer) -> QuerySet[Follower]:
    return Follower.objects.filter(person=viewer.person_id) if viewer.person_id else Follower.objects.none()


def invitations_made_by(viewer: Viewer) -> QuerySet[Invitation]:
    return Invitation.objects.filter(invited_by=viewer.person_id) if viewer.person_id else Invitation.objects.none()


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


def outbox_visible_to(viewer: Viewer) -> QuerySet[OutboxRow]:
    """Background work, for the platform administrator only: event names, times and errors, no contents."""
    return OutboxRow.objects.all() if viewer.is_platform_administrator else OutboxRow.objects.none()


def outbox_due(at: datetime) -> QuerySet[OutboxRow]:
    """Background work that is due and that nobody works on: for the clock, which announces it by id."""
    is_free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    return OutboxRow.objects.filter(is_free, not_before__lte=at, done_at__isnull=True, dead_at__isnull=True)
