"""Which states of a bid, an assessment, a panel, an award follow which, as data."""

from collections.abc import Mapping
from enum import StrEnum


class BidState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


#: A submitted bid may be replaced until closing: it goes from submitted to submitted with a new version.
BID_TRANSITIONS: Mapping[BidState, frozenset[BidState]] = {
    BidState.DRAFT: frozenset({BidState.SUBMITTED, BidState.WITHDRAWN}),
    BidState.SUBMITTED: frozenset({BidState.SUBMITTED, BidState.WITHDRAWN}),
    BidState.WITHDRAWN: frozenset(),
}


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


class RecommendationState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"


RECOMMENDATION_TRANSITIONS: Mapping[RecommendationState, frozenset[RecommendationState]] = {
    RecommendationState.PROPOSED: frozenset({RecommendationState.APPROVED, RecommendationState.RETURNED}),
    RecommendationState.APPROVED: frozenset(),
    RecommendationState.RETURNED: frozenset(),
}


class AwardState(StrEnum):
    """Approved: decided by two. Summaries sent: every bidder told. Published: the award notice is out."""

    APPROVED = "approved"
    SUMMARIES_SENT = "summaries_sent"
    PUBLISHED = "published"


AWARD_TRANSITIONS: Mapping[AwardState, frozenset[AwardState]] = {
    AwardState.APPROVED: frozenset({AwardState.SUMMARIES_SENT}),
    AwardState.SUMMARIES_SENT: frozenset({AwardState.PUBLISHED}),
    AwardState.PUBLISHED: frozenset(),
}
