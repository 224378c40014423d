"""What an officer invents before publication: trial bids for the scoring, and one offer for the terms.

Whatever is typed stays in its box; what is wrong with it is said with the field, the value and the rule.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.bidding.domain.asked import Asked, PieceKind, piece_key
from bids.bidding.domain.boxes import HUNDRED, Boxes
from bids.bidding.domain.payload import CommercialPart, OutcomeOfferPart, QualityPart
from bids.bidding.domain.pieces import Parts
from bids.bidding.domain.pieces.money import MONEY, cost_boxes
from bids.bidding.domain.pieces.outcome import OUTCOME, volume_boxes
from bids.bidding.domain.typed import as_typed
from bids.bidding.forms.pieces.shown import said
from bids.bidding.forms.wording import fault_words
from bids.evaluation.domain.assurance.rehearsal_bids import (
    FEWEST,
    LETTERS,
    MOST,
    USUAL,
    RehearsalFault,
    RehearsalLine,
    read_figure,
    short_key,
)
from bids.evaluation.domain.assurance.rehearsal_terms import BID, SHARES, TermChange, whole_months
from challenges.ground.forms.fields import AffixedInput, DescribedRadios
from challenges.publishing.domain.specification import OutcomeSpec

SHOWN_AT_MOST = 40
TEN_THOUSAND = 10_000
PASSES = [("1", gettext_lazy("Passes")), ("0", gettext_lazy("Fails"))]
CHANGES = {
    TermChange.NONE: (gettext_lazy("Nothing: show the terms as drafted"), ""),
    TermChange.LESS_ON_RESULTS: (
        gettext_lazy("A smaller share is paid on results"),
        gettext_lazy("Per cent of every price that become fixed fee. 25 if you leave the figure empty."),
    ),
    TermChange.MORE_ON_RESULTS: (
        gettext_lazy("A larger share is paid on results"),
        gettext_lazy("Per cent of the fixed fee that are paid by result instead. 50 if you leave it empty."),
    ),
    TermChange.PAID_IN: (
        gettext_lazy("Money comes sooner or later"),
        gettext_lazy("Months from a result to its payment. Half of what the draft says if you leave it empty."),
    ),
    TermChange.ADVANCE: (
        gettext_lazy("An advance"),
        gettext_lazy(
            "Pounds paid before the work starts, taken off later payments. A tenth of the money if you leave it empty."
        ),
    ),
    TermChange.CAP: (
        gettext_lazy("A cap on what is paid for results"),
        gettext_lazy(
            "Pounds over the whole contract. Four fifths of what is most likely earned if you leave it empty."
        ),
    ),
}


def bid_name(letter: str) -> str:
    return _("Trial bid %(letter)s") % {"letter": letter}


def shown_figure(figure: Decimal) -> str:
    """A figure as somebody would type it; large ones with commas."""
    return f"{figure.normalize():,f}" if abs(figure) >= TEN_THOUSAND else f"{figure.normalize():f}"


class Box(forms.CharField):
    """One figure as typed, read by the form that holds it."""

    def __init__(self, *, width: int = 10, prefix: str = "", suffix: str = "", **kwargs: object) -> None:
        widget = AffixedInput(prefix=prefix, suffix=suffix, attrs={"class": f"govuk-input--width-{width}"})
        super().__init__(required=False, widget=kwargs.pop("widget", None) or widget, **kwargs)


class RehearsalBidsForm(forms.Form):
    """Two to six invented bids, one box for each criterion and bid."""

    marks_optional = False

    def __init__(
        self, typed: Mapping[str, str], *, lines: Sequence[RehearsalLine], begun: Mapping[str, Mapping[str, Decimal]]
    ) -> None:
        self.letters = LETTERS[: how_many(typed.get("bids", ""))]
        self.lines = lines
        first = {
            _name(letter, line): shown_figure(begun[letter][line.key]) for letter in self.letters for line in lines
        }
        super().__init__({**first, **typed})
        for letter in self.letters:
            for line in lines:
                self.fields[_name(letter, line)] = self._field(letter, line)

    def _field(self, letter: str, line: RehearsalLine) -> Box:
        label = f"{bid_name(letter)}, {said(line.title)}"
        choices = _choices(line)
        if not choices:
            return Box(label=label)
        typed = str(self.data[_name(letter, line)])
        # What was typed stands, also where it is none of the scale: a select would silently show another score.
        if typed not in dict(choices):
            choices = [*choices, (typed, typed)]
        return Box(label=label, widget=forms.Select(choices=choices))

    def clean(self) -> Mapping[str, object]:
        self.figures: dict[str, dict[str, Decimal]] = {letter: {} for letter in self.letters}
        self.rules: dict[str, str] = {}
        for letter in self.letters:
            for line in self.lines:
                name = _name(letter, line)
                typed = str(self.cleaned_data.get(name, ""))
                read = read_figure(line, typed)
                if isinstance(read, RehearsalFault):
                    self.rules[name] = rule_words(read)
                    field = f"{bid_name(letter)}, {said(line.title)}"
                    self.add_error(name, _named(field, typed=typed, rule=self.rules[name]))
                else:
                    self.figures[letter][line.criterion.id] = read
        return self.cleaned_data

    def rows(self) -> list[tuple[RehearsalLine, list[tuple[str, forms.BoundField, str]]]]:
        """Criterion by criterion, the box of every bid with the rule it breaks: the heads name bid and criterion."""
        return [(line, [self._cell(letter, line) for letter in self.letters]) for line in self.lines]

    def _cell(self, letter: str, line: RehearsalLine) -> tuple[str, forms.BoundField, str]:
        name = _name(letter, line)
        return bid_name(letter), self[name], self.rules.get(name, "")


def how_many(typed: str) -> int:
    """How many trial bids are shown: as asked, from two to six."""
    return min(max(int(typed), FEWEST), MOST) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else USUAL


def _name(letter: str, line: RehearsalLine) -> str:
    return f"{letter}-{line.key}"


def _choices(line: RehearsalLine) -> list[tuple[str, object]]:
    if line.criterion.kind == "pass_fail":
        return list(PASSES)
    return [(shown_figure(point.score), f"{shown_figure(point.score)} – {said(point.label)}") for point in line.scale]


def rule_words(fault: RehearsalFault) -> str:
    """The rule that a figure breaks."""
    return {
        "missing": _("Enter a figure."),
        "no_figure": _("Enter a number, for example 120 or 1,250.50."),
        "too_large": _("Enter less than a million million."),
        "below_zero": _("Enter 0 or more."),
        "too_exact": _("Use no more than 4 figures after the point."),
        "off_scale": _("Choose one of the scores on the scale."),
        "too_much": _("Enter %(limit)s or less.") % {"limit": shown_figure(fault.limit or Decimal(0))},
        "nothing_to_compare": _("Enter more than nought: this formula divides by the figure."),
    }[fault.code]


def _named(field: str, *, typed: str, rule: str) -> str:
    if not typed.strip():
        return _("%(field)s: %(rule)s") % {"field": field, "rule": rule}
    words = _("%(field)s: you entered “%(typed)s”. %(rule)s")
    return words % {"field": field, "typed": typed.strip()[:SHOWN_AT_MOST], "rule": rule}


class RehearsalOfferForm(forms.Form):
    """One invented supplier's offer, and the one term that is moved."""

    marks_optional = False

    def __init__(self, typed: Mapping[str, str], *, asked: Asked, begun: CommercialPart, change: TermChange) -> None:
        self.asked = asked
        super().__init__({**_first(begun), "change": change.value, **typed})
        for outcome in asked.outcomes:
            self.fields |= {_box(outcome, name): field for name, field in _outcome_fields(outcome, asked).items()}
        self.fields |= _money_fields(asked)
        self.fields["change"] = forms.ChoiceField(
            label=_("What if one term were different?"),
            required=False,
            choices=[(change.value, label) for change, (label, _hint) in CHANGES.items()],
            widget=DescribedRadios(descriptions={change.value: hint for change, (_label, hint) in CHANGES.items()}),
        )
        hint = _("Per cent, months or pounds, as the choice says. Leave empty for the figure named there.")
        self.fields["by"] = Box(label=_("How much?"), help_text=hint)

    def clean(self) -> Mapping[str, object]:
        offers = [offer for outcome in self.asked.outcomes if (offer := self._read_outcome(outcome))]
        reading = MONEY.read(self.asked, "", {box: self._typed(box) for box in self._money_boxes()})
        for fault in reading.faults:
            self._refuse(fault.box, fault_words(fault))
        if not offers and not self.errors:
            self.add_error(None, _("Make an offer for at least one outcome."))
        begun = CommercialPart(bid=BID, version=1, outcomes=tuple(offers))
        parts = Parts(quality=QualityPart(bid=BID, version=1), commercial=begun)
        self.part = MONEY.into(reading.value or {}, parts).commercial
        self.change = TermChange(self.cleaned_data.get("change") or "")
        self.by = self._read_by()
        return self.cleaned_data

    def _money_boxes(self) -> tuple[str, ...]:
        return MONEY.boxes(self.asked, "")

    def _typed(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))

    def _refuse(self, name: str, rule: str) -> None:
        self.add_error(name, _named(self._full_label(name), typed=self._typed(name), rule=rule.rstrip(".") + "."))

    def _full_label(self, name: str) -> str:
        """The label with its outcome, for a summary in which the heading above the box is not seen."""
        titles = {short_key(outcome.id): said(outcome.title) for outcome in self.asked.outcomes}
        about = titles.get(name.partition("-")[0]) or (_("Costs") if name.startswith("cost_") else "")
        label = str(self.fields[name].label).rstrip("?")
        return f"{about}, {label}" if about else label

    def _read_outcome(self, outcome: OutcomeSpec) -> OutcomeOfferPart | None:
        boxes = OUTCOME.boxes(self.asked, outcome.id)
        typed = {box: self._typed(_box(outcome, box)) for box in boxes}
        reading = OUTCOME.read(self.asked, outcome.id, typed)
        for fault in reading.faults:
            self._refuse(_box(outcome, fault.box), fault_words(fault))
        return reading.value

    def _read_by(self) -> Decimal | None:
        """How far the term is moved, where it is said."""
        boxes = Boxes("", {"by": self._typed("by")})
        by = boxes.figure("by", places=2, required=False)
        if boxes.faults:
            self._refuse("by", fault_words(boxes.faults[0]))
        elif by is not None and self.change in SHARES and by > HUNDRED:
            self._refuse("by", _("Enter 100 or less"))
        elif by is not None and self.change == TermChange.PAID_IN and not whole_months(by):
            self._refuse("by", _("Enter a whole number of months, 600 or less"))
        return by

    def outcome_groups(self) -> list[tuple[OutcomeSpec, list[forms.BoundField], list[forms.BoundField]]]:
        """Outcome by outcome: the boxes of the years, and the others."""
        groups = []
        for outcome in self.asked.outcomes:
            years = [self[_box(outcome, box)] for box in volume_boxes(self.asked.years)]
            shares = [self[_box(outcome, name)] for name in ("low", "likely", "high")]
            prices = [self[_box(outcome, "price")]] if outcome.price_is_offered else []
            groups.append((outcome, years, [*shares, *prices]))
        return groups

    def cost_years(self) -> list[forms.BoundField]:
        return [self[box] for box in cost_boxes(self.asked.years)]

    def other_money(self) -> list[forms.BoundField]:
        return [self[box] for box in self._money_boxes() if box not in cost_boxes(self.asked.years)]


