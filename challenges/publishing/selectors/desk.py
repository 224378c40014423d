"""What awaits a person in this house: work that only they, or people in their role, can do next."""

from enum import StrEnum

from django.db.models import Count, Q

from challenges.ground.domain.language import text_in
from challenges.ground.rules import Viewer
from challenges.ground.selectors.desk import Waiting
from challenges.publishing.domain.states import ClarificationState
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import challenges_managed_by


class PublishingTask(StrEnum):
    ANSWER_QUESTIONS = "answer_questions"
    ENTER_NOTICE_NUMBER = "enter_notice_number"


def questions_waiting(viewer: Viewer, language: str) -> list[Waiting]:
    """Questions nobody has answered yet, one line a challenge, for the commercial officers."""
    mine = [authority for authority in viewer.authority_roles if viewer.holds(authority, "officer")]
    asked = Count("clarifications", filter=Q(clarifications__state=ClarificationState.ASKED.value))
    busy = challenges_managed_by(viewer).filter(authority__in=mine).annotate(asked=asked).filter(asked__gt=0)
    return [
        _about(PublishingTask.ANSWER_QUESTIONS, challenge, language=language, count=challenge.asked)
        for challenge in busy
    ]


def notices_waiting(viewer: Viewer, language: str) -> list[Waiting]:
    """Approved challenges that the public cannot see yet because the notice's number is missing."""
    mine = [authority for authority in viewer.authority_roles if viewer.holds(authority, "officer", "approver")]
    held_back = challenges_managed_by(viewer).filter(
        authority__in=mine, public_from__isnull=True, withdrawn_at__isnull=True
    )
    return [_about(PublishingTask.ENTER_NOTICE_NUMBER, challenge, language=language) for challenge in held_back]


def _about(task: PublishingTask, challenge: Challenge, *, language: str, count: int | None = None) -> Waiting:
    return Waiting(
        task=task,
        about=text_in(challenge.title, language),
        place=(challenge.ocid,),
        kind=challenge.kind,
        count=count,
    )
