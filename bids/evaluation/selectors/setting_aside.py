"""Bids that could not be opened and what two people settled about them."""

from dataclasses import dataclass
from uuid import UUID

from bids.bidding.models import Bid
from bids.bidding.selectors.scopes import sealed_after_opening
from bids.evaluation.models import SettingAside, TakingBack
from bids.evaluation.selectors.scopes import (
    bids_opened_for_officers,
    openings_visible_to,
    settings_aside_visible_to,
    takings_back_visible_to,
)
from challenges.ground.rules import Viewer
from challenges.publishing.models import Stage


@dataclass(frozen=True, kw_only=True)
class StuckBid:
    """One bid with a part that could not be opened, and how far setting it aside, or taking that back, has come."""

    bid: Bid
    kind: str
    aside: SettingAside | None = None
    back: TakingBack | None = None

    @property
    def progress(self) -> str:
        """`stuck`, `asked` (the second person is due), `aside`, or `back_asked` (the second person is due again)."""
        if self.aside is None:
            return "stuck"
        if self.aside.is_granted is None:
            return "asked"
        return "back_asked" if self.back else "aside"

    @property
    def waits_for_another_than(self) -> frozenset[UUID]:
        """Who asked, where the second person is due."""
        waiting = self.back or (self.aside if self.progress == "asked" else None)
        return frozenset({waiting.asked_by_id}) if waiting else frozenset()


def stuck_bids(viewer: Viewer, stage: Stage, *, kind: str) -> tuple[StuckBid, ...]:
    """Every bid of a stage whose part of this kind is in the way or was, by the bidder's name.

    None before the parts were gone through: what nobody has tried to open is sealed, not stuck.
    """
    if not openings_visible_to(viewer).filter(stage=stage, kind=kind, opened_at__isnull=False).exists():
        return ()
    people = ("asked_by", "decided_by")
    standing = settings_aside_visible_to(viewer).filter(bid__stage=stage, kind=kind, taken_back_at__isnull=True)
    asides = standing.exclude(is_granted=False).select_related("bid__bidder", *people)
    waiting = takings_back_visible_to(viewer).filter(setting_aside__in=asides, is_granted__isnull=True)
    backs = {one.setting_aside_id: one for one in waiting.select_related(*people)}
    found = {one.bid_id: StuckBid(bid=one.bid, kind=kind, aside=one, back=backs.get(one.pk)) for one in asides}
    unreadable = sealed_after_opening(bids_opened_for_officers(viewer, stage), kind).select_related("bidder")
    found |= {bid.pk: StuckBid(bid=bid, kind=kind) for bid in unreadable if bid.pk not in found}
    return tuple(sorted(found.values(), key=lambda one: (one.bid.bidder.name, str(one.bid.pk))))


def stuck_bid(viewer: Viewer, stage: Stage, *, kind: str, bid_id: UUID) -> StuckBid | None:
    return next((one for one in stuck_bids(viewer, stage, kind=kind) if one.bid.pk == bid_id), None)
