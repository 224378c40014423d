"""The only place where the state of a recommendation or an award is assigned, one function a machine."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bids.awards.domain.states import AWARD_TRANSITIONS, RECOMMENDATION_TRANSITIONS, AwardState, RecommendationState
from bids.awards.models import Award, Recommendation
from challenges.ground.domain.states import require_transition
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record

AWARD_EVENTS: Mapping[AwardState, str] = {
    AwardState.SUMMARIES_SENT: "summaries.sent",
    AwardState.PUBLISHED: "award.published",
}


def move_recommendation(*, recommendation_id: UUID, to: RecommendationState, by: UUID, at: datetime) -> Recommendation:
    """Take a recommendation one step on, recorded with who decided. Refuses a step the table does not have."""
    with transaction.atomic():
        proposed = (
            Recommendation.objects.select_for_update(of=("self",))
            .select_related("ranking__panel__stage")
            .get(pk=recommendation_id)
        )
        require_transition(RECOMMENDATION_TRANSITIONS, from_=RecommendationState(proposed.state), to=to)
        proposed.state = to.value
        proposed.save(update_fields=["state"])
        event = f"recommendation.{to.value}"
        said = {"recommendation": str(proposed.pk)}
        challenge_id = proposed.ranking.panel.stage.challenge_id
        append_to_record(record_id=challenge_id, event=event, content={**said, "by": str(by)}, at=at)
        add_event(event=event, payload=said, key=f"{event}:{proposed.pk}", at=at)
    return proposed


def move_award(*, award_id: UUID, to: AwardState, by: UUID, at: datetime, **settled: Any) -> Award:
    """Take an award one step on; `settled` holds the fields this step fills. Refuses a step the table lacks."""
    with transaction.atomic():
        award = Award.objects.select_for_update(of=("self",)).select_related("panel__stage").get(pk=award_id)
        require_transition(AWARD_TRANSITIONS, from_=AwardState(award.state), to=to)
        award.state = to.value
        for name, value in settled.items():
            setattr(award, name, value)
        award.save(update_fields=["state", *settled])
        event = AWARD_EVENTS[to]
        said = {"award": str(award.pk)}
        challenge_id = award.panel.stage.challenge_id
        append_to_record(record_id=challenge_id, event=event, content={**said, "by": str(by)}, at=at)
        add_event(event=event, payload=said, key=f"{event}:{award.pk}", at=at)
    return award
