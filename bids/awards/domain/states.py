"""Which states of a recommendation and of an award follow which, as data."""

from collections.abc import Mapping
from enum import StrEnum


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
