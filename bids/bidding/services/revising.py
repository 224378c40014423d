"""Changing a bid that was sent: taking it up again, and giving the changes up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bids.bidding.domain.states import BidState
from bids.bidding.domain.typed import as_typed
from bids.bidding.models import Bid, DraftField, StoredFile
from bids.bidding.services.drafting import close_draft, locked_open_bid
from bids.bidding.services.envelopes import latest_parts
from bids.bidding.services.files import put_back_files
from bids.bidding.services.sealing import new_draft_key, seal_file_row, seal_piece


def revise_bid(*, bid_id: UUID, person_id: UUID, at: datetime) -> Bid:
    """Take up a sent bid again: its content becomes a draft, and what was sent stays the bid until a new one is.

    Effects: a new draft key, every piece and file of the sent version under it. Nothing when there is a draft already.
    Refused outside the stage's opening times.
    """
    with transaction.atomic():
        bid = locked_open_bid(bid_id=bid_id, at=at)
        if bid.wrapped_draft_key is not None:
            return bid
        quality, commercial = latest_parts(bid)
        key, bid.wrapped_draft_key = new_draft_key(bid)
        bid.save(update_fields=["wrapped_draft_key"])
        DraftField.objects.filter(bid=bid).delete()
        for piece, typed in as_typed(quality=quality.part, commercial=commercial.part).items():
            kept = {"typed": typed, "page": "", "turn": 0}
            sealed = seal_piece(kept, bid_id=bid.pk, key=key, name=piece, version=1)
            DraftField.objects.create(
                bid=bid, key=piece, ciphertext=sealed, version=1, last_writer_id=person_id, saved_at=at
            )
        for file in quality.part.files:
            stored = StoredFile.objects.get(pk=file.id, bid=bid)
            details = {"name": file.name, "media_type": file.media_type, "sha256": file.sha256, "size": file.size}
            stored.sealed_details, stored.wrapped_key = seal_file_row(
                details, file_key=quality.file_keys[file.id], stored=stored, key=key
            )
            stored.removed_at = None
            stored.save(update_fields=["sealed_details", "wrapped_key", "removed_at"])
    return bid


def discard_revision(*, bid_id: UUID, at: datetime) -> None:
    """Give up the changes to a sent bid; what was sent stays as it is. Nothing when there are none."""
    with transaction.atomic():
        bid = locked_open_bid(bid_id=bid_id, at=at)
        if bid.state == BidState.SUBMITTED.value and bid.wrapped_draft_key is not None:
            put_back_files(bid, at=at)
            close_draft(bid)
