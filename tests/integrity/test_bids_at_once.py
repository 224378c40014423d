"""Several hands at one bid, in threads: on SQLite the one write lock parts them, on PostgreSQL the bid's row."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from bids.bidding.domain.deadlines import DeadlinePassed
from bids.bidding.models import Bid, Receipt, SealedEnvelope
from bids.bidding.services.closing import fix_list
from bids.bidding.services.drafting import NoDraft
from challenges.ground.models import RecordEntry
from challenges.publishing.models import Stage
from tests.bids.bidding_world import FIXED, SECOND, BiddingWorld
from tests.support.specifications import CLOSES

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run all acts in threads of their own; what each returned or raised."""
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_form_sent_five_times_at_once_gives_one_receipt():
    world = BiddingWorld()
    bid, key = world.drafted(), uuid4()

    receipts = at_once(*[lambda: world.submit(bid, request_key=key)] * 5)

    assert {receipt.pk for receipt in receipts} == {Receipt.objects.get().pk}
    assert SealedEnvelope.objects.count() == 2


def test_two_people_sending_at_once_send_once():
    world = BiddingWorld()
    bid = world.drafted()

    outcomes = at_once(lambda: world.submit(bid), lambda: world.submit(bid))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoDraft", "Receipt"]
    assert isinstance(next(o for o in outcomes if not isinstance(o, Receipt)), NoDraft)


def test_two_colleagues_starting_at_once_share_one_bid():
    world = BiddingWorld()

    bids = at_once(*[world.start] * 4)

    assert {bid.pk for bid in bids} == {Bid.objects.get().pk}


def test_bid_that_arrived_in_time_and_waited_over_closing_counts():
    world = BiddingWorld()
    bid = world.drafted()
    waits = threading.Event()

    def hold():
        with transaction.atomic():
            Bid.objects.select_for_update().get(pk=bid.pk)
            # On SQLite the transaction itself is the lock.
            waits.set()
            # Whether somebody waits for it cannot be asked on both engines: it is held longer than a submission takes.
            time.sleep(0.3)

    def send():
        waits.wait()
        return world.submit(bid, at=CLOSES - SECOND)

    _held, receipt = at_once(hold, send)

    assert (receipt.version, receipt.received_at) == (1, CLOSES - SECOND)


def test_no_accepted_bid_is_missing_from_the_list():
    world = BiddingWorld()
    bids = [world.drafted(bidder=world.register(world.person, f"Bidder {n}")) for n in range(6)]

    def sending(bid):
        return lambda: world.submit(bid, at=CLOSES - SECOND)

    fixing = lambda: fix_list(stage_id=world.stage.pk, at=FIXED)  # noqa: E731
    outcomes = at_once(*[sending(bid) for bid in bids], fixing)

    accepted = sorted(outcome.sha256 for outcome in outcomes if isinstance(outcome, Receipt))
    assert {type(outcome) for outcome in outcomes} <= {Receipt, Stage, DeadlinePassed}
    assert RecordEntry.objects.get(event="stage.list_fixed").content["receipts"] == accepted


def test_list_fixed_twice_at_once_has_one_entry():
    world = BiddingWorld()
    world.sent()

    at_once(*[lambda: fix_list(stage_id=world.stage.pk, at=FIXED)] * 3)

    assert RecordEntry.objects.filter(event="stage.list_fixed").count() == 1


@pytest.mark.postgres(only=True)
def test_fixing_the_list_waits_for_a_submission_under_way():
    """The fault of reading the stage before locking the bid shows only here."""
    world = BiddingWorld()
    bid = world.drafted()
    locked = threading.Event()

    def submit_slowly():
        with transaction.atomic():
            Bid.objects.select_for_update().get(pk=bid.pk)
            locked.set()
            time.sleep(0.3)
            return world.submit(bid, at=CLOSES - SECOND)

    def fix():
        locked.wait()
        return fix_list(stage_id=world.stage.pk, at=FIXED)

    receipt, _stage = at_once(submit_slowly, fix)

    assert RecordEntry.objects.get(event="stage.list_fixed").content["receipts"] == [receipt.sha256]


@pytest.mark.postgres(only=True)
def test_bidders_of_one_stage_do_not_wait_for_each_other():
    world = BiddingWorld()
    held = world.drafted()
    free = world.drafted(bidder=world.register(world.person, "Another"))
    with transaction.atomic():
        Bid.objects.select_for_update().get(pk=held.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

        (receipt,) = at_once(lambda: world.submit(free, at=world.during + timedelta(seconds=1)))

    assert receipt.version == 1
