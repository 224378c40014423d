"""Frozen values to canonical JSON and back, so that the same value always gives the same bytes and the same hash.

Decimals are strings, dates ISO 8601, instants ISO 8601 in UTC; keys sorted, no spaces, UTF-8. A kind that has a
`FORMAT` says it (`"format": 1`) and may name in `LEFT_OUT_WHERE_SILENT` fields that are left out at their default.
Reading back refuses another format and unknown fields: a version written by other rules must not be half understood.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from challenges.ground.domain.refusals import refusal

#: What canonical JSON is made of, and what the record, the outbox and details beside a row may hold.
type Plain = None | bool | int | float | str | Sequence[Plain] | Mapping[str, Plain]

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


def _says_its_format(kind: Any) -> bool:
    return isinstance(kind, type) and hasattr(kind, "FORMAT")


def _writer(kind: Any) -> Callable[[Any], dict[str, Any]]:
    silent: frozenset[str] = getattr(kind, "LEFT_OUT_WHERE_SILENT", frozenset())
    left_out: Any = {name: override(omit_if_default=True) for name in silent}
    fields_of = make_dict_unstructure_fn(kind, _converter, **left_out)

    def write(value: Any) -> dict[str, Any]:
        return {"format": kind.FORMAT, **fields_of(value)}

    return write


def _reader(kind: Any) -> Callable[[Mapping[str, Any], Any], Any]:
    with_fields = make_dict_structure_fn(kind, _converter)

    def read(plain: Mapping[str, Any], named: Any) -> Any:
        said = dict(plain)
        number = said.pop("format", None)
        if number != kind.FORMAT:
            raise refusal(number, field=f"format of {kind.__name__}", rule=f"must be {kind.FORMAT}")
        return with_fields(said, named)

    return read


_converter.register_unstructure_hook_factory(_says_its_format, _writer)
_converter.register_structure_hook_factory(_says_its_format, _reader)


def as_plain(value: Any) -> Any:
    """Dataclasses to dictionaries, Decimals and dates to strings: what a JSON column holds."""
    return _converter.unstructure(value)


def from_plain[T](kind: type[T], plain: Any) -> T:
    """The value `as_plain` came from.

    Refuses another format. Errors: whatever cattrs raises on a field that is unknown or of another
    kind.
    """
    return _converter.structure(plain, kind)


def canonical(plain: Any) -> bytes:
    """The one byte form of plain JSON data: sorted keys, no spaces, UTF-8, no NaN."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def sha256_of(plain: Any) -> str:
    """Hex SHA-256 over the canonical bytes."""
    return hashlib.sha256(canonical(plain)).hexdigest()
