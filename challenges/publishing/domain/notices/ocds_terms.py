"""Value, periods, route and procedure of a release: what the law and the timetable need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from challenges.publishing.domain.notices.draft import block_id
from challenges.publishing.domain.notices.node import Node
from challenges.publishing.domain.notices.values import amount, day, in_currency, moment
from challenges.publishing.domain.specification import StageSpec, TermsSpec
from challenges.publishing.domain.words import ContractType, Procedure, Route

WITHOUT_VAT = "The notice does not say that this includes VAT. The value here should: check it."
NET_TOO = "This is the amount without VAT. The draft holds the amount with VAT."
EARLIER_RULES = "This was published under earlier or other rules. Choose the legal route of the new procedure."
NO_ROUTE = "The notice does not say under which rules it is. Choose the legal route."
DAYS_A_YEAR = {360: "counting a month as 30 days", 365: "counting a year as 365 days"}


@dataclass(frozen=True, kw_only=True)
class Period:
    starts_on: date | None = None
    ends_on: date | None = None
    terms: TermsSpec | None = None


def value_of(value: Node) -> tuple[Decimal | None, str]:
    """The amount, with VAT where that is given, and the currency."""
    gross, net = amount(value["amountGross"]), amount(value["amount"])
    currency = value["currency"].text().upper()
    shown = in_currency(net, currency)
    if gross is not None and net is not None and gross != net:
        value.findings.note(value["amount"].path, shown, NET_TOO)
    if gross is None and net is not None:
        value.findings.note(value["amount"].path, shown, WITHOUT_VAT)
    return (gross if gross is not None else net), currency


def period_of(periods: Iterable[Node]) -> Period:
    """From the first start to the last end; a length in days becomes years where it is whole years."""
    starts: list[date] = []
    ends: list[date] = []
    years: set[int] = set()
    for period in periods:
        start, end = day(period["startDate"]), day(period["endDate"])
        starts += [start] if start else []
        ends += [end] if end else []
        length = _years(period["durationInDays"])
        years |= {length} if length else set()
    if starts and ends and max(ends) < min(starts):
        period.note("The contract ends before it starts. The dates are kept as published.")
    terms = TermsSpec(years=max(years)) if years else None
    return Period(starts_on=min(starts, default=None), ends_on=max(ends, default=None), terms=terms)


def _years(length: Node) -> int | None:
    days = length.number()
    if days is None:
        return None
    for year, how in DAYS_A_YEAR.items():
        if days > 0 and days % year == 0 and days < 100 * year:
            length.note(f"This length was read as {int(days // year)} years, {how}.")
            return int(days // year)
    length.note("The length of the contract in days is not a whole number of years. Enter it yourself.")
    return None


def stage_of(tender: Node, lots: list[Node], *, source: str, language: str) -> tuple[StageSpec, ...]:
    """The one round of bids the notice dates, if it dates any."""
    holders = [tender, *lots]
    opens = _first(moment(holder["tenderPeriod"]["startDate"]) for holder in holders)
    closings = [found for found in [moment(holder["tenderPeriod"]["endDate"]) for holder in holders] if found]
    questions = _first(moment(holder["enquiryPeriod"]["endDate"]) for holder in holders)
    decision = _first(day(holder["awardPeriod"]["endDate"]) for holder in holders)
    if len(set(closings)) > 1:
        tender["lots"].findings.note(
            "tender.lots[].tenderPeriod", "; ".join(str(c) for c in closings),
            "The lots close at different times. The latest was put in.",
        )  # fmt: skip
    if not any((opens, closings, questions, decision)):
        return ()
    return (
        StageSpec(
            id=block_id(source, "stage"),
            title={language: "Bids"},
            opens_at=opens,
            questions_close_at=questions,
            closes_at=max(closings, default=None),
            decision_on=decision,
        ),
    )


def _first[T](found: Iterable[T | None]) -> T | None:
    return next((one for one in list(found) if one is not None), None)


def route_of(tender: Node) -> str:
    """The legal route, as far as the notice tells it."""
    details = tender["procurementMethodDetails"].text().lower()
    basis, is_above = tender["legalBasis"].take(), tender["aboveThreshold"].truth()
    regimes = {str(regime.take().value) for regime in tender["specialRegime"]}
    if "lightTouch" in regimes:
        return Route.LIGHT_TOUCH.value
    if "below threshold" in details or is_above is False:
        return Route.BELOW_THRESHOLD.value
    if basis["id"].value == "2023/54":
        return Route.PUBLIC_CONTRACT.value
    where = basis["id"] if basis["id"] else tender["procurementMethodDetails"]
    where.note(EARLIER_RULES if basis["id"] else NO_ROUTE)
    return ""


def procedure_of(tender: Node) -> str:
    details, method = tender["procurementMethodDetails"].text().lower(), tender["procurementMethod"].text()
    if "flexible" in details:
        return Procedure.COMPETITIVE_FLEXIBLE.value
    if "quick quote" in details or "quotation" in details:
        return Procedure.QUICK_QUOTE.value
    if "call-off" in details or "call off" in details:
        return Procedure.CALL_OFF.value
    if method and method != "open":
        tender["procurementMethodDetails"].note("The procedure was not open. Choose how the new one runs.")
    return Procedure.OPEN.value


def contract_type_of(tender: Node, release: Node) -> str:
    category = tender["mainProcurementCategory"].text()
    if not category:
        category = next((c for c in (a["mainProcurementCategory"].text() for a in release["awards"]) if c), "")
    if tender["techniques"]["hasFrameworkAgreement"].truth():
        return ContractType.FRAMEWORK.value
    if category in {ContractType.GOODS.value, ContractType.SERVICES.value, ContractType.WORKS.value}:
        return category
    tender["mainProcurementCategory"].note("The notice does not say whether it is for goods, services or works.")
    return ContractType.SERVICES.value
