"""Who may do what with bids, panels and awards: predicates about acts, and at the foot the one table.

Seeing is decided by `selectors/scopes.py`; here only acts on rows a scope has returned are judged, without a query:
selectors load what a predicate reads (`stage.challenge`, `panel.stage.challenge`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import rules

from bids.bidding.rules import is_stage_approver, is_stage_officer
from challenges.ground.rules import Viewer


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A person's place on one panel: role and the criteria given to them."""

    member_id: UUID
    role: str
    criteria: frozenset[UUID] = frozenset()


def seats_of(viewer: Viewer) -> Mapping[UUID, Seat]:
    """The viewer's seat on each of their panels, by the panel's id."""
    return viewer.facts.get("seats", {})


@rules.predicate
def is_panel_member(viewer: Viewer, panel: object) -> bool:
    return panel.pk in seats_of(viewer)


@rules.predicate
def is_chair(viewer: Viewer, panel: object) -> bool:
    return panel.pk in seats_of(viewer) and seats_of(viewer)[panel.pk].role == "chair"


@rules.predicate
def is_evaluator(viewer: Viewer, panel: object) -> bool:
    return panel.pk in seats_of(viewer) and seats_of(viewer)[panel.pk].role in {"chair", "evaluator"}


@rules.predicate
def is_scoring(viewer: Viewer, panel: object) -> bool:
    return panel.state == "scoring"


@rules.predicate
def is_in_moderation(viewer: Viewer, panel: object) -> bool:
    return panel.state == "moderation"


@rules.predicate
def is_locked(viewer: Viewer, panel: object) -> bool:
    return panel.state == "locked"


@rules.predicate
def is_panel_officer(viewer: Viewer, panel: object) -> bool:
    return viewer.holds(panel.stage.challenge.authority_id, "officer")


@rules.predicate
def is_panel_approver(viewer: Viewer, panel: object) -> bool:
    return viewer.holds(panel.stage.challenge.authority_id, "approver")


rules.add_perm("bids.propose_late_admission", is_stage_officer)
rules.add_perm("bids.decide_late_admission", is_stage_approver)
rules.add_perm("bids.open_stage", is_stage_officer | is_stage_approver)
rules.add_perm("bids.set_up_panel", is_stage_officer)
rules.add_perm("bids.declare_conflicts", is_panel_member)
rules.add_perm("bids.score_bid", is_evaluator & is_scoring)
rules.add_perm("bids.open_moderation", is_chair & is_scoring)
rules.add_perm("bids.record_consensus", is_chair & is_in_moderation)
rules.add_perm("bids.lock_marks", is_chair & is_in_moderation)
rules.add_perm("bids.ask_to_reopen", (is_chair | is_panel_officer) & is_locked)
rules.add_perm("bids.decide_reopening", is_panel_approver & is_locked)
rules.add_perm("bids.agree_reopened_score", is_chair & is_locked)
rules.add_perm("bids.ask_to_replace", is_panel_officer & (is_in_moderation | is_locked))
rules.add_perm("bids.decide_replacement", is_panel_approver & (is_in_moderation | is_locked))
rules.add_perm("bids.set_aside", is_stage_officer)
rules.add_perm("bids.decide_setting_aside", is_stage_approver)
