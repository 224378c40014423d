"""Loads the `Viewer`: who is looking and where they belong, put together from what each room knows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from bids.bidding.selectors.scopes import bidder_roles_held_by
from bids.evaluation.selectors.scopes import seats_held_by
from challenges.ground.rules import ANYONE, Viewer
from challenges.ground.selectors.scopes import authority_roles_held_by
from portal import second_factor
from portal.models import User

#: What rooms above the ground add to a viewer; each reads its own by name, through its `rules`.
FACTS: Mapping[str, Callable[[UUID], Mapping[UUID, Any]]] = {
    "bidder_roles": bidder_roles_held_by,
    "seats": seats_held_by,
}


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
        authority_roles=authority_roles_held_by(person.pk),
        facts={name: held_by(person.pk) for name, held_by in FACTS.items()},
    )
