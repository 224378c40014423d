from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bids.bidding.domain.payload import opened_sha256
from bids.bidding.models import OpenedPart, Opening, SealedEnvelope
from bids.bidding.services.closing import fix_list
from bids.bidding.services.submission import withdraw_bid
from bids.bidding.vault.keys import OpeningRefused
from bids.evaluation.services.conflicts import Declared, declare_interest
from bids.evaluation.services.opening import ask_for_opening, finish_opening, open_parts, withdraw_opening
from bids.evaluation.services.panels import PanelRefused, release_member
from challenges.ground.models import OutboxRow
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.services.clarifications import ask_clarification
from tests.bids.evaluation_world import DURING, FIXED, OPENED, SECRET, EvaluationWorld
from tests.factories import a_person
from tests.support.worlds import kept

pytestmark = pytest.mark.django_db
QUALITY, COMMERCIAL = EnvelopeKind.QUALITY, EnvelopeKind.COMMERCIAL


@kept
def ready(bidders=1):
    world = EvaluationWorld(bidders=bidders)
    world.seat_panel()
    world.fix()
    return world


def asked(world, kind=QUALITY, at=OPENED):
    return ask_for_opening(stage_id=world.stage.pk, kind=kind, by=world.officer.pk, at=at)


def refused(act):
    with pytest.raises((OpeningRefused, PanelRefused)) as refusal:
        act()
    return str(refusal.value)


def events(world):
    return [entry.event for entry in world.challenge.record.entries.order_by("number")]


def kept(kind):
    """What is kept of opened parts, as it says it."""
    return [row.content["content"] for row in OpenedPart.objects.filter(kind=kind)]


def test_opening_writes_what_the_bids_say():
    world = ready(bidders=2)

    opened = open_parts(opening_id=asked(world).pk, by=world.approver.pk, at=OPENED)

    assert set(opened.bids) == {bid.pk for bid in world.bids}
    assert opened.unreadable == ()
    assert sum(SECRET in answer["text"] for part in kept("quality") for answer in part["answers"]) == 2
    assert [said["statement"] for part in kept("quality") for said in part["statements"]] == [
        "Local people run the service."
    ] * 2


def test_what_is_kept_is_what_was_sealed_without_the_keys_of_files():
    world = EvaluationWorld(bidders=0)
    world.bids = [world.send_bid(0, with_file=b"%PDF-1.7 plan")]
    world.seat_panel()
    world.fix()

    open_parts(opening_id=asked(world).pk, by=world.approver.pk, at=OPENED)

    part, sealed = OpenedPart.objects.get(), SealedEnvelope.objects.get(kind="quality")
    assert opened_sha256(part.content) == part.sha256 == sealed.content_sha256
    assert sorted(part.content) == ["content", "format", "kind", "salt"]
    assert [file["name"] for file in part.content["content"]["files"]] == ["plan.pdf"]
    assert sorted(part.content["content"]["files"][0]) == ["id", "media_type", "name", "question", "sha256", "size"]


def test_opening_part_1_leaves_every_figure_sealed():
    world = ready()

    open_parts(opening_id=asked(world).pk, by=world.approver.pk, at=OPENED)

    assert SealedEnvelope.objects.filter(kind="commercial", opened_at__isnull=True).count() == 1
    assert kept("commercial") == []
    assert [sorted(said) for part in kept("quality") for said in part["statements"]] == [["measure", "statement"]]


def test_opening_is_recorded_before_it_is_done():
    world = ready()

    open_parts(opening_id=asked(world).pk, by=world.approver.pk, at=OPENED)

    assert events(world)[-3:] == ["opening.asked", "opening.confirmed", "stage.opened"]
    said = world.challenge.record.entries.get(event="stage.opened").content
    assert [one["bid"] for one in said["opened"]] == [str(world.bids[0].pk)]
    assert OutboxRow.objects.filter(event="stage.opened").count() == 1


def test_the_person_who_asked_cannot_confirm():
    world = ready()
    opening = asked(world)

    message = refused(lambda: open_parts(opening_id=opening.pk, by=world.officer.pk, at=OPENED))

    assert message == "You asked for this opening. A second person has to confirm it."
    assert OpenedPart.objects.count() == 0


