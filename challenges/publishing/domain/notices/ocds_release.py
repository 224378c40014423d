"""One OCDS release (or compiled release) as a draft: tender and lots become the specification."""

from collections.abc import Iterable
from decimal import Decimal

from challenges.ground.domain.language import Text
from challenges.ground.domain.words import ChallengeKind
from challenges.publishing.domain.notices.draft import NoticeDraft, Source, block_id
from challenges.publishing.domain.notices.node import Node, everything_to_look_at
from challenges.publishing.domain.notices.ocds_criteria import criteria_of
from challenges.publishing.domain.notices.ocds_parties import buyer_of
from challenges.publishing.domain.notices.ocds_terms import (
    Period,
    contract_type_of,
    period_of,
    procedure_of,
    route_of,
    stage_of,
    value_of,
)
from challenges.publishing.domain.notices.places import places_of
from challenges.publishing.domain.notices.values import in_currency, moment, rich, words
from challenges.publishing.domain.specification import LotSpec, Specification

OGL = "Open Government Licence v3.0"
#: Who publishes under an OCID prefix, and the licence that publisher states for all its notices.
PUBLISHERS = {
    "ocds-h6vhtk": ("Find a Tender", OGL),
    "ocds-b5fd17": ("Contracts Finder", OGL),
    "ocds-r6ebe6": ("Public Contracts Scotland", OGL),
    "ocds-kuma6s": ("Sell2Wales", OGL),
}
SELECTION = {
    "suitability": "Professional standing",
    "economic": "Financial standing",
    "technical": "Experience and ability",
    "none": "",
}
FURTHER = "Further information"
BEGINNINGS = {"planning", "planningUpdate", "tender", "tenderUpdate", "tenderAmendment", "compiled"}
SINGLE_LOT = "The notice has one lot only, so this draft is not divided into lots."
SELECTION_AS_TEXT = "Put under “who may take part” as text. Make what decides a pass or fail criterion."
LATER_STEP = "This notice reports an award or contract. Only what was sought is imported."
DOCUMENT = "Documents are not fetched from other sites. Get this one and attach it."


def draft_from_release(release: Node, *, licence: str = "") -> NoticeDraft:
    """The draft, with everything the release says that has no place in it listed."""
    source = _source(release, licence=licence)
    tender, language = release["tender"], _language(release)
    name = source.ocid or source.notice_id or tender["id"].identifier() or "notice"
    places_in_file = list(tender["lots"])
    lots = _lots(places_in_file, source=name, language=language)
    period = _period(tender, release, places_in_file)
    amount, currency = _value(tender, release)
    kind, prize = _contest([tender, *places_in_file], language=language)
    specification = Specification(
        kind=kind,
        route=route_of(tender),
        procedure=procedure_of(tender),
        contract_type=contract_type_of(tender, release),
        languages=(language,),
        title=_title(release, language=language),
        description=_description(release, places_in_file, language=language),
        eligibility=_eligibility([tender, *places_in_file], language=language),
        prize=prize,
        currency=currency or "GBP",
        value_amount=amount,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        cpv=_cpv(tender, release),
        places=_places(tender, release),
        suits_sme=_suits(tender, "sme"),
        suits_vcse=_suits(tender, "vcse"),
        lots=lots,
        criteria=criteria_of(tender, lots=_paired(places_in_file, lots), source=name, language=language),
        terms=period.terms,
        stages=stage_of(tender, places_in_file, source=name, language=language),
    )
    buyer = buyer_of(release)
    _documents(tender)
    unresolved = everything_to_look_at(release)
    return NoticeDraft(specification=specification, buyer=buyer, source=source, unresolved=unresolved)


def _source(release: Node, *, licence: str) -> Source:
    ocid, notice_id = release["ocid"].text(), release["id"].identifier()
    publisher, usual = PUBLISHERS.get(ocid[:11], ("OCDS", ""))
    if not ocid:
        release["ocid"].note("The release has no OCID, which the standard asks for.")
    if not notice_id:
        release["id"].note("The release has no identifier of its own, which the standard asks for.")
    tags = [str(tag.take().value) for tag in release["tag"]]
    if (tags and not BEGINNINGS & set(tags)) or release["awards"] or release["contracts"]:
        release["tag"].findings.note(release["tag"].path, ", ".join(tags), LATER_STEP)
    release["initiationType"].take()
    addresses = [d["url"].text() for d in release["tender"]["documents"] if _is_notice(d)]
    return Source(
        kind=publisher,
        ocid=ocid,
        notice_id=notice_id,
        published=moment(release["date"]),
        licence=licence or usual,
        address=next((address for address in addresses if address), ""),
    )


def _language(release: Node) -> str:
    language = release["language"].text().lower()
    if language and language[:2] not in {"en", "cy"}:
        release["language"].note("The text is not in English or Welsh. It stands where English would: translate it.")
    return "cy" if language[:2] == "cy" else "en"


def _title(release: Node, *, language: str) -> Text:
    tender = release["tender"]
    tender["id"].take()
    tender["status"].take()
    found = words(tender["title"])
    others = [words(release["title"]), *(words(contract["title"]) for contract in release["contracts"])]
    title = found or next((other for other in others if other), "")
    if not title:
        tender["title"].note("The notice has no title.")
    return {language: title} if title else {}


def _description(release: Node, lots: list[Node], *, language: str) -> Text:
    tender = release["tender"]
    parts = [rich(tender["description"])]
    if len(lots) == 1:
        within = rich(lots[0]["description"])
        parts += [within] if within != parts[0] else []
    html = "".join(parts)
    further = rich(release["description"])
    if further:
        html += f"<h3>{FURTHER}</h3>{further}"
    if not html:
        tender["description"].note("The notice has no description.")
    return {language: html} if html else {}


