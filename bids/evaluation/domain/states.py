"""Which states of a bid, an assessment, a panel, an award follow which, as data."""

from collections.abc import Mapping
from enum import StrEnum


class AssessmentState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    LOCKED = "locked"
    VOID = "void"


ASSESSMENT_TRANSITIONS: Mapping[AssessmentState, frozenset[AssessmentState]] = {
    AssessmentState.DRAFT: frozenset({AssessmentState.SUBMITTED, AssessmentState.VOID}),
    AssessmentState.SUBMITTED: frozenset({AssessmentState.DRAFT, AssessmentState.LOCKED, AssessmentState.VOID}),
    AssessmentState.LOCKED: frozenset({AssessmentState.VOID}),
    AssessmentState.VOID: frozenset(),
}


class PanelState(StrEnum):
    """What the panel is doing; each step is one person's recorded act.

    Back to scoring it goes only when a bid that had been set aside counts again and nobody has scored it.
    """

    SCORING = "scoring"
    MODERATION = "moderation"
    LOCKED = "locked"


PANEL_TRANSITIONS: Mapping[PanelState, frozenset[PanelState]] = {
    PanelState.SCORING: frozenset({PanelState.MODERATION}),
    PanelState.MODERATION: frozenset({PanelState.LOCKED, PanelState.SCORING}),
    PanelState.LOCKED: frozenset({PanelState.SCORING}),
}
