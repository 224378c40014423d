"""What awaits a person among the pages: what another person sent for approval, and notices with open points."""

from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import TaskState

from challenges.ground.rules import Viewer
from challenges.ground.selectors.desk import Waiting
from cms.editor.drafts import drafts_of


class EditorTask(StrEnum):
    APPROVE = "approve"
    FINISH_DRAFT = "finish_draft"


def approvals_waiting(person: AbstractBaseUser) -> list[Waiting]:
    states = TaskState.objects.reviewable_by(person).select_related("revision").order_by("started_at")
    return [
        Waiting(
            task=EditorTask.APPROVE,
            about=state.revision.object_str,
            place=(state.revision.object_id,),
        )
        for state in states
        if state.status == TaskState.STATUS_IN_PROGRESS
    ]


def unresolved_notices(viewer: Viewer) -> list[Waiting]:
    """Drafts made from a published notice, of which something still has to be looked at."""
    return [
        Waiting(
            task=EditorTask.FINISH_DRAFT,
            about=draft.title,
            place=(draft.page_id,),
            kind=draft.kind,
            count=draft.points_left,
        )
        for draft in drafts_of(viewer)
        if draft.points_left
    ]
