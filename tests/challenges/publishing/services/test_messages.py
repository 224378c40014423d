"""A message about a challenge names it in the language of whoever reads it."""

import pytest
from django.utils.translation import gettext_lazy

from challenges.ground.models import Message
from challenges.publishing.services.messages import ChallengeMessage, tell
from tests.factories import BEFORE_OPENING, AuthorityWorld, a_person
from tests.support.specifications import outcome_specification

pytestmark = pytest.mark.django_db
TITLE = {"en": "Warmer homes", "cy": "Cartrefi cynhesach"}


def test_title_stands_in_subject_and_words_in_each_readers_language():
    challenge = AuthorityWorld().publish(outcome_specification(title=TITLE))
    people = [a_person(language="cy"), a_person()]
    message = ChallengeMessage(
        subject=gettext_lazy("Public now: %(title)s"), template="challenge_public", address="/", key="public"
    )

    tell(people=people, about=challenge, message=message, at=BEFORE_OPENING)

    said = [
        (letter.subject, letter.body.split(" is now")[0]) for letter in Message.objects.order_by("person__language")
    ]
    assert said == [
        ("Public now: Cartrefi cynhesach", "“Cartrefi cynhesach”"),
        ("Public now: Warmer homes", "“Warmer homes”"),
    ]
