"""Every act on a bid, a second before closing, at closing and a second after; also where the clocks change."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bids.bidding.domain.deadlines import DeadlinePassed, NotOpenYet, require_open
from bids.bidding.models import Bid, DraftField, Receipt, StoredFile
from bids.bidding.services.closing import fix_list
from bids.bidding.services.files import remove_file
from bids.bidding.services.revising import discard_revision, revise_bid
from bids.bidding.services.submission import confirm_bid, withdraw_bid
from challenges.publishing.models import Challenge
from tests.bids.bidding_world import SECOND, BiddingWorld
from tests.support.specifications import CLOSES

pytestmark = pytest.mark.django_db

ACTS = {
    "start": lambda world, bid, at: world.start(bidder=world.register(world.person, "Another"), at=at),
    "save": lambda world, bid, at: world.save(bid, typed={"text": "new"}, base_version=1, at=at),
    "upload": lambda world, bid, at: world.upload(bid, at=at),
    "remove": lambda world, bid, at: remove_file(bid_id=bid.pk, file_id=bid.files.get().pk, at=at),
    "submit": lambda world, bid, at: world.submit(bid, at=at),
    "withdraw": lambda world, bid, at: withdraw_bid(bid_id=bid.pk, at=at),
}
ACTS_ON_SENT = {
    "revise": lambda world, bid, at: revise_bid(bid_id=bid.pk, by=world.person.pk, at=at),
    "discard": lambda world, bid, at: discard_revision(bid_id=bid.pk, at=at),
    "confirm": lambda world, bid, at: confirm_bid(bid_id=bid.pk, version_id=bid.confirmed_version_id, at=at),
    "withdraw": lambda world, bid, at: withdraw_bid(bid_id=bid.pk, at=at),
}


def everything_of(bid):
    return (
        list(Bid.objects.values()),
        list(DraftField.objects.values()),
        list(StoredFile.objects.values()),
        list(Receipt.objects.values()),
    )


@pytest.mark.parametrize("act", ACTS)
def test_act_counts_until_the_last_instant(act):
    world = BiddingWorld()
    bid = world.drafted()
    world.upload(bid)

    ACTS[act](world, bid, CLOSES - timedelta(milliseconds=1))


@pytest.mark.parametrize("late", [0 * SECOND, SECOND])
@pytest.mark.parametrize("act", ACTS)
def test_act_at_closing_is_late_and_changes_nothing(act, late):
    world = BiddingWorld()
    bid = world.drafted()
    world.upload(bid)
    before = everything_of(bid)

    with pytest.raises(DeadlinePassed):
        ACTS[act](world, bid, CLOSES + late)

    assert everything_of(bid) == before


@pytest.mark.parametrize("act", ACTS_ON_SENT)
def test_act_on_a_sent_bid_counts_until_the_last_instant(act):
    world = BiddingWorld()

    ACTS_ON_SENT[act](world, world.sent(), CLOSES - SECOND)


@pytest.mark.parametrize("late", [0 * SECOND, SECOND])
@pytest.mark.parametrize("act", ACTS_ON_SENT)
def test_act_on_a_sent_bid_at_closing_is_late_and_changes_nothing(act, late):
    world = BiddingWorld()
    bid = world.sent()
    before = everything_of(bid)

    with pytest.raises(DeadlinePassed):
        ACTS_ON_SENT[act](world, bid, CLOSES + late)

    assert everything_of(bid) == before


@pytest.mark.parametrize(
    "closes_at",
    [
        # 28 March 2027: 01:00 UTC, when London skips from 1am to 2am. 31 October 2027: the same hour happens twice.
        datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    ],
)
def test_deadline_is_an_instant_whatever_the_clocks_do(closes_at):
    opens_at = closes_at - timedelta(days=30)

    require_open(opens_at=opens_at, closes_at=closes_at, at=closes_at - timedelta(milliseconds=1))
    for late in (timedelta(0), timedelta(milliseconds=1), SECOND, timedelta(hours=1)):
        with pytest.raises(DeadlinePassed):
            require_open(opens_at=opens_at, closes_at=closes_at, at=closes_at + late)


def test_submission_on_the_day_the_clocks_change_counts_by_the_instant():
    closes_at = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    world = BiddingWorld(opens_at=closes_at - timedelta(days=60), closes_at=closes_at)
    bid = world.drafted()

    with pytest.raises(DeadlinePassed):
        world.submit(bid, at=closes_at)
    assert world.submit(bid, at=closes_at - SECOND).version == 1


def test_bid_cannot_be_started_before_opening():
    world = BiddingWorld()

    with pytest.raises(NotOpenYet):
        world.start(at=world.stage.opens_at - SECOND)
    assert world.start(at=world.stage.opens_at).version == 0


def test_deadline_that_moved_is_the_one_that_counts():
    world = BiddingWorld()
    bid = world.drafted()
    world.challenge.stages.update(closes_at=CLOSES + timedelta(days=1))

    assert world.submit(bid, at=CLOSES + SECOND).version == 1


def test_nothing_counts_once_the_list_is_fixed_even_if_the_deadline_moves():
    world = BiddingWorld()
    bid = world.drafted()
    fix_list(stage_id=world.stage.pk, at=CLOSES + 61 * SECOND)
    world.challenge.stages.update(closes_at=CLOSES + timedelta(days=9))

    with pytest.raises(DeadlinePassed):
        world.submit(bid, at=CLOSES + timedelta(days=1))


def test_nothing_counts_after_the_challenge_was_withdrawn():
    world = BiddingWorld()
    bid = world.drafted()
    Challenge.objects.update(withdrawn_at=world.during)

    with pytest.raises(DeadlinePassed):
        world.save(bid, typed={"text": "new"}, base_version=1)


def test_receipt_is_found_again_after_closing():
    """A reply that got lost: the same form sent again a minute late."""
    world = BiddingWorld()
    bid, key = world.drafted(), uuid4()
    receipt = world.submit(bid, request_key=key, at=CLOSES - SECOND)

    assert world.submit(bid, request_key=key, at=CLOSES + SECOND) == receipt
