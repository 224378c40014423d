"""Is a specification ready to be published? `validate` finds what stops it, `lint` what deserves a second look.

Both are pure and find everything at once, so that an author sees all faults beside their fields. A draft may have any
fault: constructors judge nothing. Closing in the future is asked for only when `at` is given, and not of stages that
have closed as `published`, the version in force, said they would.
"""

from datetime import datetime

from challenges.publishing.domain.checks.advice import advice
from challenges.publishing.domain.checks.criteria import criteria_faults
from challenges.publishing.domain.checks.fault import Fault
from challenges.publishing.domain.checks.general import general_faults
from challenges.publishing.domain.checks.offers import offer_faults
from challenges.publishing.domain.checks.terms import terms_faults
from challenges.publishing.domain.checks.timetable import timetable_faults
from challenges.publishing.domain.specification import Specification

__all__ = ["Fault", "lint", "validate"]


def validate(
    spec: Specification, *, at: datetime | None = None, published: Specification | None = None
) -> tuple[Fault, ...]:
    """Every fault that stops publication, in the order of the page."""
    return (
        *general_faults(spec),
        *offer_faults(spec),
        *criteria_faults(spec),
        *terms_faults(spec),
        *timetable_faults(spec, at=at, published=published),
    )


def lint(spec: Specification) -> tuple[Fault, ...]:
    """Everything that may be published but deserves a second look."""
    return tuple(advice(spec))
