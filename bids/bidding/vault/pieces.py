"""Pieces of a draft as they are kept: each encrypted under the draft's key, bound to its bid, name and version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bids.bidding.domain import sealing
from bids.bidding.domain.boxes import Typed
from bids.bidding.models import Bid, DraftField
from challenges.ground.domain.frozen_json import canonical


@dataclass(frozen=True, kw_only=True)
class SavedPiece:
    """One piece of a draft as it now stands."""

    typed: Typed
    version: int
    saved_at: datetime
    writer_id: UUID | None
    page: str = ""
    turn: int = 0


def read_pieces_of(bid: Bid, *, key: bytes) -> Mapping[str, SavedPiece]:
    """Every piece of the draft, opened."""
    return {row.key: _opened(row, key=key) for row in bid.draft_fields.all()}


def read_piece_of(bid: Bid, *, name: str, key: bytes) -> SavedPiece | None:
    """One piece of the draft, opened; the others stay closed."""
    row = DraftField.objects.filter(bid=bid, key=name).first()
    return _opened(row, key=key) if row else None


def _opened(row: DraftField, *, key: bytes) -> SavedPiece:
    context = _context(row.bid_id, name=row.key, version=row.version)
    kept = json.loads(sealing.open_field(row.ciphertext, key=key, context=context))
    return SavedPiece(**kept, version=row.version, saved_at=row.saved_at, writer_id=row.last_writer_id)


def _context(bid_id: UUID, *, name: str, version: int) -> bytes:
    return f"{bid_id}:{name}:{version}".encode()


def keep_piece(saved: SavedPiece, *, bid: Bid, name: str, key: bytes) -> None:
    """Write one piece, in the place of the version before it if there is one; inside the caller's transaction."""
    kept = {"typed": saved.typed, "page": saved.page, "turn": saved.turn}
    context = _context(bid.pk, name=name, version=saved.version)
    written = {
        "ciphertext": sealing.seal_field(canonical(kept), key=key, context=context),
        "version": saved.version,
        "last_writer_id": saved.writer_id,
        "saved_at": saved.saved_at,
    }
    if saved.version == 1:
        DraftField.objects.create(bid=bid, key=name, **written)
    else:
        DraftField.objects.filter(bid=bid, key=name).update(**written)


def drop_pieces(bid: Bid) -> None:
    """Let every piece of the draft go, inside the caller's transaction."""
    DraftField.objects.filter(bid=bid).delete()
