"""The pieces of a bid in words: `bids.bidding.domain.pieces.PIECES` as pages, forms and what is read of them."""

from collections.abc import Mapping
from uuid import UUID

from bids.bidding.domain.asked import Asked, PieceKind
from bids.bidding.domain.pieces import PIECES, asked_pieces
from bids.bidding.forms.pieces.answer import AnswerPages
from bids.bidding.forms.pieces.conditions import ConditionPages
from bids.bidding.forms.pieces.money import MoneyPages
from bids.bidding.forms.pieces.outcome import OutcomePages
from bids.bidding.forms.pieces.page import PiecePages
from bids.bidding.forms.pieces.pledge import PledgePages

_ALL = (AnswerPages(), OutcomePages(), MoneyPages(), PledgePages(), ConditionPages())
_BY_PIECE = {pages.piece: pages for pages in _ALL}
#: In the order a bidder meets them.
PAGES: Mapping[PieceKind, PiecePages] = {kind: _BY_PIECE[piece] for kind, piece in PIECES.items()}


def pages_of(key: str) -> tuple[PiecePages, str]:
    """The pages and the item that a piece's key names."""
    kind, _colon, item = key.partition(":")
    return PAGES[PieceKind(kind)], item


def piece_url(bid_id: UUID, key: str) -> str:
    pages, item = pages_of(key)
    return pages.url(bid_id, item)


def titles_of(asked: Asked) -> dict[str, str]:
    """Every piece's title, in the order a bidder meets them."""
    return {piece.key(item): PAGES[piece.kind].title(asked, item) for piece, item in asked_pieces(asked)}
