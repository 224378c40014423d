"""What the law asks an authority to do and by when, computed from the facts of a procurement.

Duties come from a dated table; `started_on` pins the vintage, so a procurement keeps the rules it started under. A
public contract at or above its threshold has the notices of the Procurement Act 2023; below it only a contract
details notice, without a date; a research and development contract, a grant or a prize has none of these. A duty is
overdue when it was due before the day asked about; duties already done are left out. Amounts in pounds with VAT.

No screen calls it yet: it waits for the author's list of what a procurement must do, and for the contract after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from challenges.ground.domain.refusals import identifier, not_negative, one_of, plain_date, refusal, unique, whole
from challenges.publishing.domain.calendar import last_day_of_days, last_day_of_months, standstill_end
from challenges.publishing.domain.modification import ModificationTest, modification_allowed
from challenges.publishing.domain.rule_tables import RuleRow, row_in_force, rule_table
from challenges.publishing.domain.thresholds import (
    AUTHORITY_KINDS,
    CONTRACT_TYPES,
    contract_rule,
    is_below_threshold,
    is_light_touch,
    is_sme,
    kpis_required,
    subsidy_headroom,
    valid_ppon,
)

__all__ = [
    "Duty",
    "Facts",
    "ModificationTest",
    "authority_duties",
    "duties",
    "is_below_threshold",
    "is_sme",
    "kpis_required",
    "modification_allowed",
    "subsidy_headroom",
    "valid_ppon",
]

PUBLIC_CONTRACT = "public_contract"
ROUTES = (PUBLIC_CONTRACT, "rd_contract", "grant_or_prize")
STANDSTILLS = ("mandatory", "voluntary", "none")
QUARTER_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What has happened in a procurement; `done` are codes of duties already met."""

    authority_kind: str
    contract_type: str
    value: Decimal
    started_on: date
    route: str = PUBLIC_CONTRACT
    standstill: str = "mandatory"
    award_notice_on: date | None = None
    contract_entered_on: date | None = None
    contract_ended_on: date | None = None
    claim_known_on: date | None = None
    payments: tuple[tuple[date, Decimal], ...] = ()
    done: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        one_of(self.authority_kind, field="authority_kind", allowed=AUTHORITY_KINDS)
        one_of(self.contract_type, field="contract_type", allowed=CONTRACT_TYPES)
        object.__setattr__(self, "value", not_negative(self.value, field="value"))
        plain_date(self.started_on, field="started_on")
        one_of(self.route, field="route", allowed=ROUTES)
        one_of(self.standstill, field="standstill", allowed=STANDSTILLS)
        for name in ("award_notice_on", "contract_entered_on", "contract_ended_on", "claim_known_on"):
            if getattr(self, name) is not None:
                plain_date(getattr(self, name), field=name)
        paid = tuple(
            (plain_date(day, field="payments"), not_negative(amount, field="payments")) for day, amount in self.payments
        )
        object.__setattr__(self, "payments", paid)
        known_codes = {row.text("code") for row in rule_table("notice_duties")}
        for code in unique(self.done, field="done"):
            if identifier(code, field="done").partition(":")[0] not in known_codes:
                raise refusal(code, field="done", rule="is no duty")
        object.__setattr__(self, "done", tuple(self.done))


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing to do: `due` is its last day, or nothing where the law names no day; `rule` is the law's place."""

    code: str
    name: str
    why: str
    due: date | None
    overdue: bool
    rule: str
    vintage: str


def duties(facts: Facts, on: date) -> tuple[Duty, ...]:
    """The duties of a procurement as they stand on a day, by code, then due."""
    today = plain_date(on, field="on")
    if facts.route != PUBLIC_CONTRACT:
        return ()
    listed = _below_threshold(facts) if _is_below(facts) else _at_threshold(facts)
    found = (_duty(row, code=code, due=due, today=today) for code, row, due in listed if code not in facts.done)
    return tuple(sorted(found, key=lambda duty: (duty.code, duty.due or date.max)))


