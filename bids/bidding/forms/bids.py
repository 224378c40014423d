from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.ground.wording.kinds import said_of


class StartForm(forms.Form):
    """Who bids and for which part; asked only where there is a choice."""

    def __init__(
        self,
        *args: object,
        bidders: Iterable[tuple[str, str]],
        lots: Iterable[tuple[str, str]],
        must_pass: bool,
        kind: str,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        bidders, lots = list(bidders), list(lots)
        self._add_choice("bidder", label=said_of(kind, "which_organisation"), choices=bidders)
        if lots:
            self._add_choice("lot", label=said_of(kind, "which_part"), choices=lots)
        if must_pass:
            self.fields["able"] = forms.BooleanField(
                label=said_of(kind, "able"),
                error_messages={"required": said_of(kind, "must_be_able")},
            )

    def _add_choice(self, name: str, *, label: str, choices: list[tuple[str, str]]) -> None:
        only = choices[0][0] if len(choices) == 1 else None
        widget = forms.HiddenInput if only else forms.RadioSelect
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, widget=widget, initial=only, error_messages={"required": _("Choose one")}
        )


class RequestKeyForm(forms.Form):
    """A form that does one thing once, however often it is sent."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)


class ConfirmBidForm(forms.Form):
    version = forms.UUIDField(widget=forms.HiddenInput)


class CheckReceiptForm(forms.Form):
    reference = forms.UUIDField(
        label=_("Reference of the receipt"),
        help_text=_("36 characters, for example 1b4e28ba-2fa1-41d2-883f-0016d3cca427"),
        error_messages={"invalid": _("Enter the reference as it stands on the receipt")},
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
    )
    sha256 = forms.RegexField(
        regex=r"(?i)\A\s*[0-9a-f]{64}\s*\Z",
        label=_("Fingerprint on the receipt"),
        help_text=_("64 letters and digits, headed “SHA-256”"),
        error_messages={"invalid": _("Enter all 64 letters and digits of the fingerprint")},
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
    )
    content = forms.FileField(
        label=_("Proof file"),
        help_text=_("The file kept with the receipt. Only its fingerprint is taken; the file itself is not kept."),
        required=False,
    )
