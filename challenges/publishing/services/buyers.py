"""Whom an imported notice belongs to: the authority its buyer is, set up without members where nobody knows it yet."""

from collections.abc import Mapping

from django.db import transaction

from challenges.ground.models import Authority
from challenges.ground.services.memberships import create_authority
from challenges.publishing.domain.notices import Buyer

NOT_NAMED = "Public body not named in the notice"


def authority_of_buyer(buyer: Buyer) -> Authority:
    """The authority with the buyer's number in a public register, else of the same name, else a new one.

    What does not fit its column is cut or left out: the notice itself is kept whole with the draft.
    """
    details = _fitting(buyer)
    name = (buyer.name or NOT_NAMED)[: _longest("name")]
    with transaction.atomic():
        known = Authority.objects.none()
        if details.get("identifier"):
            known = Authority.objects.filter(
                identifier_scheme=details["identifier_scheme"], identifier=details["identifier"]
            )
        found = known.first() or Authority.objects.filter(name__iexact=name).first()
        return found or create_authority(name=name, **details)


def _longest(column: str) -> int:
    return Authority._meta.get_field(column).max_length


def _fitting(buyer: Buyer) -> Mapping[str, str]:
    has_number = bool(buyer.identifier and len(buyer.identifier) <= _longest("identifier"))
    details = {
        "kind": buyer.kind,
        "identifier_scheme": buyer.identifier_scheme if has_number else "",
        "identifier": buyer.identifier if has_number else "",
        "street_address": buyer.street_address[: _longest("street_address")],
        "locality": buyer.locality[: _longest("locality")],
        "postal_code": buyer.postal_code,
        "country": buyer.country,
        "website": buyer.website,
        "contact_email": buyer.contact_email,
    }
    return {name: value for name, value in details.items() if value and len(value) <= _longest(name)}
