"""Scores that were asked to be reopened, as the authority's people and the chair see them."""

from dataclasses import dataclass

from bids.bidding.models import Bid
from bids.evaluation.models import Consensus, Panel, Reopening
from bids.evaluation.selectors.panels import judged_criteria
from bids.evaluation.selectors.scopes import bids_opened_for_officers, reopenings_readable_by, reopenings_visible_to
from challenges.ground.rules import Viewer
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Criterion


@dataclass(frozen=True, kw_only=True)
class ReopenedScore:
    """One reopening with the score it is about and the one agreed in its place."""

    reopening: Reopening
    earlier: Consensus
    later: Consensus | None

    @property
    def progress(self) -> str:
        """`waiting` for the second person, `refused`, `open` for the panel, or `settled`."""
        if self.reopening.is_granted is None:
            return "waiting"
        if not self.reopening.is_granted:
            return "refused"
        return "settled" if self.later else "open"


@dataclass(frozen=True, kw_only=True)
class Reopenable:
    """What may be asked about: every judged bid and every criterion the panel marks."""

    bids: tuple[Bid, ...]
    criteria: tuple[Criterion, ...]


def reopened_scores(viewer: Viewer, panel: Panel) -> list[ReopenedScore]:
    """Every reopening of a panel's scores, the latest first, for those who run, approve or audit the procedure."""
    found = reopenings_visible_to(viewer).filter(panel=panel)
    found = found.select_related(
        "consensus__bid__bidder", "consensus__criterion", "settled_by", "asked_by", "decided_by"
    )
    return [_reopened(one) for one in found.order_by("-asked_at", "pk")]


def reopening_of_score(viewer: Viewer, panel: Panel, agreed: Consensus | None) -> ReopenedScore | None:
    """What stands of the reopening of one agreed score, for a member of the panel who may read the bid."""
    if agreed is None:
        return None
    found = reopenings_readable_by(viewer, panel).filter(consensus=agreed).exclude(is_granted=False)
    one = found.select_related("consensus", "settled_by", "asked_by", "decided_by").first()
    return _reopened(one) if one else None


def reopenable(viewer: Viewer, panel: Panel) -> Reopenable:
    bids = bids_opened_for_officers(viewer, panel.stage).filter(lot=panel.lot_id)
    return Reopenable(
        bids=tuple(bids.select_related("bidder").order_by("bidder__name", "pk")),
        criteria=tuple(judged_criteria(panel)),
    )


def are_prices_known(panel: Panel) -> bool:
    """Whether part 2 of the bids has been opened, so that somebody may know a price."""
    return panel.stage.openings.filter(kind=EnvelopeKind.COMMERCIAL.value, second_at__isnull=False).exists()


def _reopened(one: Reopening) -> ReopenedScore:
    return ReopenedScore(reopening=one, earlier=one.consensus, later=one.settled_by)
