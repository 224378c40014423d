"""What the first of two people asks for, where it is more than a reason."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from bids.bidding.models import Bid
from bids.evaluation.domain.acts import Proposed, ToReopen
from bids.evaluation.models import Reopening
from challenges.ground.forms.fields import DescribedRadios
from challenges.ground.selectors.reader import for_reader
from challenges.publishing.models import Criterion


class ReopenForm(forms.Form):
    """What is wrong with one agreed score; on the price only where part 2 is open."""

    error = forms.ChoiceField(
        label=_("What kind of error is it?"),
        choices=Reopening.Error.choices,
        widget=DescribedRadios(
            descriptions={
                "fact": _(
                    "The score rests on something that is not so: a passage overlooked or misread, a wrong figure."
                ),
                "method": _("The published scale or guidance was not applied as it stands."),
            }
        ),
        error_messages={"required": _("Choose whether it is an error of fact or of method")},
    )
    what_is_wrong = forms.CharField(
        label=_("What is wrong"),
        help_text=_("And how you know, so that the person who decides can check it. A change of mind is not an error."),
        validators=[MaxLengthValidator(5000)],
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what is wrong")},
    )
    price_reason = forms.CharField(
        label=_("Why no price played a part in this"),
        help_text=_("Part 2 is open, so prices may be known. How was the error found, and by whom?"),
        validators=[MaxLengthValidator(5000)],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why no price played a part")},
    )

    def __init__(self, *args: Any, are_prices_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not are_prices_known:
            del self.fields["price_reason"]

    def asked(self) -> ToReopen:
        said = self.cleaned_data
        return ToReopen(
            error=said["error"], what_is_wrong=said["what_is_wrong"], price_reason=said.get("price_reason", "")
        )


class ReopenAnyForm(ReopenForm):
    """The same for an officer, who also says which score is meant."""

    bid = forms.ChoiceField(label=_("Whose bid"), error_messages={"required": _("Choose a bid")})
    criterion = forms.ChoiceField(label=_("Which criterion"), error_messages={"required": _("Choose a criterion")})

    def __init__(self, *args: Any, bids: Iterable[Bid], criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", _("Choose"))
        self.fields["bid"].choices = [nothing, *((str(bid.pk), bid.bidder.name) for bid in bids)]
        self.fields["criterion"].choices = [
            nothing,
            *((str(criterion.pk), for_reader(criterion.title)) for criterion in criteria),
        ]
        self.order_fields(["bid", "criterion", "error", "what_is_wrong", "price_reason"])

    def place(self) -> dict[str, UUID]:
        return {"bid_id": UUID(self.cleaned_data["bid"]), "criterion_id": UUID(self.cleaned_data["criterion"])}


class ProposalForm(forms.Form):
    """What an officer recommends on a request for late admission."""

    recommendation = forms.ChoiceField(
        label=_("What do you recommend?"),
        choices=[("admit", _("Admit the bid late")), ("leave", _("Do not admit it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you recommend")},
    )
    reason = forms.CharField(
        label=_("Reasons"),
        help_text=_("What the published rule means for this bid, in words the approver can follow."),
        validators=[MaxLengthValidator(5000)],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Give your reasons")},
    )

    def proposed(self) -> Proposed:
        is_recommended = self.cleaned_data["recommendation"] == "admit"
        return Proposed(is_recommended=is_recommended, reason=self.cleaned_data["reason"])
