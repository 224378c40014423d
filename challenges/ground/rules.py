"""Who is looking, and what members of an authority may do: predicates about acts, and at the foot the one table.

What a person may *see* is decided by `selectors/scopes.py`; predicates run no query: they judge the object handed to
them and what the `Viewer` was loaded with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import rules


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """The person looking, loaded once a request: who they are and where they belong. `ANYONE` is signed out."""

    person_id: UUID | None = None
    email: str = ""
    is_platform_administrator: bool = False
    has_second_factor: bool = False
    authority_roles: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    #: What each room above knows of the person, under that room's own name; read through the room's rules.
    facts: Mapping[str, Mapping[UUID, Any]] = field(default_factory=dict)

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_officer_somewhere(self) -> bool:
        return any("officer" in roles for roles in self.authority_roles.values())

    def holds(self, authority_id: UUID, *roles: str) -> bool:
        """Whether this person holds one of these roles in that authority."""
        return not self.authority_roles.get(authority_id, frozenset()).isdisjoint(roles)

    def has_perm(self, name: str, obj: object = None) -> bool:
        return rules.has_perm(name, self, obj)


ANYONE = Viewer()


@rules.predicate
def is_signed_in(viewer: Viewer, obj: object) -> bool:
    return viewer.is_signed_in


@rules.predicate
def is_officer(viewer: Viewer, obj: object) -> bool:
    return viewer.holds(obj.authority_id, "officer")


@rules.predicate
def is_approver(viewer: Viewer, obj: object) -> bool:
    return viewer.holds(obj.authority_id, "approver")


@rules.predicate
def is_member(viewer: Viewer, obj: object) -> bool:
    return obj.authority_id in viewer.authority_roles


@rules.predicate
def is_officer_of(viewer: Viewer, authority: object) -> bool:
    return viewer.holds(authority.pk, "officer")


@rules.predicate
def is_platform_administrator(viewer: Viewer, obj: object) -> bool:
    return viewer.is_platform_administrator


# An administrator is only ever handed an authority that has no officer yet (`authorities_in_care_of`).
rules.add_perm("challenges.manage_people", is_officer_of | is_platform_administrator)


OVERSEERS = ("officer", "approver", "auditor")
