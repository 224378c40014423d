"""A draft as it was typed, read into the two parts of a bid; every fault named with its page and its box.

A draft keeps what was typed, so that half a figure or an answer that is still too long is never lost; here it is read,
piece by piece. Each is a mapping of box to text, or of box to a list of ticked values; which boxes it has, each piece
says itself (`bids.bidding.domain.pieces`). Told as faults, never raised: what is missing, too long, no figure, crossed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.boxes import PieceFault, ReadPiece, Typed
from bids.bidding.domain.payload import CommercialPart, FilePart, QualityPart
from bids.bidding.domain.pieces import PIECES, Parts, asked_pieces


@dataclass(frozen=True, kw_only=True)
class WholeDraft:
    """A whole draft as read. The parts may be sent only while there is no fault."""

    quality: QualityPart
    commercial: CommercialPart
    readings: Mapping[str, ReadPiece[Any]]
    faults: tuple[PieceFault, ...]


def read_draft(
    asked: Asked, pieces: Mapping[str, Typed], *, files: Sequence[FilePart], bid: str, version: int
) -> WholeDraft:
    """The whole draft as the two parts it would be sealed as, with everything that still has to be put right."""
    readings: dict[str, ReadPiece[Any]] = {}
    faults: list[PieceFault] = []
    quality = QualityPart(bid=bid, version=version, files=tuple(files))
    parts = Parts(quality=quality, commercial=CommercialPart(bid=bid, version=version))
    for piece, item in asked_pieces(asked):
        count = sum(file.question == item for file in files)
        reading = piece.read(asked, item, pieces.get(piece.key(item), {}), file_count=count)
        readings[piece.key(item)] = reading
        faults += reading.faults
        if reading.value is not None:
            parts = piece.into(reading.value, parts)
    for piece in PIECES.values():
        faults += piece.missing(asked, readings)
    return WholeDraft(quality=parts.quality, commercial=parts.commercial, readings=readings, faults=tuple(faults))


def cautions_of(whole: WholeDraft) -> tuple[PieceFault, ...]:
    """What no rule forbids and hardly anybody means."""
    parts = Parts(quality=whole.quality, commercial=whole.commercial)
    return tuple(caution for piece in PIECES.values() for caution in piece.cautions(parts))
