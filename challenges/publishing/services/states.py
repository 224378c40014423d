"""The only place where the state of a clarification or a notice is assigned, one function a machine."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from challenges.ground.domain.states import require_transition
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.domain.states import (
    CLARIFICATION_TRANSITIONS,
    NOTICE_TRANSITIONS,
    ClarificationState,
    NoticeState,
)
from challenges.publishing.models import Clarification, Notice


@dataclass(frozen=True, kw_only=True)
class AnswerGiven:
    """What one step settles about a question: by whom, and its words, or the other question that serves it too."""

    by: UUID
    published_question: str = ""
    answer: str = ""
    merged_into: UUID | None = None


def move_clarification(
    *, clarification_id: UUID, to: ClarificationState, given: AnswerGiven, at: datetime
) -> Clarification:
    """Take a question one step on; what everybody may read is dated with `at`.

    Recorded without the words, which everybody can read, and without the asker. Refuses a step the table lacks.
    """
    with transaction.atomic():
        clarification = Clarification.objects.select_for_update().get(pk=clarification_id)
        require_transition(CLARIFICATION_TRANSITIONS, from_=ClarificationState(clarification.state), to=to)
        clarification.state = to.value
        clarification.published_question, clarification.answer = given.published_question, given.answer
        clarification.answered_by_id, clarification.merged_into_id = given.by, given.merged_into
        clarification.answered_at = at if to == ClarificationState.ANSWERED else None
        clarification.save(
            update_fields=["state", "published_question", "answer", "answered_by", "merged_into", "answered_at"]
        )
        append_to_record(
            record_id=clarification.challenge_id,
            event=f"clarification.{to.value}",
            content={"clarification": str(clarification.pk)},
            at=at,
        )
        add_event(
            event="clarification.answered",
            payload={"clarification": str(clarification.pk)},
            key=f"clarification.{to.value}:{clarification.pk}",
            at=at,
        )
    return clarification


def publish_notice(*, notice_id: UUID, number: str, published_at: datetime, by: UUID, at: datetime) -> Notice:
    """Say under which number and when the central platform published a notice, and who entered it.

    What follows from it (a challenge becoming public) is the caller's. Refuses a step the table lacks.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        require_transition(NOTICE_TRANSITIONS, from_=NoticeState(notice.state), to=NoticeState.PUBLISHED)
        notice.state = NoticeState.PUBLISHED.value
        notice.external_number, notice.published_at, notice.entered_by_id = number, published_at, by
        notice.save(update_fields=["state", "external_number", "published_at", "entered_by"])
        append_to_record(
            record_id=notice.challenge_id,
            event="notice.published",
            content={
                "notice": str(notice.pk),
                "code": notice.code,
                "number": notice.external_number,
                "published_at": published_at.isoformat(),
                "entered_by": str(by),
            },
            at=at,
        )
    return notice
