from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.ground.models import AuthorityRole


class InviteMemberForm(forms.Form):
    email = forms.EmailField(label=_("Email address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=AuthorityRole.choices, widget=forms.RadioSelect)


class AskForResetForm(forms.Form):
    reason = forms.CharField(
        label=_("How did you make sure that it is really this person?"),
        help_text=_("For example: you spoke to them at their desk, or rang the number you have always had for them."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class DecideResetForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("remove", _("Remove the second factor")), ("leave", _("Leave it as it is"))],
        widget=forms.RadioSelect,
    )


class RemoveMemberForm(forms.Form):
    person = forms.UUIDField(widget=forms.HiddenInput)
    role = forms.ChoiceField(choices=AuthorityRole.choices, widget=forms.HiddenInput)
