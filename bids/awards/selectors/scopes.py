"""Who may see which recommendations, awards and summaries: one function a table."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from bids.awards.models import Award, Recommendation, Summary
from bids.bidding.models import (
    Bid,
)
from bids.bidding.rules import bidder_roles_of
from bids.evaluation.selectors.scopes import panels_overseen_by
from challenges.ground.rules import Viewer


def recommendations_visible_to(viewer: Viewer) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(ranking__panel__in=panels_overseen_by(viewer))


def awards_managed_by(viewer: Viewer) -> QuerySet[Award]:
    return Award.objects.filter(panel__in=panels_overseen_by(viewer))


def public_awards(at: datetime) -> QuerySet[Award]:
    return Award.objects.filter(published_at__lte=at)


def summaries_to_bidders(viewer: Viewer) -> QuerySet[Summary]:
    """The summaries of scores that have been sent, as far as this viewer sees them."""
    return summaries_visible_to(viewer).filter(sent_at__isnull=False)


def summaries_visible_to(viewer: Viewer) -> QuerySet[Summary]:
    """One's own organisation's, once sent; those who run, approve or audit the procedure read all of it."""
    return Summary.objects.filter(
        Q(bid__bidder__in=list(bidder_roles_of(viewer)), sent_at__isnull=False)
        | Q(award__panel__in=panels_overseen_by(viewer))
    )


def bids_behind_awards(at: datetime) -> QuerySet[Bid]:
    """Sent bids on which a published award was decided: to be counted by kind of bidder, once all have been told."""
    decided = public_awards(at).filter(panel__stage=OuterRef("stage"))
    same_lot = Q(panel__lot=OuterRef("lot")) | Q(panel__lot__isnull=True)
    return Bid.objects.filter(Exists(decided.filter(same_lot)), state="submitted")
