"""Questions from the market: asked while the stage takes them, answered for everybody, the asker never named."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.ground.domain.refused import Refused
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.domain.states import ClarificationState
from challenges.publishing.models import Challenge, Clarification, Stage
from challenges.publishing.services.states import AnswerGiven, move_clarification


def ask_clarification(*, challenge_id: UUID, by: UUID, question: str, request_key: UUID, at: datetime) -> Clarification:
    """Put a question to the authority.

    Effects: the question, a record entry without its words or asker, a message to the officers. The same form sent
    twice (`request_key`) finds the question it made. Refuses when no stage takes questions at that moment.
    """
    with transaction.atomic():
        challenge = Challenge.objects.select_for_update(no_key=True).get(pk=challenge_id)
        already = Clarification.objects.filter(request_key=request_key, asked_by=by).first()
        if already:
            return already
        stage = _stage_taking_questions(challenge, at=at)
        asked = Clarification.objects.create(
            challenge=challenge,
            stage=stage,
            asked_by_id=by,
            asked_at=at,
            question=question,
            request_key=request_key,
        )
        said = {"clarification": str(asked.pk)}
        append_to_record(record_id=challenge_id, event="clarification.asked", content=said, at=at)
        add_event(event="clarification.asked", payload=said, key=f"clarification.asked:{asked.pk}", at=at)
    return asked


def _stage_taking_questions(challenge: Challenge, *, at: datetime) -> Stage:
    stage = (
        challenge.stages.filter(dropped_in__isnull=True, opens_at__lte=at, questions_close_at__gt=at)
        .order_by("closes_at")
        .first()
    )
    if stage is None or challenge.public_from is None or challenge.public_from > at:
        raise Refused(_("Questions are not taken at the moment."))
    return stage


def answer_clarification(
    *, clarification_id: UUID, published_question: str, answer: str, by: UUID, at: datetime
) -> Clarification:
    """Answer for everybody, with the question as the public shall read it. Followers and bidders are told."""
    return move_clarification(
        clarification_id=clarification_id,
        to=ClarificationState.ANSWERED,
        given=AnswerGiven(by=by, published_question=published_question, answer=answer),
        at=at,
    )


def decline_clarification(*, clarification_id: UUID, reason: str, by: UUID, at: datetime) -> Clarification:
    """Decline to answer, with a reason that only the asker reads."""
    return move_clarification(
        clarification_id=clarification_id,
        to=ClarificationState.DECLINED,
        given=AnswerGiven(by=by, answer=reason),
        at=at,
    )


def merge_clarification(*, clarification_id: UUID, into_id: UUID, by: UUID, at: datetime) -> Clarification:
    """Point a question at another one of the same challenge whose answer serves both.

    Refuses a question of another challenge, itself, and one that is merged itself: nobody should follow a chain.
    """
    with transaction.atomic():
        both = Clarification.objects.select_for_update().order_by("pk").in_bulk([clarification_id, into_id])
        merged, target = both.get(clarification_id), both.get(into_id)
        if merged is None or target is None or merged == target or merged.challenge_id != target.challenge_id:
            raise Refused(_("Choose another question of the same opportunity."), field="into")
        if target.state == ClarificationState.MERGED:
            message = _("That question was itself answered with another one. Choose the one that has the answer.")
            raise Refused(message, field="into")
        return move_clarification(
            clarification_id=clarification_id,
            to=ClarificationState.MERGED,
            given=AnswerGiven(by=by, merged_into=into_id),
            at=at,
        )
