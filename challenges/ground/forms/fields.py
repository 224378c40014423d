"""Form fields every screen shares: dates in three boxes, moments in London time, money, shares, long answers, scores.

They render in the portal's markup (`{% govform %}`); the templates named here stand in `templates/forms/widgets/`.
Errors say what to enter, in the words of the field that is wrong.
"""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

LONDON = ZoneInfo("Europe/London")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\Z", re.IGNORECASE)


class DateBoxes(forms.MultiWidget):
    """Day, month and year: people copy dates wrongly from calendars and rightly from letters."""

    template_name = "forms/widgets/date.html"
    use_fieldset = True
    boxes = (
        (_("Day"), "govuk-input--width-2", "numeric"),
        (_("Month"), "govuk-input--width-2", "numeric"),
        (_("Year"), "govuk-input--width-4", "numeric"),
    )

    def __init__(self, attrs=None):
        super().__init__({f"{place}": forms.TextInput() for place in range(len(self.boxes))}, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None] * 3

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for box, (label, width, inputmode) in zip(context["widget"]["subwidgets"], self.boxes, strict=True):
            box |= {"label": label, "width": width, "inputmode": inputmode}
        return context


class MomentBoxes(DateBoxes):
    boxes = (*DateBoxes.boxes, (_("Time (UK)"), "govuk-input--width-5", "text"))

    def decompress(self, value):
        if not value:
            return [None] * 4
        local = value.astimezone(LONDON)
        return [local.day, local.month, local.year, local.strftime("%H:%M")]


class DateField(forms.MultiValueField):
    widget = DateBoxes
    default_error_messages = {
        "required": _("Enter a date"),
        "incomplete": _("Enter a day, a month and a year"),
        "invalid": _("Enter a real date, for example 27 3 2027"),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("For example, 27 3 2027"))
        super().__init__(
            [forms.CharField(required=False) for _box in self.widget.boxes], require_all_fields=False, **kwargs
        )

    def clean(self, value):
        typed = [str(part or "").strip() for part in value or []]
        if any(typed) and not all(typed):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return super().clean(typed if any(typed) else None)

    def compress(self, data_list):
        return self._date_of(data_list) if data_list else None

    def _date_of(self, data_list):
        day, month, year = data_list[:3]
        try:
            if len(year) != 4:
                raise ValueError("a year of two digits leaves the century open")
            return date(int(year), _month_number(month), int(day))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class MomentField(DateField):
    """A date and a time of day in the United Kingdom, kept as an aware datetime in UTC.

    Refuses the hour that the clocks skip in March and the one that happens twice in October: a deadline there would
    be read in two ways.
    """

    widget = MomentBoxes
    default_error_messages = {
        "required": _("Enter a date and a time"),
        "incomplete": _("Enter a day, a month, a year and a time"),
        "invalid_time": _("Enter a time, for example 12:00 or 5:30pm"),
        "clock_change": _("The clocks change in that hour: choose a time before 1am or after 2am"),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("For example, 27 3 2027 at 12:00. Times are UK time."))
        super().__init__(**kwargs)

    def compress(self, data_list):
        if not data_list:
            return None
        local = datetime.combine(self._date_of(data_list), self._time_of(data_list[3]), LONDON)
        # In the skipped hour and in the doubled one the two readings of the same clock differ.
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            raise ValidationError(self.error_messages["clock_change"], code="clock_change")
        return local.astimezone(UTC)

    def _time_of(self, typed):
        words = {"noon": time(12), "midday": time(12), "12 noon": time(12), "midnight": time(0)}
        if typed.lower() in words:
            return words[typed.lower()]
        found = _CLOCK.match(typed)
        if not found:
            raise ValidationError(self.error_messages["invalid_time"], code="invalid_time")
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if (half and not 1 <= hour <= 12) or (not half and not found[2]):
            raise ValidationError(self.error_messages["invalid_time"], code="invalid_time")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            return time(hour, minute)
        except ValueError:
            raise ValidationError(self.error_messages["invalid_time"], code="invalid_time") from None


