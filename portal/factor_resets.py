"""A lost second factor: a colleague vouches for the person, a platform administrator has it removed.

Nobody takes over an account by it: the password stays the person's, they set up a new factor at their next sign-in, and
they are told by e-mail at each step.
"""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bids.evaluation.models import PanelMember
from challenges.ground.domain.refused import Refused
from challenges.ground.models import Authority, Membership
from challenges.ground.rules import Viewer
from challenges.ground.selectors.desk import Waiting
from challenges.ground.services.letters import write_to
from portal.models import FactorReset, User
from portal.second_factor import FACTORS

FEWEST_CHARACTERS = 20


class ResetRefused(Refused):
    """A reset that cannot be asked for or decided like this; `field` names what to mend, if anything."""


def resets_for(viewer: Viewer) -> QuerySet[FactorReset]:
    """The resets that wait for this person's decision: a platform administrator's, none of them about themselves."""
    if not viewer.is_platform_administrator:
        return FactorReset.objects.none()
    waiting = FactorReset.objects.filter(decided_at__isnull=True)
    return waiting.exclude(person=viewer.person_id).exclude(asked_by=viewer.person_id)


def people_vouched_for_by(authority: Authority) -> QuerySet[User]:
    """Whom the authority's officers know: its own people, and those on its panels."""
    members = Membership.objects.filter(authority=authority).values("person")
    judges = PanelMember.objects.filter(panel__stage__challenge__authority=authority).values("person")
    return User.objects.filter(Q(pk__in=members) | Q(pk__in=judges))


def resets_waiting(viewer: Viewer) -> list[Waiting]:
    return [
        Waiting(
            title=_("Decide about a lost second factor"),
            about=str(reset.person),
            url=reverse("decide_factor_reset", args=[reset.pk]),
        )
        for reset in resets_for(viewer).select_related("person").order_by("asked_at")
    ]


def ask_for_reset(*, person: User, reason: str, by: User, at: datetime) -> FactorReset:
    """Vouch for somebody who lost their second factor.

    Effects: the asking; a letter to the person and one to every platform administrator who may decide. Refuses the
    person themself, a reason too short to show how they were recognised, somebody without a second factor, and a
    second asking before the first is decided.
    """
    if by.pk == person.pk:
        raise ResetRefused(_("A colleague has to vouch for you."))
    if len(reason.strip()) < FEWEST_CHARACTERS:
        raise ResetRefused(_("Say how you made sure that it is really this person."), field="reason")
    if not Authenticator.objects.filter(user=person, type__in=FACTORS).exists():
        raise ResetRefused(_("This person has no second factor. They set one up when they sign in."))
    with transaction.atomic():
        try:
            with transaction.atomic():
                reset = FactorReset.objects.create(person=person, reason=reason.strip(), asked_by=by, asked_at=at)
        except IntegrityError as twice:
            raise ResetRefused(_("Somebody has asked for this already. An administrator will decide.")) from twice
        administrators = User.objects.filter(is_superuser=True, is_active=True).exclude(pk__in=[by.pk, person.pk])
        _write(reset, people=[person], template="factor_reset_asked", subject=_("Your second factor"), at=at)
        write_to(
            people=administrators,
            subject=_("A lost second factor waits for your decision"),
            template="factor_reset_waiting",
            context={"person": str(person), "asked_by": str(by)},
            address=reverse("decide_factor_reset", args=[reset.pk]),
            key=f"factor_reset_waiting:{reset.pk}",
            at=at,
        )
    return reset


def decide_reset(*, reset_id: UUID, is_granted: bool, by: User, at: datetime) -> FactorReset:
    """Remove somebody's second factor, or leave it.

    Effects of granting: every second factor and recovery code of the person is gone and all their sessions end; of
    either: the decision with its moment, a letter to the person and to who asked. Refuses anybody but a platform
    administrator who neither asked nor is the person, and a second decision.
    """
    with transaction.atomic():
        reset = (
            FactorReset.objects.select_for_update(of=("self",)).select_related("person", "asked_by").get(pk=reset_id)
        )
        if not by.is_superuser or by.pk in {reset.person_id, reset.asked_by_id}:
            raise ResetRefused(_("Another platform administrator has to decide this."))
        if reset.decided_at is not None:
            raise ResetRefused(_("This has been decided already."))
        reset.is_granted, reset.decided_by, reset.decided_at = is_granted, by, at
        reset.save(update_fields=["is_granted", "decided_by", "decided_at"])
        if is_granted:
            Authenticator.objects.filter(user=reset.person).delete()
            for session in UserSession.objects.filter(user=reset.person):
                session.end()
        template = "factor_reset_granted" if is_granted else "factor_reset_refused"
        _write(reset, people=[reset.person, reset.asked_by], template=template, subject=_("Second factor"), at=at)
    return reset


def _write(reset: FactorReset, *, people: list[User], template: str, subject: str, at: datetime) -> None:
    write_to(
        people=people,
        subject=subject,
        template=template,
        context={"person": str(reset.person), "asked_by": str(reset.asked_by)},
        address=reverse("desk"),
        key=f"{template}:{reset.pk}",
        at=at,
    )
