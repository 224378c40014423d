from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bids.evaluation.domain.acts import Declared, TypedAssessment
from bids.evaluation.domain.citations import quoted_lines
from bids.evaluation.models import Assessment
from bids.evaluation.selectors.evaluation import Declaration
from challenges.ground.forms.fields import ScaleField
from challenges.ground.selectors.reader import for_reader
from challenges.publishing.domain.specification import ScalePoint


def scale_points(scale: Sequence[ScalePoint]) -> list[tuple[str, str, str]]:
    """A published scale as the scale component wants it, in the reader's language."""
    return [(f"{point.score.normalize():f}", for_reader(point.label), for_reader(point.descriptor)) for point in scale]


class OutcomeField(ScaleField):
    """Pass or fail: the two points without their figures."""

    def __init__(self, *, points: Sequence[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(points=points, **kwargs)
        self.choices = [(score, title) for score, title, _text in points]


class AssessmentForm(forms.Form):
    """One assessment as typed. Drafts keep anything; what giving it needs is for the service to say."""

    reasons = forms.CharField(
        label=_("Your reasons"),
        help_text=_("Why this score, and why not a higher one. Write to the published scale."),
        required=False,
        validators=[MaxLengthValidator(10000)],
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    citations = forms.CharField(
        label=_("Passages you rely on"),
        help_text=_("Copy them from the bid, one a line. For a file, begin with its name."),
        required=False,
        validators=[MaxLengthValidator(10000)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    # Names this page as it was served, and counts what was typed on it.
    page = forms.UUIDField(required=False, widget=forms.HiddenInput)
    turn = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    marks_optional = False
    field_order = ["score", "reasons", "citations", "revision", "page", "turn"]

    def __init__(self, *args: Any, scale: Sequence[ScalePoint], is_pass_fail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, label = (
            (OutcomeField, _("Does the bid pass?"))
            if is_pass_fail
            else (ScaleField, _("Which point of the scale does the bid reach?"))
        )
        self.fields["score"] = kind(points=scale_points(scale), label=label, required=False)
        self.order_fields(self.field_order)

    def assessment(self) -> TypedAssessment:
        typed = self.cleaned_data
        return TypedAssessment(
            score=typed["score"],
            reasons=typed["reasons"],
            citations=quoted_lines(typed["citations"]),
            revision=typed["revision"],
            page=typed["page"],
            turn=typed["turn"] or 0,
        )


def as_typed(assessment: Assessment | None) -> dict[str, Any]:
    """A stored assessment in the boxes of a page that is served now."""
    served = {"page": uuid4(), "turn": 0}
    if assessment is None:
        return {"revision": 0, **served}
    return {
        **served,
        "score": None if assessment.score is None else f"{assessment.score.normalize():f}",
        "reasons": assessment.reasons,
        "citations": "\n".join(assessment.citations),
        "revision": assessment.revision,
    }


class DeclarationsForm(forms.Form):
    """What a member says about each bidder: for every one a choice and, where there is a conflict, what it is."""

    marks_optional = False

    def __init__(self, *args: Any, declarations: Sequence[Declaration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declarations = declarations
        for one in declarations:
            self.fields[f"conflict_{one.bidder_id}"] = _conflict_field(one)
            self.fields[f"details_{one.bidder_id}"] = _details_field(one)

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Choice and details of each bidder, for the page."""
        return [(self[f"conflict_{one.bidder_id}"], self[f"details_{one.bidder_id}"]) for one in self.declarations]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for one in self.declarations:
            if said.get(f"conflict_{one.bidder_id}") and not said.get(f"details_{one.bidder_id}"):
                self.add_error(f"details_{one.bidder_id}", _("Say what the conflict is"))
        return said

    def declared(self) -> dict[UUID, Declared]:
        return {
            one.bidder_id: Declared(
                has_conflict=self.cleaned_data[f"conflict_{one.bidder_id}"],
                details=self.cleaned_data[f"details_{one.bidder_id}"],
            )
            for one in self.declarations
        }


def _conflict_field(one: Declaration) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=one.name,
        choices=[("no", _("No conflict")), ("yes", _("I have a conflict of interest"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        initial={None: "", True: "yes", False: "no"}[one.has_conflict],
        widget=forms.RadioSelect,
        error_messages={"required": gettext("Choose whether you have a conflict with %(name)s") % {"name": one.name}},
    )


def _details_field(one: Declaration) -> forms.CharField:
    return forms.CharField(
        label=_("What the conflict is, or why there is none any more"),
        required=False,
        validators=[MaxLengthValidator(2000)],
        initial=one.details,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
