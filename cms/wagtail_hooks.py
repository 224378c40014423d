"""What Wagtail asks its hooks for: a menu an officer understands, words of our own, and two small views."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet

from cms.editor.services import REFUSED
from cms.editor.snippets import MetricViewSet, MissionViewSet
from cms.models import SpecificationPage
from cms.publishing.pages import challenge_of
from cms.views import authorities as authority_views
from cms.views import imported as views

#: What an officer or approver needs; platform administrators keep the whole menu.
OFFICERS_MENU = frozenset({"explorer", "documents", "manage", "import-a-notice", "reports"})


class AdministratorsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


class MembersItem(MenuItem):
    """For people of an authority; the page it leads to refuses everybody else."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.viewer.authority_roles)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [
        path("authorities/new/", authority_views.new_authority, name="cms_new_authority"),
        path("imported/points/<int:point_id>/resolve/", views.resolve, name="cms_resolve_point"),
        path("imported/<int:page_id>/original/", views.original_notice, name="cms_original_notice"),
    ]


@hooks.register("insert_global_admin_css")
def editor_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/editor.css"))


@hooks.register("insert_editor_js")
def editor_js() -> str:
    return format_html('<script src="{}"></script>', static("cms/editor.js"))


@hooks.register("register_admin_menu_item")
def manage_item() -> MenuItem:
    return MembersItem(
        gettext_lazy("Your procurements"), reverse("manage"), name="manage", icon_name="list-ul", order=50
    )


@hooks.register("register_admin_menu_item")
def import_item() -> MenuItem:
    return MembersItem(
        gettext_lazy("Import a notice"),
        reverse("import_notice"),
        name="import-a-notice",
        icon_name="upload",
        order=60,
    )


@hooks.register("register_settings_menu_item")
def new_authority_item() -> MenuItem:
    return AdministratorsItem(
        gettext_lazy("New public body"), reverse("cms_new_authority"), name="new-authority", icon_name="group", order=10
    )


@hooks.register("construct_main_menu")
def clean_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name in OFFICERS_MENU]


class SendForApproval(SubmitForModerationMenuItem):
    """Wagtail would say “Submit to” and the workflow's name."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "label": _("Send for approval")}


@hooks.register("construct_page_action_menu")
def clean_actions(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """“Send for approval” in our words, and “Approve” first for whoever may; an approver does not edit."""
    menu_items[:] = [SendForApproval(item.order) if item.name == "action-submit" else item for item in menu_items]
    approving = [item for item in menu_items if item.name == "approve"]
    if approving:
        others = [
            item for item in menu_items if item.name not in ("approve", "action-save-draft", "action-cancel-workflow")
        ]
        menu_items[:] = approving + others


@hooks.register("after_edit_page")
def lead_to_the_record(request: HttpRequest, page: Any) -> HttpResponse | None:
    """After an approval in the editor: to the procedure it has begun, where the next step stands."""
    if request.POST.get("workflow-action-name") != "approve" or not isinstance(page, SpecificationPage):
        return None
    # Wagtail has just said that the page was updated; what happened is more than that.
    list(messages.get_messages(request))
    challenge = challenge_of(page)
    if challenge is None:
        messages.success(request, _("Approved. It will be published at the moment set in its timetable."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    messages.success(request, _("Approved and published as %(ocid)s.") % {"ocid": challenge.ocid})
    return redirect("manage_challenge", ocid=challenge.ocid)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(REFUSED)
    class PublicationRefusedFormatter(LogFormatter):
        label = gettext_lazy("Scheduled publication refused")

        def format_message(self, log_entry: Any) -> str:
            return _("Taken off the schedule: %(reasons)s") % {"reasons": " ".join(log_entry.data["reasons"])}


register_snippet(MissionViewSet)
register_snippet(MetricViewSet)
