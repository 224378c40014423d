import base64
from datetime import timedelta

import pytest

from bids.bidding.domain.keyring import parse_keyring
from bids.bidding.models import Bidder, OpeningKey, Receipt
from bids.bidding.services.closing import close_due, fix_list, warn_of_closing
from bids.bidding.services.receipts import check_receipt
from bids.bidding.services.revising import revise_bid
from bids.bidding.services.submission import withdraw_bid
from bids.bidding.vault.key_care import rewrap_keys, unsound_stages
from challenges.ground.domain.frozen_json import sha256_of
from challenges.ground.models import OutboxRow, RecordEntry
from tests.bids.bidding_world import FIXED, SECOND, BiddingWorld
from tests.support.specifications import CLOSES

pytestmark = pytest.mark.django_db


def entries():
    return [entry.content for entry in RecordEntry.objects.filter(event="stage.list_fixed")]


def test_list_holds_the_last_version_of_every_sent_bid_sorted():
    world = BiddingWorld()
    replaced = world.sent()
    revise_bid(bid_id=replaced.pk, by=world.person.pk, at=world.during)
    latest = world.submit(replaced)
    other = world.sent(bidder=world.register(world.person, "Second"))
    withdrawn = world.sent(bidder=world.register(world.person, "Third"))
    withdraw_bid(bid_id=withdrawn.pk, at=world.during)
    world.drafted(bidder=world.register(world.person, "Fourth"))

    stage = fix_list(stage_id=world.stage.pk, at=FIXED)

    hashes = sorted([latest.sha256, Receipt.objects.get(bid=other).sha256])
    (said,) = entries()
    assert said["receipts"] == hashes
    assert said["list_sha256"] == stage.list_sha256 == sha256_of(hashes)
    assert stage.list_fixed_at == FIXED


def test_list_of_nobody_is_fixed_too():
    world = BiddingWorld()

    fix_list(stage_id=world.stage.pk, at=FIXED)

    assert entries()[0]["receipts"] == []


def test_list_is_fixed_once():
    world = BiddingWorld()
    world.sent()
    fix_list(stage_id=world.stage.pk, at=FIXED)

    stage = fix_list(stage_id=world.stage.pk, at=FIXED + timedelta(days=1))

    assert (stage.list_fixed_at, len(entries())) == (FIXED, 1)


@pytest.mark.parametrize("early", [CLOSES - SECOND, CLOSES, CLOSES + 59 * SECOND])
def test_list_is_not_fixed_before_its_time(early):
    world = BiddingWorld()

    with pytest.raises(ValueError, match="the list is fixed from"):
        fix_list(stage_id=world.stage.pk, at=early)


def test_clock_fixes_what_is_due_and_says_so_once():
    world = BiddingWorld()

    assert close_due(at=CLOSES + 59 * SECOND) == ()
    assert close_due(at=CLOSES + 60 * SECOND) == (world.stage.pk,)
    assert close_due(at=FIXED) == ()
    assert OutboxRow.objects.filter(event="stage.closed").count() == 1


def test_warning_comes_once_and_again_when_the_deadline_moves():
    world = BiddingWorld()
    warn_of_closing(at=CLOSES - timedelta(hours=49))
    assert OutboxRow.objects.filter(event="stage.closing_soon").count() == 0

    warn_of_closing(at=CLOSES - timedelta(hours=47))
    warn_of_closing(at=CLOSES - timedelta(hours=46))
    assert OutboxRow.objects.filter(event="stage.closing_soon").count() == 1

    world.challenge.stages.update(closes_at=CLOSES + timedelta(days=7))
    warn_of_closing(at=CLOSES + timedelta(days=6))
    assert OutboxRow.objects.filter(event="stage.closing_soon").count() == 2


def test_receipt_is_found_on_the_fixed_list_and_outlives_its_key(settings):
    world = BiddingWorld()
    receipt = world.submit(world.drafted())
    fix_list(stage_id=world.stage.pk, at=FIXED)
    settings.SEALING_KEY = "new:" + base64.b64encode(b"n" * 32).decode()

    check = check_receipt(reference=receipt.pk, sha256=receipt.sha256, content_sha256=None, at=FIXED)

    assert (check.is_signed, check.is_on_list) == (True, True)


def test_keys_are_rewrapped_and_bids_still_sent(settings):
    world = BiddingWorld()
    bid = world.drafted()
    settings.SEALING_KEY = f"new:{base64.b64encode(b'n' * 32).decode()},{settings.SEALING_KEY}"

    assert rewrap_keys() == Bidder.objects.count() + OpeningKey.objects.count()
    assert rewrap_keys() == 0
    settings.SEALING_KEY = settings.SEALING_KEY.partition(",")[0]
    assert parse_keyring(settings.SEALING_KEY).newest == "new"
    assert unsound_stages() == ()
    assert world.submit(bid).version == 1


def test_unsound_key_is_reported():
    world = BiddingWorld()
    world.drafted()
    assert unsound_stages() == ()

    OpeningKey.objects.filter(kind="quality").update(public_key=b"x" * 32)

    assert unsound_stages() == (world.stage.pk,)


def test_missing_key_is_reported():
    world = BiddingWorld()
    world.drafted()
    OpeningKey.objects.all().delete()

    assert unsound_stages() == (world.stage.pk,)
