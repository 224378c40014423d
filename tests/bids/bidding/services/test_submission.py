import hashlib
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from bids.bidding.domain.sealing import SealError
from bids.bidding.models import Bid, DraftField, OpeningKey, Receipt, SealedEnvelope
from bids.bidding.services import submission
from bids.bidding.services.drafting import NoDraft
from bids.bidding.services.receipts import check_receipt
from bids.bidding.services.revising import revise_bid
from bids.bidding.services.submission import BidIncomplete, confirm_bid, withdraw_bid
from bids.bidding.vault.keys import SealingUnavailable
from bids.bidding.vault.own_reading import own_sent
from challenges.ground.domain.refused import Refused
from challenges.ground.domain.states import TransitionRefused
from challenges.ground.models import OutboxRow, RecordEntry
from challenges.publishing.domain.specification import QuestionSpec
from challenges.publishing.selectors.versions import current_specification
from tests.bids.bidding_world import QUESTIONS, SECOND, SENTINEL, TYPED, BiddingWorld, a_specification

pytestmark = pytest.mark.django_db


def full(bid):
    return Bid.objects.select_related("bidder", "lot", "stage__challenge").get(pk=bid.pk)


def test_submitting_seals_both_parts_and_lets_the_draft_go():
    world = BiddingWorld()
    bid = world.drafted()
    world.upload(bid)

    receipt = world.submit(bid, at=world.during + SECOND)

    bid.refresh_from_db()
    assert (bid.state, bid.version, bid.submitted_at) == ("submitted", 1, world.during + SECOND)
    assert bid.wrapped_draft_key is None
    assert DraftField.objects.count() == 0
    assert sorted(SealedEnvelope.objects.values_list("kind", "version")) == [("commercial", 1), ("quality", 1)]
    assert receipt.received_at == world.during + SECOND
    assert [(row.event, row.payload) for row in OutboxRow.objects.filter(event="bid.submitted")] == [
        ("bid.submitted", {"bid": str(bid.pk), "version": "1"})
    ]


def test_sending_locks_once_and_reads_once(django_assert_max_num_queries):
    world = BiddingWorld()
    bid = world.drafted()
    world.upload(bid)

    with django_assert_max_num_queries(21) as asked:
        world.submit(bid)

    told = [query["sql"] for query in asked.captured_queries]
    assert {table: sum(f'FROM "{table}"' in sql for sql in told) for table in ("bidding_bid", "publishing_stage")} == {
        "bidding_bid": 1,
        "publishing_stage": 1,
    }
    assert sum(sql.startswith('UPDATE "bidding_bid"') for sql in told) == 1


def test_the_same_form_finds_its_receipt_after_closing():
    world = BiddingWorld()
    bid, key = world.drafted(), uuid4()

    first = world.submit(bid, request_key=key)

    assert world.submit(bid, request_key=key, at=world.stage.closes_at) == first


def test_no_record_entry_tells_of_a_submission():
    world = BiddingWorld()
    before = RecordEntry.objects.count()

    world.sent()

    assert RecordEntry.objects.count() == before


def test_own_bid_can_be_read_as_sent():
    world = BiddingWorld()
    bid = world.sent()

    sent = own_sent(full(bid))

    assert sent.quality.answers[0].text == TYPED["answer:q-plan"]["text"]
    assert str(sent.commercial.outcomes[0].price) == "6200"


def test_proof_file_has_the_fingerprint_of_the_receipt():
    world = BiddingWorld()
    bid = world.drafted()

    receipt = world.submit(bid)

    sent = own_sent(full(bid))
    assert hashlib.sha256(sent.proof).hexdigest() == receipt.sha256
    assert sent.proof.endswith(bytes.fromhex(sent.random_bytes))


def test_double_click_gives_one_receipt():
    world = BiddingWorld()
    bid, key = world.drafted(), uuid4()

    assert world.submit(bid, request_key=key) == world.submit(bid, request_key=key)
    assert (Receipt.objects.count(), SealedEnvelope.objects.count()) == (1, 2)


def test_second_form_finds_nothing_to_send():
    world = BiddingWorld()
    bid = world.sent()

    with pytest.raises(NoDraft):
        world.submit(bid)


def test_key_of_another_bid_is_not_taken():
    world = BiddingWorld()
    key = uuid4()
    world.submit(world.drafted(), request_key=key)
    other = world.drafted(bidder=world.register(world.person, "Another"))

    with pytest.raises(IntegrityError):
        world.submit(other, request_key=key)


def test_incomplete_bid_is_refused_and_stays_a_draft():
    world = BiddingWorld()
    bid = world.drafted(typed={**TYPED, "answer:q-plan": {"text": "word " * 21}})

    with pytest.raises(BidIncomplete) as refusal:
        world.submit(bid)

    assert [(fault.piece, fault.code) for fault in refusal.value.faults] == [("answer:q-plan", "too_long")]
    bid.refresh_from_db()
    assert (bid.state, bid.version, DraftField.objects.count()) == ("draft", 0, len(TYPED))


