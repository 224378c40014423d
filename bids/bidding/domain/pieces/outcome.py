"""An offer for one outcome: units a year, how many of them succeed (out of 100), a price where it is left open.

Left wholly empty it is not offered, but one at least must be. Refused: crossed estimates. A price where none is asked
for is ignored.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bids.bidding.domain.asked import Asked, PieceKind
from bids.bidding.domain.boxes import HUNDRED, Boxes, PieceFault, ReadPiece, Typed
from bids.bidding.domain.payload import OutcomeOfferPart
from bids.bidding.domain.pieces.piece import Figure, Parts, Piece, plain, read_figures, typed_figures, with_id

SHARES = ("low", "likely", "high")


def volume_boxes(years: int) -> tuple[str, ...]:
    return tuple(f"volume_{year}" for year in range(years))


class OutcomePiece(Piece[OutcomeOfferPart]):
    kind = PieceKind.OUTCOME
    figures = (Figure(name="price"),)

    def items(self, asked: Asked) -> tuple[str, ...]:
        return tuple(outcome.id for outcome in asked.outcomes)

    def _figures(self, asked: Asked, item: str) -> tuple[Figure, ...]:
        is_open = with_id(asked.outcomes, item).price_is_offered
        return tuple(figure for figure in self.figures if figure.name != "price" or is_open)

    def boxes(self, asked: Asked, item: str) -> tuple[str, ...]:
        figures = (figure.name for figure in self._figures(asked, item))
        return (*volume_boxes(asked.years), *SHARES, *figures)

    def read(self, asked: Asked, item: str, typed: Typed, *, file_count: int = 0) -> ReadPiece[OutcomeOfferPart]:
        boxes = Boxes(self.key(item), typed)
        if boxes.is_empty(*volume_boxes(asked.years), *SHARES, *(figure.name for figure in self.figures)):
            return ReadPiece()
        volumes = [boxes.figure(box, places=2) for box in volume_boxes(asked.years)]
        low, likely, high = (boxes.percent(box) for box in SHARES)
        figures = read_figures(boxes, self._figures(asked, item))
        if low is not None and likely is not None and low > likely:
            boxes.fault("low", "low_above_likely")
        if likely is not None and high is not None and likely > high:
            boxes.fault("high", "high_below_likely")
        if boxes.faults or low is None or likely is None or high is None:
            return boxes.reading(None)
        counted = tuple(volume for volume in volumes if volume is not None)
        return boxes.reading(
            OutcomeOfferPart(outcome=item, volumes=counted, low=low, likely=likely, high=high, **figures)
        )

    def into(self, value: OutcomeOfferPart, parts: Parts) -> Parts:
        return replace(parts, commercial=replace(parts.commercial, outcomes=(*parts.commercial.outcomes, value)))

    def typed(self, parts: Parts) -> Mapping[str, Typed]:
        return {offer.outcome: self._typed(offer) for offer in parts.commercial.outcomes}

    def _typed(self, offer: OutcomeOfferPart) -> Typed:
        volumes = {f"volume_{year}": plain(volume) for year, volume in enumerate(offer.volumes)}
        shares = {box: plain(getattr(offer, box) * HUNDRED) for box in SHARES}
        return {**volumes, **shares, **typed_figures(offer, self.figures)}

    def optional(self, asked: Asked, readings: Mapping[str, ReadPiece[Any]]) -> tuple[str, ...]:
        items = self.items(asked)
        return items if any(not readings[self.key(item)].is_empty for item in items) else ()

    def missing(self, asked: Asked, readings: Mapping[str, ReadPiece[Any]]) -> tuple[PieceFault, ...]:
        items = self.items(asked)
        if not items or self.optional(asked, readings):
            return ()
        return (PieceFault(piece=self.key(items[0]), box="", code="none_offered"),)

    def cautions(self, parts: Parts) -> tuple[PieceFault, ...]:
        """Outcome by outcome: nobody taken on, nobody likely to succeed."""
        found = []
        for offer in parts.commercial.outcomes:
            if not any(offer.volumes):
                found.append(PieceFault(piece=self.key(offer.outcome), box="volume_0", code="nobody_taken_on"))
            elif not offer.likely:
                found.append(PieceFault(piece=self.key(offer.outcome), box="likely", code="nobody_succeeds"))
        return tuple(found)


OUTCOME = OutcomePiece()
