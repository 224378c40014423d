"""Who may do what with bids: predicates about acts, and at the foot the one table. They run no query."""

from collections.abc import Mapping
from uuid import UUID

import rules

from challenges.ground.rules import Viewer, is_signed_in


def bidder_roles_of(viewer: Viewer) -> Mapping[UUID, str]:
    """The viewer's role in each of their organisations, by the organisation's id."""
    return viewer.facts.get("bidder_roles", {})


@rules.predicate
def is_bid_editor(viewer: Viewer, bid: object) -> bool:
    return bidder_roles_of(viewer).get(bid.bidder_id) in {"owner", "editor"}


@rules.predicate
def is_bidder_owner(viewer: Viewer, bidder: object) -> bool:
    return bidder_roles_of(viewer).get(bidder.pk) == "owner"


@rules.predicate
def is_stage_officer(viewer: Viewer, stage: object) -> bool:
    return viewer.holds(stage.challenge.authority_id, "officer")


@rules.predicate
def is_stage_approver(viewer: Viewer, stage: object) -> bool:
    return viewer.holds(stage.challenge.authority_id, "approver")


rules.add_perm("bids.register_bidder", is_signed_in)
rules.add_perm("bids.manage_bidder", is_bidder_owner)
rules.add_perm("bids.start_bid", is_signed_in)
rules.add_perm("bids.edit_bid", is_bid_editor)
rules.add_perm("bids.submit_bid", is_bid_editor)
rules.add_perm("bids.withdraw_bid", is_bid_editor)
rules.add_perm("bids.ask_for_late_admission", is_bid_editor)
