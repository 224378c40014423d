"""Organisations with their identifiers and roles."""

from dataclasses import dataclass

from challenges.ground.domain.words import AuthorityKind
from challenges.publishing.domain.ocds.values import Json, without_nothing

UK_TYPES = {
    AuthorityKind.CENTRAL.value: ("publicAuthorityCentralGovernment", "Public authority - central government"),
    AuthorityKind.SUB_CENTRAL.value: (
        "publicAuthoritySubCentralGovernment",
        "Public authority - sub-central government",
    ),
    AuthorityKind.UTILITY.value: ("publicUndertaking", "Public undertaking"),
}


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """What is public of an organisation; `local_id` names it where no register does."""

    local_id: str
    name: str
    scheme: str = ""
    identifier: str = ""
    street_address: str = ""
    locality: str = ""
    postal_code: str = ""
    country: str = ""
    website: str = ""

    @property
    def party_id(self) -> str:
        return f"{self.scheme}-{self.identifier}" if self.scheme and self.identifier else self.local_id


def reference(organisation: Organisation) -> Json:
    return {"id": organisation.party_id, "name": organisation.name}


def party(organisation: Organisation, *, roles: list[str], details: Json) -> Json:
    """The organisation with its roles."""
    identifier = {"scheme": organisation.scheme, "id": organisation.identifier}
    return without_nothing(
        {
            **reference(organisation),
            "identifier": identifier if all(identifier.values()) else {},
            "address": without_nothing(
                {
                    "streetAddress": organisation.street_address,
                    "locality": organisation.locality,
                    "postalCode": organisation.postal_code,
                    "country": organisation.country,
                }
            ),
            "roles": roles,
            "details": details,
        }
    )


def buyer(organisation: Organisation, *, kind: str) -> Json:
    """The authority, with its kind as the central platform names it."""
    code, label = UK_TYPES.get(kind, ("", ""))
    classification = [{"scheme": "UK_CA_TYPE", "id": code, "description": label}] if code else []
    details = without_nothing({"url": organisation.website, "classifications": classification})
    return party(organisation, roles=["buyer", "procuringEntity"], details=details)
