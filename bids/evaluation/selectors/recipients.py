"""Whom a message concerns in this house. Rows handed in were loaded by the task that tells people."""

from collections.abc import Iterable

from bids.bidding.models import Bid
from bids.evaluation.models import Panel, PanelMember
from bids.evaluation.selectors.conflicts import Conflicts, conflicts_of
from bids.evaluation.selectors.scopes import opened_bids_of


def sitting_on(panels: Iterable[Panel]) -> list[PanelMember]:
    return [
        member
        for panel in panels
        for member in panel.members.filter(left_at__isnull=True).select_related("person").prefetch_related("criteria")
    ]


def members_in_arrears(panel: Panel) -> list[PanelMember]:
    """Members who have not declared about every bidder, or not given every assessment they owe."""
    bids, members = list(opened_bids_of(panel)), sitting_on([panel])
    conflicts = conflicts_of([member.pk for member in members])
    return [member for member in members if _is_in_arrears(member, bids, conflicts)]


def _is_in_arrears(member: PanelMember, bids: list[Bid], conflicts: Conflicts) -> bool:
    if not all(conflicts.has_declared(member.pk, bid.bidder_id) for bid in bids):
        return True
    readable = [bid.pk for bid in bids if conflicts.has_no_conflict(member.pk, bid.bidder_id)]
    given = member.assessments.filter(bid__in=readable, state__in=["submitted", "locked"]).count()
    return given < len(readable) * len(member.criteria.all())
