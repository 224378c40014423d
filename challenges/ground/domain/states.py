"""A step from one state to another: taken where the table has it, refused elsewhere."""

from collections.abc import Mapping
from enum import StrEnum

from challenges.ground.domain.refused import Refused, gettext_noop

MOVED_ON = gettext_noop(
    "Somebody has already dealt with this, or it has moved on since you opened the page. Look at it as it stands now."
)


class TransitionRefused(Refused):
    """A step that the state table does not have: mostly somebody was quicker, or the page is an old one."""


def require_transition[S: StrEnum](transitions: Mapping[S, frozenset[S]], *, from_: S, to: S) -> None:
    """Refuse a step the table does not have. The states stand in a note for developers, not in the sentence."""
    if to not in transitions[from_]:
        refusal = TransitionRefused(MOVED_ON)
        refusal.add_note(f"{to.value} cannot follow {from_.value}")
        raise refusal
