"""How an invitation lets a person in: the service of the house that owns the place."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bids.services import bidders, panels
from challenges.models import Authority, Invitation
from challenges.services.invitations import InvitationRefused
from challenges.services.memberships import MembershipRefused, add_member
from portal.models import User

REFUSALS = (InvitationRefused, MembershipRefused, bidders.MemberRefused, panels.PanelRefused)


def into_authority(invitation: Invitation, person: User, at: datetime) -> None:
    add_member(authority=Authority.objects.get(pk=invitation.target), person=person, role=invitation.role, at=at)


DOORS: Mapping[str, Callable[[Invitation, User, datetime], object]] = {
    "authority": into_authority,
    "bidder": bidders.let_in,
    "panel": panels.seat_invited,
}
