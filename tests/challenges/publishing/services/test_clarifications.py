from datetime import timedelta
from uuid import uuid4

import pytest

from challenges.ground.domain.states import TransitionRefused
from challenges.ground.models import RecordEntry
from challenges.publishing.models import Clarification
from challenges.publishing.services.clarifications import (
    answer_clarification,
    decline_clarification,
    merge_clarification,
)
from tests.factories import BEFORE_OPENING, AuthorityWorld, a_person

pytestmark = pytest.mark.django_db

ASKED = BEFORE_OPENING + timedelta(days=1)
ANSWERED = ASKED + timedelta(hours=2)
LATER = ANSWERED + timedelta(hours=2)


@pytest.fixture
def world():
    world = AuthorityWorld()
    world.challenge = world.publish()
    return world


def asked(world):
    return Clarification.objects.create(
        challenge=world.challenge, asked_by=a_person("asker"), asked_at=ASKED, question="How many?", request_key=uuid4()
    )


def settled(question):
    question.refresh_from_db()
    return (
        question.state, question.published_question, question.answer, question.answered_by_id, question.answered_at,
        question.merged_into_id,
    )  # fmt: skip


def answer(question, *, by, at=ANSWERED):
    return answer_clarification(
        clarification_id=question.pk, published_question="How many in all?", answer="Twelve.", by=by.pk, at=at
    )


def test_an_answer_settles_the_words_the_person_and_the_moment(world):
    question = asked(world)

    answer(question, by=world.officer)

    assert settled(question) == ("answered", "How many in all?", "Twelve.", world.officer.pk, ANSWERED, None)
    assert question.question == "How many?"
    assert RecordEntry.objects.last().event == "clarification.answered"
    with pytest.raises(TransitionRefused):
        answer(question, by=world.officer)


def test_a_declined_question_is_not_dated_and_may_be_answered_after_all(world):
    question = asked(world)

    decline_clarification(clarification_id=question.pk, reason="Not ours.", by=world.officer.pk, at=ANSWERED)
    assert settled(question) == ("declined", "", "Not ours.", world.officer.pk, None, None)
    answer(question, by=world.approver, at=LATER)

    assert settled(question) == ("answered", "How many in all?", "Twelve.", world.approver.pk, LATER, None)


def test_a_merged_question_points_at_the_one_that_serves_both(world):
    question, other = asked(world), asked(world)

    merge_clarification(clarification_id=question.pk, into_id=other.pk, by=world.officer.pk, at=ANSWERED)

    assert settled(question) == ("merged", "", "", world.officer.pk, None, other.pk)
    assert settled(other) == ("asked", "", "", None, None, None)
