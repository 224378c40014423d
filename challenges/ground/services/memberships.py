"""Who belongs to an authority: its roles, and the two groups on which the CMS hangs its permissions."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from challenges.ground.domain.refused import Refused
from challenges.ground.models import Authority, AuthorityRole, Membership


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "authority"
    taken = set(Authority.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def create_authority(*, name: str, **details: str | bool) -> Authority:
    """Set up a public body with its two groups (authors, approvers) and no members yet.

    `details` are further columns of the authority: kind, identifier, address. What the CMS needs (its part of the page
    tree, its collection, the groups' permissions) is hung on the groups by `cms`.
    """
    with transaction.atomic():
        slug = str(details.pop("slug", "")) or _free_slug(name)
        authors = Group.objects.create(name=f"{slug}: authors")
        approvers = Group.objects.create(name=f"{slug}: approvers")
        return Authority.objects.create(name=name, slug=slug, authors=authors, approvers=approvers, **details)


def _set_groups(*, authority: Authority, person_id: UUID) -> None:
    """Bring the person's Django groups into line with the roles held; the groups follow, they never decide."""
    held = set(authority.memberships.filter(person=person_id).values_list("role", flat=True))
    for group, role in ((authority.authors, AuthorityRole.OFFICER), (authority.approvers, AuthorityRole.APPROVER)):
        if group is None:
            continue
        if role in held:
            group.user_set.add(person_id)
        else:
            group.user_set.remove(person_id)


def add_member(*, authority_id: UUID, person_id: UUID, role: str, at: datetime) -> Membership:
    """Give a person a role in an authority. Idempotent. Refuses a role that does not exist."""
    if role not in AuthorityRole.values:
        raise Refused(_("There is no such role."))
    with transaction.atomic():
        authority = Authority.objects.select_for_update().get(pk=authority_id)
        membership, _is_new = Membership.objects.get_or_create(
            authority=authority, person_id=person_id, role=role, defaults={"since": at}
        )
        _set_groups(authority=authority, person_id=person_id)
    return membership


def remove_member(*, membership_id: UUID) -> Membership | None:
    """Take one role from one person; gives what was taken, if it was still there.

    Refuses to take the last officer: nobody could invite the next one.
    """
    with transaction.atomic():
        membership = Membership.objects.select_related("person").filter(pk=membership_id).first()
        if membership is None:
            return None
        authority = Authority.objects.select_for_update().get(pk=membership.authority_id)
        officers = authority.memberships.filter(role=AuthorityRole.OFFICER)
        if membership.role == AuthorityRole.OFFICER and not officers.exclude(pk=membership.pk).exists():
            raise Refused(_("This is the last commercial officer. Add another one first."))
        Membership.objects.filter(pk=membership.pk).delete()
        _set_groups(authority=authority, person_id=membership.person_id)
    return membership
