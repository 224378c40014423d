from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from challenges.ground.models import Authority


class NoticeForm(forms.Form):
    """The file of a published notice, and for which of their authorities the officer imports it."""

    notice = forms.FileField(
        label=_("The notice"),
        help_text=_("A JSON file: an OCDS release, release package or record, or a challenge or outcomes contract."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": _("Choose the file of a notice"),
            "empty": _("The file is empty."),
            "missing": _("Choose the file of a notice"),
        },
    )
    authority = forms.ModelChoiceField(
        label=_("For which public body?"),
        queryset=Authority.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a public body"), "invalid_choice": _("Choose a public body")},
    )

    def __init__(self, *args: Any, authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["authority"]
        field.queryset = authorities
        only = list(authorities[:2])
        if len(only) == 1:
            field.initial, field.widget = only[0].pk, forms.HiddenInput()

    def clean_notice(self) -> UploadedFile:
        notice = self.cleaned_data["notice"]
        if notice.size > settings.MAX_NOTICE_BYTES:
            most = f"{settings.MAX_NOTICE_BYTES / 1_000_000:g}"
            raise ValidationError(_("The file is too large: at most %(most)s MB can be read.") % {"most": most})
        return notice
