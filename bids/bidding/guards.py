"""What every page of a bidder's workspace asks first: who is signed in, whose bid this is, and whether they may act."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from bids.bidding.models import Bid, Bidder, Receipt
from bids.bidding.selectors.own_bids import own_bid, own_bidder, receipts_of
from bids.bidding.vault.own_reading import OwnDraft, own_drafts
from challenges.ground.guards import require


def bidder_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For signed-in people; nothing of the page is kept by caches or put into error reports."""
    quiet = sensitive_post_parameters()(cache_control(private=True, no_store=True)(view))
    return login_required(wraps(view)(quiet))


def bid_or_404(request: HttpRequest, bid_id: UUID, *, permission: str = "") -> Bid:
    """A bid of the viewer's own organisations, for reading or, with a permission named, for that act."""
    bid = own_bid(request.viewer, bid_id)
    if bid is None:
        raise Http404
    if permission:
        require(request, permission, bid)
    return bid


def bidder_or_404(request: HttpRequest, bidder_id: UUID, *, permission: str = "") -> Bidder:
    bidder = own_bidder(request.viewer, bidder_id)
    if bidder is None:
        raise Http404
    if permission:
        require(request, permission, bidder)
    return bidder


def draft_or_404(bid: Bid) -> OwnDraft:
    """What is typed of a bid that `bid_or_404` found."""
    draft = own_drafts([bid]).get(bid.pk)
    if draft is None:
        raise Http404
    return draft


def receipt_or_404(request: HttpRequest, bid: Bid, version: int) -> Receipt:
    for receipt in receipts_of(request.viewer, bid):
        if receipt.version == version:
            return receipt
    raise Http404
