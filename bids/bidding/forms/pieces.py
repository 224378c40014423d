"""The pages of a draft as forms. They keep whatever is typed; what is wrong with it is read by `bids.bidding.domain.draft`."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.boxes import MOST_CHARACTERS, Fault, Typed
from bids.bidding.domain.draft import cost_boxes, money_boxes, volume_boxes
from bids.bidding.forms.wording import named_fault_words
from challenges.ground.forms.fields import AffixedInput
from challenges.publishing.domain.specification import MeasureSpec, OutcomeSpec, QuestionSpec


class LongText(forms.CharField):
    """A long answer; `max_words` only shows the count, for a draft is saved over the limit too."""

    def __init__(self, *, max_words: int | None = None, rows: int = 14, **kwargs: object) -> None:
        self.max_words = max_words
        widget = forms.Textarea({"rows": rows})
        super().__init__(widget=widget, required=False, strip=False, max_length=MOST_CHARACTERS, **kwargs)
        # Words are counted, not characters, and nothing typed is cut off.
        self.widget.attrs.pop("maxlength", None)


class Figure(forms.CharField):
    """A figure as typed, with the sign it bears."""

    def __init__(self, *, prefix: str = "", suffix: str = "", width: int = 10, **kwargs: object) -> None:
        widget = AffixedInput(prefix=prefix, suffix=suffix, attrs={"class": f"govuk-input--width-{width}"})
        super().__init__(widget=widget, required=False, max_length=40, **kwargs)


class PieceForm(forms.Form):
    """One page of a draft. `version` is the one the writer has before them (0: nothing saved yet)."""

    marks_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    # Names this page as it was served, and counts what was typed on it: see `bids.bidding.services.drafting.Page`.
    page = forms.UUIDField(widget=forms.HiddenInput)
    turn = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def base_version(self) -> int:
        """The version the writer had before them, or somebody else's that they have seen and decided to replace."""
        replaced = str(self.data.get("instead_of", ""))
        return int(replaced) if replaced.isdecimal() else self.cleaned_data["version"]

    def typed(self) -> Typed:
        """What was typed, box by box, to be kept."""
        return {name: value for name, value in self.cleaned_data.items() if name not in PieceForm.base_fields}

    def show_faults(self, faults: Iterable[Fault]) -> None:
        """Put each fault at its box."""
        for fault in faults:
            self.add_error(fault.box if fault.box in self.fields else None, named_fault_words(fault))


class AnswerForm(PieceForm):
    def __init__(self, *args: object, question: QuestionSpec, hint: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = LongText(label=_("Your answer"), help_text=hint, max_words=question.word_limit)


class OutcomeForm(PieceForm):
    """How many a year, how many of them succeed, and a price where it is left open."""

    def __init__(self, *args: object, outcome: OutcomeSpec, years: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for year, box in enumerate(volume_boxes(years)):
            self.fields[box] = Figure(label=_("Year %(year)d") % {"year": year + 1})
        self.fields["low"] = Figure(label=_("At the very least"), suffix=_("out of 100"), width=4)
        self.fields["likely"] = Figure(label=_("Most likely"), suffix=_("out of 100"), width=4)
        self.fields["high"] = Figure(label=_("At the very best"), suffix=_("out of 100"), width=4)
        if outcome.price_is_offered:
            hint = _("What you would be paid for one that succeeds, without VAT.")
            self.fields["price"] = Figure(label=_("Your price for one result"), prefix="£", help_text=hint)
        self.volumes = volume_boxes(years)


class PledgeForm(PieceForm):
    def __init__(self, *args: object, measure: MeasureSpec, years: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"] = Figure(label=_("How much each year"), suffix=measure.unit)
        hint = _("Leave it as it is to keep it up for the whole contract.")
        self.fields["years"] = Figure(
            label=_("For how many years"), width=2, suffix=_("years"), help_text=hint, initial=str(years)
        )
        self.fields["statement"] = LongText(
            label=_("How you will do it"),
            help_text=_("Who does what, by when, and how you will show that it happened."),
            rows=6,
        )


class ConditionsForm(PieceForm):
    accepted = forms.MultipleChoiceField(
        label=gettext_lazy("Which conditions do you accept?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: object, choices: Iterable[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepted"].choices = list(choices)


class MoneyForm(PieceForm):
    """Price, fee, costs year by year, how far they may differ, and what can be financed."""

    def __init__(self, *args: object, asked: Asked, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        fields = self._fields(asked.years)
        self.fields |= {box: fields[box] for box in money_boxes(asked)}
        self.costs = cost_boxes(asked.years) if asked.money.costs else ()

    def _fields(self, years: int) -> Mapping[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            "price": Figure(
                label=_("Your price"),
                prefix="£",
                help_text=_("For the whole contract, all years together, without VAT."),
            ),
            "fixed_fee": Figure(
                label=_("Your fixed fee"),
                prefix="£",
                help_text=_("For the whole contract. It is paid whatever the results, in equal parts each month."),
            ),
            "cost_lower": Figure(
                label=_("They could turn out lower by"),
                suffix="%",
                width=3,
                help_text=_("Leave empty if they could not."),
            ),
            "cost_higher": Figure(
                label=_("They could turn out higher by"),
                suffix="%",
                width=3,
                help_text=_("Leave empty if they could not."),
            ),
            "working_capital": Figure(
                label=_("How much can you pay out before money comes in?"),
                prefix="£",
                help_text=_("Reserves, a loan or an overdraft you can count on. Leave empty if nothing."),
            ),
        }
        costs = enumerate(cost_boxes(years))
        return fields | {box: Figure(label=_("Year %(year)d") % {"year": year + 1}, prefix="£") for year, box in costs}
