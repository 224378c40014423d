"""Frozen values to canonical JSON and back, so that the same value always gives the same bytes and the same hash.

Decimals are strings, dates ISO 8601, instants ISO 8601 in UTC; keys sorted, no spaces, UTF-8. Reading back refuses
unknown fields: a version written by other rules must not be half understood.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from challenges.ground.domain.refusals import refusal
from challenges.publishing.domain.specification import Specification

_converter = Converter(forbid_extra_keys=True, prefer_attrib_converters=True)


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"moment: {value.isoformat()} has no time zone")
    return value.astimezone(UTC).isoformat()


_converter.register_unstructure_hook(Decimal, str)
_converter.register_unstructure_hook(datetime, _instant)
_converter.register_unstructure_hook(date, date.isoformat)
_converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
_converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
_converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
# Fields younger than the first published versions are left out where they say nothing, so that those keep their hash.
_converter.register_unstructure_hook(
    Specification,
    make_dict_unstructure_fn(Specification, _converter, late_admission=override(omit_if_default=True)),
)


def as_plain(value: Any) -> Any:
    """Dataclasses to dictionaries, Decimals and dates to strings: what a JSON column holds."""
    return _converter.unstructure(value)


def from_plain[T](kind: type[T], plain: Any) -> T:
    """The value `as_plain` came from. Errors: whatever cattrs raises on a field that is unknown or of another kind."""
    return _converter.structure(plain, kind)


def without_format(plain: Mapping[str, Any], *, number: int, field: str) -> dict[str, Any]:
    """Frozen JSON without its format number. Refuses any other number, and none."""
    if plain.get("format") != number:
        raise refusal(plain.get("format"), field=f"{field}.format", rule=f"must be {number}")
    return {name: value for name, value in plain.items() if name != "format"}


def canonical(plain: Any) -> bytes:
    """The one byte form of plain JSON data: sorted keys, no spaces, UTF-8, no NaN."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def sha256_of(plain: Any) -> str:
    """Hex SHA-256 over the canonical bytes."""
    return hashlib.sha256(canonical(plain)).hexdigest()
