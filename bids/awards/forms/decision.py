from decimal import Decimal
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.ground.forms.fields import MomentField

NO_AWARD = "none"


class RecommendForm(forms.Form):
    bid = forms.ChoiceField(label=_("What do you recommend?"), widget=forms.RadioSelect)
    prize_amount = forms.DecimalField(
        label=_("Amount of the prize, in pounds"), max_digits=16, decimal_places=2, required=False
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_(
            "Why this is the right decision, in words anyone can follow. They are published with the award, so name no "
            "other bidder."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
    )

    def __init__(self, *args: object, first: list[tuple[str, str]], fund: Decimal | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if fund is None:
            del self.fields["prize_amount"]
        else:
            words = _("What this winner gets of the fund of £%(fund)s. Leave it empty if you recommend no award.")
            self.fields["prize_amount"].help_text = words % {"fund": f"{fund:,.0f}"}
        award = [(bid, _("Award to %(name)s") % {"name": name}) for bid, name in first]
        self.fields["bid"].choices = [*award, (NO_AWARD, _("Make no award"))]

    def bid_id(self) -> UUID | None:
        chosen = self.cleaned_data["bid"]
        return None if chosen == NO_AWARD else UUID(chosen)


class ApprovalForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("approve", _("Approve")), ("return", _("Return with reasons"))],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Needed when you return it."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        required=False,
    )


class PublishAwardForm(forms.Form):
    # Whether a notice is needed depends on the route; the page says so, and the service insists.
    marks_optional = False

    notice_number = forms.CharField(
        label=_("Number of the award notice on the central platform"),
        help_text=_("For example, 2026/S 000-012345"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    noticed_at = MomentField(label=_("When it was published there"), required=False)
