from uuid import uuid4

import pytest

from bids.bidding.domain.deadlines import DeadlinePassed
from bids.bidding.models import Bid, DraftField
from bids.bidding.services.drafting import DraftConflict, NoDraft, Page
from bids.bidding.services.revising import discard_revision, revise_bid
from bids.bidding.services.submission import withdraw_bid
from bids.bidding.vault.own_reading import own_drafts
from challenges.ground.domain.refused import Refused
from challenges.ground.domain.states import TransitionRefused
from tests.bids.bidding_world import SENTINEL, TYPED, BiddingWorld

pytestmark = pytest.mark.django_db


def pieces_of(bid):
    bid = Bid.objects.select_related("bidder", "lot", "stage__challenge").get(pk=bid.pk)
    return {name: saved.typed for name, saved in own_drafts([bid])[bid.pk].pieces.items()}


def test_start_gives_the_bid_there_is():
    world = BiddingWorld()

    assert world.start() == world.start()
    assert Bid.objects.count() == 1


def test_bid_may_be_started_again_after_withdrawing():
    world = BiddingWorld()
    first = world.start()
    withdraw_bid(bid_id=first.pk, at=world.during)

    assert world.start() != first


def test_draft_keeps_what_was_typed_whatever_its_faults():
    world = BiddingWorld()
    bid = world.start()
    typed = {"volume_0": "ninety", "low": "4o", "price": ""}

    world.save(bid, "outcome:jobs", typed)
    world.save(bid, typed={"text": "word " * 5000})

    assert pieces_of(bid) == {"outcome:jobs": typed, "answer:q-plan": {"text": "word " * 5000}}


def test_draft_is_ciphertext():
    world = BiddingWorld()
    world.drafted()

    assert not any(SENTINEL.encode() in bytes(row.ciphertext) for row in DraftField.objects.all())


def test_line_ends_are_made_one_and_null_characters_dropped():
    world = BiddingWorld()
    bid = world.start()

    world.save(bid, typed={"text": "one\r\ntwo\rthree\x00"})

    assert pieces_of(bid) == {"answer:q-plan": {"text": "one\ntwo\nthree"}}


def test_absurdly_long_text_is_refused_and_the_earlier_kept():
    world = BiddingWorld()
    bid = world.start()
    world.save(bid, typed={"text": "short"})

    with pytest.raises(Refused) as refusal:
        world.save(bid, typed={"text": "x" * 100_001}, base_version=1)

    said = "This is far longer than a page can hold, so it was not saved. Shorten it, or add it as a file."
    assert str(refusal.value) == said
    assert pieces_of(bid) == {"answer:q-plan": {"text": "short"}}


def test_saving_the_same_again_changes_nothing():
    world = BiddingWorld()
    bid = world.start()
    world.save(bid)

    assert world.save(bid, base_version=0).version == 1


def test_two_colleagues_writing_at_once_lose_nothing():
    world = BiddingWorld()
    bid, colleague = world.start(), world.colleague()
    world.save(bid, typed={"text": "as it was"})
    world.save(bid, typed={"text": "mine"}, base_version=1)

    with pytest.raises(DraftConflict) as conflict:
        world.save(bid, typed={"text": "theirs"}, base_version=1, person=colleague)

    assert conflict.value.theirs.typed == {"text": "mine"}
    assert conflict.value.theirs.writer_id == world.person.pk
    assert pieces_of(bid) == {"answer:q-plan": {"text": "mine"}}
    world.save(bid, typed={"text": "theirs"}, base_version=2, person=colleague)
    assert pieces_of(bid) == {"answer:q-plan": {"text": "theirs"}}


def test_page_supersedes_its_own_save_whose_answer_it_never_saw():
    world = BiddingWorld()
    bid, page = world.start(), str(uuid4())
    world.save(bid, typed={"text": "first"}, page=Page(name=page, turn=1))

    world.save(bid, typed={"text": "second"}, base_version=0, page=Page(name=page, turn=2))

    assert pieces_of(bid) == {"answer:q-plan": {"text": "second"}}


def test_save_of_a_page_that_arrives_late_does_not_undo_a_later_one():
    world = BiddingWorld()
    bid, page = world.start(), str(uuid4())
    world.save(bid, typed={"text": "second"}, page=Page(name=page, turn=2))

    world.save(bid, typed={"text": "first"}, base_version=0, page=Page(name=page, turn=1))

    assert pieces_of(bid) == {"answer:q-plan": {"text": "second"}}


def test_piece_put_in_another_place_is_refused():
    world = BiddingWorld()
    bid = world.drafted()
    row = DraftField.objects.get(key="answer:q-plan")
    DraftField.objects.filter(key="answer:q-standing").update(ciphertext=row.ciphertext)

    with pytest.raises(Exception, match="sealed under this key at this place"):
        pieces_of(bid)


def test_sent_bid_takes_no_draft_until_it_is_taken_up():
    world = BiddingWorld()
    bid = world.sent()

    with pytest.raises(NoDraft):
        world.save(bid)
    revise_bid(bid_id=bid.pk, by=world.person.pk, at=world.during)
    assert world.save(bid, typed={"text": "better"}, base_version=1).version == 2


def test_taking_up_gives_back_what_was_sent():
    world = BiddingWorld()
    bid = world.sent()

    revise_bid(bid_id=bid.pk, by=world.person.pk, at=world.during)

    pieces = pieces_of(bid)
    assert pieces["answer:q-plan"] == TYPED["answer:q-plan"]
    assert pieces["outcome:jobs"]["price"] == "6200"
    assert pieces["conditions"] == TYPED["conditions"]


def test_taking_up_twice_keeps_what_was_changed():
    world = BiddingWorld()
    bid = world.sent()
    revise_bid(bid_id=bid.pk, by=world.person.pk, at=world.during)
    world.save(bid, typed={"text": "better"}, base_version=1)

    revise_bid(bid_id=bid.pk, by=world.person.pk, at=world.during)

    assert pieces_of(bid)["answer:q-plan"] == {"text": "better"}


def test_giving_changes_up_leaves_the_sent_bid():
    world = BiddingWorld()
    bid = world.sent()
    revise_bid(bid_id=bid.pk, by=world.person.pk, at=world.during)

    discard_revision(bid_id=bid.pk, at=world.during)

    bid.refresh_from_db()
    assert (bid.state, bid.version, bid.wrapped_draft_key, bid.draft_fields.count()) == ("submitted", 1, None, 0)


def test_giving_up_does_not_touch_a_bid_never_sent():
    world = BiddingWorld()
    bid = world.drafted()

    discard_revision(bid_id=bid.pk, at=world.during)

    assert pieces_of(bid)["answer:q-plan"] == TYPED["answer:q-plan"]


def test_withdrawn_bid_cannot_be_written_in():
    world = BiddingWorld()
    bid = world.drafted()
    withdraw_bid(bid_id=bid.pk, at=world.during)

    with pytest.raises(TransitionRefused):
        world.save(bid)
    assert DraftField.objects.count() == 0


def test_draft_can_be_read_after_closing():
    world = BiddingWorld()
    bid = world.drafted()

    with pytest.raises(DeadlinePassed):
        world.save(bid, typed={"text": "too late"}, base_version=1, at=world.stage.closes_at)
    assert pieces_of(bid)["answer:q-plan"] == TYPED["answer:q-plan"]
