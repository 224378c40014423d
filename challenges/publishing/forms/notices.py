from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.ground.forms.fields import MomentField


class NoticeNumberForm(forms.Form):
    """The number and the moment under which the central platform published a notice."""

    number = forms.CharField(
        label=_("Notice number"),
        help_text=_("As the central platform shows it, for example 2026/S 000-012345"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    published_at = MomentField(
        label=_("When it was published there"),
        help_text=_("The public page, and every legal period, begins at this moment."),
    )
