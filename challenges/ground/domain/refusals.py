"""What every calculation refuses, said once.

A refusal is a `ValueError` whose text names the field, the value and the rule it breaks. Each check takes the
value first and returns it in the type the calculation works with, so a caller reads as a sentence:
`share(deadweight, field="deadweight")`. Where money or scores are decided a `float` is refused and an `int` is
taken; where statistics are worked any real number is taken. NaN, infinity and booleans are refused everywhere.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real

import numpy as np


def refusal(value: object, *, field: str, rule: str) -> ValueError:
    """The error to raise: `field: value refused, rule`."""
    shown = str(value) if isinstance(value, Decimal | int | float) else repr(value)
    return ValueError(f"{field}: {shown} refused, {rule}")


def is_boolean(value: object) -> bool:
    """Whether the value is true or false, which Python would otherwise count as 1 or 0."""
    return isinstance(value, bool | np.bool_)


def finite_decimal(value: object, *, field: str) -> Decimal:
    """A Decimal or a whole number, as Decimal; never a float, because its last digits are not what was written."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise refusal(value, field=field, rule="must be a finite number")
        return value
    if isinstance(value, Integral) and not is_boolean(value):
        return Decimal(int(value))
    raise refusal(value, field=field, rule="must be a Decimal or a whole number, not a " + type(value).__name__)


def not_negative(value: object, *, field: str) -> Decimal:
    """A Decimal of at least 0."""
    number = finite_decimal(value, field=field)
    if number < 0:
        raise refusal(number, field=field, rule="must not be negative")
    return number


def positive(value: object, *, field: str) -> Decimal:
    """A Decimal above 0."""
    number = finite_decimal(value, field=field)
    if number <= 0:
        raise refusal(number, field=field, rule="must be above 0")
    return number


def share(value: object, *, field: str) -> Decimal:
    """A Decimal from 0 to 1."""
    number = finite_decimal(value, field=field)
    if not 0 <= number <= 1:
        raise refusal(number, field=field, rule="must be from 0 to 1")
    return number


def finite_float(value: object, *, field: str) -> float:
    """Any real number, as float64; refuses NaN, infinity and booleans."""
    if is_boolean(value) or not isinstance(value, Real | Decimal):
        raise refusal(value, field=field, rule="must be a number, not a " + type(value).__name__)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise refusal(value, field=field, rule="must be a finite number")
    return number


def not_negative_float(value: object, *, field: str) -> float:
    """A float of at least 0."""
    number = finite_float(value, field=field)
    if number < 0:
        raise refusal(value, field=field, rule="must not be negative")
    return number


def positive_float(value: object, *, field: str) -> float:
    """A float above 0."""
    number = finite_float(value, field=field)
    if number <= 0:
        raise refusal(value, field=field, rule="must be above 0")
    return number


def share_float(value: object, *, field: str) -> float:
    """A float from 0 to 1."""
    number = finite_float(value, field=field)
    if not 0 <= number <= 1:
        raise refusal(value, field=field, rule="must be from 0 to 1")
    return number


def whole(value: object, *, field: str, at_least: int = 0) -> int:
    """A whole number of years, months or things, at least `at_least`."""
    if is_boolean(value) or not isinstance(value, Integral):
        raise refusal(value, field=field, rule="must be a whole number")
    if value < at_least:
        raise refusal(value, field=field, rule=f"must be at least {at_least}")
    return int(value)


def truth(value: object, *, field: str) -> bool:
    """True or false and nothing that merely counts as such."""
    if not is_boolean(value):
        raise refusal(value, field=field, rule="must be true or false")
    return bool(value)


def identifier(value: object, *, field: str) -> str:
    """A text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise refusal(value, field=field, rule="must be a text that is not blank")
    return value


def one_of(value: object, *, field: str, allowed: Collection[str]) -> str:
    """One of the published words."""
    if not isinstance(value, str) or value not in allowed:
        raise refusal(value, field=field, rule="must be one of " + ", ".join(sorted(allowed)))
    return value


def known(value: str, *, field: str, among: Collection[str]) -> str:
    """An identifier that somebody has declared."""
    if value not in among:
        raise refusal(value, field=field, rule="is unknown; known are " + (", ".join(sorted(among)) or "none"))
    return value


def unique[T: Hashable](values: Iterable[T], *, field: str) -> tuple[T, ...]:
    """The values as a tuple; refuses one that stands twice, naming it."""
    seen: set[T] = set()
    listed = tuple(values)
    for value in listed:
        if value in seen:
            raise refusal(value, field=field, rule="stands twice")
        seen.add(value)
    return listed


def something[T](values: Sequence[T], *, field: str) -> tuple[T, ...]:
    """A sequence that is not empty, as a tuple; a text is not a sequence of things."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise refusal(values, field=field, rule="must be a sequence")
    listed = tuple(values)
    if not listed:
        raise refusal(listed, field=field, rule="must not be empty")
    return listed


def plain_date(value: object, *, field: str) -> date:
    """A calendar day; a moment is refused because its day depends on a time zone."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise refusal(value, field=field, rule="must be a date")
    return value