def _box(outcome: OutcomeSpec, name: str) -> str:
    return f"{short_key(outcome.id)}-{name}"


def _first(begun: CommercialPart) -> dict[str, str]:
    """The first offer as somebody would have typed it."""
    pieces = as_typed(quality=QualityPart(bid=BID, version=1), commercial=begun)
    typed = {
        f"{short_key(offer.outcome)}-{box}": value
        for offer in begun.outcomes
        for box, value in pieces[piece_key(PieceKind.OUTCOME, offer.outcome)].items()
    }
    return {name: _with_commas(str(value)) for name, value in (typed | dict(pieces[PieceKind.MONEY])).items()}


def _with_commas(typed: str) -> str:
    return shown_figure(Decimal(typed)) if typed else typed


def _outcome_fields(outcome: OutcomeSpec, asked: Asked) -> dict[str, Box]:
    fields = {
        box: Box(label=_("Year %(year)d") % {"year": year}, width=5)
        for year, box in enumerate(volume_boxes(asked.years), start=1)
    }
    shares = {"low": _("At the very least"), "likely": _("Most likely"), "high": _("At the very best")}
    fields |= {name: Box(label=label, width=4, suffix=_("out of 100")) for name, label in shares.items()}
    if outcome.price_is_offered:
        fields["price"] = Box(label=_("Price for one result"), prefix="£")
    return fields


def _money_fields(asked: Asked) -> dict[str, Box]:
    fields = {
        box: Box(label=_("Year %(year)d") % {"year": year}, prefix="£", width=5)
        for year, box in enumerate(cost_boxes(asked.years), start=1)
    }
    fields |= {
        "fixed_fee": Box(label=_("Fixed fee for the whole contract"), prefix="£"),
        "cost_lower": Box(label=_("They could turn out lower by"), suffix="%", width=3),
        "cost_higher": Box(label=_("They could turn out higher by"), suffix="%", width=3),
        "working_capital": Box(label=_("What the supplier can pay out before money comes in"), prefix="£"),
    }
    return {box: fields[box] for box in MONEY.boxes(asked, "")}