def test_what_stops_half_way_writes_nothing(monkeypatch):
    """As when the process dies between two statements: the transaction stands or falls whole."""
    world = BiddingWorld()
    bid = world.drafted()

    def die(**_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(submission, "move_bid", die)
    with pytest.raises(KeyboardInterrupt):
        world.submit(bid)

    bid.refresh_from_db()
    assert (bid.state, bid.version) == ("draft", 0)
    assert (DraftField.objects.count(), SealedEnvelope.objects.count(), Receipt.objects.count()) == (len(TYPED), 0, 0)


def test_nothing_is_taken_while_an_opening_key_cannot_be_used():
    world = BiddingWorld()
    bid = world.drafted()
    OpeningKey.objects.filter(kind="commercial").update(public_key=b"x" * 32)

    with pytest.raises(SealingUnavailable):
        world.submit(bid)
    assert DraftField.objects.count() == len(TYPED)


def test_nothing_is_taken_under_another_keyring(settings):
    world = BiddingWorld()
    bid = world.drafted()
    settings.SEALING_KEY = "local:" + "A" * 43 + "="

    with pytest.raises((SealingUnavailable, SealError)):
        world.submit(bid)
    assert Receipt.objects.count() == 0


def test_replacing_keeps_both_versions_and_the_last_counts():
    world = BiddingWorld()
    bid = world.sent()
    revise_bid(bid_id=bid.pk, by=world.person.pk, at=world.during)
    world.save(bid, typed={"text": "better"}, base_version=1)

    receipt = world.submit(bid, at=world.during + SECOND)

    assert receipt.version == 2
    assert own_sent(full(bid)).quality.answers[0].text == "better"
    assert own_sent(full(bid), version=1).quality.answers[0].text == TYPED["answer:q-plan"]["text"]


def test_withdrawn_bid_stays_withdrawn():
    world = BiddingWorld()
    bid = world.sent()

    withdraw_bid(bid_id=bid.pk, at=world.during + SECOND)

    with pytest.raises(TransitionRefused):
        withdraw_bid(bid_id=bid.pk, at=world.during + SECOND)
    bid.refresh_from_db()
    assert (bid.state, bid.withdrawn_at) == ("withdrawn", world.during + SECOND)


def amend(world, **changes):
    stage = replace(a_specification().stages[0], closes_at=world.stage.closes_at + timedelta(days=20))
    return world.publish(
        a_specification(stages=(stage,), **changes),
        at=world.during + timedelta(hours=1),
        translation_key=world.challenge.translation_key,
        change_note="More is asked.",
    )


def test_bid_is_confirmed_anew_by_one_act_after_a_change():
    world = BiddingWorld()
    bid = world.sent()
    amend(world, title={"en": "Back into lasting work"})
    version, _specification = current_specification(world.challenge)

    confirm_bid(bid_id=bid.pk, version_id=version.pk, at=world.during + timedelta(hours=2))

    bid.refresh_from_db()
    assert bid.confirmed_version == version


def test_bid_that_lacks_what_the_change_asks_cannot_just_be_confirmed():
    world = BiddingWorld()
    bid = world.sent()
    more = QuestionSpec(id="q-more", title={"en": "And the second year?"}, criterion="plan", word_limit=100)
    amend(world, questions=(*QUESTIONS, more))
    version, _specification = current_specification(world.challenge)

    with pytest.raises(BidIncomplete) as refusal:
        confirm_bid(bid_id=bid.pk, version_id=version.pk, at=world.during + timedelta(hours=2))
    assert [fault.piece for fault in refusal.value.faults] == ["answer:q-more"]


def test_confirming_an_outdated_version_is_refused():
    world = BiddingWorld()
    bid = world.sent()
    amend(world, title={"en": "Back into lasting work"})

    with pytest.raises(Refused) as refusal:
        confirm_bid(bid_id=bid.pk, version_id=bid.confirmed_version_id, at=world.during + timedelta(hours=2))

    assert str(refusal.value) == "What is asked has changed again. Read the changes, then confirm."


def test_receipt_can_be_checked_by_whoever_has_it_and_by_nobody_else():
    world = BiddingWorld()
    receipt = world.submit(world.drafted())
    at = world.during + SECOND

    check = check_receipt(reference=receipt.pk, sha256=receipt.sha256.upper(), content_sha256=receipt.sha256, at=at)

    assert (check.is_signed, check.content_matches, check.is_on_list) == (True, True, False)
    assert check_receipt(reference=receipt.pk, sha256="0" * 64, content_sha256=None, at=at) is None


def test_changed_receipt_is_found_out():
    world = BiddingWorld()
    receipt = world.submit(world.drafted())
    Receipt.objects.update(received_at=world.during - timedelta(days=1))

    check = check_receipt(reference=receipt.pk, sha256=receipt.sha256, content_sha256="0" * 64, at=world.during)

    assert (check.is_signed, check.content_matches) == (False, False)


def test_sealed_parts_hold_no_plain_word():
    world = BiddingWorld()
    world.sent()

    assert not any(SENTINEL.encode() in bytes(envelope.ciphertext) for envelope in SealedEnvelope.objects.all())
