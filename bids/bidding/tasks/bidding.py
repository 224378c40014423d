"""What bidders hear, from changes to closing. Each task takes ids, writes messages once, and is harmless twice."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bids.bidding.models import Bid, Receipt
from bids.bidding.selectors.recipients import bids_for, drafts_for, members_of_bidder, sent_bids_for, writers_of_bidder
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.recipients import people_with
from challenges.publishing.models import Challenge, Clarification, Stage
from challenges.publishing.selectors.recipients import followers_of
from challenges.publishing.services.messages import ChallengeMessage, tell
from challenges.publishing.tasks.messages import new_answer


def _bid(bid_id: str) -> Bid:
    return Bid.objects.select_related("bidder", "stage__challenge").get(pk=bid_id)


def _stage(stage_id: str) -> Stage:
    return Stage.objects.select_related("challenge__authority").get(pk=stage_id)


def bid_was_received(*, bid: str, version: str) -> None:
    """Everybody in the organisation gets the receipt of that version."""
    row = _bid(bid)
    receipt = Receipt.objects.get(bid=row, version=int(version))
    message = ChallengeMessage(
        subject=_("Received: your bid for %(title)s"),
        template="bid_received",
        address=reverse("bid", args=[row.pk]),
        key=f"bid.submitted:{row.pk}:{version}",
        words={"bidder": row.bidder.name, "receipt": receipt},
    )
    tell(people=members_of_bidder(row.bidder), about=row.stage.challenge, message=message, at=database_now())


def bid_was_withdrawn(*, bid: str, version: str) -> None:
    row = _bid(bid)
    message = ChallengeMessage(
        subject=_("Withdrawn: your bid for %(title)s"),
        template="bid_withdrawn",
        address=reverse("bids"),
        key=f"bid.withdrawn:{row.pk}",
        words={"bidder": row.bidder.name, "bid": row},
    )
    tell(people=members_of_bidder(row.bidder), about=row.stage.challenge, message=message, at=database_now())


def bidders_hear_of_change(*, challenge: str, version: str) -> None:
    """Whoever has begun or sent a bid learns that it may have to be confirmed, and where."""
    row = Challenge.objects.get(pk=challenge)
    for bid in bids_for(row):
        message = ChallengeMessage(
            subject=_("Changed: %(title)s"),
            template="challenge_amended_bidder",
            address=reverse("bid", args=[bid.pk]),
            key=f"challenge.amended:{version}",
        )
        tell(people=members_of_bidder(bid.bidder), about=row, message=message, at=database_now())


def bidders_hear_of_answer(*, clarification: str) -> None:
    settled = Clarification.objects.select_related("challenge").get(pk=clarification)
    if settled.state != "answered":
        return
    people = [person for bid in bids_for(settled.challenge) for person in members_of_bidder(bid.bidder)]
    tell(people=people, about=settled.challenge, message=new_answer(settled), at=database_now())


def stage_closes_soon(*, stage: str) -> None:
    """First those whose bid is not sent yet, then those who follow, each once for that closing time."""
    row, at = _stage(stage), database_now()
    key = f"stage.closing_soon:{row.pk}:{row.closes_at.isoformat()}"
    for bid in drafts_for(row):
        draft = ChallengeMessage(
            subject=_("Not sent yet, and closing soon: %(title)s"),
            template="stage_closing_draft",
            address=reverse("bid", args=[bid.pk]),
            key=key,
            words={"stage": row},
        )
        tell(people=writers_of_bidder(bid.bidder), about=row.challenge, message=draft, at=at)
    soon = ChallengeMessage(
        subject=_("Closing soon: %(title)s"),
        template="stage_closing_soon",
        address=reverse("opportunity", args=[row.challenge.ocid]),
        key=key,
        words={"stage": row},
    )
    tell(people=followers_of(row.challenge), about=row.challenge, message=soon, at=at)


def stage_was_closed(*, stage: str) -> None:
    """Officers and approvers learn that it can be opened; not how many bids there are."""
    row = _stage(stage)
    message = ChallengeMessage(
        subject=_("Closed: %(title)s"),
        template="stage_closed",
        address=reverse("manage_challenge", args=[row.challenge.ocid]),
        key=f"stage.closed:{row.pk}",
    )
    people = people_with(row.challenge.authority, "officer", "approver")
    tell(people=people, about=row.challenge, message=message, at=database_now())


def bidders_hear_of_opening(*, stage: str, kind: str) -> None:
    """Of the first opening: the second one concerns parts of bids already open."""
    if kind != "quality":
        return
    row = _stage(stage)
    for bid in sent_bids_for(row):
        message = ChallengeMessage(
            subject=_("Opened: %(title)s"),
            template="stage_opened_bidder",
            address=reverse("bid", args=[bid.pk]),
            key=f"stage.opened:{row.pk}:{bid.pk}",
        )
        tell(people=members_of_bidder(bid.bidder), about=row.challenge, message=message, at=database_now())
