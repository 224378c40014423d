from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from challenges.ground.selectors.reader import reader_language
from portal.models import User


class NameForm(forms.Form):
    """What sign-up asks beside email address and password."""

    field_order = ["name", "email", "password1"]

    name = forms.CharField(label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def signup(self, request: HttpRequest, user: User) -> None:
        # One field, kept whole: names do not divide into first and last everywhere.
        user.first_name = self.cleaned_data["name"]
        user.language = reader_language()
        user.save(update_fields=["first_name", "language"])
