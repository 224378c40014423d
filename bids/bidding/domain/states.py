"""Which states of a bid follow which, as data."""

from collections.abc import Mapping
from enum import StrEnum


class BidState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


#: A submitted bid may be replaced until closing: it goes from submitted to submitted with a new version.
BID_TRANSITIONS: Mapping[BidState, frozenset[BidState]] = {
    BidState.DRAFT: frozenset({BidState.SUBMITTED, BidState.WITHDRAWN}),
    BidState.SUBMITTED: frozenset({BidState.SUBMITTED, BidState.WITHDRAWN}),
    BidState.WITHDRAWN: frozenset(),
}
