"""How an invitation lets a person in: the service of the house that owns the place."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bids.bidding.services import bidders
from bids.evaluation.services import panels
from challenges.ground.models import AuthorityRole, Invitation, Membership
from challenges.ground.services.invitations import Door
from challenges.ground.services.memberships import add_member, remove_member
from challenges.ground.services.messages import filled, write_to
from portal.models import User


def into_authority(*, invitation: Invitation, by: UUID, at: datetime) -> None:
    """What taking up an invitation into an authority does. `invitation` is a row, locked by the caller."""
    membership = add_member(authority_id=invitation.target, person_id=by, role=invitation.role, at=at)
    if invitation.role == AuthorityRole.APPROVER:
        _tell_of_approver(membership, by=invitation.invited_by, template="approver_joined", at=at)


def out_of_authority(*, membership_id: UUID, by: UUID, at: datetime) -> None:
    """Take one role from one person; that an approver is gone is told in the same transaction."""
    with transaction.atomic():
        taken = remove_member(membership_id=membership_id)
        if taken is not None and taken.role == AuthorityRole.APPROVER:
            _tell_of_approver(taken, by=User.objects.get(pk=by), template="approver_left", at=at)


def _tell_of_approver(membership: Membership, *, by: User, template: str, at: datetime) -> None:
    """Tell who would notice a second person that is none: the other approvers and the platform administrators.

    One officer can invite an approver or take the role away; that it was done stays no secret of theirs.
    """
    authority, person = membership.authority, membership.person
    approvers = Membership.objects.filter(authority=authority, role=AuthorityRole.APPROVER).values("person")
    overseers = User.objects.filter(Q(pk__in=approvers) | Q(is_superuser=True)).exclude(pk__in=[person.pk, by.pk])
    write_to(
        people=overseers,
        subject=filled(_("Approvers of %(name)s"), {"name": authority.name}),
        template=template,
        context={"person": str(person), "email": person.email, "by": str(by), "authority": authority.name},
        address=reverse("desk"),
        key=f"{template}:{authority.pk}:{person.pk}:{at.isoformat()}",
        at=at,
    )


DOORS: Mapping[str, Door] = {
    "authority": into_authority,
    "bidder": bidders.let_in,
    "panel": panels.seat_invited,
}
