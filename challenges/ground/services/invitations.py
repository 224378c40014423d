"""Invitations by e-mail into an authority, a bidder organisation or a panel.

The token stands in the e-mail alone; the table keeps its hash. The house that owns the target lets the person in.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from challenges.ground.domain.frozen_json import Plain
from challenges.ground.domain.refused import Refused
from challenges.ground.models import Invitation
from challenges.ground.services.mail import write_mail
from challenges.ground.services.messages import compose, language_at, words_of
from challenges.ground.services.outbox import add_event

VALID_FOR = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class InvitedTo:
    """What an invitation lets into: kind (`authority`, `bidder`, `panel`), the target's id and name, and the role.

    Name and role are lazy where they are translated. `details` is whatever the accepting service needs (a panel
    member's discipline and criteria ids).
    """

    kind: str
    target: UUID
    name: str
    role: str
    role_name: str
    details: dict[str, Plain] = field(default_factory=dict)


class Door(Protocol):
    """What taking up an invitation does in the house that owns the target; `invitation` is locked by the caller."""

    def __call__(self, *, invitation: Invitation, by: UUID, at: datetime) -> object: ...


def token_sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, place: InvitedTo, email: str, by: UUID, at: datetime) -> Invitation:
    """Invite a person by e-mail into one place.

    Effects, in one transaction: earlier open invitations of that address to the same place and role are revoked, the
    invitation is written with its token's hash, the e-mail with the link goes out (and is wiped once sent), the event
    `invitation.made` follows. It is good for 14 days, once.
    """
    token = secrets.token_urlsafe(32)
    address = email.strip().lower()
    with transaction.atomic():
        same = Invitation.objects.filter(kind=place.kind, target=place.target, role=place.role, email=address)
        same.filter(accepted_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at)
        invitation = Invitation.objects.create(
            kind=place.kind,
            target=place.target,
            role=place.role,
            email=address,
            details={"name": str(place.name), "role_name": str(place.role_name), **place.details},
            token_sha256=token_sha256(token),
            invited_by_id=by,
            invited_at=at,
            expires_at=at + VALID_FOR,
        )
        _send_link(invitation, place=place, token=token, at=at)
        add_event(
            event="invitation.made",
            payload={"invitation": str(invitation.pk)},
            key=f"invitation.made:{invitation.pk}",
            at=at,
        )
    return invitation


def _send_link(invitation: Invitation, *, place: InvitedTo, token: str, at: datetime) -> None:
    with override(language_at(invitation.email)):
        words = compose(
            subject=_("You are invited to join %(name)s") % {"name": place.name},
            body=words_of("invitation", {"name": place.name, "role": place.role_name}),
            address=reverse("invitation", args=[token]),
        )
    message = words.to(invitation.email)
    message.holds_secret = True
    write_mail(message=message, at=at)


def refuse_unless_open(*, invitation: Invitation, at: datetime) -> None:
    """Say why an invitation is not to be had any more, if so."""
    if invitation.accepted_at:
        raise Refused(_("This invitation has been used already."))
    if invitation.revoked_at:
        raise Refused(_("This invitation was withdrawn. Ask for a new one."))
    if at >= invitation.expires_at:
        raise Refused(_("This invitation has run out. Ask for a new one."))


def accept_invitation(*, invitation_id: UUID, by: UUID, let_in: Door, at: datetime) -> Invitation:
    """Take up an invitation.

    Effects, in one transaction: locks the invitation, lets the person in through `let_in` (the service of the house
    that owns the target), marks it used. Refuses one that is used, withdrawn or run out, and anybody but the person
    invited: the caller has proved that the person owns their e-mail address.
    """
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation_id)
        refuse_unless_open(invitation=locked, at=at)
        if get_user_model().objects.get(pk=by).email.lower() != locked.email:
            raise Refused(_("This invitation is for another email address."))
        let_in(invitation=locked, by=by, at=at)
        Invitation.objects.filter(pk=locked.pk).update(accepted_at=at, accepted_by=by)
    return locked


def revoke_invitation(*, invitation_id: UUID, at: datetime) -> None:
    """Withdraw an invitation that nobody has taken up yet; otherwise nothing changes."""
    Invitation.objects.filter(pk=invitation_id, accepted_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at)
