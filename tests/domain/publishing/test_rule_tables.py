from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from challenges.publishing.domain.rule_tables import PACKAGE, rule_table
from challenges.publishing.domain.words import NoticeCode

TABLES = sorted(entry.name.removesuffix(".toml") for entry in files(PACKAGE).iterdir() if entry.name.endswith(".toml"))

# What tells the rules of one table apart; rows of the same rule follow each other in time.
KEYS = {
    "bank_holidays": (),
    "below_threshold_notices": ("authority_kinds",),
    "contract_rules": ("code",),
    "discount_schedules": ("schedule",),
    "minimal_financial_assistance": (),
    "notice_duties": ("code",),
    "sme_test": (),
    "standstill": ("regime",),
    "tendering_periods": ("code",),
    "thresholds": ("authority_kinds", "contract_types"),
}


def test_every_table_is_known():
    assert list(KEYS) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_a_rule_follow_each_other_without_gap_or_overlap(name):
    by_rule = {}
    for row in rule_table(name):
        by_rule.setdefault(str([row.values[key] for key in KEYS[name]]), []).append(row)

    for rows in by_rule.values():
        ordered = sorted(rows, key=lambda row: row.valid_from)
        for earlier, later in pairwise(ordered):
            assert earlier.valid_to + timedelta(days=1) == later.valid_from


@pytest.mark.parametrize("name", TABLES)
def test_every_row_names_its_source(name):
    assert [row for row in rule_table(name) if not row.source.strip()] == []


def test_the_notice_that_meets_a_duty_is_one_of_the_act():
    named = {row.text("notice") for row in rule_table("notice_duties") if "notice" in row.values}

    assert named == {"UK1", "UK7", "UK8", "UK9", "UK11", "UK17"}
    assert named <= set(NoticeCode)


def test_bank_holidays_hold_a_one_off_day_and_days_of_one_part_only():
    days = {day["on"]: day["parts"] for row in rule_table("bank_holidays") for day in row.records("days")}

    assert days[date(2026, 6, 15)] == ["Scotland"]
    assert days[date(2026, 7, 13)] == ["Northern Ireland"]
    assert days[date(2026, 4, 6)] == ["England and Wales", "Northern Ireland"]
