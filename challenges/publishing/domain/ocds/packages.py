"""Releases, the packages that carry them, and the record they merge into."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from challenges.publishing.domain.ocds.values import Json, instant, without_nothing

#: Declared in the order of the central platform, whose packages readers in this country are used to.
EXTENSIONS = (
    "https://standard.open-contracting.org/profiles/eu/latest/en/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_amendment_rationale_classifications_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_budget_breakdown_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_contract_completion_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_documentation_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_pagination_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_suitability_extension/master/extension.json",
    "https://raw.githubusercontent.com/portaledcahn/ocds_Links_extension/main/extension.json",
    "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json",
)
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
#: Lists that a later release replaces as a whole; all others are merged item by item (OCDS 1.1, merging).
WHOLE_LISTS = {"additionalClassifications", "deliveryAddresses", "criteria", "numbers"}
_OF_THE_RELEASE = {"id", "date", "tag"}


def release(
    *, ocid: str, identifier: str, at: datetime, tags: list[str], language: str, parts: Mapping[str, Any]
) -> Json:
    """One release: what was published at one moment about one procedure."""
    return without_nothing(
        {
            "ocid": ocid,
            "id": identifier,
            "date": instant(at),
            "tag": tags,
            "language": language,
            "initiationType": "tender",
            **parts,
        }
    )


def merged(releases: Iterable[Json]) -> Json:
    """The compiled release: each value as the latest release has it."""
    result: Json = {}
    ordered = sorted(releases, key=lambda one: str(one["date"]))
    for one in ordered:
        _merge(result, {name: value for name, value in one.items() if name not in _OF_THE_RELEASE})
    last = ordered[-1]
    return {
        **result,
        "id": f"{last['ocid']}-{last['date']}",
        "date": last["date"],
        "tag": ["compiled"],
    }


def _merge(target: Json, source: Json) -> None:
    for name, value in source.items():
        if value is None:
            target.pop(name, None)
        elif isinstance(value, dict):
            _merge(target.setdefault(name, {}), value)
        elif _is_list_of_identified(name, value):
            target[name] = _merged_list(target.get(name, []), value)
        else:
            target[name] = value


def _is_list_of_identified(name: str, value: object) -> bool:
    return (
        isinstance(value, list)
        and name not in WHOLE_LISTS
        and bool(value)
        and all(isinstance(item, dict) and "id" in item for item in value)
    )


def _merged_list(before: list[Json], after: list[Json]) -> list[Json]:
    kept = {item["id"]: dict(item) for item in before}
    for item in after:
        _merge(kept.setdefault(item["id"], {}), item)
    return list(kept.values())


def emptied(before: Json, after: Json) -> Json:
    """The later object with a null for each value it no longer has, so that merging takes that value away.

    Lists are left alone: an item with an id can't be taken away by merging, only marked as cancelled.
    """
    gone = {name: _nulls(value) for name, value in before.items() if name not in after and not isinstance(value, list)}
    kept = {
        name: emptied(before[name], value) if isinstance(value, dict) and isinstance(before.get(name), dict) else value
        for name, value in after.items()
    }
    return {**kept, **gone}


def _nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _nulls(inner) for name, inner in value.items() if not isinstance(inner, list)}
    return None


def envelope(*, address: str, publisher: str, home: str, policy: str, at: datetime) -> Json:
    """What every package says of itself."""
    return {
        "uri": address,
        "version": "1.1",
        "extensions": list(EXTENSIONS),
        "publishedDate": instant(at),
        "publisher": {"name": publisher, "uri": home},
        "license": LICENCE,
        "publicationPolicy": policy,
    }


def as_bytes(package: Json) -> bytes:
    """The one byte form: keys in the order composed, UTF-8, two spaces, no NaN."""
    return (json.dumps(package, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
