from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.publishing.domain.calendar import (
    add_working_days,
    earliest_deadline,
    is_working_day,
    last_day_of_days,
    last_day_of_months,
    standstill_end,
)

DAYS = st.dates(date(2025, 3, 1), date(2029, 12, 1))


@given(DAYS, st.integers(1, 30))
def test_working_days_add_up(start, days):
    one_by_one = start
    for _ in range(days):
        one_by_one = add_working_days(one_by_one, 1)

    assert add_working_days(start, days) == one_by_one
    assert is_working_day(one_by_one)


@pytest.mark.parametrize(
    ("published", "regime", "ends"),
    [
        (date(2026, 6, 8), "pa23", date(2026, 6, 18)),  # over Scotland's one-off day, Monday 15 June
        (date(2026, 6, 8), "psr", date(2026, 6, 19)),
        (date(2026, 3, 9), "pa23", date(2026, 3, 19)),  # over St Patrick's Day, Northern Ireland only
        (date(2026, 12, 22), "pa23", date(2027, 1, 6)),  # over Christmas, 1 January, and 4 January in Scotland
        (date(2026, 9, 5), "pa23", date(2026, 9, 16)),  # a Saturday: day one is Monday
        (date(2026, 9, 5), "psr", date(2026, 9, 16)),
    ],
)
def test_standstill_counts_as_its_regime_says(published, regime, ends):
    assert standstill_end(published, regime=regime) == ends


def test_longer_standstill_is_counted_the_same_way():
    assert standstill_end(date(2026, 9, 7), 10) == date(2026, 9, 18)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 36, date(2031, 2, 28)),
        (date(2026, 12, 1), 3, date(2027, 2, 28)),
        (date(2026, 5, 15), 12, date(2027, 5, 14)),
    ],
)
def test_months_end_on_the_eve_of_the_corresponding_day(first, months, last):
    assert last_day_of_months(first, months=months) == last


def test_days_count_the_day_they_begin_with():
    assert last_day_of_days(date(2026, 3, 31), days=30) == date(2026, 4, 29)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: add_working_days(date(2026, 1, 1), 0), ["days", "0", "at least 1"]),
        (lambda: add_working_days(date(2026, 1, 1), 1.5), ["days", "1.5", "whole"]),
        (lambda: add_working_days(date(2030, 12, 31), 1), ["bank holidays", "2031-01-01", "2030-12-31"]),
        (lambda: add_working_days(date.max, 1), ["start", "9999-12-31", "2030-12-31"]),
        (lambda: add_working_days(datetime(2026, 1, 1), 1), ["start", "date"]),
        (lambda: standstill_end(date(2026, 1, 5), 7), ["working_days", "7", "at least 8"]),
        (lambda: standstill_end(date(2026, 1, 5), regime="pcr15"), ["regime", "'pcr15'", "pa23, psr"]),
        (lambda: standstill_end(date(2025, 2, 3)), ["published_on under pa23", "2025-02-03", "2025-02-24"]),
        (lambda: earliest_deadline(date(2026, 1, 1), -1), ["minimum_days", "-1", "at least 0"]),
    ],
)
def test_refusal_names_field_value_and_rule(act, words):
    with pytest.raises(ValueError, match=" refused, ") as refused:
        act()

    assert [word for word in words if word not in str(refused.value)] == []
