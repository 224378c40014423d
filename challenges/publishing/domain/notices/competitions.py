"""SBRI competitions (facts of their GOV.UK and UKRI pages): research bought in phases, each a round of its own."""

from decimal import Decimal

from challenges.ground.domain.language import Text
from challenges.ground.domain.words import AuthorityKind, ChallengeKind
from challenges.publishing.domain.notices.draft import Buyer, NoticeDraft, Source, block_id
from challenges.publishing.domain.notices.node import Node, everything_to_look_at
from challenges.publishing.domain.notices.values import amount, day, moment, words
from challenges.publishing.domain.specification import Specification, StageSpec
from challenges.publishing.domain.words import Route

LANGUAGE = "en"
OGL = "Open Government Licence v3.0"


def is_competition(value: object) -> bool:
    return isinstance(value, dict) and "title" in value and isinstance(value.get("phases"), list)


def draft_from_competition(root: Node) -> NoticeDraft:
    """The draft with one stage for each phase."""
    title, address, buyer = words(root["title"]), root["url"].text(), root["buyer"].text()
    number, source = root["competition"].identifier(), address or title
    phases = list(root["phases"])
    sought = words(root["outcome"])
    specification = Specification(
        kind=ChallengeKind.CHALLENGE_PRIZE.value,
        route=Route.RD_CONTRACT.value,
        title=_said(title),
        summary=_said(sought),
        prize=_said("".join(_money(phase, index) for index, phase in enumerate(phases, start=1))),
        value_amount=amount(root["budgetIncVAT"]),
        stages=tuple(_stage(root, phase, index, source=source) for index, phase in enumerate(phases)),
    )
    kind = AuthorityKind.CENTRAL.value if buyer.startswith("Department") else ""
    return NoticeDraft(
        specification=specification,
        buyer=Buyer(name=buyer, country="GB", kind=kind),
        source=Source(
            kind="SBRI", notice_id=number or address, licence=OGL if "gov.uk" in address else "", address=address
        ),
        unresolved=everything_to_look_at(root),
    )


def _said(text: str) -> Text:
    return {LANGUAGE: text} if text else {}


def _money(phase: Node, number: int) -> str:
    whole, each = amount(phase["budgetIncVAT"]), amount(phase["maxProjectCostIncVAT"])
    said = [
        f"{pounds(figure)} {what}, VAT included"
        for figure, what in ((whole, "in all"), (each, "for one project at most"))
        if figure is not None
    ]
    return f"<p>Phase {number}: {'; '.join(said)}.</p>" if said else ""


def pounds(figure: Decimal) -> str:
    return f"£{figure:,.0f}" if figure == figure.to_integral_value() else f"£{figure:,.2f}"


def _stage(root: Node, phase: Node, index: int, *, source: str) -> StageSpec:
    purpose, number = words(phase["purpose"]), phase["n"].number()
    title = f"Phase {number or index + 1}" + (f": {purpose}" if purpose else "")
    is_first = index == 0
    return StageSpec(
        id=block_id(source, phase.path),
        title=_said(title),
        opens_at=moment(root["opens"]) if is_first else None,
        closes_at=moment(root["submissionCloses"]) if is_first else None,
        decision_on=day(root["decision"]) if is_first else None,
        description=_said(words(phase["status"])),
        two_envelopes=False,
    )
