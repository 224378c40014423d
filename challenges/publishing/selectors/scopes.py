"""Who may see which rows of this house: one function a table, the only place here that starts from `Model.objects`.

Every read starts from one of these; what a scope leaves out does not exist for that viewer (404).
`at` is the database's clock, read by the entry point.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from challenges.ground.models import Authority
from challenges.ground.rules import Viewer
from challenges.ground.selectors.scopes import overseen_by
from challenges.publishing.models import (
    Challenge,
    Clarification,
    Document,
    Follower,
    InfluenceDeclaration,
    Notice,
    Stage,
)


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


def public_authorities(at: datetime) -> QuerySet[Authority]:
    """Authorities with something published."""
    return Authority.objects.filter(challenges__public_from__lte=at).distinct()


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


def follows_of(viewer: Viewer) -> QuerySet[Follower]:
    return Follower.objects.filter(person=viewer.person_id) if viewer.person_id else Follower.objects.none()


def interests_visible_to(viewer: Viewer) -> QuerySet[InfluenceDeclaration]:
    """One's own, and for the authority's officers, approvers and auditors everybody's."""
    mine = Q(person=viewer.person_id) if viewer.person_id else Q(pk__in=[])
    return InfluenceDeclaration.objects.filter(mine | Q(challenge__authority__in=overseen_by(viewer)))
