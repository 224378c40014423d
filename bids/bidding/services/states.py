"""The only place where the state of a bid is assigned: lock and re-read, check the step, save, write the outbox row."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bids.bidding.domain.states import BID_TRANSITIONS, BidState
from bids.bidding.models import Bid
from bids.bidding.services.drafting import locked_open_bid
from challenges.ground.domain.states import require_transition
from challenges.ground.services.outbox import add_event


def move_bid(*, bid_id: UUID, to: BidState, at: datetime) -> Bid:
    """Send a bid (again) or withdraw it, while its stage takes bids; its people are told.

    A sent bid gets the next version. No record entry is written: until the list is fixed, an entry would tell any
    reader of the record how many bids there are; what a bidder has meanwhile is the receipt. Refuses `NotTaken` outside
    the stage's opening times and a step the table does not have.
    """
    with transaction.atomic():
        bid = locked_open_bid(bid_id=bid_id, at=at)
        require_transition(BID_TRANSITIONS, from_=BidState(bid.state), to=to)
        bid.state = to.value
        if to == BidState.SUBMITTED:
            bid.version, bid.submitted_at = bid.version + 1, at
        else:
            bid.withdrawn_at = at
        bid.save(update_fields=["state", "version", "submitted_at", "withdrawn_at"])
        event = f"bid.{to.value}"
        payload = {"bid": str(bid.pk), "version": str(bid.version)}
        add_event(event=event, payload=payload, key=f"{event}:{bid.pk}:{bid.version}", at=at)
    return bid


def admit_bid_late(*, bid_id: UUID, at: datetime) -> Bid:
    """Send a bid that was not sent in time, as two people decided; its people are told.

    The bid is locked by the caller, who checks that it is due. Refuses a step the table does not have.
    """
    with transaction.atomic():
        bid = Bid.objects.select_for_update(of=("self",)).get(pk=bid_id)
        require_transition(BID_TRANSITIONS, from_=BidState(bid.state), to=BidState.SUBMITTED)
        bid.state = BidState.SUBMITTED.value
        bid.version, bid.submitted_at, bid.admitted_late_at = bid.version + 1, at, at
        bid.save(update_fields=["state", "version", "submitted_at", "admitted_late_at"])
        payload = {"bid": str(bid.pk), "version": str(bid.version)}
        add_event(event="bid.submitted", payload=payload, key=f"bid.submitted:{bid.pk}:{bid.version}", at=at)
    return bid
