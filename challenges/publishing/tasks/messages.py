"""Who is told of what happens to a challenge. Each task takes ids, writes messages once, and is harmless twice."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.recipients import people_with
from challenges.publishing.models import Challenge, Clarification
from challenges.publishing.selectors.recipients import followers_of
from challenges.publishing.services.messages import ChallengeMessage, tell


def _challenge(challenge_id: str) -> Challenge:
    return Challenge.objects.select_related("authority").get(pk=challenge_id)


def challenge_was_published(*, challenge: str, version: str) -> None:
    """The officers and approvers learn that it is approved, and what still keeps it from the public."""
    row = _challenge(challenge)
    message = ChallengeMessage(
        subject=_("Approved: %(title)s"),
        template="challenge_published",
        address=reverse("manage_challenge", args=[row.ocid]),
        key=f"challenge.published:{version}",
    )
    tell(people=people_with(row.authority, "officer", "approver"), about=row, message=message, at=database_now())


def challenge_became_public(*, challenge: str) -> None:
    row = _challenge(challenge)
    message = ChallengeMessage(
        subject=_("Public now: %(title)s"),
        template="challenge_public",
        address=reverse("opportunity", args=[row.ocid]),
        key=f"challenge.public:{row.pk}",
    )
    tell(people=people_with(row.authority, "officer", "approver"), about=row, message=message, at=database_now())


def challenge_was_amended(*, challenge: str, version: str) -> None:
    """Followers learn that something changed; whoever bids has been told more already, under the same key."""
    row = _challenge(challenge)
    message = ChallengeMessage(
        subject=_("Changed: %(title)s"),
        template="challenge_amended",
        address=reverse("opportunity", args=[row.ocid]),
        key=f"challenge.amended:{version}",
    )
    tell(people=followers_of(row), about=row, message=message, at=database_now())


def question_was_asked(*, clarification: str) -> None:
    """The officers learn that a question waits, not who asked it."""
    asked = Clarification.objects.select_related("challenge__authority").get(pk=clarification)
    message = ChallengeMessage(
        subject=_("A question about: %(title)s"),
        template="clarification_asked",
        address=reverse("manage_questions", args=[asked.challenge.ocid]),
        key=f"clarification.asked:{asked.pk}",
    )
    officers = people_with(asked.challenge.authority, "officer")
    tell(people=officers, about=asked.challenge, message=message, at=database_now())


def asker_is_told(*, clarification: str) -> None:
    """Whoever asked hears what became of the question, whichever way it was settled."""
    settled = Clarification.objects.select_related("challenge", "asked_by").get(pk=clarification)
    if settled.asked_by is None:
        return
    message = ChallengeMessage(
        subject=_("Your question about: %(title)s"),
        template="clarification_declined" if settled.state == "declined" else "clarification_answered",
        address=reverse("opportunity", args=[settled.challenge.ocid]),
        key=f"clarification.{settled.state}:{settled.pk}",
    )
    tell(people=[settled.asked_by], about=settled.challenge, message=message, at=database_now())


def new_answer(settled: Clarification) -> ChallengeMessage:
    return ChallengeMessage(
        subject=_("A new answer about: %(title)s"),
        template="clarification_new_answer",
        address=reverse("opportunity", args=[settled.challenge.ocid]),
        key=f"clarification.{settled.state}:{settled.pk}",
    )


def followers_hear_of_answer(*, clarification: str) -> None:
    """Of an answer that everybody can read, and of no other."""
    settled = Clarification.objects.select_related("challenge").get(pk=clarification)
    if settled.state == "answered":
        people = followers_of(settled.challenge)
        tell(people=people, about=settled.challenge, message=new_answer(settled), at=database_now())
