"""The dated rule tables: amounts, dates and rates that a law or a guidance fixes and later changes.

Each table is a TOML file in `rules_data/` whose `[[rows]]` carry `valid_from`, `valid_to` (absent while in force)
and `source`; decimals are read exactly. Tables are read once. Nothing about a date stands in a function: a
calculation asks for the row in force on the day that pins the vintage, and a day no row covers is refused.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from challenges.ground.domain.refusals import finite_decimal, identifier, plain_date, refusal, whole

PACKAGE = "challenges.publishing.domain.rules_data"


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """One row of a dated table; `values` are what the law fixes, read through the typed accessors."""

    valid_from: date
    valid_to: date | None
    source: str
    values: Mapping[str, object]

    def covers(self, on: date) -> bool:
        """Whether the row is in force on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def vintage(self) -> str:
        """The name of this state of the rule: the day it came into force."""
        return self.valid_from.isoformat()

    def decimal(self, name: str) -> Decimal:
        """An amount or a rate."""
        return finite_decimal(self.values.get(name), field=name)

    def whole(self, name: str) -> int:
        """A number of days, months, years or people."""
        return whole(self.values.get(name), field=name)

    def text(self, name: str) -> str:
        """A word or a sentence."""
        return identifier(self.values.get(name), field=name)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of words."""
        listed = self.values.get(name)
        if not isinstance(listed, list):
            raise refusal(listed, field=name, rule="must be a list")
        return tuple(identifier(item, field=name) for item in listed)

    def records(self, name: str) -> tuple[Mapping[str, object], ...]:
        """A list of small records, such as the bands of a schedule."""
        listed = self.values.get(name)
        if not isinstance(listed, list):
            raise refusal(listed, field=name, rule="must be a list")
        return tuple(dict(item) for item in listed)


@cache
def rule_table(name: str) -> tuple[RuleRow, ...]:
    """The rows of `rules_data/<name>.toml`."""
    text = files(PACKAGE).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tuple(_row(record) for record in tomllib.loads(text, parse_float=Decimal)["rows"])


def _row(record: Mapping[str, object]) -> RuleRow:
    ends = record.get("valid_to")
    return RuleRow(
        valid_from=plain_date(record.get("valid_from"), field="valid_from"),
        valid_to=None if ends is None else plain_date(ends, field="valid_to"),
        source=identifier(record.get("source"), field="source"),
        values={key: value for key, value in record.items() if key not in ("valid_from", "valid_to", "source")},
    )


def row_in_force(rows: Iterable[RuleRow], *, on: date, field: str) -> RuleRow:
    """The row that covers the day; a day that none covers is refused, because no rule is known for it."""
    listed = tuple(rows)
    for row in listed:
        if row.covers(on):
            return row
    known = ", ".join(f"{row.valid_from} to {row.valid_to or 'now'}" for row in listed) or "none"
    raise refusal(on.isoformat(), field=field, rule=f"is outside the dates a rule is known for: {known}")


def latest_row(name: str, *, which: Callable[[RuleRow], bool] = lambda row: True) -> RuleRow:
    """The newest row, for a rule whose caller states no date."""
    return max((row for row in rule_table(name) if which(row)), key=lambda row: row.valid_from)
