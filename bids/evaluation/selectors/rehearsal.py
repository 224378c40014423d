"""What may still be rehearsed with invented figures, and for which lots."""

from datetime import datetime

from challenges.publishing.domain.specification import LotSpec, Specification
from challenges.publishing.models import Challenge


def bids_have_closed(challenge: Challenge, *, at: datetime) -> bool:
    """Whether any stage has closed: from then on nothing is worked out across criteria, not even with other figures."""
    return challenge.stages.filter(dropped_in__isnull=True, closes_at__lte=at).exists()


def lots_apart(specification: Specification) -> tuple[LotSpec, ...]:
    """The lots, where criteria or outcomes differ between them."""
    items = (*specification.criteria, *specification.outcomes)
    return specification.lots if any(item.lot for item in items) else ()
