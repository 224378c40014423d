"""JSON read strictly where two readings are possible, leniently where only a value is odd.

Refused: more bytes than allowed, an empty file, anything but UTF-8, anything but JSON, a name given twice in one
object, nesting deeper than any notice. Kept and marked as `Odd`: Infinity and NaN, which JSON lacks, and numbers that
no memory holds once they are spelled out. All other numbers are exact decimals.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from challenges.ground.domain.refused import gettext_noop
from challenges.publishing.domain.notices.draft import NoticeUnreadable

DEEPEST = 60
_EMPTY = gettext_noop("The file is empty.")
_TOO_LARGE = gettext_noop("The file is too large: at most %(most)s MB can be read.")
_NOT_UTF8 = gettext_noop("The file is not UTF-8 text. Save it as JSON in UTF-8 and try again.")
_NOT_JSON = gettext_noop("The file is not JSON: it cannot be read at line %(line)s.")
_TOO_DEEP = gettext_noop("The file is nested far more deeply than any notice, so it was not read.")
_GIVEN_TWICE = gettext_noop("The file gives “%(name)s” twice in the same place, so it is not clear which is meant.")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Odd(str):
    """A value kept as text, because it cannot be what it claims to be."""

    __slots__ = ()


class _RepeatedName(ValueError):
    pass


def read_json(raw: bytes, *, max_bytes: int) -> Any:
    """The value in the file. Errors: `NoticeUnreadable`."""
    text = _text_of(raw, max_bytes=max_bytes)
    try:
        value = json.loads(text, parse_float=_number, parse_int=_number, parse_constant=Odd, object_pairs_hook=_object)
    except _RepeatedName as repeated:
        raise NoticeUnreadable(_GIVEN_TWICE, values={"name": str(repeated)}) from repeated
    except json.JSONDecodeError as error:
        raise NoticeUnreadable(_NOT_JSON, values={"line": error.lineno}) from error
    except RecursionError as error:
        raise NoticeUnreadable(_TOO_DEEP) from error
    if _depth_over(value, DEEPEST):
        raise NoticeUnreadable(_TOO_DEEP)
    return value


def _text_of(raw: bytes, *, max_bytes: int) -> str:
    if len(raw) > max_bytes:
        raise NoticeUnreadable(_TOO_LARGE, values={"most": f"{max_bytes / 1_000_000:g}"})
    if not raw.strip():
        raise NoticeUnreadable(_EMPTY)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoticeUnreadable(_NOT_UTF8) from error
    if not text.strip():
        raise NoticeUnreadable(_EMPTY)
    return text


def _number(literal: str) -> Decimal | Odd:
    try:
        number = Decimal(literal)
    except InvalidOperation:
        return Odd(literal)
    # An exponent can write a number that no memory holds once it is spelled out.
    return number if number.is_finite() and abs(number.adjusted()) < 40 else Odd(literal[:80])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _RepeatedName(name[:80])
        found[_storable(name)] = value
    return found


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def storable(text: str) -> tuple[str, bool]:
    """The text as a database can keep it, and whether that changed it."""
    kept = _storable(text)
    return kept, kept != text


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _depth_over(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [child for item in level for child in _children(item)]
        if not level:
            return False
    return True
