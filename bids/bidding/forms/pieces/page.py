"""What every piece of a bid has in words: its title, its boxes, and how it is read."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.boxes import Typed
from bids.bidding.domain.pieces import Piece
from bids.bidding.domain.pieces.piece import Figure
from bids.bidding.forms.pieces.form import FigureBox, PieceForm
from bids.bidding.forms.pieces.shown import ReadBid, ShownItem, plain_figure, pounds
from challenges.publishing.domain.specification import MeasureSpec, OutcomeSpec, QuestionSpec

type Subject = QuestionSpec | OutcomeSpec | MeasureSpec | Asked


@dataclass(frozen=True, kw_only=True)
class BoxWords:
    """All that is said of one box: beside it, in a sentence away from its page, and beside its value where it is read.

    `named` and `shown` are the label where they are blank; `missing` is what to do about a box that must be filled.
    """

    label: str
    named: str = ""
    shown: str = ""
    missing: str = ""
    hint: str = ""
    prefix: str = ""
    suffix: str = ""
    width: int = 10

    def value(self, figure: Decimal) -> str:
        """A figure with the sign its box bears."""
        if self.prefix:
            return pounds(figure)
        return f"{plain_figure(figure)} {self.suffix}".strip()


class PiecePages(ABC):
    """The pages of one kind of piece. `page` is the name of their address and their template."""

    piece: Piece[Any]
    page: str
    #: Whether the page tells what the offer would earn, and lists files.
    tells_figures = False
    lists_files = False

    @property
    def template(self) -> str:
        return f"bids/{self.page}.html"

    def url(self, bid_id: UUID, item: str) -> str:
        return reverse(self.page, args=[bid_id, item] if item else [bid_id])

    @abstractmethod
    def group(self, asked: Asked) -> tuple[str, str]:
        """Title and introduction of these pieces in the list of what is to be done."""

    @abstractmethod
    def subject(self, asked: Asked, item: str) -> Subject:
        """What a page is about."""

    @abstractmethod
    def title(self, asked: Asked, item: str) -> str: ...

    @abstractmethod
    def words(self, box: str) -> BoxWords: ...

    def hint(self, asked: Asked, item: str, *, typed: Typed, file_count: int) -> str:
        """What stands beside the title in the list of what is to be done."""
        return ""

    def field(self, box: str, subject: Subject) -> forms.Field:
        words = self.words(box)
        return FigureBox(
            label=words.label, help_text=words.hint, prefix=words.prefix, suffix=words.suffix, width=words.width
        )

    def groups(self, asked: Asked, item: str) -> Mapping[str, Sequence[str]]:
        """The boxes that stand together on the page, where the template parts them."""
        return {}

    def initial(self, asked: Asked) -> Typed:
        """What stands in the boxes before anybody has typed."""
        return {}

    def form(self, data: object, *, asked: Asked, item: str, initial: Mapping[str, object]) -> PieceForm:
        subject = self.subject(asked, item)
        boxes = {box: self.field(box, subject) for box in self.piece.boxes(asked, item)}
        started = {**self.initial(asked), **initial}
        return PieceForm(data, initial=started, boxes=boxes, groups=self.groups(asked, item))

    def first(self, bid: ReadBid) -> Iterable[ShownItem]:
        """What these pieces say in part 1."""
        return ()

    def second(self, bid: ReadBid) -> Iterable[ShownItem]:
        """What these pieces say in part 2."""
        return ()

    def change(self, bid: ReadBid, item: str) -> str:
        """Where a piece is changed, while it can be."""
        return self.url(bid.id, item) if bid.is_draft else ""

    def pairs(self, part: object, figures: Iterable[Figure]) -> Iterator[tuple[str, str]]:
        """The figures of a part, each beside its name."""
        for figure in figures:
            words, value = self.words(figure.name), getattr(part, figure.name)
            if value is not None:
                yield str(words.shown or words.label), words.value(value)
