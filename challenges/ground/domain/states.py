"""A step from one state to another: taken where the table has it, refused elsewhere."""

from collections.abc import Mapping
from enum import StrEnum


class TransitionRefused(ValueError):
    """A step that the state table does not have."""


def require_transition[S: StrEnum](transitions: Mapping[S, frozenset[S]], *, from_: S, to: S) -> None:
    """Refuse a step the table does not have, naming both states."""
    if to not in transitions[from_]:
        raise TransitionRefused(f"state: {to.value} refused, it cannot follow {from_.value}")
