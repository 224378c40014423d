"""Whom a letter concerns in this house. Rows handed in were loaded by the task that tells people."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser

from bids.models import Bid, Bidder, Panel, PanelMember
from bids.selectors.scopes import live_bids_of, opened_bids_of
from challenges.models import Challenge, Stage


def members_of_bidder(bidder: Bidder) -> list[AbstractBaseUser]:
    return [member.person for member in bidder.memberships.select_related("person")]


def writers_of_bidder(bidder: Bidder) -> list[AbstractBaseUser]:
    """Those who can still do something about a draft."""
    members = bidder.memberships.exclude(role="viewer").select_related("person")
    return [member.person for member in members]


def bids_for(challenge: Challenge) -> list[Bid]:
    """Everything begun or sent and not withdrawn for a challenge, whose people must hear of changes."""
    return list(live_bids_of(challenge.pk).select_related("bidder"))


def drafts_for(stage: Stage) -> list[Bid]:
    return list(live_bids_of(stage.challenge_id).filter(stage=stage, state="draft").select_related("bidder"))


def sent_bids_for(stage: Stage) -> list[Bid]:
    return list(live_bids_of(stage.challenge_id).filter(stage=stage, state="submitted").select_related("bidder"))


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
