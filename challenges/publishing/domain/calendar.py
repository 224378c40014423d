"""Working days, standstill and deadlines.

A working day is no Saturday, Sunday or bank holiday in any part of the UK (Procurement Act 2023, section 123), read
from the dated table; a date beyond the table is refused. "N days beginning with day D" ends on D + N − 1; the day of
an invitation is not counted (section 54). Under the Act the day an award notice is published is day one of the
standstill, under the Provider Selection Regime the working day after it.
"""

from datetime import date, timedelta
from functools import cache

from challenges.ground.domain.refusals import one_of, plain_date, whole
from challenges.publishing.domain.rule_tables import row_in_force, rule_table

SATURDAY = 5
DAY = timedelta(days=1)


@cache
def _bank_holidays() -> frozenset[date]:
    days = (day for row in rule_table("bank_holidays") for day in row.records("days"))
    return frozenset(plain_date(day["on"], field="bank holiday") for day in days)


def is_working_day(day: date) -> bool:
    """Whether work is done on that day everywhere in the UK; refused beyond the table."""
    row_in_force(rule_table("bank_holidays"), on=day, field="bank holidays")
    return day.weekday() < SATURDAY and day not in _bank_holidays()


def add_working_days(start: date, days: int) -> date:
    """The days-th working day after `start`; days ≥ 1."""
    day = plain_date(start, field="start")
    row_in_force(rule_table("bank_holidays"), on=day, field="start")
    left = whole(days, field="days", at_least=1)
    while left:
        day += DAY
        left -= is_working_day(day)
    return day


def standstill_end(published_on: date, working_days: int = 8, regime: str = "pa23") -> date:
    """The last day of the standstill that a notice published on that day starts."""
    published = plain_date(published_on, field="published_on")
    rows = rule_table("standstill")
    one_of(regime, field="regime", allowed={row.text("regime") for row in rows})
    rule = row_in_force(
        (row for row in rows if row.text("regime") == regime), on=published, field=f"published_on under {regime}"
    )
    count = whole(working_days, field="working_days", at_least=rule.whole("minimum_working_days"))
    counts_publication = rule.text("begins_with") == "publication"
    return add_working_days(published - DAY if counts_publication else published, count)


def earliest_deadline(invited_on: date, minimum_days: int) -> date:
    """The first day a tendering period of so many days may end; the day of invitation is not counted."""
    return plain_date(invited_on, field="invited_on") + whole(minimum_days, field="minimum_days") * DAY


def last_day_of_days(first: date, *, days: int) -> date:
    """The last day of a period of so many days that begins with `first`."""
    return first + (days - 1) * DAY


def last_day_of_months(first: date, *, months: int) -> date:
    """The last day of a period of so many months that begins with `first`: the eve of the corresponding day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    try:
        corresponding = date(year, month + 1, first.day)
    except ValueError:  # No such day in that month: the period ends with the month.
        year, month = divmod(year * 12 + month + 1, 12)
        corresponding = date(year, month + 1, 1)
    return corresponding - DAY
