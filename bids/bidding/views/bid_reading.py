"""A draft or a sent bid as its own people read it: sections of titles and values, ready for a page."""

from dataclasses import dataclass, replace
from uuid import UUID

from bids.bidding.domain.earnings import Earnings, earnings_of
from bids.bidding.forms.pieces import PAGES
from bids.bidding.forms.pieces.shown import ReadBid, ShownItem
from bids.bidding.selectors.beside import beside
from bids.bidding.vault.own_reading import OwnDraft, OwnSent
from challenges.publishing.domain.specification import Specification


@dataclass(frozen=True, kw_only=True)
class ShownFigure:
    """A figure that earns marks by formula, as the offer stands."""

    title: str
    words: str
    earns: str
    worked_out: str


@dataclass(frozen=True, kw_only=True)
class Sections:
    """Part 1 and part 2, and what the offer would earn."""

    first: tuple[ShownItem, ...]
    second: tuple[ShownItem, ...]
    earnings: Earnings | None = None
    figures: tuple[ShownFigure, ...] = ()


def read_draft_sections(draft: OwnDraft, *, bid_id: UUID) -> Sections:
    """A draft as it would be sent. An answer that is too long yet is shown as typed."""
    bid = ReadBid(
        id=bid_id,
        asked=draft.asked,
        quality=draft.whole.quality,
        commercial=draft.whole.commercial,
        files=draft.files,
        is_draft=True,
        typed={key: saved.typed for key, saved in draft.pieces.items()},
    )
    return replace(_sections(bid, specification=draft.specification), figures=beside("figures")(draft))


def read_sent_sections(sent: OwnSent, *, bid_id: UUID) -> Sections:
    bid = ReadBid(
        id=bid_id,
        asked=sent.asked,
        quality=sent.quality,
        commercial=sent.commercial,
        files=sent.files,
        is_draft=False,
    )
    return _sections(bid, specification=sent.specification)


def _sections(bid: ReadBid, *, specification: Specification) -> Sections:
    lot = next((outcome.lot for outcome in bid.asked.outcomes if outcome.lot), "")
    return Sections(
        first=tuple(item for pages in PAGES.values() for item in pages.first(bid)),
        second=tuple(item for pages in PAGES.values() for item in pages.second(bid)),
        earnings=earnings_of(specification, bid.commercial, lot=lot),
    )
