"""Loads the `Viewer`: who is looking and where they belong, from the tables of both houses."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest

from bids.bidding.models import BidderMembership
from bids.evaluation.models import PanelMember
from challenges.ground.models import Membership
from challenges.ground.rules import ANYONE, Seat, Viewer
from portal import second_factor
from portal.models import User


def viewer_behind(request: HttpRequest) -> Viewer:
    """The viewer behind a request; signed out, `ANYONE`. Five queries at most."""
    if not request.user.is_authenticated:
        return ANYONE
    viewer = viewer_of(request.user)
    if not second_factor.is_needed_by(viewer):
        return viewer
    shown = second_factor.was_shown_in(request) and second_factor.is_set_up_for(request)
    return replace(viewer, has_second_factor=shown)


def viewer_of(person: User) -> Viewer:
    """A person as viewer, apart from any request (and so without a second factor)."""
    return Viewer(
        person_id=person.pk,
        email=person.email,
        is_platform_administrator=person.is_superuser,
        authority_roles=_authority_roles(person),
        bidder_roles=dict(BidderMembership.objects.filter(person=person).values_list("bidder_id", "role")),
        seats=_seats(person),
    )


def _authority_roles(person: User) -> Mapping[UUID, frozenset[str]]:
    roles: dict[UUID, set[str]] = defaultdict(set)
    for authority_id, role in Membership.objects.filter(person=person).values_list("authority_id", "role"):
        roles[authority_id].add(role)
    return {authority_id: frozenset(held) for authority_id, held in roles.items()}


def _seats(person: User) -> Mapping[UUID, Seat]:
    seats = PanelMember.objects.filter(person=person, left_at__isnull=True).prefetch_related("criteria")
    return {
        seat.panel_id: Seat(member_id=seat.pk, role=seat.role, criteria=frozenset(c.pk for c in seat.criteria.all()))
        for seat in seats
    }
