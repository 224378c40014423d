from django import forms
from django.utils.translation import gettext_lazy as _

from bids.bidding.models import BidderKind, BidderRole
from challenges.ground.forms.fields import DescribedRadios

#: As long as the name of a registered company may be.
LONGEST_NAME = 160
ROLE_SENTENCES = {
    BidderRole.OWNER: _("Writes, sends and withdraws bids, and says who belongs to the organisation."),
    BidderRole.EDITOR: _("Writes, sends and withdraws bids."),
    BidderRole.VIEWER: _("Reads bids and letters, changes nothing."),
}


class RegisterForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the organisation"),
        help_text=_("As people know it. For a challenge prize, your own name or your team's will do."),
        max_length=LONGEST_NAME,
        error_messages={"max_length": _("The name must be %(limit_value)d characters or fewer")},
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=_("What kind of organisation is it?"), choices=BidderKind.choices, widget=forms.RadioSelect
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    # Set once the page has warned that the name is taken.
    same_name_is_fine = forms.BooleanField(widget=forms.HiddenInput, required=False)


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"), widget=forms.EmailInput({"autocomplete": "off", "class": "govuk-input--width-20"})
    )
    role = forms.ChoiceField(
        label=_("What may this person do?"),
        choices=BidderRole.choices,
        initial=BidderRole.EDITOR,
        widget=DescribedRadios(descriptions=ROLE_SENTENCES),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("What may this person do?"),
        choices=BidderRole.choices,
        widget=DescribedRadios(descriptions=ROLE_SENTENCES),
    )
