"""What an amendment changes: rows of where, before and after, and whether a change is material.

A change is material when a bidder who relied on the earlier version might offer something else: anything it answers,
offers, accepts or is marked by. Not material: the words that introduce the competition, an added translation, the
order of items, and more time. Items are matched by their identity. Source: Procurement Act 2023, section 31 (time
limits are looked at again when a notice changes substantially); `DAYS_LEFT` is this portal's own rule.

Refused: a material change that leaves bidders fewer than `DAYS_LEFT` whole days, and changes to what has closed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from challenges.ground.domain.refused import Refused, gettext_noop
from challenges.publishing.domain.specification import Specification, StageSpec
from challenges.publishing.domain.texts import RICH, text_of, without_markup

DAYS_LEFT = 5
BIDS_HAVE_CLOSED = gettext_noop("Bids have closed under the published version, so it can no longer be changed.")
TOO_LITTLE_TIME = gettext_noop(
    "This changes what bidders offer or are marked by, and fewer than %(days)s days are left. "
    "Move the closing date too."
)
ITEMS = ("lots", "outcomes", "criteria", "questions", "conditions", "measures", "stages", "documents")
#: What introduces the competition and decides nothing.
INTRODUCTION = frozenset(
    {"title", "summary", "description", "beneficiaries", "places", "cpv", "mission", "languages", "suits_sme"}
    | {"suits_vcse"}
)
#: More time harms nobody who relied on less.
MOMENTS = frozenset({"questions_close_at", "closes_at"})
#: What tells one entry of a list from another and says nothing to a person.
UNSAID = frozenset({"code"})
WORDS_OF_A_STAGE = frozenset({"title", "description", "decision_on"})


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One change: the part, the item's title, the field, and both values as words ("" where there was nothing)."""

    part: str
    item_id: str = ""
    item: str = ""
    field: str = ""
    before: str
    after: str
    is_material: bool


class ChangeRefused(Refused):
    """A change that comes too late or leaves bidders too little time."""


def differences(before: Specification, after: Specification) -> tuple[Difference, ...]:
    """Every change from one version to the next, in the order of the page."""
    rows: list[Difference] = []
    for field in fields(Specification):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        if field.name in ITEMS:
            rows += _item_differences(field.name, old, new)
        elif is_dataclass(old) and is_dataclass(new):
            rows += _field_differences(field.name, old, new)
        else:
            is_material = field.name not in INTRODUCTION and not _only_adds_languages(old, new)
            rows.append(Difference(part=field.name, before=words_of(old), after=words_of(new), is_material=is_material))
    return tuple(rows)


def _item_differences(part: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Difference]:
    old, new = {item.id: item for item in before}, {item.id: item for item in after}
    for item_id in (*new, *(gone for gone in old if gone not in new)):
        if item_id in old and item_id in new:
            yield from _field_differences(part, old[item_id], new[item_id])
            continue
        item = new.get(item_id) or old[item_id]
        title = text_of(item.title)
        is_new = item_id in new
        yield Difference(
            part=part, item_id=item_id, item=title, before="" if is_new else title, after=title if is_new else "",
            is_material=True,
        )  # fmt: skip


def _field_differences(part: str, before: Any, after: Any) -> Iterator[Difference]:
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield Difference(
                part=part,
                item_id=getattr(after, "id", ""),
                item=text_of(getattr(after, "title", {})),
                field=field.name,
                before=words_of(old, is_rich=field.name in RICH.get(type(before), frozenset())),
                after=words_of(new, is_rich=field.name in RICH.get(type(before), frozenset())),
                is_material=_is_material(after, field.name, old, new),
            )


def _is_material(item: Any, name: str, before: Any, after: Any) -> bool:
    if isinstance(item, StageSpec):
        if name in MOMENTS and before is not None and after is not None:
            return bool(after < before)
        return name not in WORDS_OF_A_STAGE and name != "questions_close_at"
    return not _only_adds_languages(before, after)


def _only_adds_languages(before: Any, after: Any) -> bool:
    """Whether a text, or every text within, keeps all words it had and at most speaks more languages."""
    if before == after:
        return True
    if isinstance(before, dict) and isinstance(after, dict):
        return bool(before) and all(after.get(language) == words for language, words in before.items())
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(map(_only_adds_languages, before, after))
    if is_dataclass(before) and type(before) is type(after):
        names = (field.name for field in fields(before))
        return all(_only_adds_languages(getattr(before, name), getattr(after, name)) for name in names)
    return False


def words_of(value: Any, *, is_rich: bool = True) -> str:
    """A value as a person reads it in a list of changes."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return " / ".join(without_markup(words) if is_rich else words for words in value.values() if words)
    if isinstance(value, tuple):
        return "; ".join(words_of(part) for part in value)
    if is_dataclass(value):
        said = (field.name for field in fields(value) if field.name not in UNSAID)
        parts = (words_of(getattr(value, name)) for name in said)
        return ", ".join(part for part in parts if part)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return str(value)


def check_amendment(before: Specification, after: Specification, *, at: datetime) -> tuple[Difference, ...]:
    """The differences, or the refusal of a change that comes too late.

    Before the first stage opens anything may change. A stage that has closed keeps its dates, and once one has closed
    only introductions and later stages' dates may change, because bids were made under the rest.
    """
    rows = differences(before, after)
    closed = {stage.id for stage in before.stages if stage.closes_at is not None and stage.closes_at <= at}
    if closed and (len(closed) == len(before.stages) or any(_touches_closed(row, closed) for row in rows)):
        raise ChangeRefused(BIDS_HAVE_CLOSED)
    if any(row.is_material for row in rows):
        _require_time(before, after, at=at)
    return rows


def _touches_closed(row: Difference, closed: set[str]) -> bool:
    if row.part == "stages":
        return row.item_id in closed and row.field not in WORDS_OF_A_STAGE
    return row.is_material


def _require_time(before: Specification, after: Specification, *, at: datetime) -> None:
    opened = {stage.id for stage in before.stages if stage.opens_at is not None and stage.opens_at <= at}
    for stage in after.stages:
        if stage.id in opened and stage.closes_at is not None and at < stage.closes_at < at + timedelta(days=DAYS_LEFT):
            raise ChangeRefused(TOO_LITTLE_TIME, values={"days": DAYS_LEFT})
