"""Where words stand in a specification, and which of them are rich.

Rich texts hold HTML (paragraphs, lists, links), sanitised before they are frozen; all other texts are plain words and
are escaped when shown. `texts_of` walks every text, so that languages are complete and nothing escapes sanitising.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from html import unescape
from typing import Any, get_type_hints

from challenges.ground.domain.language import Text
from challenges.publishing.domain.specification import Specification

type TextPath = tuple[str | int, ...]

RICH: Mapping[type, frozenset[str]] = {Specification: frozenset({"description", "prize"})}
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True)
class FoundText:
    """One text: where it stands, in which item, under which field, and whether it is rich."""

    path: TextPath
    item_id: str
    field: str
    text: Text
    is_rich: bool


def without_markup(html: str) -> str:
    """The bare words of a rich text, on one line."""
    return _SPACE.sub(" ", unescape(_TAG.sub(" ", html))).strip()


def is_blank(words: str) -> bool:
    """Whether nothing is said; an empty paragraph says nothing."""
    return not without_markup(words)


def says_nothing(text: Text) -> bool:
    """Whether a text is blank in every language."""
    return all(is_blank(words) for words in text.values())


def texts_of(item: Any, *, path: TextPath = (), item_id: str = "") -> Iterator[FoundText]:
    """Every text of a specification or of one of its items, in the order of the fields."""
    hints = get_type_hints(type(item))
    own_id = getattr(item, "id", item_id)
    for field in fields(item):
        value, place = getattr(item, field.name), (*path, field.name)
        if hints[field.name] is Text:
            is_rich = field.name in RICH.get(type(item), frozenset())
            yield FoundText(path=place, item_id=own_id, field=field.name, text=value, is_rich=is_rich)
        elif is_dataclass(value):
            yield from texts_of(value, path=place, item_id=own_id)
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if is_dataclass(part):
                    yield from texts_of(part, path=(*place, index), item_id=own_id)


def text_of(text: Text) -> str:
    """The words by which a person recognises an item: in English, else in the first language that says anything."""
    return text.get("en") or next((words for words in text.values() if words), "")
