from bids.bidding.models.bid import Bid, DraftField, OpeningKey, Receipt, SealedEnvelope, StoredFile
from bids.bidding.models.bidder import Bidder, BidderKind, BidderMembership, BidderRole
from bids.bidding.models.opened import OpenedFile, OpenedPart, Opening

__all__ = [
    "Bid",
    "Bidder",
    "BidderKind",
    "BidderMembership",
    "BidderRole",
    "DraftField",
    "OpenedFile",
    "OpenedPart",
    "Opening",
    "OpeningKey",
    "Receipt",
    "SealedEnvelope",
    "StoredFile",
]
