"""The only place where the state of a clarification or a notice is assigned, one function a machine."""

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

NOTICE_FIELDS = ("external_number", "published_at", "entered_by_id", "refusal")
CLARIFICATION_FIELDS = ("published_question", "answer", "answered_by_id", "answered_at", "merged_into_id")


def move_clarification(
    *, clarification_id: UUID, to: ClarificationState, at: datetime, **decided: object
) -> Clarification:
    """Take a question one step on; `decided` holds what this step settles, by field name.

    Recorded without the words, which everybody can read, and without the asker. Refuses a step the table lacks.
    """
    unknown = set(decided) - set(CLARIFICATION_FIELDS)
    if unknown:
        raise ValueError(f"decided: {', '.join(sorted(unknown))} refused, not settled by answering a question")
    with transaction.atomic():
        clarification = Clarification.objects.select_for_update().get(pk=clarification_id)
        require_transition(CLARIFICATION_TRANSITIONS, from_=ClarificationState(clarification.state), to=to)
        clarification.state = to.value
        for name, value in decided.items():
            setattr(clarification, name, value)
        clarification.save(update_fields=["state", *(name.removesuffix("_id") for name in decided)])
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


def move_notice(*, notice_id: UUID, to: NoticeState, at: datetime, **decided: object) -> Notice:
    """Take a notice one step on; `decided` holds what this step settles, by field name.

    What follows from it (a challenge becoming public) is the caller's. Refuses a step the table lacks.
    """
    unknown = set(decided) - set(NOTICE_FIELDS)
    if unknown:
        raise ValueError(f"decided: {', '.join(sorted(unknown))} refused, not settled by a step of a notice")
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        require_transition(NOTICE_TRANSITIONS, from_=NoticeState(notice.state), to=to)
        notice.state = to.value
        for name, value in decided.items():
            setattr(notice, name, value)
        notice.save(update_fields=["state", *(name.removesuffix("_id") for name in decided)])
        append_to_record(
            record_id=notice.challenge_id,
            event=f"notice.{to.value}",
            content={
                "notice": str(notice.pk),
                "code": notice.code,
                "number": notice.external_number,
                "published_at": notice.published_at.isoformat() if notice.published_at else None,
                "entered_by": str(notice.entered_by_id) if notice.entered_by_id else None,
            },
            at=at,
        )
    return notice
