"""Which states follow which, as data: drawn in the docs, checked by `require_transition`, repeated as constraints.

Only what dates and recorded acts do not already say is stored; a stage's phase, for one, is computed (`phases.py`).
"""

from collections.abc import Mapping
from enum import StrEnum


class ClarificationState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    MERGED = "merged"
    DECLINED = "declined"


CLARIFICATION_TRANSITIONS: Mapping[ClarificationState, frozenset[ClarificationState]] = {
    ClarificationState.ASKED: frozenset(
        {ClarificationState.ANSWERED, ClarificationState.MERGED, ClarificationState.DECLINED}
    ),
    ClarificationState.ANSWERED: frozenset(),
    ClarificationState.MERGED: frozenset(),
    ClarificationState.DECLINED: frozenset({ClarificationState.ANSWERED}),
}


class NoticeState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    PUBLISHED = "published"
    REFUSED = "refused"


NOTICE_TRANSITIONS: Mapping[NoticeState, frozenset[NoticeState]] = {
    NoticeState.DRAFT: frozenset({NoticeState.APPROVED}),
    NoticeState.APPROVED: frozenset({NoticeState.SENT, NoticeState.PUBLISHED}),
    NoticeState.SENT: frozenset({NoticeState.PUBLISHED, NoticeState.REFUSED}),
    NoticeState.REFUSED: frozenset({NoticeState.APPROVED}),
    NoticeState.PUBLISHED: frozenset(),
}
