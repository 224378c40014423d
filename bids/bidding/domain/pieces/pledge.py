"""A pledge against one measure: how much a contract year and for how many years (part 2), and how (part 1).

Left empty it is not made. A figure without words, or words without a figure, is a fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bids.bidding.domain.asked import Asked, PieceKind
from bids.bidding.domain.boxes import Boxes, ReadPiece, Typed
from bids.bidding.domain.payload import PledgePart, StatementPart
from bids.bidding.domain.pieces.piece import Figure, Parts, Piece, read_figures, typed_figures


@dataclass(frozen=True, kw_only=True)
class PledgeRead:
    """A pledge in its two halves: the figure for part 2, the words for part 1."""

    figure: PledgePart
    words: StatementPart


class PledgePiece(Piece[PledgeRead]):
    kind = PieceKind.PLEDGE
    figures = (Figure(name="quantity", places=4),)

    def items(self, asked: Asked) -> tuple[str, ...]:
        return tuple(measure.id for measure in asked.measures)

    def boxes(self, asked: Asked, item: str) -> tuple[str, ...]:
        return (*(figure.name for figure in self.figures), "years", "statement")

    def read(self, asked: Asked, item: str, typed: Typed, *, file_count: int = 0) -> ReadPiece[PledgeRead]:
        boxes = Boxes(self.key(item), typed)
        # Years alone make no pledge: the form fills them in.
        if boxes.is_empty(*(figure.name for figure in self.figures), "statement"):
            return ReadPiece()
        figures = read_figures(boxes, self.figures)
        years = boxes.whole_years("years", most=asked.years) if boxes.text("years") else asked.years
        statement = boxes.text("statement")
        if not statement:
            boxes.fault("statement", "missing")
        if boxes.faults:
            return boxes.reading(None)
        figure = PledgePart(measure=item, years=years, **figures)
        return boxes.reading(PledgeRead(figure=figure, words=StatementPart(measure=item, statement=statement)))

    def into(self, value: PledgeRead, parts: Parts) -> Parts:
        quality = replace(parts.quality, statements=(*parts.quality.statements, value.words))
        commercial = replace(parts.commercial, pledges=(*parts.commercial.pledges, value.figure))
        return Parts(quality=quality, commercial=commercial)

    def typed(self, parts: Parts) -> Mapping[str, Typed]:
        words = {statement.measure: statement.statement for statement in parts.quality.statements}
        return {
            pledge.measure: {
                **typed_figures(pledge, self.figures),
                "years": str(pledge.years),
                "statement": words.get(pledge.measure, ""),
            }
            for pledge in parts.commercial.pledges
        }

    def optional(self, asked: Asked, readings: Mapping[str, ReadPiece[Any]]) -> tuple[str, ...]:
        return self.items(asked)


PLEDGE = PledgePiece()
