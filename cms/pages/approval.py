from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, TaskState

from challenges.ground.selectors.clock import database_now
from challenges.publishing.services.publication import PublicationRefused
from cms.publishing.forms import ApproveForm
from cms.publishing.pages import PageApproval, latest, read, why_not_approver


class ApprovalState(TaskState):
    """One approval in progress or given, with the hash of exactly what the approver saw."""

    approved_sha256 = models.CharField(max_length=64, blank=True)

    exclude_fields_in_copy = ["approved_sha256"]

    class Meta:
        verbose_name = gettext_lazy("approval")


class SpecificationApproval(AbstractGroupApprovalTask):
    """A second person approves a specification: an approver who wrote none of it and has no interest."""

    task_state_class = ApprovalState

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Asking for changes always; approving only without faults and by nobody who wrote it or has an interest."""
        if not self._user_in_groups(user):
            return []
        actions = [("reject", _("Ask for changes"), True)]
        if not why_not_approver(obj, user.pk) and not read(latest(obj), at=database_now()).faults:
            actions.append(("approve", _("Approve"), True))
        return actions

    def get_form_for_action(self, action: str) -> type:
        return ApproveForm if action == "approve" else super().get_form_for_action(action)

    def get_template_for_action(self, action: str) -> str:
        return "cms/approve.html" if action == "approve" else ""

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve keeps the hash that was shown; `publish()` compares it with what it is about to publish."""
        if action_name == "approve":
            approved = str(kwargs.pop("approved_sha256", ""))
            page = task_state.workflow_state.content_object.specific
            if action_name not in [name for name, _label, _modal in self.get_actions(page, user)]:
                raise PermissionDenied
            if approved != read(latest(page)).sha256:
                raise PublicationRefused(_("This has changed since you opened it. Read it again, then approve it."))
            task_state.approved_sha256 = approved
            task_state.save(update_fields=["approved_sha256"])
        super().on_action(task_state, user, action_name, **kwargs)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False

    @classmethod
    def get_description(cls) -> str:
        return _("One of the authority's approvers reads and approves a specification that others wrote.")

    class Meta:
        verbose_name = gettext_lazy("approval of a specification")
        verbose_name_plural = gettext_lazy("approvals of a specification")


def approval_of(page: Any) -> PageApproval | None:
    """The latest approval of a page or one of its translations; nothing where nobody has approved."""
    pages = [str(each.pk) for each in (page, *page.get_translations())]
    state = (
        ApprovalState.objects.filter(
            workflow_state__object_id__in=pages,
            workflow_state__base_content_type=page.get_base_content_type(),
            status=TaskState.STATUS_APPROVED,
            finished_by__isnull=False,
        )
        .order_by("-finished_at")
        .first()
    )
    return PageApproval(approver_id=state.finished_by_id, sha256=state.approved_sha256) if state else None
