"""The table of acts of two people: whole, and nothing that is one of them is missing from it."""

import pytest
import rules
from django.template.loader import get_template

from challenges.ground.domain.two_people import Step
from challenges.ground.models import Message, OutboxRow, TwoPersonAct
from challenges.ground.services.two_people import plain_message
from challenges.publishing.models import Challenge
from portal.acts import ACTS
from portal.events import EVENTS
from portal.models import User
from portal.templatetags.record import SENTENCES
from tests.bids.decision_world import VERDICT, DecisionWorld
from tests.bids.late_world import LateWorld


def of_each(act):
    return pytest.param(act, id=act.name)


EACH = pytest.mark.parametrize("act", [of_each(act) for act in ACTS])


def test_every_table_of_two_people_is_an_act():
    assert {act.model for act in ACTS} == set(TwoPersonAct.__subclasses__())
    assert len({act.name for act in ACTS}) == len(ACTS)


@EACH
def test_an_act_has_all_the_words_that_are_read_of_it(act):
    words = act.words

    assert all([words.on_desk, words.ask_button, words.too_thin, words.has_asked, words.grant, words.refuse])
    assert set(words.record) == (set(Step) if act.place else set())


@EACH
def test_each_half_of_an_act_has_its_permission(act):
    assert rules.perm_exists(act.may_ask)
    assert not act.place or rules.perm_exists(act.may_decide)


@EACH
def test_somebody_is_told_of_each_step(act):
    for step in Step:
        for letter in act.messages.get(step) or (plain_message(act, step=step),):
            assert get_template(f"messages/{letter.template}.txt")
            assert letter.template != "act" or act.words.told[step] % {"title": "A title"}
    assert {f"{act.name}.{step}" for step in Step} <= set(EVENTS)


def test_no_sentence_of_the_record_is_given_twice():
    lines = [line.event for act in ACTS for line in act.words.record.values()]

    assert len(lines) == len(set(lines))
    assert set(lines) <= set(SENTENCES)


@EACH
def test_the_place_of_an_act_leads_to_a_challenge(act):
    model = act.model
    for name in act.place.split("__") if act.place else ():
        model = model._meta.get_field(name).related_model

    assert model.__name__ == ("Challenge" if act.place else act.model.__name__)


def letters_about(act):
    """What is written when the follow-ups of one act are worked off: the key, who gets it, and its words."""
    for row in OutboxRow.objects.filter(event__startswith=f"{act}.").order_by("created_at"):
        for follow_up in EVENTS[row.event]:
            follow_up(**row.payload)
    found = Message.objects.filter(unique_key__startswith=f"{act}.")
    return {(one.unique_key.partition(":")[0], one.person_id): one for one in found}


@pytest.mark.django_db
def test_second_people_hear_of_the_asking_and_the_first_of_the_decision():
    world = DecisionWorld(bidders=1).until_locked()
    another = world.another_approver()
    world.decide(world.ask(price="", by=world.officer))

    letters = letters_about("reopening")

    assert set(letters) == {
        ("reopening.asked", world.approver.pk),
        ("reopening.asked", another.pk),
        ("reopening.granted", world.officer.pk),
        ("reopening.granted", world.chair.person_id),
    }
    assert "is reopened" in letters["reopening.granted", world.officer.pk].body
    assert "Agree this one score anew" in letters["reopening.granted", world.chair.person_id].body


@pytest.mark.django_db
def test_letters_about_an_act_name_the_challenge_in_each_persons_language():
    world = DecisionWorld(bidders=1).until_locked()
    another = world.another_approver()
    User.objects.filter(pk=another.pk).update(language="cy")
    Challenge.objects.filter(pk=world.challenge.pk).update(title={"en": "Back into work", "cy": "Yn ôl i waith"})
    world.ask(price="", by=world.officer)

    letters = letters_about("reopening")

    assert "Back into work" in letters["reopening.asked", world.approver.pk].subject
    welsh = letters["reopening.asked", another.pk]
    assert [("Yn ôl i waith" in words, "Back" in words) for words in (welsh.subject, welsh.body)] == [(True, False)] * 2


@pytest.mark.django_db
def test_a_bidder_hears_of_late_admission_with_the_reasons():
    world = LateWorld()
    world.settle(world.propose(world.request()), granted=False)

    letters = letters_about("late_admission")

    assert ("late_admission.asked", world.approver.pk) in letters
    told = letters["late_admission.refused", world.late_person.pk]
    assert "has not been admitted late" in told.body
    assert told.body.endswith(VERDICT)
