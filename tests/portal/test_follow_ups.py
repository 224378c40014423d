"""What the tests' world queued is worked off: no follow-up fails, each person hears once, no letter tells a bid."""

import pytest
from django.core import mail

from challenges.ground.models import Mail, Message, OutboxRow
from challenges.ground.selectors.clock import database_now
from portal import tasks
from tests.world import PHASES, sentinel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("factor_switched_off")]


def work_everything_off():
    """Deliver row after row until nothing new follows."""
    while rows := list(OutboxRow.objects.filter(done_at=None, attempts=0, not_before__lte=database_now())):
        for row in rows:
            tasks.deliver(str(row.pk))


def heard(person):
    return sorted(letter.unique_key.partition(":")[0] for letter in Message.objects.filter(person=person))


@pytest.fixture
def delivered(world):
    work_everything_off()
    return world


def test_every_follow_up_succeeds_and_every_mail_is_sent(delivered):
    failed = OutboxRow.objects.filter(done_at=None).values_list("event", "error")

    assert list(failed) == []
    assert Mail.objects.filter(sent_at=None).count() == 0
    assert len(mail.outbox) == Mail.objects.count()


def test_working_it_off_twice_tells_nobody_anything_new(delivered):
    before = Message.objects.count()
    OutboxRow.objects.exclude(event="mail.queued").update(done_at=None, attempts=0)

    work_everything_off()

    assert Message.objects.count() == before


def test_letters_and_mails_hold_no_word_of_any_bid(delivered):
    words = [sentinel(phase, bidder) for phase in PHASES for bidder in "ab"]
    texts = [letter.subject + letter.body for letter in Message.objects.all()]
    texts += [one.subject + one.body + one.html for one in Mail.objects.all()]

    assert [word for word in words if any(word in text for text in texts)] == []


def test_each_side_hears_what_concerns_it(delivered):
    people = delivered.people

    assert set(heard(people["viewer_a"])) == {
        "award.published",
        "bid.submitted",
        "stage.opened",
        "summaries.sent",
    }
    assert set(heard(people["evaluator"])) == {"panel.invited", "panel.moderation_opened", "stage.opened"}
    assert set(heard(people["approver_x"])) == {
        "challenge.public",
        "challenge.published",
        "recommendation.proposed",
        "stage.closed",
    }
    assert set(heard(people["newcomer"])) == {"award.published"}
    assert heard(people["officer_y"]) == []


def test_seals_hold_in_subjects_sent_before_opening(delivered):
    """Officers of a challenge that is not opened hear nothing that counts or names bids."""
    about_open = f"Back into work, {'open'}"
    to_officers = Message.objects.filter(person=delivered.people["officer_x"], subject__endswith=about_open)

    assert sorted(letter.unique_key.partition(":")[0] for letter in to_officers) == [
        "challenge.public",
        "challenge.published",
        "clarification.asked",
    ]