def test_the_database_refuses_one_person_twice():
    world = ready()
    opening = asked(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(second_person=world.officer, second_at=OPENED)


def test_opening_waits_until_the_list_is_fixed():
    world = EvaluationWorld()
    world.seat_panel()

    message = refused(lambda: asked(world, at=FIXED - timedelta(seconds=2)))

    assert message == "The list of bids is not fixed yet. That happens a minute after closing."


def test_opening_waits_for_a_question_asked_in_time():
    world = EvaluationWorld()
    world.seat_panel()
    ask(world, at=world.stage.questions_close_at - timedelta(seconds=1))
    world.fix()

    assert refused(lambda: asked(world)) == "1 question that was asked in time is still unanswered."


def ask(world, *, at):
    person = a_person()

    ask_clarification(challenge_id=world.challenge.pk, by=person.pk, question="Which area?", request_key=uuid4(), at=at)


def test_opening_waits_for_the_panel():
    world = EvaluationWorld()
    world.fix()

    message = refused(lambda: asked(world))

    assert message == "Set up the panel first: who judges is settled before anyone knows who bids."


def test_opening_needs_two_evaluators_for_each_criterion(settings):
    world = EvaluationWorld()
    world.panel = world.seat_panel()

    release_member(member_id=world.second.pk, by=world.officer.pk, at=DURING)
    world.fix()

    names = "How you will bring people back into work; Insurance"
    assert refused(lambda: asked(world)) == f"These criteria do not have enough evaluators yet: {names}"
    settings.MINIMUM_EVALUATORS = 1
    assert asked(world).first_person == world.officer


def test_a_person_with_an_interest_opens_nothing():
    world = ready()
    declared = Declared(has_conflict=True, details="My brother works for one of them.")
    declare_interest(challenge_id=world.challenge.pk, by=world.officer.pk, declared=declared, at=OPENED)

    message = refused(lambda: asked(world))

    assert message == "You declared an interest in this procedure, so somebody else has to do this."


def test_withdrawn_and_unsent_bids_stay_sealed():
    world = EvaluationWorld(bidders=2)
    unsent = world.send_bid(7, sent=False)
    withdraw_bid(bid_id=world.bids[1].pk, at=DURING)
    world.seat_panel()
    world.fix()

    opened = open_parts(opening_id=asked(world).pk, by=world.approver.pk, at=OPENED)

    assert opened.bids == (world.bids[0].pk,)
    assert OpenedPart.objects.filter(bid__in=[world.bids[1], unsent]).count() == 0


def test_a_part_that_cannot_be_opened_is_named_and_the_others_stand():
    world = ready(bidders=2)
    broken = SealedEnvelope.objects.get(bid=world.bids[0], kind="quality")
    sound = bytes(broken.ciphertext)
    SealedEnvelope.objects.filter(pk=broken.pk).update(ciphertext=sound[:-1] + bytes([sound[-1] ^ 1]))

    opening = asked(world)
    opened = open_parts(opening_id=opening.pk, by=world.approver.pk, at=OPENED)

    assert opened.unreadable == (world.bids[0].pk,)
    assert opened.bids == (world.bids[1].pk,)
    assert OpenedPart.objects.filter(bid=world.bids[0]).count() == 0
    said = world.challenge.record.entries.get(event="stage.opened").content
    assert said["unreadable"] == [str(world.bids[0].pk)]

    SealedEnvelope.objects.filter(pk=broken.pk).update(ciphertext=sound)
    again = finish_opening(opening_id=opening.pk, at=OPENED + timedelta(hours=1))

    assert (again.bids, again.unreadable) == ((world.bids[0].pk,), ())


def test_trying_again_says_nothing_where_nothing_more_opens():
    world = ready(bidders=2)
    SealedEnvelope.objects.filter(bid=world.bids[0], kind="quality").update(ciphertext=b"damaged")
    opening = asked(world)
    open_parts(opening_id=opening.pk, by=world.approver.pk, at=OPENED)

    again = finish_opening(opening_id=opening.pk, at=OPENED + timedelta(hours=1))

    assert (again.bids, again.unreadable) == ((), (world.bids[0].pk,))
    assert world.challenge.record.entries.filter(event="stage.opened").count() == 1
    assert OutboxRow.objects.filter(event="stage.opened").count() == 1


def test_confirming_twice_is_refused():
    world = ready()
    opening = asked(world)
    open_parts(opening_id=opening.pk, by=world.approver.pk, at=OPENED)

    message = refused(lambda: open_parts(opening_id=opening.pk, by=world.approver.pk, at=OPENED))

    assert message == "This opening has been confirmed already."


def test_asking_can_be_taken_back_by_who_asked():
    world = ready()
    opening = asked(world)

    assert refused(lambda: withdraw_opening(opening_id=opening.pk, by=world.approver.pk, at=OPENED)) == (
        "Only the person who asked can take it back, and only before it is confirmed."
    )
    withdraw_opening(opening_id=opening.pk, by=world.officer.pk, at=OPENED)

    assert Opening.objects.count() == 0
    assert events(world)[-1] == "opening.withdrawn"


def test_part_2_stays_sealed_until_the_marks_are_locked():
    world = EvaluationWorld().until_moderation()

    message = refused(lambda: asked(world, COMMERCIAL, at=OPENED + timedelta(days=30)))

    assert message == "The panel has not locked its scores yet. Part 2 stays sealed until then."


def test_the_list_is_fixed_once_only():
    world = ready()
    fixed_at = world.stage.list_fixed_at

    fix_list(stage_id=world.stage.pk, at=FIXED + timedelta(days=1))

    world.stage.refresh_from_db()
    assert world.stage.list_fixed_at == fixed_at
