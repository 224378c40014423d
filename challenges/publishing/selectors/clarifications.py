"""Questions as the officers who answer them see them: in order, with what is overdue, never with who asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from challenges.ground.rules import Viewer
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import clarifications_visible_to


@dataclass(frozen=True, kw_only=True)
class AskedQuestion:
    id: UUID
    asked_at: datetime
    question: str
    published_question: str
    answer: str
    state: str
    answered_at: datetime | None
    merged_into: str


def questions_of(challenge: Challenge, *, viewer: Viewer, at: datetime) -> tuple[AskedQuestion, ...]:
    """Every question of a challenge the viewer may see, oldest first, those still open at the head."""
    asked = clarifications_visible_to(viewer, at).filter(challenge=challenge).select_related("merged_into")
    rows = [
        AskedQuestion(
            id=c.pk,
            asked_at=c.asked_at,
            question=c.question,
            published_question=c.published_question,
            answer=c.answer,
            state=c.state,
            answered_at=c.answered_at,
            merged_into=c.merged_into.published_question or c.merged_into.question if c.merged_into else "",
        )
        for c in asked
    ]
    return tuple(sorted(rows, key=lambda row: (row.state != "asked", row.asked_at)))