def _eligibility(holders: list[Node], *, language: str) -> Text:
    parts: list[str] = []
    for holder in holders:
        for criterion in holder["selectionCriteria"]["criteria"]:
            heading = SELECTION.get(criterion["type"].text(), "")
            parts += [heading, words(criterion["description"]), words(criterion["minimum"])]
        parts += [words(holder["selectionCriteria"]["description"]), words(holder["eligibilityCriteria"])]
    said = "\n\n".join(part for part in parts if part)
    if said:
        holders[0].findings.note("tender.selectionCriteria", "", SELECTION_AS_TEXT)
    return {language: said} if said else {}


def _lots(lots: list[Node], *, source: str, language: str) -> tuple[LotSpec, ...]:
    """The lots of a divided notice. A single lot divides nothing: what it says is said of the whole."""
    for lot in lots:
        lot["id"].take()
        lot["status"].take()
    if len(lots) == 1:
        lots[0].findings.note(lots[0].path, lots[0]["title"].text() or lots[0]["id"].value, SINGLE_LOT)
        return ()
    return tuple(_lot(lot, source=source, language=language) for lot in lots)


def _lot(lot: Node, *, source: str, language: str) -> LotSpec:
    title, number = words(lot["title"]), lot["id"].identifier()
    if not title:
        lot["title"].note("This lot has no title.")
    described = words(lot["description"])
    return LotSpec(
        id=block_id(source, lot.path),
        title={language: title or f"Lot {number}".strip()},
        description={language: described} if described else {},
        value_amount=value_of(lot["value"])[0],
    )


def _paired(nodes: list[Node], lots: tuple[LotSpec, ...]) -> list[tuple[Node, str]]:
    ids = [lot.id for lot in lots] or [""] * len(nodes)
    return list(zip(nodes, ids, strict=True))


def _value(tender: Node, release: Node) -> tuple[Decimal | None, str]:
    """The tender's value; of a single lot, where only that is given; of the contract, where the tender has none."""
    lots = list(tender["lots"])
    within = [lots[0]["value"]] if len(lots) == 1 else []
    for holder in [tender["value"], *within]:
        found, currency = value_of(holder)
        if found is not None:
            _repeated([holder for holder in within if holder["amount"].value == tender["value"]["amount"].value])
            return found, currency
    later = [*release["contracts"], *release["awards"]]
    for holder in later:
        found, currency = value_of(holder["value"])
        if found is not None:
            shown = in_currency(found, currency)
            holder["value"].findings.note(
                holder["value"].path, shown, "The tender has no value; this one is the contract's or award's."
            )
            return found, currency
    return None, ""


def _repeated(holders: Iterable[Node]) -> None:
    for holder in holders:
        holder.take()


def _period(tender: Node, release: Node, lots: list[Node]) -> Period:
    stated = [holder["contractPeriod"] for holder in [tender, *lots] if holder["contractPeriod"]]
    later = [contract["period"] for contract in release["contracts"] if contract["period"]]
    if not stated and later:
        later[0].findings.note(later[0].path, "", "The tender has no period; this one is the contract's.")
    return period_of(stated or later)


def _contest(holders: list[Node], *, language: str) -> tuple[str, Text]:
    """A design contest is a challenge prize, its prizes as they are described."""
    contests = [holder["designContest"] for holder in holders if holder["designContest"]]
    if not contests:
        return ChallengeKind.OUTCOME_SPECIFICATION.value, {}
    prizes = [prize for contest in contests for prize in contest["prizes"]["details"]]
    html = "".join(rich(prize["description"]) for prize in prizes)
    for prize in prizes:
        prize["id"].take()
    return ChallengeKind.CHALLENGE_PRIZE.value, {language: html} if html else {}


def _items(tender: Node, release: Node) -> list[Node]:
    items = list(tender["items"])
    return items or [item for award in release["awards"] for item in award["items"]]


def _cpv(tender: Node, release: Node) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for holder in [tender, *_items(tender, release)]:
        for node in [holder["classification"], *holder["additionalClassifications"]]:
            if node["scheme"].value == "CPV" and node["id"].identifier():
                codes[node["id"].identifier()] = None
                node.take()
    return tuple(codes)


def _places(tender: Node, release: Node) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for holder in [*_items(tender, release), tender]:
        holder["id"].take()
        holder["relatedLot"].take()
        for address in [holder["deliveryAddress"], *holder["deliveryAddresses"]]:
            found |= dict.fromkeys(places_of(address))
        for location in [holder["deliveryLocation"], *holder["deliveryLocations"]]:
            text = words(location["description"])
            found |= {text: None} if 0 < len(text) <= 60 else {}
            if len(text) > 60:
                location["description"].note("This says more than the name of a place. Put it where bidders need it.")
    return tuple(found)


def _suits(tender: Node, whom: str) -> bool:
    return tender["suitability"][whom].truth() is not False


def _is_notice(document: Node) -> bool:
    return str(document["documentType"].value).endswith("Notice")


def _documents(tender: Node) -> None:
    for document in tender["documents"]:
        said = {tender["title"].value, tender["description"].value}
        for name in ("title", "description"):
            if document[name].value in said:
                document[name].take()
        if document["url"].value and not _is_notice(document):
            document["url"].take().note(DOCUMENT)
        for name in ("id", "format", "documentType"):
            document[name].take()
        if _is_notice(document):
            document.take()
