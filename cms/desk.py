"""What awaits a person among the pages: specifications that another person sent for approval."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from challenges.selectors.desk import Waiting


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
