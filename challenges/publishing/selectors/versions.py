"""The published versions of a challenge: what bidders and evaluators rely on, never the page it was written on."""

from challenges.ground.domain.frozen_json import from_plain
from challenges.publishing.domain.specification import Specification
from challenges.publishing.models import Challenge, SpecificationVersion


class NothingPublished(LookupError):
    """A challenge without a version: it was never approved."""


def specification_of(version: SpecificationVersion) -> Specification:
    """The frozen specification of that version, as it was approved."""
    return from_plain(Specification, version.content)


def current_specification(challenge: Challenge) -> tuple[SpecificationVersion, Specification]:
    """The version in force, the latest one, and its specification."""
    version = challenge.versions.order_by("-number").first()
    if version is None:
        raise NothingPublished(f"{challenge.ocid}: nothing has been published yet")
    return version, specification_of(version)
