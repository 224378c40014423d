"""The only place where the state of a recommendation or an award is assigned, one function a machine."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bids.awards.domain.states import AWARD_TRANSITIONS, RECOMMENDATION_TRANSITIONS, AwardState, RecommendationState
from bids.awards.models import Award, Recommendation
from challenges.ground.domain.states import require_transition
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.models import Notice

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


def tell_of_award(*, award_id: UUID, by: UUID, at: datetime) -> Award:
    """Say that every bidder has been told of an award. Refuses a step the table lacks."""
    with transaction.atomic():
        award = _award_moved(award_id, to=AwardState.SUMMARIES_SENT)
        award.summaries_sent_at = at
        award.save(update_fields=["state", "summaries_sent_at"])
        _record_award(award, by=by, at=at)
    return award


def open_award_to_public(
    *, award_id: UUID, notice: Notice | None, standstill_ends_on: date | None, by: UUID, at: datetime
) -> Award:
    """Publish an award, with its notice and the last day of its standstill. Refuses a step the table lacks."""
    with transaction.atomic():
        award = _award_moved(award_id, to=AwardState.PUBLISHED)
        award.published_at, award.notice, award.standstill_ends_on = at, notice, standstill_ends_on
        award.save(update_fields=["state", "published_at", "notice", "standstill_ends_on"])
        _record_award(award, by=by, at=at)
    return award


def _award_moved(award_id: UUID, *, to: AwardState) -> Award:
    award = Award.objects.select_for_update(of=("self",)).select_related("panel__stage").get(pk=award_id)
    require_transition(AWARD_TRANSITIONS, from_=AwardState(award.state), to=to)
    award.state = to.value
    return award


def _record_award(award: Award, *, by: UUID, at: datetime) -> None:
    event = AWARD_EVENTS[AwardState(award.state)]
    said = {"award": str(award.pk)}
    challenge_id = award.panel.stage.challenge_id
    append_to_record(record_id=challenge_id, event=event, content={**said, "by": str(by)}, at=at)
    add_event(event=event, payload=said, key=f"{event}:{award.pk}", at=at)
