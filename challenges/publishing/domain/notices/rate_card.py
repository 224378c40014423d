"""Payment rules of a payment-by-results programme (the facts of the DWP Work and Health Programme page) as a draft.

The rules give shares and triggers, no amounts: the draft has the results and how each is proven, without prices.
"""

from challenges.ground.domain.language import Text
from challenges.ground.domain.words import AuthorityKind, ChallengeKind
from challenges.publishing.domain.notices.draft import Buyer, NoticeDraft, Source, block_id
from challenges.publishing.domain.notices.node import Node, everything_to_look_at
from challenges.publishing.domain.notices.values import words
from challenges.publishing.domain.specification import OutcomeSpec, Specification, TermsSpec

LANGUAGE = "en"
OGL = "Open Government Licence v3.0"
TITLES = {"employed": "In lasting employment", "selfEmployed": "In lasting self-employment"}
NO_PRICE = "The rules name no price. Enter it, or let bidders offer it."
FEE_IS_A_SHARE = "The fee is {share:.0%} of the contract’s value. Enter it in pounds once the value is known."
NO_ROUTE = "The rules do not say which legal route applies. Choose it."
WHOLE_YEARS = "This length in months was read as {years} years."


def is_rate_card(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("outcomePayments"), dict) and "title" in value


def draft_from_rate_card(root: Node) -> NoticeDraft:
    """The draft with one outcome for each payable result."""
    address, buyer, title = root["url"].text(), root["buyer"].text(), words(root["title"])
    payments = root["outcomePayments"]
    results = [payments[name] for name in payments.value if isinstance(payments[name].value, dict)]
    root["asOf"].take()
    fee = root["deliveryFee"]
    share = fee["shareOfEstimatedTotalContractValue"].number()
    if share is not None:
        fee["shareOfEstimatedTotalContractValue"].note(FEE_IS_A_SHARE.format(share=share))
    root.findings.note("route", "", NO_ROUTE)
    paid = words(fee["paid"])
    specification = Specification(
        kind=ChallengeKind.OUTCOME_SPECIFICATION.value,
        title={LANGUAGE: title},
        outcomes=tuple(_outcome(result, source=address or title) for result in results),
        terms=TermsSpec(years=_years(fee["maxMonths"]), explanation={LANGUAGE: f"Fee: {paid}."} if paid else {}),
    )
    return NoticeDraft(
        specification=specification,
        buyer=Buyer(
            name=buyer, country="GB", kind=AuthorityKind.CENTRAL.value if buyer.startswith("Department") else ""
        ),
        source=Source(kind="GOV.UK", notice_id=address, licence=OGL if "gov.uk" in address else "", address=address),
        unresolved=everything_to_look_at(root),
    )


def _years(months: Node) -> int | None:
    found = months.number()
    if found is None or found % 12:
        return None
    months.note(WHOLE_YEARS.format(years=int(found / 12)))
    return int(found / 12)


def _outcome(result: Node, *, source: str) -> OutcomeSpec:
    name = result.path.rpartition(".")[2]
    trigger, evidence = words(result["trigger"]), words(result["evidence"])
    note = words(result["note"])
    result.findings.note(result.path, TITLES.get(name, name), NO_PRICE)
    return OutcomeSpec(
        id=block_id(source, result.path),
        title={LANGUAGE: TITLES.get(name, name)},
        measure=_said("; ".join(part for part in (trigger, note) if part)),
        unit={LANGUAGE: "person"},
        verification=_said(evidence),
    )


def _said(text: str) -> Text:
    return {LANGUAGE: text} if text else {}
