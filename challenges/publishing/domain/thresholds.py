"""Which rules a contract, a supplier or a subsidy falls under: tests of amounts against dated tables.

Values are estimates with VAT, options and extensions, for the whole contract; equal to a threshold is above it.
Sources: Procurement Act 2023, sections 3, 52, 87 and 123 and Schedule 1; SI 2025/1200; Subsidy Control Act 2022,
section 36; the Central Digital Platform's published identifier pattern. Pounds, Decimal.

No screen calls it yet: it waits, with `duties`, for the author's choice of route and for the contract after it.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import not_negative, one_of, plain_date, whole
from challenges.publishing.domain.rule_tables import RuleRow, latest_row, row_in_force, rule_table

AUTHORITY_KINDS = ("central", "sub-central", "utility")
CONTRACT_TYPES = (
    "goods",
    "services",
    "works",
    "concession",
    "light_touch",
    "light_touch_concession",
    "framework",
)
PPON_LETTERS = "BCDGHJLMNPQRTVWXYZ"
PPON = re.compile(f"P[{PPON_LETTERS}]{{3}}-[1-9]{{4}}-[{PPON_LETTERS}]{{4}}")


def is_below_threshold(value_inc_vat: Decimal, authority_kind: str, contract_type: str, started_on: date) -> bool:
    """Whether the value is under the amount in force on the day the procurement started."""
    value = not_negative(value_inc_vat, field="value_inc_vat")
    row = threshold_row(authority_kind=authority_kind, contract_type=contract_type, started_on=started_on)
    return value < row.decimal("amount")


def threshold_row(*, authority_kind: str, contract_type: str, started_on: date) -> RuleRow:
    """The threshold in force for that kind of authority and contract."""
    one_of(authority_kind, field="authority_kind", allowed=AUTHORITY_KINDS)
    one_of(contract_type, field="contract_type", allowed=CONTRACT_TYPES)
    rows = (
        row
        for row in rule_table("thresholds")
        if authority_kind in row.texts("authority_kinds") and contract_type in row.texts("contract_types")
    )
    return row_in_force(rows, on=plain_date(started_on, field="started_on"), field="started_on")


def contract_rule(code: str, *, on: date | None = None) -> RuleRow:
    """A rule that a contract's value, type or changes set off: as in force on a day, or the newest."""
    if on is None:
        return latest_row("contract_rules", which=lambda row: row.text("code") == code)
    return row_in_force((row for row in rule_table("contract_rules") if row.text("code") == code), on=on, field="on")


def is_light_touch(contract_type: str) -> bool:
    """Whether the lighter rules for social, health, education and similar services apply."""
    return contract_type in contract_rule("light_touch").texts("contract_types")


def kpis_required(value: Decimal, contract_type: str) -> bool:
    """Whether at least three key performance indicators must be set and published."""
    one_of(contract_type, field="contract_type", allowed=CONTRACT_TYPES)
    row = contract_rule("kpis")
    return not_negative(value, field="value") > row.decimal("above") and contract_type not in row.texts("exempt_types")


def is_sme(staff: int, turnover: Decimal, balance_sheet: Decimal) -> bool:
    """Whether an enterprise is small or medium-sized: few staff, and a small turnover or balance sheet."""
    row = latest_row("sme_test")
    is_small_by_money = not_negative(turnover, field="turnover") <= row.decimal("turnover_at_most")
    is_small_by_assets = not_negative(balance_sheet, field="balance_sheet") <= row.decimal("balance_sheet_at_most")
    return whole(staff, field="staff") < row.whole("staff_below") and (is_small_by_money or is_small_by_assets)


def valid_ppon(text: str) -> bool:
    """Whether a public procurement organisation number has the published pattern: advice, never a bar."""
    return isinstance(text, str) and PPON.fullmatch(text) is not None


@exactly
def subsidy_headroom(earlier: Sequence[tuple[date, Decimal]], on: date) -> Decimal:
    """What may still be given in small subsidies on that day, never below 0; support in kind at its gross cash value.

    Counted is what was given in the elapsed part of the financial year of `on` and in the two years before it.
    """
    today = plain_date(on, field="on")
    row = row_in_force(rule_table("minimal_financial_assistance"), on=today, field="on")
    opens = today.replace(month=row.whole("financial_year_starts_month"), day=row.whole("financial_year_starts_day"))
    years_back = row.whole("preceding_years") + (today < opens)
    since = opens.replace(year=opens.year - years_back)
    given = [(plain_date(day, field="earlier"), not_negative(amount, field="earlier")) for day, amount in earlier]
    counted = sum((amount for day, amount in given if since <= day <= today), Decimal(0))
    return max(Decimal(0), row.decimal("amount") - counted)
