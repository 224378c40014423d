"""What people hear of recommendation and award. Each task takes ids, writes messages once, and is harmless twice."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bids.awards.models import Award, Recommendation
from bids.bidding.selectors.recipients import members_of_bidder, sent_bids_for
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.recipients import people_with
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.recipients import followers_of
from challenges.publishing.services.messages import ChallengeMessage, tell


def _recommendation(recommendation_id: str) -> tuple[Recommendation, Challenge]:
    row = Recommendation.objects.select_related("proposed_by", "ranking__panel__stage__challenge__authority").get(
        pk=recommendation_id
    )
    return row, row.ranking.panel.stage.challenge


def _award(award_id: str) -> Award:
    return Award.objects.select_related("panel__stage__challenge__authority").get(pk=award_id)


def recommendation_was_proposed(*, recommendation: str) -> None:
    """Approvers, except whoever proposed it: somebody else has to decide."""
    row, challenge = _recommendation(recommendation)
    message = ChallengeMessage(
        subject=_("For your decision: %(title)s"),
        template="recommendation_proposed",
        address=reverse("manage_challenge", args=[challenge.ocid]),
        key=f"recommendation.proposed:{row.pk}",
    )
    people = [one for one in people_with(challenge.authority, "approver") if one.pk != row.proposed_by_id]
    tell(people=people, about=challenge, message=message, at=database_now())


def recommendation_was_decided(*, recommendation: str) -> None:
    """Whoever proposed it hears whether it was approved or returned."""
    row, challenge = _recommendation(recommendation)
    subjects = {"approved": _("Approved: award for %(title)s"), "returned": _("Returned to you: %(title)s")}
    message = ChallengeMessage(
        subject=subjects[row.state],
        template=f"recommendation_{row.state}",
        address=reverse("manage_challenge", args=[challenge.ocid]),
        key=f"recommendation.{row.state}:{row.pk}",
    )
    tell(people=[row.proposed_by], about=challenge, message=message, at=database_now())


def award_was_approved(*, award: str) -> None:
    row = _award(award)
    challenge = row.panel.stage.challenge
    message = ChallengeMessage(
        subject=_("Decided: %(title)s"),
        template="award_approved",
        address=reverse("manage_challenge", args=[challenge.ocid]),
        key=f"award.approved:{row.pk}",
    )
    tell(people=people_with(challenge.authority, "officer"), about=challenge, message=message, at=database_now())


def summaries_were_sent(*, award: str) -> None:
    """Every bidder's people, each for their own letter of scores and reasons."""
    row = _award(award)
    for summary in row.summaries.filter(sent_at__isnull=False).select_related("bid__bidder"):
        message = ChallengeMessage(
            subject=_("The decision on: %(title)s"),
            template="summary_sent",
            address=reverse("bid_summary", args=[summary.bid_id]),
            key=f"summaries.sent:{summary.pk}",
        )
        people = members_of_bidder(summary.bid.bidder)
        tell(people=people, about=row.panel.stage.challenge, message=message, at=database_now())


def award_was_published(*, award: str) -> None:
    """Bidders and followers, once each."""
    row = _award(award)
    challenge = row.panel.stage.challenge
    message = ChallengeMessage(
        subject=_("Award published: %(title)s"),
        template="award_published",
        address=reverse("award", args=[challenge.ocid]),
        key=f"award.published:{row.pk}",
    )
    bidding = [person for bid in sent_bids_for(row.panel.stage) for person in members_of_bidder(bid.bidder)]
    tell(people=[*bidding, *followers_of(challenge)], about=challenge, message=message, at=database_now())
