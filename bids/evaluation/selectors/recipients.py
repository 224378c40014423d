"""Whom a letter concerns in this house. Rows handed in were loaded by the task that tells people."""

from collections.abc import Iterable

from bids.bidding.models import Bid
from bids.evaluation.models import Panel, PanelMember
from bids.evaluation.selectors.scopes import opened_bids_of


def sitting_on(panels: Iterable[Panel]) -> list[PanelMember]:
    return [
        member
        for panel in panels
        for member in panel.members.filter(left_at__isnull=True).select_related("person").prefetch_related("criteria")
    ]


def members_in_arrears(panel: Panel) -> list[PanelMember]:
    """Members who have not declared about every bidder, or not given every mark they owe."""
    bids = list(opened_bids_of(panel))
    return [member for member in sitting_on([panel]) if _is_in_arrears(member, bids)]


def _is_in_arrears(member: PanelMember, bids: list[Bid]) -> bool:
    declared = dict(member.declarations.order_by("declared_at", "pk").values_list("bidder", "has_conflict"))
    if any(bid.bidder_id not in declared for bid in bids):
        return True
    readable = [bid.pk for bid in bids if not declared[bid.bidder_id]]
    given = member.assessments.filter(bid__in=readable, state__in=["submitted", "locked"]).count()
    return given < len(readable) * len(member.criteria.all())
