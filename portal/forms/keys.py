from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddKeyForm(AddWebAuthnForm):
    """Adding a passkey or security key, in the portal's words."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("So that you can tell your keys apart, for example “work telephone”."),
        required=False,
        max_length=100,
    )
    passwordless = forms.BooleanField(
        label=_("Let me sign in with this key alone, without my password"),
        help_text=_("The key then asks for your fingerprint, face or its own number each time."),
        required=False,
    )

    field_order = ["name", "passwordless"]
