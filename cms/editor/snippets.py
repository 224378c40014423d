"""Plain tables of the rooms below that a platform administrator edits in the CMS: missions and headline metrics."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from challenges.ground.services.record import record_of
from challenges.missions.models import Metric, Mission

LANGUAGES = ("en", "cy")


class TwoLanguages(forms.MultiWidget):
    """One box for English, one for Welsh."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        labels = (_("In English"), _("In Welsh, if there is a translation"))
        boxes = [forms.Textarea({"rows": 1, "aria-label": label, "placeholder": label}) for label in labels]
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(language, "") for language in LANGUAGES]


class TextField(forms.MultiValueField):
    """Words keyed by language; a language without words is left out."""

    widget = TwoLanguages

    def __init__(self, **options: Any) -> None:
        parts = (forms.CharField(), forms.CharField(required=False))
        super().__init__(parts, require_all_fields=False, **options)

    def compress(self, values: list[str]) -> dict[str, str]:
        return {language: words for language, words in zip(LANGUAGES, values, strict=False) if words}


class MissionForm(WagtailAdminModelForm):
    title = TextField(label=_("Title"))
    goal = TextField(label=_("Goal"), help_text=_("What is different when it has been reached."))

    def save(self, commit: bool = True) -> Mission:
        mission: Mission = self.instance
        with transaction.atomic():
            mission.record = record_of(record_id=mission.record_id, authority_id=mission.authority_id)
            return super().save(commit)


class MetricForm(WagtailAdminModelForm):
    name = TextField(label=_("Name"))


def _panels(form: type, *names: str) -> ObjectList:
    return ObjectList([FieldPanel(name) for name in names], base_form_class=form)


class MissionViewSet(SnippetViewSet):
    model = Mission
    icon = "pick"
    menu_label = _("Missions")
    add_to_admin_menu = True
    list_display = ["__str__", "authority", "due_on", "is_published"]
    edit_handler = _panels(MissionForm, "authority", "title", "slug", "goal", "owner_post", "due_on", "is_published")


class MetricViewSet(SnippetViewSet):
    model = Metric
    icon = "order"
    menu_label = _("Headline metrics")
    list_display = ["__str__", "mission", "due_on"]
    edit_handler = _panels(
        MetricForm, "mission", "name", "unit", "baseline", "baseline_on", "target", "due_on", "source", "source_url",
        "is_proxy", "position",
    )  # fmt: skip
