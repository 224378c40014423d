"""Late admission: under the published rule, before anything is opened, by two people, as the bid stood at closing."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from bids.bidding.domain.deadlines import DeadlinePassed
from bids.bidding.models import Bid, DraftField, Opening, Receipt, SealedEnvelope
from bids.bidding.services.bidders import add_member
from bids.bidding.services.drafting import save_piece
from bids.bidding.services.receipts import check_receipt
from bids.bidding.services.submission import submit_bid
from bids.bidding.vault.keys import OpeningRefused
from bids.bidding.vault.own_reading import own_sent
from bids.evaluation.models import LateAdmission, LateRequest
from bids.evaluation.services.conflicts import Declared, declare_interest
from challenges.ground.domain.frozen_json import as_plain, canonical, from_plain, sha256_of
from challenges.ground.models import OutboxRow
from challenges.ground.services.two_people import ActRefused
from challenges.publishing.domain.faults import validate
from challenges.publishing.domain.specification import Specification
from tests.bids.evaluation_world import ANSWER, DURING, FIXED, SECRET
from tests.bids.late_world import ADMITTED, ASKED, PROPOSED, LateWorld
from tests.support.specifications import CLOSES, outcome_specification

pytestmark = pytest.mark.django_db
INTEREST = Declared(has_conflict=True, details="My sister runs one of these bidders.")
SECOND = timedelta(seconds=1)


def refused(act, error=ActRefused):
    with pytest.raises(error) as refusal:
        act()
    return str(refusal.value)


# ---- what is published


def test_versions_published_before_read_and_hash_the_same():
    plain = as_plain(outcome_specification())

    assert "late_admission" not in plain
    assert from_plain(Specification, plain).late_admission is False
    assert canonical(as_plain(from_plain(Specification, plain))) == canonical(plain)


def test_the_rule_is_part_of_what_is_published_and_hashed():
    without = outcome_specification(late_bids={"en": "It depends."})
    allowed = replace(without, late_admission=True)

    assert from_plain(Specification, as_plain(allowed)) == allowed
    assert sha256_of(as_plain(allowed)) != sha256_of(as_plain(without))


def test_a_rule_without_words_is_not_published():
    places = [fault.path for fault in validate(outcome_specification(late_admission=True, late_bids={}), at=DURING)]

    assert ("late_bids",) in places


# ---- admitted


def test_a_bid_is_admitted_as_it_stood_at_closing():
    world = LateWorld()
    world.admit()

    assert (world.late.state, world.late.version, world.late.submitted_at) == ("submitted", 1, ADMITTED)
    assert world.late.admitted_late_at == ADMITTED
    sent = own_sent(world.late, version=1)
    assert f"{ANSWER}\n\n{SECRET}" in [answer.text for answer in sent.quality.answers]
    assert DraftField.objects.filter(bid=world.late).count() == 0


def test_nobody_writes_in_it_between_closing_and_admission():
    world = LateWorld()
    request = world.request()

    for at in (CLOSES, ASKED + SECOND):
        with pytest.raises(DeadlinePassed):
            save_piece(
                bid_id=world.late.pk,
                piece="answer:q-plan",
                typed={"text": "Cheaper now."},
                base_version=1,
                by=world.late_person.pk,
                at=at,
            )
    with pytest.raises(DeadlinePassed):
        submit_bid(bid_id=world.late.pk, request_key=uuid4(), by=world.late_person.pk, at=ASKED + SECOND)
    assert request.bid.state == "draft"


def test_its_receipt_shows_the_true_moment_and_can_be_checked():
    world = LateWorld()
    world.admit()
    receipt = Receipt.objects.get(bid=world.late)

    check = check_receipt(reference=receipt.pk, sha256=receipt.sha256, content_sha256=None, at=ADMITTED)

    assert (receipt.received_at, receipt.submitted_by) == (ADMITTED, world.late_person)
    assert (check.is_signed, check.is_on_list) == (True, True)


def test_the_list_gets_an_entry_of_its_own_and_stays_as_it_was():
    world = LateWorld()
    world.admit()
    receipt = Receipt.objects.get(bid=world.late)

    fixed = world.challenge.record.entries.get(event="stage.list_fixed").content
    added = world.challenge.record.entries.get(event="stage.list_extended").content

    assert (len(fixed["receipts"]), receipt.sha256 in fixed["receipts"]) == (2, False)
    assert added["receipts"] == [receipt.sha256]
    assert added["extends"] == fixed["list_sha256"] == world.stage.list_sha256
    assert [event for event in world.events() if event.startswith("late") or event.startswith("stage")] == [
        "late_admission.requested",
        "late_admission.proposed",
        "stage.list_fixed",
        "late_admission.granted",
        "stage.list_extended",
    ]
    call_command("verify_record", world.challenge.ocid)


def test_the_record_says_nothing_of_whose_bid_it_is():
    world = LateWorld()
    request = world.request()
    world.propose(request)

    said = str([entry.content for entry in world.challenge.record.entries.all()])

    assert str(request.pk) in said
    assert str(world.late.pk) not in said
    assert str(world.late.bidder_id) not in said
    assert str(world.late_person.pk) not in said
    assert request.reason not in said


def test_it_is_opened_and_judged_with_the_others():
    world = LateWorld()
    world.seat_panel()
    request = world.request()
    admission = world.propose(request)
    world.fix()
    world.settle(admission)

    opened = world.open_quality()

    assert set(opened.bids) == {*(bid.pk for bid in world.bids), world.late.pk}
    assert opened.unreadable == ()


def test_its_bidder_is_told_either_way():
    granted, left = LateWorld(), LateWorld()
    granted.admit()
    request = left.request()
    left.settle(left.propose(request, recommended=False), granted=False)

    events = set(OutboxRow.objects.filter(event__startswith="late_admission").values_list("event", flat=True))

    assert {"late_admission.granted", "late_admission.refused"} <= events
    assert OutboxRow.objects.filter(event="bid.submitted", payload__bid=str(granted.late.pk)).count() == 1
    assert OutboxRow.objects.filter(event="bid.submitted", payload__bid=str(left.late.pk)).count() == 0


def test_a_bid_not_admitted_stays_what_it_was():
    world = LateWorld()
    admission = world.propose(world.request())

    world.settle(admission, granted=False)

    world.late.refresh_from_db()
    assert (world.late.state, world.late.admitted_late_at) == ("draft", None)
    assert SealedEnvelope.objects.filter(bid=world.late).count() == 0
    assert refused(world.request) == "Your organisation has asked for this already."


# ---- when


def test_without_the_published_rule_nothing_is_admitted():
    world = LateWorld(allowed=False)

    assert refused(world.request) == "The published rule admits no late bids."


def test_nothing_is_asked_before_closing():
    world = LateWorld()

    assert refused(lambda: world.request(at=CLOSES - SECOND)).startswith("Bids have not closed yet.")
    assert world.request(at=CLOSES).bid == world.late


def test_nothing_is_admitted_before_the_list_is_fixed():
    world = LateWorld()
    admission = world.propose(world.request(at=CLOSES), at=CLOSES)

    assert refused(lambda: world.settle(admission, at=CLOSES + SECOND)).startswith("The list of bids is not fixed")
    assert LateAdmission.objects.get().is_granted is None


def test_nothing_is_opened_while_a_request_waits():
    world = LateWorld()
    world.seat_panel()
    request = world.request()

    assert refused(world.open_quality, OpeningRefused) == "1 request for late admission waits for a decision."
    admission = world.propose(request)
    assert refused(world.open_quality, OpeningRefused) == "1 request for late admission waits for a decision."
    world.settle(admission, granted=False)
    assert len(world.open_quality().bids) == 2


def test_an_opening_that_was_asked_for_waits_too():
    world = LateWorld()
    world.seat_panel()
    world.fix()
    opening = Opening.objects.create(stage=world.stage, kind="quality", first_person=world.officer, first_at=FIXED)
    world.request()

    assert refused(lambda: world.confirm(opening), OpeningRefused).startswith("1 request for late admission")


def test_nothing_is_asked_proposed_or_admitted_once_the_bids_are_open():
    world = LateWorld()
    world.seat_panel()
    other = world.send_bid(3, sent=False)
    request = world.request()
    world.settle(world.propose(request), granted=False)
    world.open_quality()

    message = refused(lambda: world.request(other, by=other.bidder.memberships.get().person, at=ADMITTED))
    assert message == "The bids have been opened. From then on none is admitted."


def test_a_decision_older_than_the_opening_cannot_be_taken_after_it():
    world = LateWorld()
    world.seat_panel()
    admission = world.propose(world.request())
    world.fix()
    # As if the bids had been opened by a hand that did not look.
    Opening.objects.create(
        stage=world.stage,
        kind="quality",
        first_person=world.officer,
        first_at=FIXED,
        second_person=world.approver,
        second_at=FIXED,
    )

    assert refused(lambda: world.settle(admission)).startswith("The bids have been opened.")
    assert Bid.objects.get(pk=world.late.pk).state == "draft"


# ---- what


def test_a_bid_that_was_sent_is_not_admitted_again():
    world = LateWorld()

    message = refused(lambda: world.request(world.bids[0], by=world.bids[0].bidder.memberships.get().person))

    assert message == "Only a bid that was begun and not sent can be admitted late."


def test_a_bid_that_was_not_whole_at_closing_is_not_admitted():
    world = LateWorld()
    DraftField.objects.filter(bid=world.late, key="money").delete()
    DraftField.objects.filter(bid=world.late, key="answer:q-plan").delete()

    message = refused(world.request)

    assert message == "The bid was not complete at closing, and nothing can be written in it since."
    assert LateRequest.objects.count() == 0


def test_a_bid_is_asked_for_once():
    world = LateWorld()
    world.request()

    assert refused(world.request) == "Your organisation has asked for this already."


@pytest.mark.parametrize("reason", ["", "Late.", " " * 60])
def test_thin_reasons_are_refused(reason):
    world = LateWorld()

    with pytest.raises(ActRefused) as first:
        world.request(reason=reason)
    request = world.request()
    with pytest.raises(ActRefused) as second:
        world.propose(request, reason=reason)
    admission = world.propose(request)
    world.fix()
    with pytest.raises(ActRefused) as third:
        world.settle(admission, reasons=reason)

    assert [one.value.field for one in (first, second, third)] == ["reason", "reason", "reasons"]


# ---- who


def test_one_person_cannot_be_both():
    world = LateWorld()
    admission = world.propose(world.request(), by=world.approver)
    world.fix()

    assert refused(lambda: world.settle(admission)) == "You asked for this. A second person has to decide."
    with pytest.raises(IntegrityError), transaction.atomic():
        LateAdmission.objects.update(decided_by=world.approver, decided_at=ADMITTED, is_granted=True)
    assert SealedEnvelope.objects.filter(bid=world.late).count() == 0


def test_a_proposal_alone_admits_nothing():
    world = LateWorld()
    world.propose(world.request())

    assert Bid.objects.get(pk=world.late.pk).state == "draft"


def test_it_is_proposed_and_decided_once():
    world = LateWorld()
    request = world.request()
    admission = world.propose(request)
    other = world.another_approver()
    assert refused(lambda: world.propose(request, by=other)).startswith("Somebody has made a proposal")
    world.fix()
    world.settle(admission)

    assert refused(lambda: world.settle(admission, by=other, granted=False)) == "This has been decided already."
    assert Receipt.objects.filter(bid=world.late).count() == 1


def test_nobody_with_an_interest_proposes_or_decides():
    world = LateWorld()
    request = world.request()
    admission = world.propose(request)
    world.fix()
    declare_interest(challenge_id=world.challenge.pk, by=world.approver.pk, declared=INTEREST, at=PROPOSED)

    assert refused(lambda: world.settle(admission)).startswith("You declared an interest")


@pytest.mark.parametrize("which", ["late", "other"])
def test_nobody_who_belongs_to_a_bidder_proposes_or_decides(which):
    world = LateWorld()
    bidder = world.late.bidder if which == "late" else world.bids[0].bidder
    request = world.request()
    member = world.another_approver()
    add_member(bidder_id=bidder.pk, person_id=member.pk, role="viewer", at=DURING)

    assert refused(lambda: world.propose(request, by=member)).startswith("You belong to an organisation")
    admission = world.propose(request)
    world.fix()
    assert refused(lambda: world.settle(admission, by=member)).startswith("You belong to an organisation")
