"""The conditions accepted, by block id, for part 1; one that every bid must accept and this one does not is a fault."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bids.bidding.domain.asked import Asked, PieceKind
from bids.bidding.domain.boxes import Boxes, ReadPiece, Typed
from bids.bidding.domain.pieces.piece import Parts, Piece


class ConditionsPiece(Piece[tuple[str, ...]]):
    kind = PieceKind.CONDITIONS

    def items(self, asked: Asked) -> tuple[str, ...]:
        return ("",) if asked.conditions else ()

    def boxes(self, asked: Asked, item: str) -> tuple[str, ...]:
        return ("accepted",)

    def read(self, asked: Asked, item: str, typed: Typed, *, file_count: int = 0) -> ReadPiece[tuple[str, ...]]:
        boxes = Boxes(self.key(item), typed)
        ticked = set(boxes.ticked("accepted"))
        accepted = tuple(condition.id for condition in asked.conditions if condition.id in ticked)
        refused = [c for c in asked.conditions if c.required and c.id not in ticked]
        if refused:
            boxes.fault("accepted", "not_accepted", count=len(refused))
        return boxes.reading(accepted, is_empty=not ticked)

    def into(self, value: tuple[str, ...], parts: Parts) -> Parts:
        return replace(parts, quality=replace(parts.quality, accepted_conditions=value))

    def typed(self, parts: Parts) -> Mapping[str, Typed]:
        accepted = list(parts.quality.accepted_conditions)
        return {"": {"accepted": accepted}} if accepted else {}

    def optional(self, asked: Asked, readings: Mapping[str, ReadPiece[Any]]) -> tuple[str, ...]:
        return () if any(condition.required for condition in asked.conditions) else self.items(asked)


CONDITIONS = ConditionsPiece()
