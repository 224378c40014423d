from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bids.evaluation.domain.acts import SeatPlan
from bids.evaluation.models import PanelRole
from challenges.ground.forms.fields import DescribedRadios
from challenges.ground.forms.two_people import AskForm

ROLE_WORDS = {
    PanelRole.CHAIR.value: _("Runs the agreement and writes down the agreed scores. May score too."),
    PanelRole.EVALUATOR.value: _("Scores the criteria chosen below, alone, with reasons."),
    PanelRole.OBSERVER.value: _("Reads what the panel reads and writes nothing."),
}


class SeatForm(forms.Form):
    """Who is asked to join a panel, as what, for which criteria."""

    colleague = forms.ChoiceField(
        label=_("Somebody of your authority"),
        required=False,
        widget=forms.Select(attrs={"data-app-autocomplete": ""}),
    )
    email = forms.EmailField(
        label=_("Or somebody else, by email"),
        help_text=_("They get an invitation. They join the panel when they accept it."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    role = forms.ChoiceField(
        label=_("Role on the panel"),
        choices=PanelRole.choices,
        initial=PanelRole.EVALUATOR,
        widget=DescribedRadios(descriptions=ROLE_WORDS),
    )
    discipline = forms.CharField(
        label=_("Discipline"),
        help_text=_("For example clinical, finance, lived experience"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    criteria = forms.MultipleChoiceField(
        label=_("Criteria to score"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, colleagues: Mapping[str, Any], criteria: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues
        named = [(pk, f"{person} ({person.email})") for pk, person in colleagues.items()]
        self.fields["colleague"].choices = [("", _("Choose a person")), *named]
        self.fields["criteria"].choices = list(criteria)

    def clean(self) -> dict[str, Any]:
        chosen = super().clean()
        if self.errors:
            return chosen
        if bool(chosen.get("colleague")) == bool(chosen.get("email")):
            self.add_error("colleague", _("Choose a person or enter an email address"))
        return chosen

    @property
    def person(self) -> Any:
        """The colleague chosen."""
        return self.colleagues[self.cleaned_data["colleague"]]

    def plan(self) -> SeatPlan:
        return SeatPlan(
            role=self.cleaned_data["role"],
            discipline=self.cleaned_data["discipline"],
            criteria=tuple(UUID(pk) for pk in self.cleaned_data["criteria"]),
        )


class ChangeSeatForm(SeatForm):
    """The same for somebody who sits on the panel already."""

    colleague = None
    email = None

    def __init__(self, *args: Any, criteria: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["criteria"].choices = list(criteria)

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self)


class ReplaceForm(AskForm):
    """Who takes a member's seat, and why."""

    person = forms.ChoiceField(
        label=_("Who takes the seat"),
        help_text=_("Somebody of your authority who does not sit on the panel."),
        widget=forms.Select(attrs={"data-app-autocomplete": ""}),
        error_messages={"required": _("Choose a person")},
    )
    field_order = ["person", "reason"]

    def __init__(self, *args: Any, colleagues: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(pk, f"{person} ({person.email})") for pk, person in colleagues.items()]
        self.fields["person"].choices = [("", _("Choose a person")), *named]
