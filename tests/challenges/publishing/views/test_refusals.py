"""How a refusal is shown: at the box that can mend it or above the form, in a sentence, never in developers' words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django import forms
from django.urls import reverse

from challenges.ground.domain.refused import Refused
from challenges.ground.domain.states import MOVED_ON
from challenges.ground.services.refusals import words_of_refusal
from challenges.ground.views.refusals import refused
from challenges.publishing.models import Clarification
from challenges.publishing.services.clarifications import ask_clarification
from tests.factories import AuthorityWorld, a_person
from tests.support.specifications import OPENS

ASKED = OPENS + timedelta(days=1)
ANSWER = {"decision": "answer", "published_question": "Who hosts it?", "answer": "The council."}


class SmallForm(forms.Form):
    reason = forms.CharField()
    file = forms.CharField(required=False)


def bound():
    return SmallForm({"reason": "Because."})


@pytest.mark.parametrize(
    ("field", "otherwise", "shown_at"),
    [
        ("reason", None, "reason"),
        ("reason", "file", "reason"),
        ("elsewhere", None, "__all__"),
        (None, None, "__all__"),
        ("", "file", "file"),
        (None, "file", "file"),
    ],
)
def test_refusal_is_shown_at_the_box_that_can_mend_it(field, otherwise, shown_at):
    form = bound()

    refused(form, Refused("Say why.", field=field), otherwise=otherwise)

    assert form.errors == {shown_at: ["Say why."]}


def test_values_of_a_rule_are_put_into_its_sentence():
    rule = Refused("At most %(most)s files.", values={"most": 10})

    assert (str(rule), words_of_refusal(rule)) == ("At most 10 files.", "At most 10 files.")
    assert words_of_refusal(Refused("Half of it is 50%.")) == "Half of it is 50%."


class Asking(AuthorityWorld):
    """A challenge with questions, and its officer signed in."""

    def __init__(self, client):
        super().__init__()
        self.challenge, self.client = self.publish(), client
        client.force_login(self.officer)

    def asked(self, words="Who hosts it?"):
        return ask_clarification(
            challenge_id=self.challenge.pk,
            by=a_person().pk,
            question=words,
            request_key=uuid4(),
            at=ASKED,
        )

    def url(self, question):
        return reverse("answer_question", args=[self.challenge.ocid, question.pk])

    def decide(self, question, **typed):
        return self.client.post(self.url(question), typed)


@pytest.fixture
def asking(client, db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return Asking(client)


@pytest.mark.parametrize("second", [ANSWER, {"decision": "decline", "answer": "It was asked before."}], ids=str)
def test_question_answered_in_two_tabs_says_that_it_was_answered(asking, second):
    question = asking.asked()
    asking.decide(question, **ANSWER)

    page = asking.decide(question, **second)

    assert page.status_code == 200
    assert page.context["form"].errors == {"__all__": [MOVED_ON]}
    shown = page.content.decode()
    assert MOVED_ON in shown
    assert not [words for words in ("cannot follow", "refused,", "state:") if words in shown]
    assert Clarification.objects.get().state == "answered"


def test_question_is_not_answered_with_one_that_was_itself_merged(asking):
    first, second, third = asking.asked("One?"), asking.asked("Two?"), asking.asked("Three?")
    # The third tab was opened before the second question was merged into the first.
    asking.decide(second, decision="merge", into=str(first.pk))
    page = asking.decide(third, decision="merge", into=str(second.pk))
    errors = page.context["form"].errors

    assert list(errors) == ["into"]
    assert "refused," not in page.content.decode()
    assert Clarification.objects.get(pk=third.pk).state == "asked"
