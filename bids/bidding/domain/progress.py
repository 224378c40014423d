"""How far each piece of a draft has got, for the list of what is to be done."""

from enum import StrEnum

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.draft import WholeDraft
from bids.bidding.domain.pieces import PIECES


class Progress(StrEnum):
    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    OPTIONAL = "optional"


def progress_of(whole: WholeDraft, *, piece: str, is_optional: bool) -> Progress:
    """Done: nothing stands against sending it. In progress: something is there, and something is wrong with it."""
    reading = whole.readings[piece]
    if reading.is_empty:
        return Progress.OPTIONAL if is_optional else Progress.TODO
    return Progress.DOING if reading.faults else Progress.DONE


def optional_pieces(asked: Asked, whole: WholeDraft) -> frozenset[str]:
    """Pieces that may stay empty: pledges, questions not required, outcomes once another one is offered."""
    optional = {piece: piece.optional(asked, whole.readings) for piece in PIECES.values()}
    return frozenset(piece.key(item) for piece, items in optional.items() for item in items)
