"""A bidder reads on the list and on the bid's page how it was decided, once told and not before."""

import pytest

from bids.awards.services.award import send_summaries
from bids.awards.services.recommendation import decide_recommendation
from bids.bidding.selectors.own_bids import own_bid, standing_of
from bids.bidding.wording import label_of
from portal.viewer import viewer_of
from tests.bids.decision_world import RANKED, DecisionWorld

pytestmark = pytest.mark.django_db


def words(bid):
    member = bid.bidder.memberships.get().person
    words, _colour = label_of(standing_of(own_bid(viewer_of(member), bid.pk), at=RANKED))
    return words


def test_who_won_and_who_was_not_chosen_read_so_once_they_are_told():
    world = DecisionWorld(bidders=2).until_ranked()
    proposed = world.recommend()
    award = decide_recommendation(
        recommendation_id=proposed.pk, is_approved=True, reasons="", by=world.approver.pk, at=RANKED
    )
    before = [words(bid) for bid in world.bids]

    send_summaries(award_id=award.pk, by=world.officer.pk, at=RANKED)

    assert before == ["Sent, being evaluated"] * 2
    assert [words(bid) for bid in world.bids] == ["Decided: your bid won", "Decided: not chosen"]
