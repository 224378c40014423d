"""What the first of two people asks for, and what the second one decides."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from challenges.ground.domain.two_people import ActWords, Verdict


class AskForm(forms.Form):
    """Why the first person asks, in the act's words; an act that asks for more adds its fields."""

    reason = forms.CharField(
        label=_("Reason"),
        validators=[MaxLengthValidator(5000)],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Give the reason")},
    )

    def __init__(self, *args: Any, words: ActWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label, reason.help_text = words.reason or reason.label, words.reason_hint
        if words.reason_missing:
            reason.error_messages["required"] = words.reason_missing


class DecideForm(forms.Form):
    """The second person's decision, with reasons unless the act needs none."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide")},
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("In a sentence or two, so that others can follow them."),
        validators=[MaxLengthValidator(5000)],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Give your reasons")},
    )

    def __init__(self, *args: Any, words: ActWords, needs_reasons: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [("grant", words.grant), ("refuse", words.refuse)]
        if not needs_reasons:
            del self.fields["reasons"]

    def verdict(self) -> Verdict:
        said = self.cleaned_data
        return Verdict(is_granted=said["decision"] == "grant", reasons=said.get("reasons", ""))
