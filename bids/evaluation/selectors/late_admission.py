"""Requests for late admission: as the bidder follows its own, and as those who decide see them, without its name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bids.bidding.domain.states import BidState
from bids.bidding.models import Bid
from bids.evaluation.models import LateAdmission, LateRequest
from bids.evaluation.selectors.scopes import late_requests_visible_to, own_late_requests
from challenges.ground.rules import Viewer
from challenges.publishing.models import Stage
from challenges.publishing.selectors.versions import current_specification


@dataclass(frozen=True, kw_only=True)
class LateRow:
    """What those who decide may know before the opening: why and when, never whose bid it is."""

    id: UUID
    reason: str
    requested_at: datetime
    admission: LateAdmission | None

    @property
    def progress(self) -> str:
        """`asked` for an officer's proposal, `proposed` for an approver's decision, `granted` or `refused`."""
        if self.admission is None:
            return "asked"
        if self.admission.is_granted is None:
            return "proposed"
        return "granted" if self.admission.is_granted else "refused"


def late_rows(viewer: Viewer, stage: Stage) -> tuple[LateRow, ...]:
    """Every request of a stage in the order they came."""
    found = late_requests_visible_to(viewer).filter(bid__stage=stage).order_by("requested_at", "pk")
    found = found.select_related("admission__asked_by", "admission__decided_by")
    return tuple(
        LateRow(id=one.pk, reason=one.reason, requested_at=one.requested_at, admission=getattr(one, "admission", None))
        for one in found
    )


def own_late_request(viewer: Viewer, bid: Bid) -> LateRequest | None:
    return own_late_requests(viewer).filter(bid=bid).select_related("admission").first()


def may_be_asked_for(bid: Bid, *, at: datetime) -> bool:
    """Whether the published rule leaves a bid that was not sent in time this way. Needs `bid.stage.challenge`."""
    stage = bid.stage
    is_late = bid.state == BidState.DRAFT.value and at >= stage.closes_at and stage.dropped_in_id is None
    if not is_late or not current_specification(stage.challenge)[1].late_admission:
        return False
    return not stage.openings.filter(second_at__isnull=False).exists()


def late_admission_of(viewer: Viewer, bid: Bid, *, at: datetime) -> tuple[LateRequest | None, bool]:
    """A bid's own request, and whether one may still be made. Needs `bid.stage.challenge`."""
    request = own_late_request(viewer, bid)
    return request, request is None and may_be_asked_for(bid, at=at)
