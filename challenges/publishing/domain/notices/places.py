"""Which region a statistical area code lies in: the first letters of the International Territorial Levels (formerly
NUTS) of the United Kingdom, as the Office for National Statistics publishes them.
"""

from challenges.publishing.domain.notices.node import Node

REGIONS = {
    "C": "North East England",
    "D": "North West England",
    "E": "Yorkshire and the Humber",
    "F": "East Midlands",
    "G": "West Midlands",
    "H": "East of England",
    "I": "London",
    "J": "South East England",
    "K": "South West England",
    "L": "Wales",
    "M": "Scotland",
    "N": "Northern Ireland",
}
FINER = "This area code was read as the region it lies in. Name the place more closely if that helps bidders."


def places_of(address: Node) -> list[str]:
    """The place an address names: its region in words, else its locality, else its country."""
    code = address["region"].text()
    locality, country = address["locality"].text(), address["countryName"].text() or address["country"].text()
    address["country"].take()
    if _region(code):
        if len(code) > 3:
            address["region"].note(FINER)
        return [_region(code)]
    found = code or locality or country
    return [found] if found else []


def _region(code: str) -> str:
    is_area = 3 <= len(code) <= 5 and code[:2] in {"UK", "TL"} and code[2:].isalnum() and code.isupper()
    return REGIONS.get(code[2], "") if is_area else ""
