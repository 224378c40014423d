"""The summaries of an award before they are sent, and as they were sent."""

from django.db.models import prefetch_related_objects

from bids.awards.domain.summary import Assessed, Party, SummaryContent, summary_of
from bids.awards.models import Award
from bids.evaluation.domain.scoring.ranking_content import RankingContent
from bids.evaluation.selectors.scopes import locked_consensus_of, opened_bids_of, set_aside_from
from challenges.publishing.selectors.versions import specification_of


def award_to_tell(award: Award) -> Award:
    """The award with everything its summaries read."""
    prefetch_related_objects(
        [award], "panel__stage__challenge", "panel__lot", "recommendation__ranking__specification_version"
    )
    return award


def summary_contents(award: Award) -> dict[str, SummaryContent]:
    """The summary for each bidder of an award, by bid, those set aside among them.

    Needs `award.panel` and `award.recommendation.ranking`.
    """
    ranking, panel = award.recommendation.ranking, award.panel
    reasons: dict[str, dict[str, str]] = {}
    for agreed in locked_consensus_of(panel).select_related("criterion"):
        reasons.setdefault(str(agreed.bid_id), {})[agreed.criterion.block_id] = agreed.reasons
    bids = [
        *opened_bids_of(panel).select_related("bidder"),
        *(one.bid for one in set_aside_from(panel).select_related("bid__bidder").order_by("bid")),
    ]
    assessed = Assessed(
        specification=specification_of(ranking.specification_version),
        lot=panel.lot.block_id if panel.lot else "",
        ranking=RankingContent.from_plain(ranking.content),
        reasons=reasons,
        parties={str(bid.pk): Party(name=bid.bidder.name, email=bid.bidder.contact_email) for bid in bids},
        winner=str(award.bid_id) if award.bid_id else None,
    )
    return {bid: summary_of(bid, assessed) for bid in assessed.parties}
