"""The buyer of a release, and what is said about its other parties."""

from challenges.ground.domain.words import AuthorityKind
from challenges.publishing.domain.notices.draft import Buyer
from challenges.publishing.domain.notices.node import Findings, Node

HOME = {"england", "scotland", "wales", "northern ireland", "united kingdom", "uk", "gb"}
KINDS = {
    "publicAuthorityCentralGovernment": AuthorityKind.CENTRAL.value,
    "publicAuthoritySubCentralGovernment": AuthorityKind.SUB_CENTRAL.value,
    "publicUndertaking": AuthorityKind.UTILITY.value,
    "privateUtility": AuthorityKind.UTILITY.value,
    "Regional or local authority": AuthorityKind.SUB_CENTRAL.value,
    "ra": AuthorityKind.SUB_CENTRAL.value,
}


def buyer_of(release: Node) -> Buyer:
    """The party that buys: the one the release points at, else the first in that role."""
    reference, parties = release["buyer"], list(release["parties"])
    wanted = reference["id"].identifier() or release["tender"]["procuringEntity"]["id"].identifier()
    in_role = [party for party in parties if _has_role(party, "buyer")]
    pointed_at = [party for party in parties if wanted and party["id"].value == wanted]
    found = next(iter([*pointed_at, *in_role]), None)
    for party in parties:
        if found is None or party.path != found.path:
            _set_aside(party, release.findings)
    if found is None:
        name = reference["name"].text()
        if not name:
            reference.note("The notice does not name a buyer.")
        return Buyer(name=name)
    return _buyer(found, fallback=reference["name"].text())


def _has_role(party: Node, role: str) -> bool:
    return any(one.value == role for one in party["roles"])


def _set_aside(party: Node, findings: Findings) -> None:
    """Name a party that is not the buyer; its details stay in the file."""
    roles = ", ".join(str(role.value) for role in party["roles"]) or "no role"
    path = party.path.rpartition("[")[0]
    findings.note(f"{path}[]", f"{party['name'].value} ({roles})", "Somebody other than the buyer. Not imported.")
    party.take()


def _buyer(party: Node, *, fallback: str) -> Buyer:
    party["roles"].take()
    party["id"].take()
    address, identifier, details = party["address"], party["identifier"], party["details"]
    country = (address["country"].text() or address["countryName"].text()).strip()
    number = identifier["id"].identifier()
    if not number:
        identifier.findings.note(
            party.path, party["id"].value, "The buyer has no number in a public register, so it is known by name only."
        )
    identifier["legalName"].take()
    for name in ("country", "countryName"):
        address[name].take()
    return Buyer(
        name=party["name"].text() or fallback or identifier["legalName"].text(),
        identifier_scheme=identifier["scheme"].text() if number else "",
        identifier=number,
        street_address=address["streetAddress"].text(),
        locality=address["locality"].text(),
        postal_code=address["postalCode"].text(),
        country="GB" if country.lower() in HOME else country.upper() if len(country) == 2 else "",
        website=details["url"].text() if str(details["url"].value).startswith("http") else "",
        contact_email=party["contactPoint"]["email"].text(),
        kind=_kind(details),
    )


def _kind(details: Node) -> str:
    for classification in details["classifications"]:
        kind = KINDS.get(str(classification["id"].value))
        if kind:
            classification.take()
            return kind
    return ""
