"""Whom a message about a bid concerns. Rows handed in were loaded by the task that tells people."""

from django.contrib.auth.models import AbstractBaseUser

from bids.bidding.models import Bid, Bidder
from bids.bidding.selectors.scopes import live_bids_of
from challenges.publishing.models import Challenge, Stage


def members_of_bidder(bidder: Bidder) -> list[AbstractBaseUser]:
    return [member.person for member in bidder.memberships.select_related("person")]


def writers_of_bidder(bidder: Bidder) -> list[AbstractBaseUser]:
    """Those who can still do something about a draft."""
    members = bidder.memberships.exclude(role="viewer").select_related("person")
    return [member.person for member in members]


def bids_for(challenge: Challenge) -> list[Bid]:
    """Everything begun or sent and not withdrawn for a challenge, whose people must hear of changes."""
    return list(live_bids_of(challenge.pk).select_related("bidder"))


def drafts_for(stage: Stage) -> list[Bid]:
    return list(live_bids_of(stage.challenge_id).filter(stage=stage, state="draft").select_related("bidder"))


def sent_bids_for(stage: Stage) -> list[Bid]:
    return list(live_bids_of(stage.challenge_id).filter(stage=stage, state="submitted").select_related("bidder"))
