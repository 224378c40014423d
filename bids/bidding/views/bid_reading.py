"""A draft or a sent bid as its own people read it: sections of titles and values, ready for a page."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from bids.bidding.domain.earnings import Earnings, earnings_of
from bids.bidding.domain.measures import OfferToScore
from bids.bidding.forms.pieces import PAGES
from bids.bidding.forms.pieces.shown import ReadBid, ShownItem, plain_figure, said
from bids.bidding.vault.own_reading import OwnDraft, OwnSent
from bids.evaluation.domain.scoring.own_figures import OwnFigure, own_figures
from challenges.publishing.domain.specification import Specification
from challenges.publishing.selectors.formula_words import measured_words
from challenges.publishing.selectors.presentation import worked_out


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
    return replace(_sections(bid, specification=draft.specification), figures=_figures(draft))


def _figures(draft: OwnDraft) -> tuple[ShownFigure, ...]:
    statements = {statement.measure: statement.statement for statement in draft.whole.quality.statements}
    part = draft.whole.commercial
    found = own_figures(
        draft.specification,
        OfferToScore(bid=part.bid, part=part, statements=statements),
        lot=draft.lot,
        faults=draft.whole.faults,
    )
    return tuple(
        ShownFigure(
            title=said(figure.criterion.title),
            words=_figure_words(figure),
            earns=_earns(figure),
            worked_out=worked_out(figure.criterion, draft.specification),
        )
        for figure in found
    )


def _figure_words(figure: OwnFigure) -> str:
    if not figure.is_known:
        return _("Your figure cannot be worked out yet. Fill in the pages it rests on.")
    if figure.value is None:
        return _("Your figure cannot be worked out from this offer, so it counts as the worst published value.")
    return measured_words(figure.formula.measure, figure.value)


def _earns(figure: OwnFigure) -> str:
    weight = plain_figure(figure.criterion.weight)
    if figure.is_relative:
        return _(
            "It is compared with the other bids, so nobody can know before they are opened how many of %(weight)s "
            "marks it earns."
        ) % {"weight": weight}
    if figure.mark is None:
        return _("It can earn %(weight)s marks.") % {"weight": weight}
    if figure.is_ruled_out:
        return _("This is below what every bid must reach: a bid with this figure is ruled out.")
    earned = _("As your offer stands it would earn %(mark)s of %(weight)s marks.")
    return earned % {"mark": f"{figure.mark:.2f}", "weight": weight}


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
