"""Outcomes contracts of the INDIGO data set: metrics become outcomes with their unit prices, the most payable the cap.

What was planned and what was paid is history of another contract: it is summed up in the list, not imported.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from challenges.ground.domain.language import Text
from challenges.ground.domain.words import ChallengeKind
from challenges.publishing.domain.notices.draft import Buyer, NoticeDraft, Source, block_id
from challenges.publishing.domain.notices.node import Node, everything_to_look_at
from challenges.publishing.domain.notices.values import amount, day, figure, in_currency, rich, words
from challenges.publishing.domain.specification import OutcomeSpec, Specification, TermsSpec

LANGUAGE = "en"
LONGEST_TITLE = 160
FINANCE = "Overall project finance - Maximum potential outcome payment - "
TARGET = "Targeted number of service users Or beneficiaries (total)"
NO_PRICE = "No price is given for this result."
TWO_PRICES = "More than one price is given for this result. The first was put in."
PRICE_OF_NOTHING = "This price belongs to no result in the file."
NO_UNIT = "The unit is not said. One person was put in."
NO_TARGET = "How many are wanted is not said."
CAP_BELOW = "All targets at these prices come to {full}, more than the most that is paid ({cap})."
NO_BUYER = "The file does not name the public body that pays."
NO_LICENCE = "The file states no licence. Ask the Government Outcomes Lab before publishing its text."
NO_ROUTE = "The file does not say under which rules the contract was made. Choose the legal route."
HISTORY = "Payments of the contract described. They are not imported."


def is_outcomes_contract(value: object) -> bool:
    return isinstance(value, dict) and "outcomeMetrics" in value and "project" in value


def draft_from_outcomes(root: Node) -> NoticeDraft:
    """The draft with one outcome for each metric."""
    project, number = root["project"], root["id"].identifier()
    cap = amount(project[f"{FINANCE}Amount"])
    prices, currencies = _prices(root)
    outcomes = tuple(_outcome(metric, prices, source=number) for metric in root["outcomeMetrics"])
    stated = {c for c in [project[f"{FINANCE}Currency"].text(), *currencies] if c}
    if len(stated) > 1:
        project.note(f"Several currencies are named ({', '.join(sorted(stated))}).")
    _compare(outcomes, cap, root, currency=next(iter(stated)) if len(stated) == 1 else "")
    _sum_up_payments(root)
    findings = root.findings
    findings.note("buyer", "", NO_BUYER)
    findings.note("route", "", NO_ROUTE)
    findings.note("licence", "", NO_LICENCE)
    title = words(project["Impact Bond Name"])
    people = words(project["Service and beneficiaries - Target population"])
    specification = Specification(
        kind=ChallengeKind.OUTCOME_SPECIFICATION.value,
        title={LANGUAGE: title} if title else {},
        description=_description(project),
        beneficiaries={LANGUAGE: people} if people else {},
        currency=next(iter(sorted(stated)), "GBP"),
        value_amount=cap,
        starts_on=day(project["Dates - Start date of service provision"]),
        ends_on=_end(project),
        outcomes=outcomes,
        terms=TermsSpec(cap_total=cap) if cap is not None else None,
    )
    return NoticeDraft(
        specification=specification,
        buyer=Buyer(),
        source=Source(kind="INDIGO (Government Outcomes Lab)", notice_id=number),
        unresolved=everything_to_look_at(root),
    )


def _description(project: Node) -> Text:
    parts = [rich(project[f"Purpose and classifications - {part}"]) for part in ("Social challenge", "Intervention")]
    html = "".join(parts)
    return {LANGUAGE: html} if html else {}


def _end(project: Node) -> date | None:
    for name in ("Actual end date of service provision", "Anticipated end date of service provision"):
        found = day(project[f"Dates - {name}"], end_of_month=True)
        if found is not None:
            return found
    return day(project["Dates - Anticipated completion date"], end_of_month=True)


def _prices(root: Node) -> tuple[dict[str, Decimal], list[str]]:
    known = {str(metric["Id"].value) for metric in root["outcomeMetrics"]}
    prices: dict[str, Decimal] = {}
    currencies = []
    for pricing in root["outcomePricings"]:
        metric, price = pricing["Outcome Metric Id"].identifier(), amount(pricing["Price Per Unit - Amount"])
        currency = pricing["Currency"].text()
        currencies.append(currency)
        if price is None:
            continue
        if metric not in known:
            pricing.findings.note(pricing.path, f"{metric}: {in_currency(price, currency)}", PRICE_OF_NOTHING)
        elif metric in prices and prices[metric] != price:
            pricing.findings.note(pricing.path, f"{metric}: {in_currency(price, currency)}", TWO_PRICES)
        else:
            prices[metric] = price
    return prices, currencies


def _outcome(metric: Node, prices: dict[str, Decimal], *, source: str) -> OutcomeSpec:
    identifier, definition = metric["Id"].identifier(), words(metric["Outcome Definition"])
    unit = words(metric["Unit type of targeted Service users or beneficiaries"])
    target, price = figure(metric[TARGET]), prices.get(identifier)
    population = words(metric["Target Population"])
    verified = [words(metric[name]) for name in ("Outcome validation Method", "Data source for Outcome validation")]
    label = f"{identifier}: {_title(definition)}"
    for is_missing, why in ((price is None, NO_PRICE), (not unit, NO_UNIT), (target is None, NO_TARGET)):
        if is_missing:
            metric.findings.note("outcomeMetrics[]", label if why == NO_PRICE else "", why)
    return OutcomeSpec(
        id=block_id(source, f"outcomeMetrics/{identifier or metric.path}"),
        title={LANGUAGE: _title(definition) or identifier},
        beneficiaries={LANGUAGE: population} if population else {},
        measure={LANGUAGE: definition} if definition else {},
        unit={LANGUAGE: unit or "person"},
        target=target,
        verification={LANGUAGE: "; ".join(part for part in verified if part)} if any(verified) else {},
        price=price,
    )


def _title(definition: str) -> str:
    if len(definition) <= LONGEST_TITLE:
        return definition.rstrip(". ")
    sentence = definition.partition(". ")[0]
    return sentence if len(sentence) <= LONGEST_TITLE else f"{sentence[:LONGEST_TITLE].rsplit(' ', 1)[0]}…"


def _compare(outcomes: tuple[OutcomeSpec, ...], cap: Decimal | None, root: Node, *, currency: str) -> None:
    full = sum((o.price * o.target for o in outcomes if o.price is not None and o.target is not None), Decimal(0))
    if cap is not None and full > cap:
        said, most = in_currency(full, currency), in_currency(cap, currency)
        root.findings.note("outcomePricings", said, CAP_BELOW.format(full=said, cap=most))


def _sum_up_payments(root: Node) -> None:
    totals: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for payment in root["outcomePayments"]:
        paid = amount(payment["Payments - Amount"])
        if paid is not None:
            kind, plan = payment["Type"].text() or "Type not said", payment["Outcome Payment Plan Id"].text()
            totals[kind, plan, payment["Payments - Currency"].text()] += paid
        for name in ("Period - Start", "Period - End", "Payments - Currency", "Outcome Metric Id"):
            payment[name].take()
    if totals:
        listed = "; ".join(
            f"{f'{kind} {plan}'.strip()}: {in_currency(total, currency)}"
            for (kind, plan, currency), total in sorted(totals.items())
        )
        root.findings.note("outcomePayments", listed, HISTORY)
