from django import forms
from django.utils.translation import gettext_lazy as _

from bids.evaluation.domain.acts import Declared


class ConfirmForm(forms.Form):
    """A box to tick before an act that cannot be taken back."""

    confirmed = forms.BooleanField(error_messages={"required": _("Confirm that you want to do this")})

    def __init__(self, *args: object, label: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].label = label


class InterestForm(forms.Form):
    """What an officer or approver declares about a procedure."""

    has_interest = forms.TypedChoiceField(
        label=_("Do you have any interest that could affect this procedure, or look as if it could?"),
        help_text=_("Personal, professional or financial; direct, or through family, friends or past employers."),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    details = forms.CharField(
        label=_("What the interest is"),
        help_text=_("Who or what it concerns, and since when. Your commercial team, approvers and auditors read this."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, object]:
        said = super().clean()
        if said.get("has_interest") and not said.get("details"):
            self.add_error("details", _("Say what the interest is"))
        return said

    def declared(self) -> Declared:
        return Declared(has_conflict=self.cleaned_data["has_interest"], details=self.cleaned_data["details"])
