"""Who may recommend, approve, tell and publish an award: the one table of this room."""

import rules

from bids.evaluation.rules import is_locked, is_panel_approver, is_panel_officer

rules.add_perm("bids.recommend_award", is_panel_officer & is_locked)
rules.add_perm("bids.approve_award", is_panel_approver & is_locked)
rules.add_perm("bids.send_summaries", is_panel_officer & is_locked)
rules.add_perm("bids.publish_award", is_panel_officer & is_locked)
