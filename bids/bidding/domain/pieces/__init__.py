"""The pieces a bid consists of: the one table that forms, pages, payload and progress are built from."""

from collections.abc import Iterator, Mapping
from typing import Any

from bids.bidding.domain.asked import Asked, PieceKind
from bids.bidding.domain.pieces.answer import ANSWER
from bids.bidding.domain.pieces.conditions import CONDITIONS
from bids.bidding.domain.pieces.money import MONEY
from bids.bidding.domain.pieces.outcome import OUTCOME
from bids.bidding.domain.pieces.piece import Parts, Piece
from bids.bidding.domain.pieces.pledge import PLEDGE

__all__ = ["PIECES", "Parts", "Piece", "asked_pieces", "piece_keys"]

#: In the order a bidder meets them.
PIECES: Mapping[PieceKind, Piece[Any]] = {piece.kind: piece for piece in (ANSWER, OUTCOME, MONEY, PLEDGE, CONDITIONS)}


def asked_pieces(asked: Asked) -> Iterator[tuple[Piece[Any], str]]:
    """Every piece that is asked for, with its item, in the order a bidder meets them."""
    for piece in PIECES.values():
        for item in piece.items(asked):
            yield piece, item


def piece_keys(asked: Asked) -> tuple[str, ...]:
    """The key of every piece, in the order a bidder meets them."""
    return tuple(piece.key(item) for piece, item in asked_pieces(asked))