def authority_duties(year: int) -> tuple[Duty, ...]:
    """The duties of every authority in a calendar year, whatever it buys."""
    listed = []
    for row in rule_table("notice_duties"):
        for month_day in row.texts("begins") if "begins" in row.values else ():
            month, day = month_day.split("-")
            begins = date(whole(year, field="year", at_least=1), int(month), int(day))
            code = row.text("code")
            in_force = _duty_row(code, on=begins)
            due = last_day_of_days(begins, days=in_force.whole("days"))
            listed.append(_duty(in_force, code=code, due=due, today=begins))
    return tuple(sorted(listed, key=lambda duty: (duty.code, duty.due or date.max)))


def _duty(row: RuleRow, *, code: str, due: date | None, today: date) -> Duty:
    return Duty(
        code=code,
        name=row.text("name"),
        why=row.text("why"),
        due=due,
        overdue=due is not None and due < today,
        rule=row.text("rule"),
        vintage=row.vintage,
    )


def _duty_row(code: str, *, on: date) -> RuleRow:
    rows = (row for row in rule_table("notice_duties") if row.text("code") == code)
    return row_in_force(rows, on=on, field="started_on")


def _is_below(facts: Facts) -> bool:
    return is_below_threshold(facts.value, facts.authority_kind, facts.contract_type, facts.started_on)


type _Listed = Iterator[tuple[str, RuleRow, date | None]]


def _below_threshold(facts: Facts) -> _Listed:
    kind = facts.authority_kind
    rows = (row for row in rule_table("below_threshold_notices") if kind in row.texts("authority_kinds"))
    notified_from = row_in_force(rows, on=facts.started_on, field="started_on").decimal("amount")
    if facts.value >= notified_from:
        yield "contract_details", _duty_row("contract_details_below_threshold", on=facts.started_on), None


def _at_threshold(facts: Facts) -> _Listed:
    if facts.award_notice_on and facts.standstill != "none" and not is_light_touch(facts.contract_type):
        yield "standstill", _duty_row("standstill", on=facts.started_on), standstill_end(facts.award_notice_on)
    if facts.contract_entered_on:
        for code in _codes_of_entry(facts):
            yield _period(code, begins=facts.contract_entered_on, facts=facts)
    payments_above = contract_rule("contract_payment", on=facts.started_on).decimal("above")
    for quarter_end in sorted({_quarter_end(day) for day, amount in facts.payments if amount > payments_above}):
        _, row, due = _period("contract_payment", begins=quarter_end, facts=facts)
        yield f"contract_payment:{quarter_end.isoformat()}", row, due
    if facts.contract_ended_on:
        yield _period("contract_termination", begins=facts.contract_ended_on, facts=facts)
    if facts.claim_known_on:
        yield _period("claim_limit", begins=facts.claim_known_on, facts=facts)


def _codes_of_entry(facts: Facts) -> tuple[str, ...]:
    """Duties that entering into the contract sets off."""
    codes = ["contract_details", "record_retention"]
    if facts.value > contract_rule("contract_copy", on=facts.started_on).decimal("above"):
        codes.append("contract_copy")
    if kpis_required(facts.value, facts.contract_type):
        codes += ["kpis", "performance"]
    return tuple(codes)


def _period(code: str, *, begins: date, facts: Facts) -> tuple[str, RuleRow, date]:
    """A duty whose period of days or months begins with a day."""
    row = _duty_row(code, on=facts.started_on)
    if "months" in row.values:
        return code, row, last_day_of_months(begins, months=row.whole("months"))
    has_longer = is_light_touch(facts.contract_type) and "light_touch_days" in row.values
    return code, row, last_day_of_days(begins, days=row.whole("light_touch_days" if has_longer else "days"))


def _quarter_end(day: date) -> date:
    first_month = day.month - (day.month - 1) % QUARTER_MONTHS
    return last_day_of_months(date(day.year, first_month, 1), months=QUARTER_MONTHS)
