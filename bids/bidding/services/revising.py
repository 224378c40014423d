"""Changing a bid that was sent: taking it up again, and giving the changes up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bids.bidding.domain.states import BidState
from bids.bidding.domain.typed import as_typed
from bids.bidding.models import Bid, StoredFile
from bids.bidding.services.drafting import close_draft, locked_open_bid
from bids.bidding.services.files import put_back_files
from bids.bidding.vault.envelopes import latest_parts
from bids.bidding.vault.files import redrafted_row
from bids.bidding.vault.keys import new_draft_key
from bids.bidding.vault.pieces import SavedPiece, drop_pieces, keep_piece


def revise_bid(*, bid_id: UUID, by: UUID, at: datetime) -> Bid:
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
        drop_pieces(bid)
        for piece, typed in as_typed(quality=quality.part, commercial=commercial.part).items():
            saved = SavedPiece(typed=typed, version=1, saved_at=at, writer_id=by)
            keep_piece(saved, bid=bid, name=piece, key=key)
        for file in quality.part.files:
            stored = StoredFile.objects.get(pk=file.id, bid=bid)
            stored = redrafted_row(stored, file, file_key=quality.file_keys[file.id], key=key)
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
