"""What the pages of a decision ask first: whether there is a ranking, or a letter, that is the viewer's to see."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from bids.awards.models import Summary
from bids.awards.selectors.decision_pages import RankingPage, ranking_page
from bids.awards.selectors.scopes import summaries_visible_to
from bids.evaluation.guards import managed_panel_or_404


def ranking_page_or_404(request: HttpRequest, ocid: str, panel_id: UUID) -> RankingPage:
    """The ranking of a panel of the viewer's authorities, once it is made."""
    page = ranking_page(managed_panel_or_404(request, ocid, panel_id), viewer=request.viewer)
    if page is None:
        raise Http404
    return page


def summary_or_404(request: HttpRequest, bid_id: UUID) -> Summary:
    """The letter of scores of one bid."""
    visible = summaries_visible_to(request.viewer).select_related("award__panel__stage__challenge__authority", "bid")
    return get_object_or_404(visible, bid=bid_id)
