"""A sent bid back into the boxes of a draft, so that it can be replaced without typing it again.

The inverse of `bids.bidding.domain.draft`: reading what this gives yields the same parts.
"""

from bids.bidding.domain.boxes import Typed
from bids.bidding.domain.payload import CommercialPart, QualityPart
from bids.bidding.domain.pieces import PIECES, Parts


def as_typed(*, quality: QualityPart, commercial: CommercialPart) -> dict[str, Typed]:
    """Piece by piece, what somebody would have typed to make this bid."""
    parts = Parts(quality=quality, commercial=commercial)
    return {piece.key(item): boxes for piece in PIECES.values() for item, boxes in piece.typed(parts).items()}
