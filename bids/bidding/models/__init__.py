from bids.bidding.models.bid import Bid, DraftField, OpeningKey, Receipt, SealedEnvelope, StoredFile
from bids.bidding.models.bidder import Bidder, BidderKind, BidderMembership, BidderRole
from bids.bidding.models.opened import (
    AcceptedCondition,
    Answer,
    OpenedFile,
    Opening,
    OutcomeOffer,
    Pledge,
    RiskRewardOffer,
)

__all__ = [
    "AcceptedCondition",
    "Answer",
    "Bid",
    "Bidder",
    "BidderKind",
    "BidderMembership",
    "BidderRole",
    "DraftField",
    "OpenedFile",
    "Opening",
    "OpeningKey",
    "OutcomeOffer",
    "Pledge",
    "Receipt",
    "RiskRewardOffer",
    "SealedEnvelope",
    "StoredFile",
]
