"""What awaits a person among the pages: what another person sent for approval, and notices with open points."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import TaskState

from challenges.ground.rules import Viewer
from challenges.ground.selectors.desk import Waiting
from cms.editor.drafts import drafts_of


def approvals_waiting(person: AbstractBaseUser) -> list[Waiting]:
    states = TaskState.objects.reviewable_by(person).select_related("revision").order_by("started_at")
    return [
        Waiting(
            title=_("Approve for publication, or send back"),
            about=state.revision.object_str,
            url=reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
        )
        for state in states
        if state.status == TaskState.STATUS_IN_PROGRESS
    ]


def unresolved_notices(viewer: Viewer) -> list[Waiting]:
    """Drafts made from a published notice, of which something still has to be looked at."""
    return [
        Waiting(
            title=ngettext(
                "Finish a draft: %(n)d thing to resolve", "Finish a draft: %(n)d things to resolve", draft.points_left
            )
            % {"n": draft.points_left},
            about=draft.title,
            url=draft.address,
        )
        for draft in drafts_of(viewer)
        if draft.points_left
    ]
