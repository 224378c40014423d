"""Who may do what in this house: predicates about acts that read as facts, and at the foot the one table.

What a person may *see* is decided by `selectors/scopes.py`; here only acts on rows a scope has returned are judged.
Predicates run no query: they judge the object handed to them and the memberships the `Viewer` was loaded with.
"""

import rules

from challenges.ground.rules import is_approver, is_member, is_officer, is_signed_in

rules.add_perm("challenges.answer_clarification", is_officer)
rules.add_perm("challenges.ask_clarification", is_signed_in)
rules.add_perm("challenges.follow_challenge", is_signed_in)
rules.add_perm("challenges.enter_notice", is_officer | is_approver)
rules.add_perm("challenges.extend_deadline", is_officer | is_approver)
rules.add_perm("challenges.declare_interests", is_member)
rules.add_perm("challenges.try_out", is_officer | is_approver)