class AffixedInput(forms.TextInput):
    """A text box with a sign beside it; text and not number, which scrolls and drops what it cannot read."""

    def __init__(self, *, prefix="", suffix="", attrs=None):
        super().__init__({"inputmode": "decimal", "class": "govuk-input--width-10", **(attrs or {})})
        self.prefix, self.suffix = prefix, suffix

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"prefix": self.prefix, "suffix": self.suffix}
        return context


class MoneyField(forms.DecimalField):
    """Pounds and pence; reads "£1,250,000" and "1250000.50", refuses a third decimal rather than rounding it."""

    default_error_messages = {
        "required": _("Enter an amount in pounds"),
        "invalid": _("Enter an amount in pounds, for example 1250 or 1250.50"),
        "max_decimal_places": _("Enter pounds and pence, with no more than two figures after the point"),
        "min_value": _("Enter an amount of £%(limit_value)s or more"),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_digits", 14)
        super().__init__(decimal_places=2, widget=kwargs.pop("widget", None) or AffixedInput(prefix="£"), **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[£,\s]", "", value)
        return super().to_python(value)

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
        return value


class PercentField(forms.DecimalField):
    """Typed as a percentage, given as a share: "40" becomes Decimal("0.40")."""

    default_error_messages = {
        "required": _("Enter a percentage"),
        "invalid": _("Enter a percentage, for example 40 or 12.5"),
        "min_value": _("Enter %(limit_value)s%% or more"),
        "max_value": _("Enter %(limit_value)s%% or less"),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", 100)
        super().__init__(
            max_digits=7,
            decimal_places=4,
            widget=kwargs.pop("widget", None) or AffixedInput(suffix="%", attrs={"class": "govuk-input--width-4"}),
            **kwargs,
        )

    def to_python(self, value):
        return super().to_python(value.replace("%", "").strip() if isinstance(value, str) else value)

    def clean(self, value):
        typed = super().clean(value)
        return None if typed is None else typed / 100

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{(value * 100).normalize():f}"
        return value

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        try:
            return self.to_python(data) != (initial * 100 if isinstance(initial, Decimal) else initial)
        except ValidationError:
            return True


class WordsField(forms.CharField):
    """A long answer counted in words, as the published question counts it."""

    widget = forms.Textarea

    def __init__(self, *, max_words=None, rows=8, **kwargs):
        self.max_words = max_words
        super().__init__(widget=kwargs.pop("widget", None) or forms.Textarea({"rows": rows}), **kwargs)

    def validate(self, value):
        super().validate(value)
        over = len(value.split()) - self.max_words if self.max_words else 0
        if over > 0:
            raise ValidationError(
                ngettext_lazy(
                    "Shorten your answer by %(over)d word: the limit is %(limit)d",
                    "Shorten your answer by %(over)d words: the limit is %(limit)d",
                    over,
                )
                % {"over": over, "limit": self.max_words},
                code="max_words",
            )


class DescribedRadios(forms.RadioSelect):
    """Radios with a sentence under each choice: `descriptions` maps a choice's value to its sentence."""

    def __init__(self, attrs=None, choices=(), *, descriptions=None):
        super().__init__(attrs, choices)
        self.descriptions = {str(value): text for value, text in (descriptions or {}).items()}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.descriptions.get(str(value), "")}


class ScaleField(forms.TypedChoiceField):
    """A score on a published scale: `points` are (score, title, what it takes to get it)."""

    default_error_messages = {
        "required": _("Choose a score"),
        "invalid_choice": _("Choose one of the scores on the published scale"),
    }

    def __init__(self, *, points, **kwargs):
        super().__init__(
            choices=[(str(score), f"{score} – {title}") for score, title, _text in points],
            coerce=Decimal,
            empty_value=None,
            widget=DescribedRadios(
                {"class": "app-scale"}, descriptions={str(score): text for score, _title, text in points}
            ),
            **kwargs,
        )


def _month_number(typed: str) -> int:
    return _MONTHS.index(typed[:3].lower()) + 1 if typed[:3].lower() in _MONTHS else int(typed)
