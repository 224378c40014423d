"""What an award means for a score that is reopened: decided, it is final; only proposed, it goes back."""

from datetime import datetime
from uuid import UUID

from bids.awards.domain.states import RecommendationState
from bids.awards.models import Approval, Award, Recommendation
from bids.awards.services.states import move_recommendation
from bids.evaluation.services.resting import Resting


def is_final(*, panel_id: UUID) -> bool:
    return Award.objects.filter(panel=panel_id).exists()


def give_back(*, ranking_id: UUID, because: str, by: UUID, at: datetime) -> None:
    """Return the recommendation that waits on a ranking, if there is one, in the caller's transaction."""
    waiting = Recommendation.objects.filter(ranking=ranking_id, state=RecommendationState.PROPOSED.value).first()
    if waiting is None:
        return
    move_recommendation(recommendation_id=waiting.pk, to=RecommendationState.RETURNED, by=by, at=at)
    Approval.objects.create(recommendation=waiting, person_id=by, is_approved=False, reasons=because, decided_at=at)


RESTING = Resting(is_final=is_final, give_back=give_back)
