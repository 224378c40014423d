"""Where a stage stands, computed from its dates and from recorded acts, never stored.

Phases tile without gap or overlap: a stage is open while `opens_at <= at < closes_at`. After closing, what people have
done decides: the parts opened, scoring, agreement, and the decision.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    EVALUATION = "evaluation"
    MODERATION = "moderation"
    LOCKED = "locked"
    DECIDED = "decided"


@dataclass(frozen=True, kw_only=True)
class Acts:
    """What has been recorded for a stage since it closed."""

    is_opened: bool = False
    in_moderation: bool = False
    is_locked: bool = False
    is_decided: bool = False


NO_ACTS = Acts()


def phase_of(*, opens_at: datetime, closes_at: datetime, at: datetime, acts: Acts = NO_ACTS) -> Phase:
    """The phase at that instant; before closing only the dates count."""
    if at < opens_at:
        return Phase.UPCOMING
    if at < closes_at:
        return Phase.OPEN
    if acts.is_decided:
        return Phase.DECIDED
    if acts.is_locked:
        return Phase.LOCKED
    if acts.in_moderation:
        return Phase.MODERATION
    return Phase.EVALUATION if acts.is_opened else Phase.CLOSED


def is_open(*, opens_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Whether something received at that instant counts."""
    return opens_at <= at < closes_at
