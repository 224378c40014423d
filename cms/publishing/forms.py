"""The editor's forms: faults beside their fields, and an approval that names exactly what was approved."""

import copy
from typing import Any

from django import forms
from django.forms.models import construct_instance
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from challenges.ground.selectors.clock import database_now
from cms.publishing.fault_display import errors_by_field
from cms.publishing.pages import read


class SpecificationPageForm(WagtailAdminPageForm):
    """Drafts save with any fault; sent for approval, each fault stands at its block and field."""

    #: The moment of publication is a field of this form, not a dialogue at its side.
    show_schedule_publishing_toggle = False

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if not self.is_deferred_validation and not self.errors:
            for name, error in errors_by_field(self.draft(), read(self.draft(), at=database_now()).faults):
                self.add_error(name if name in self.fields else None, error)
        return cleaned_data

    def draft(self) -> Any:
        """The page as it would be saved, without touching the one at hand."""
        draft = copy.copy(self.instance)
        return construct_instance(self, draft, self._meta.fields, self._meta.exclude)


class ApproveForm(forms.Form):
    """A comment, and the hash of what the approver was shown when the form was drawn."""

    comment = forms.CharField(
        label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2}), help_text=_("The authors read this.")
    )
    approved_sha256 = forms.CharField(widget=forms.HiddenInput)
