"""A lost second factor: a colleague vouches for the person, a platform administrator has it removed.

Nobody takes over an account by it: the password stays the person's, they set up a new factor at their next sign-in, and
they are told by e-mail at each step.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bids.evaluation.models import PanelMember
from challenges.ground.domain.reasons import FEWEST_IN_BRIEF
from challenges.ground.domain.two_people import ActWords, Step, Verdict
from challenges.ground.models import Authority, Membership
from challenges.ground.rules import Viewer
from challenges.ground.selectors.two_people import Act, ActMessage
from challenges.ground.services.two_people import ActRefused, ask, decide_act
from portal.models import FactorReset, User
from portal.second_factor import FACTORS


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


def _page(reset: FactorReset) -> str:
    return reverse("decide_factor_reset", args=[reset.pk])


def _desk(reset: FactorReset) -> str:
    return reverse("desk")


def _who(reset: FactorReset) -> dict[str, Any]:
    return {"person": str(reset.person), "asked_by": str(reset.asked_by)}


def _administrators(reset: FactorReset) -> QuerySet[User]:
    """Those who may decide."""
    return User.objects.filter(is_superuser=True, is_active=True).exclude(pk__in=[reset.asked_by_id, reset.person_id])


def _why_not_decide(reset: FactorReset, person_id: UUID) -> str:
    if _administrators(reset).filter(pk=person_id).exists():
        return ""
    return gettext("Another platform administrator has to decide this.")


def _to_both(template: str) -> ActMessage[FactorReset]:
    return ActMessage(
        subject=_("Second factor"),
        template=template,
        people=lambda reset: [reset.person, reset.asked_by],
        address=_desk,
        words=_who,
    )


FACTOR_RESET = Act(
    name="factor_reset",
    model=FactorReset,
    words=ActWords(
        on_desk=_("Decide about a lost second factor"),
        ask=_("Lost second factor"),
        before_asking=_(
            "You vouch that it is really them. A platform administrator decides; only then is the second factor "
            "removed, and they set up a new one when they next sign in. Their password stays as it is."
        ),
        ask_button=_("Ask an administrator"),
        reason=_("How did you make sure that it is really this person?"),
        reason_hint=_("For example: you spoke to them at their desk, or rang the number you have always had for them."),
        too_thin=_("Say how you made sure that it is really this person."),
        has_asked=_("Sent to a platform administrator, who decides. You will get a message."),
        decide=_("Lost second factor"),
        before_deciding=_(
            "Whoever knows the password gets in once the second factor is removed. Ask the person yourself if you "
            "doubt it."
        ),
        grant=_("Remove the second factor"),
        refuse=_("Leave it as it is"),
        after_granting=_("Removed."),
        after_refusing=_("Left as it is."),
    ),
    may_ask="challenges.manage_people",
    joins=("person", "asked_by"),
    visible_to=resets_for,
    address=_page,
    overview=_page,
    about=lambda reset, language: str(reset.person),
    why_not_decide=_why_not_decide,
    needs_reasons=False,
    # The person hears of it even where background work waits.
    is_told_at_once=True,
    messages={
        Step.ASKED: (
            ActMessage(
                subject=_("Your second factor"),
                template="factor_reset_asked",
                people=lambda reset: [reset.person],
                address=_desk,
                words=_who,
            ),
            ActMessage(
                subject=_("A lost second factor waits for your decision"),
                template="factor_reset_waiting",
                people=_administrators,
                address=_page,
                words=_who,
            ),
        ),
        Step.GRANTED: (_to_both("factor_reset_granted"),),
        Step.REFUSED: (_to_both("factor_reset_refused"),),
    },
)


def ask_for_reset(*, person_id: UUID, reason: str, by: UUID, at: datetime) -> FactorReset:
    """Vouch for somebody who lost their second factor.

    Effects: the asking; a message to the person and one to every platform administrator who may decide. Refuses the
    person themself, a reason too short to show how they were recognised, somebody without a second factor, and a
    second asking before the first is decided.
    """
    if by == person_id:
        raise ActRefused(gettext("A colleague has to vouch for you."))
    if not Authenticator.objects.filter(user=person_id, type__in=FACTORS).exists():
        raise ActRefused(gettext("This person has no second factor. They set one up when they sign in."))
    try:
        with transaction.atomic():
            reset = FactorReset(person_id=person_id, reason=reason)
            return ask(FACTOR_RESET, row=reset, by=by, at=at, fewest=FEWEST_IN_BRIEF)
    except IntegrityError as twice:
        message = gettext("Somebody has asked for this already. An administrator will decide.")
        raise ActRefused(message) from twice


def decide_reset(*, reset_id: UUID, verdict: Verdict, by: UUID, at: datetime) -> FactorReset:
    """Remove somebody's second factor, or leave it.

    Effects of granting: every second factor and recovery code of the person is gone and all their sessions end; of
    either: the decision with its moment, a message to the person and to who asked. Refuses anybody but a platform
    administrator who neither asked nor is the person, and a second decision.
    """
    with transaction.atomic():
        resets = FactorReset.objects.select_for_update(of=("self",)).select_related("person", "asked_by")
        reset = resets.get(pk=reset_id)
        decide_act(FACTOR_RESET, row=reset, verdict=verdict, by=by, at=at)
        if verdict.is_granted:
            Authenticator.objects.filter(user=reset.person).delete()
            for session in UserSession.objects.filter(user=reset.person):
                session.end()
    return reset
