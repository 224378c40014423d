"""Fixing the list of bids, 60 seconds after a stage closes."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bids.bidding.domain.states import BidState
from bids.bidding.models import Bid, Receipt
from bids.bidding.services.receipts import LIST_FIXED, public_keys
from challenges.ground.domain.frozen_json import sha256_of
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.models import Stage

#: Longer than a request and a wait for a lock may last together: whatever came in time has been decided by then.
GRACE = timedelta(seconds=60)
#: How long before closing people with a bid that is not sent are reminded.
WARNING = timedelta(hours=48)


def fix_list(*, stage_id: UUID, at: datetime) -> Stage:
    """Fix which bids a stage has; from then on none joins, leaves or changes. Nothing when it is fixed already.

    Effects, in one transaction: every bid of the stage is locked, then the stage; the list is marked fixed; **one**
    record entry holds the sorted hashes of the receipts, their own hash and the public keys the receipts were signed
    with; the event `stage.closed` follows. Errors: `ValueError` before 60 seconds after closing; nobody asks for it by
    hand.
    """
    with transaction.atomic():
        bids = list(Bid.objects.select_for_update(of=("self",)).filter(stage=stage_id).order_by("pk"))
        stage = Stage.objects.select_for_update(no_key=True).get(pk=stage_id)
        if stage.list_fixed_at is not None:
            return stage
        if at < stage.closes_at + GRACE:
            raise ValueError(f"at: {at.isoformat()} refused, the list is fixed from {stage.closes_at + GRACE} on")
        hashes = _hashes_of(bids)
        stage.list_fixed_at, stage.list_sha256 = at, sha256_of(hashes)
        stage.save(update_fields=["list_fixed_at", "list_sha256"])
        content = {
            "stage": str(stage.pk),
            "receipts": hashes,
            "list_sha256": stage.list_sha256,
            "signing_keys": dict(public_keys()),
        }
        append_to_record(record_id=stage.challenge_id, event=LIST_FIXED, content=content, at=at)
        add_event(event="stage.closed", payload={"stage": str(stage.pk)}, key=f"stage.closed:{stage.pk}", at=at)
    return stage


def _hashes_of(bids: list[Bid]) -> list[str]:
    """The hash of the receipt of every sent bid's last version, sorted, so that the order tells nothing."""
    sent = {bid.pk: bid.version for bid in bids if bid.state == BidState.SUBMITTED.value}
    receipts = Receipt.objects.filter(bid__in=list(sent)).values_list("bid_id", "version", "sha256")
    return sorted(sha256 for bid_id, version, sha256 in receipts if sent[bid_id] == version)


def close_due(*, at: datetime) -> tuple[UUID, ...]:
    """Fix the list of every stage whose time has come, each in a transaction of its own; give which."""
    due = Stage.objects.filter(
        closes_at__lte=at - GRACE, list_fixed_at__isnull=True, dropped_in__isnull=True
    ).values_list("pk", flat=True)
    return tuple(fix_list(stage_id=stage_id, at=at).pk for stage_id in list(due))


def warn_of_closing(*, at: datetime) -> None:
    """Write the event `stage.closing_soon` once for every stage that closes within 48 hours."""
    soon = Stage.objects.filter(
        opens_at__lte=at, closes_at__gt=at, closes_at__lte=at + WARNING, dropped_in__isnull=True
    )
    for stage in soon:
        # A deadline that moves is announced again.
        key = f"stage.closing_soon:{stage.pk}:{stage.closes_at.isoformat()}"
        add_event(event="stage.closing_soon", payload={"stage": str(stage.pk)}, key=key, at=at)
