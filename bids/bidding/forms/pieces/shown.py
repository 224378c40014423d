"""A bid's pieces as its own people read them: titles with words and pairs of name and value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.payload import CommercialPart, QualityPart
from bids.bidding.vault.files import ReadableFile
from challenges.ground.domain.language import Text
from challenges.ground.selectors.reader import for_reader


@dataclass(frozen=True, kw_only=True)
class ShownFile:
    title: str
    url: str
    kind: str
    size: int
    note: str


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    """One thing the bid says: words, pairs of name and value, or both; `url` is where it is changed."""

    title: str
    text: str = ""
    note: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    files: tuple[ShownFile, ...] = ()
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadBid:
    """A draft as it would be sent, or a bid as it was. `typed` holds the pieces of a draft, by key."""

    id: UUID
    asked: Asked
    quality: QualityPart
    commercial: CommercialPart
    files: Sequence[ReadableFile]
    is_draft: bool
    typed: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def said(text: Text) -> str:
    """A text of the specification in the reader's language."""
    return for_reader(text)


def plain_figure(figure: Decimal) -> str:
    """A figure without trailing noughts, in the reader's notation."""
    text = f"{figure.normalize():f}"
    return number_format(figure, decimal_pos=len(text.partition(".")[2]), force_grouping=True, use_l10n=True)


def pounds(amount: Decimal) -> str:
    places = 0 if amount == amount.to_integral_value() else 2
    return f"£{number_format(amount, decimal_pos=places, force_grouping=True)}"


def shown_files(bid_id: UUID, files: Iterable[ReadableFile], *, sent: bool) -> tuple[ShownFile, ...]:
    """Files as the documents component lists them."""
    page = "bid_sent_file" if sent else "bid_file"
    return tuple(
        ShownFile(
            title=file.name,
            url=reverse(page, args=[bid_id, file.id]),
            kind=file.name.rpartition(".")[2].upper(),
            size=file.size,
            note="" if file.scan == "clean" else _("not scanned for viruses"),
        )
        for file in files
    )
