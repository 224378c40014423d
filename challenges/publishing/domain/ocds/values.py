"""How OCDS writes money, moments, days and texts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from challenges.ground.domain.language import Text
from challenges.ground.domain.rich_text import plain

type Json = dict[str, Any]

LONDON = ZoneInfo("Europe/London")


def number(value: Decimal) -> int | float:
    """A JSON number; amounts of this portal have at most two decimals, which a float gives back unchanged."""
    return int(value) if value == value.to_integral_value() else float(value)


def with_vat(amount: Decimal | None, currency: str) -> Json:
    """A value that includes VAT: `amountGross` of the UK extension, since `amount` excludes tax there."""
    return {} if amount is None else {"amountGross": number(amount), "currency": currency}


def money(amount: Decimal | None, currency: str) -> Json:
    """A value to which tax does not apply, or of which nobody said."""
    return {} if amount is None else {"amount": number(amount), "currency": currency}


def instant(moment: datetime) -> str:
    """In UTC and whole seconds, so that instants written as text sort as they follow each other."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def start_of(day: date) -> str:
    """The day's first moment in the United Kingdom, as OCDS dates must be date-times."""
    return datetime.combine(day, time(0), LONDON).isoformat()


def end_of(day: date) -> str:
    return datetime.combine(day, time(23, 59, 59), LONDON).isoformat()


def in_languages(name: str, text: Text, *, is_rich: bool = False) -> Json:
    """A text under its name, translations under the name with the language's suffix."""
    written: Mapping[str, str] = {language: plain(words) if is_rich else words for language, words in text.items()}
    first = written.get("en") or next((words for words in written.values() if words), "")
    found = {name: first}
    for language, words in written.items():
        if language != "en" and words != first:
            found[f"{name}_{language}"] = words
    return {key: words for key, words in found.items() if words}


def without_nothing(values: Json) -> Json:
    """The same object without empty values, which the schema refuses or a reader would stumble over."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
