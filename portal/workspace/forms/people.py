from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.ground.models import AuthorityRole


class InviteMemberForm(forms.Form):
    email = forms.EmailField(label=_("Email address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=AuthorityRole.choices, widget=forms.RadioSelect)


class RemoveMemberForm(forms.Form):
    person = forms.UUIDField(widget=forms.HiddenInput)
    role = forms.ChoiceField(choices=AuthorityRole.choices, widget=forms.HiddenInput)
