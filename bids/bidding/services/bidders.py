"""Bidder organisations and their members."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.models import Bidder, BidderMembership, BidderRole
from bids.bidding.vault.keys import new_bidder_keys
from challenges.ground.domain.refused import Refused
from challenges.ground.models import Invitation
from challenges.ground.services.invitations import InvitedTo, invite, revoke_invitation


class MemberRefused(Refused):
    """A change of members that would leave an organisation without an owner."""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What an organisation is asked for at the start; no more until something needs it."""

    id: UUID
    name: str
    kind: str
    contact_email: str
    is_demonstration: bool = False


def register_bidder(*, registration: Registration, by: UUID, at: datetime) -> Bidder:
    """Register an organisation with its keys, and make whoever registers it its owner.

    `registration.id` comes from the form: the same form sent twice finds the organisation it made. Two organisations
    may bear one name (branches, namesakes); the page warns of it.
    """
    with transaction.atomic():
        keys = new_bidder_keys(bidder_id=registration.id)
        bidder, is_new = Bidder.objects.get_or_create(
            pk=registration.id,
            defaults={
                "name": registration.name,
                "kind": registration.kind,
                "contact_email": registration.contact_email,
                "is_demonstration": registration.is_demonstration,
                "public_key": keys.public_key,
                "wrapped_private_key": keys.wrapped_private_key,
                "created_at": at,
            },
        )
        if is_new:
            _add(bidder_id=bidder.pk, person_id=by, role=BidderRole.OWNER, at=at)
        elif not BidderMembership.objects.filter(bidder=bidder, person=by).exists():
            raise MemberRefused(_("This organisation is registered already, by somebody else."))
    return bidder


def _add(*, bidder_id: UUID, person_id: UUID, role: str, at: datetime) -> BidderMembership:
    membership, _is_new = BidderMembership.objects.get_or_create(
        bidder_id=bidder_id, person_id=person_id, defaults={"role": role, "since": at}
    )
    return membership


def add_member(*, bidder_id: UUID, person_id: UUID, role: str, at: datetime) -> BidderMembership:
    """Let a person into an organisation; who is a member already keeps the role they have. Refuses unknown roles."""
    if role not in BidderRole.values:
        raise MemberRefused(_("There is no such role."))
    with transaction.atomic():
        Bidder.objects.select_for_update().get(pk=bidder_id)
        return _add(bidder_id=bidder_id, person_id=person_id, role=role, at=at)


def let_in(*, invitation: Invitation, by: UUID, at: datetime) -> BidderMembership:
    """What taking up an invitation into an organisation does. `invitation` is a row, locked by the caller."""
    return add_member(bidder_id=invitation.target, person_id=by, role=invitation.role, at=at)


def invite_member(*, bidder_id: UUID, email: str, role: str, by: UUID, at: datetime) -> Invitation:
    """Invite a person by e-mail into an organisation. Refuses a role that does not exist."""
    if role not in BidderRole.values:
        raise MemberRefused(_("There is no such role."))
    name, role_name = Bidder.objects.values_list("name", flat=True).get(pk=bidder_id), BidderRole(role).label
    place = InvitedTo(kind="bidder", target=bidder_id, name=name, role=role, role_name=role_name)
    return invite(place=place, email=email, by=by, at=at)


def withdraw_invitation(*, bidder_id: UUID, invitation_id: UUID, at: datetime) -> None:
    """Withdraw an invitation of this organisation that nobody has taken up; otherwise nothing changes."""
    if Invitation.objects.filter(pk=invitation_id, kind="bidder", target=bidder_id).exists():
        revoke_invitation(invitation_id=invitation_id, at=at)


def change_role(*, bidder_id: UUID, person_id: UUID, role: str) -> None:
    """Give a member another role. Refuses to leave the organisation without an owner."""
    if role not in BidderRole.values:
        raise MemberRefused(_("There is no such role."))
    with transaction.atomic():
        Bidder.objects.select_for_update().get(pk=bidder_id)
        if role != BidderRole.OWNER:
            _refuse_last_owner(bidder_id=bidder_id, person_id=person_id)
        BidderMembership.objects.filter(bidder=bidder_id, person=person_id).update(role=role)


def remove_member(*, bidder_id: UUID, person_id: UUID) -> None:
    """Take a member out, oneself included. Refuses to take the last owner. What they wrote stays the organisation's."""
    with transaction.atomic():
        Bidder.objects.select_for_update().get(pk=bidder_id)
        _refuse_last_owner(bidder_id=bidder_id, person_id=person_id)
        BidderMembership.objects.filter(bidder=bidder_id, person=person_id).delete()


def _refuse_last_owner(*, bidder_id: UUID, person_id: UUID) -> None:
    owners = set(
        BidderMembership.objects.filter(bidder=bidder_id, role=BidderRole.OWNER).values_list("person_id", flat=True)
    )
    if owners == {person_id}:
        raise MemberRefused(_("This is the only owner. Make another member an owner first."))
