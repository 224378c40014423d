from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from bids.evaluation.domain.acts import Agreed
from bids.evaluation.forms.assessment import OutcomeField, scale_points
from bids.evaluation.models import PanelMember
from challenges.ground.forms.fields import ScaleField
from challenges.publishing.domain.specification import ScalePoint


class BeginForm(forms.Form):
    """Beginning to agree scores; the reason is asked for only where marks are missing."""

    gaps_reason = forms.CharField(
        label=_("Why the panel goes on without them"),
        required=False,
        validators=[MaxLengthValidator(2000)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConsensusForm(forms.Form):
    """What the panel agreed. Nothing is filled in beforehand: agreeing is not averaging."""

    reasons = forms.CharField(
        label=_("The panel's reasons"),
        help_text=_(
            "Full sentences: what in the bid led to this score, and why it was not higher. The bidder will read this."
        ),
        validators=[MaxLengthValidator(10000)],
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Give the panel's reasons")},
    )
    present = forms.MultipleChoiceField(
        label=_("Who was present"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who was present")},
    )
    dissent = forms.CharField(
        label=_("Who disagreed, and why"),
        required=False,
        validators=[MaxLengthValidator(4000)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        scale: Sequence[ScalePoint],
        is_pass_fail: bool,
        members: Iterable[PanelMember],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kind, label = (OutcomeField, _("Agreed result")) if is_pass_fail else (ScaleField, _("Agreed score"))
        self.fields["score"] = kind(points=scale_points(scale), label=label)
        self.fields["present"].choices = [(str(member.pk), str(member.person)) for member in members]
        self.order_fields(["score", "reasons", "present", "dissent", "replaces"])

    def agreed(self) -> Agreed:
        said = self.cleaned_data
        return Agreed(
            score=said["score"],
            reasons=said["reasons"],
            present=tuple(UUID(pk) for pk in said["present"]),
            dissent=said["dissent"],
            replaces=said["replaces"],
        )
