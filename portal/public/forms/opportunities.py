from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.ground.domain.language import text_in
from challenges.publishing.models.challenge import KINDS
from portal.public.selectors.opportunities import VALUE_BANDS, Wanted, filter_choices

ANY = ("", _("Any"))
STATUS_WORDS = [
    ("open", _("Open now")),
    ("upcoming", _("Opening soon")),
    ("closed", _("Closed, being judged")),
    ("decided", _("Decided")),
]
VALUE_WORDS = {
    "to-25k": _("Under £25,000"),
    "25k-100k": _("£25,000 to £100,000"),
    "100k-1m": _("£100,000 to £1 million"),
    "1m-5m": _("£1 million to £5 million"),
    "from-5m": _("£5 million and more"),
}


class OpportunityFilters(forms.Form):
    """What the reader narrows the list by; a value that is not offered is named, and the rest still counts."""

    marks_optional = False

    q = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ANY, *STATUS_WORDS])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *KINDS])
    authority = forms.ChoiceField(label=_("Public body"), required=False)
    mission = forms.ChoiceField(label=_("Mission"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    value = forms.ChoiceField(
        label=_("Value"), required=False, choices=[ANY, *((band, VALUE_WORDS[band]) for band in VALUE_BANDS)]
    )
    closes = forms.ChoiceField(
        label=_("Closes"),
        required=False,
        choices=[ANY, ("7", _("Within 7 days")), ("30", _("Within 30 days")), ("90", _("Within 90 days"))],
    )

    def __init__(self, *args: object, at: datetime, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        authorities, missions, places = filter_choices(at=at)
        self.fields["authority"].choices = [ANY, *((a.slug, a.name) for a in authorities)]
        self.fields["mission"].choices = [ANY, *((m.slug, text_in(m.title, language)) for m in missions)]
        self.fields["place"].choices = [ANY, *((place, place) for place in places)]

    def wanted(self) -> Wanted:
        """The valid part of what was asked for."""
        self.is_valid()
        chosen = self.cleaned_data
        return Wanted(
            words=chosen.get("q", ""),
            kind=chosen.get("kind", ""),
            status=chosen.get("status", ""),
            authority=chosen.get("authority", ""),
            mission=chosen.get("mission", ""),
            place=chosen.get("place", ""),
            value=chosen.get("value", ""),
            closes_within_days=int(chosen["closes"]) if chosen.get("closes") else None,
        )
