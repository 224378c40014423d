"""What every piece of a bid has: the boxes of its page, how they are read, and where what they say stands.

A piece is told in two modules and nowhere else: here, without words, and in `bids.bidding.forms.pieces` with the words
and the form. What is nothing but a figure is one `Figure`: box, reading, field of the part and typing again bear one
name.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from bids.bidding.domain.asked import Asked, PieceKind, piece_key
from bids.bidding.domain.boxes import Boxes, PieceFault, ReadPiece, Typed
from bids.bidding.domain.payload import CommercialPart, QualityPart


class Identified(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Part 1 and part 2 of a bid."""

    quality: QualityPart
    commercial: CommercialPart


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A box that holds one figure, named as the field of the part it fills; left empty, that field's default holds."""

    name: str
    places: int = 2
    is_required: bool = True


class Piece[Value](ABC):
    """One kind of piece. `item` is the block id of what a piece is about, blank where a bid has one of its kind."""

    kind: ClassVar[PieceKind]

    def key(self, item: str) -> str:
        return piece_key(self.kind, item)

    @abstractmethod
    def items(self, asked: Asked) -> tuple[str, ...]:
        """What this kind is asked about, one page each."""

    @abstractmethod
    def boxes(self, asked: Asked, item: str) -> tuple[str, ...]:
        """The boxes of a page, in its order."""

    @abstractmethod
    def read(self, asked: Asked, item: str, typed: Typed, *, file_count: int = 0) -> ReadPiece[Value]:
        """What a page says, with its faults."""

    @abstractmethod
    def into(self, value: Value, parts: Parts) -> Parts:
        """The parts with what one page says in its place."""

    @abstractmethod
    def typed(self, parts: Parts) -> Mapping[str, Typed]:
        """By item, what somebody would have typed to say this: the inverse of reading."""

    def optional(self, asked: Asked, readings: Mapping[str, ReadPiece[Any]]) -> tuple[str, ...]:
        """The items whose page may stay empty."""
        return ()

    def missing(self, asked: Asked, readings: Mapping[str, ReadPiece[Any]]) -> tuple[PieceFault, ...]:
        """What all pages of this kind leave out together."""
        return ()

    def cautions(self, parts: Parts) -> tuple[PieceFault, ...]:
        """What no rule forbids and hardly anybody means."""
        return ()


def with_id[Item: Identified](items: Iterable[Item], item: str) -> Item:
    return next(found for found in items if found.id == item)


def read_figures(boxes: Boxes, figures: Iterable[Figure]) -> dict[str, Any]:
    """The figures given, by the field each one fills."""
    read = {f.name: boxes.figure(f.name, places=f.places, required=f.is_required) for f in figures}
    return {name: figure for name, figure in read.items() if figure is not None}


def typed_figures(part: object, figures: Iterable[Figure]) -> dict[str, str]:
    """The figures of a part as somebody would have typed them."""
    said = {figure.name: getattr(part, figure.name) for figure in figures}
    return {name: plain(figure) for name, figure in said.items() if figure is not None}


def plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"
