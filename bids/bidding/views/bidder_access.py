"""What every page of a bidder's workspace asks first: who is signed in, whose bid this is, and whether they may act."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from bids.bidding.domain.deadlines import DeadlinePassed, NotOpenYet
from bids.bidding.models import Bid, Bidder
from bids.bidding.selectors.own_bids import own_bid, own_bidder
from bids.bidding.services.bidders import MemberRefused
from bids.bidding.services.drafting import NoDraft, TooLong
from bids.bidding.services.sealing import SealingUnavailable
from challenges.ground.domain.states import TransitionRefused

#: What a service of the bidder's journey may refuse; each has its sentence below.
REFUSALS = (DeadlinePassed, NotOpenYet, NoDraft, TooLong, TransitionRefused, SealingUnavailable, MemberRefused)


def bidder_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For signed-in people; nothing of the page is kept by caches or put into error reports."""
    quiet = sensitive_post_parameters()(cache_control(private=True, no_store=True)(view))
    return login_required(wraps(view)(quiet))


def bid_or_404(request: HttpRequest, bid_id: UUID, *, permission: str = "") -> Bid:
    """A bid of the viewer's own organisations, for reading or, with a permission named, for that act."""
    bid = own_bid(request.viewer, bid_id)
    if bid is None:
        raise Http404
    if permission and not request.viewer.has_perm(permission, bid):
        raise PermissionDenied
    return bid


def bidder_or_404(request: HttpRequest, bidder_id: UUID, *, permission: str = "") -> Bidder:
    bidder = own_bidder(request.viewer, bidder_id)
    if bidder is None:
        raise Http404
    if permission and not request.viewer.has_perm(permission, bidder):
        raise PermissionDenied
    return bidder


def refusal_words(refusal: Exception) -> str:
    """A service's refusal, in the bidder's words."""
    if isinstance(refusal, MemberRefused):
        return str(refusal)
    sentences = {
        DeadlinePassed: _(
            "The closing time has passed, so this was not taken. Your draft is kept as it was last saved."
        ),
        NotOpenYet: _("This does not take bids yet."),
        NoDraft: _("There is no draft to change. If the bid was sent, choose “Change your bid” first."),
        TooLong: _("This is far longer than a page can hold, so it was not saved. Shorten it, or add it as a file."),
        TransitionRefused: _("This bid was withdrawn, so it cannot be changed any more."),
        SealingUnavailable: _(
            "Bids cannot be sent at the moment because of a fault of the portal. Nothing is lost; try again in a few "
            "minutes. The people who run the portal have been told."
        ),
    }
    return next(words for kind, words in sentences.items() if isinstance(refusal, kind))
