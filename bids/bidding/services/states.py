"""The only place where the state of a bid is assigned: lock and re-read, check the step, save, write the outbox row."""

from datetime import datetime

from bids.bidding.domain.states import BID_TRANSITIONS, BidState
from bids.bidding.models import Bid
from challenges.ground.domain.states import require_transition
from challenges.ground.services.outbox import add_event
from challenges.publishing.models import SpecificationVersion


def move_bid(*, bid: Bid, to: BidState, at: datetime, confirmed: SpecificationVersion | None = None) -> Bid:
    """Send a bid (again) or withdraw it; its draft's key goes, and its people are told.

    `bid` is locked by the caller, who has seen under that lock that its stage takes bids. A sent bid gets the next
    version and stands confirmed for the version of the specification it was read against. No record entry is written:
    until the list is fixed, an entry would tell any reader of the record how many bids there are; what a bidder has
    meanwhile is the receipt. Refuses a step the table does not have.
    """
    require_transition(BID_TRANSITIONS, from_=BidState(bid.state), to=to)
    bid.state, bid.wrapped_draft_key = to.value, None
    if to == BidState.SUBMITTED:
        bid.version, bid.submitted_at, bid.confirmed_version = bid.version + 1, at, confirmed or bid.confirmed_version
    else:
        bid.withdrawn_at = at
    moments = ["submitted_at", "withdrawn_at", "admitted_late_at"]
    bid.save(update_fields=["state", "wrapped_draft_key", "version", "confirmed_version", *moments])
    event = f"bid.{to.value}"
    payload = {"bid": str(bid.pk), "version": str(bid.version)}
    add_event(event=event, payload=payload, key=f"{event}:{bid.pk}:{bid.version}", at=at)
    return bid


def admit_bid_late(*, bid: Bid, at: datetime, confirmed: SpecificationVersion) -> Bid:
    """Send a bid that was not sent in time, as two people decided, and mark it late.

    `bid` is locked by the caller, who checks that it is due. Refuses a step the table does not have.
    """
    bid.admitted_late_at = at
    return move_bid(bid=bid, to=BidState.SUBMITTED, at=at, confirmed=confirmed)
