from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bids.bidding.domain.asked import asked_of
from bids.bidding.forms.bids import ConfirmBidForm, RequestKeyForm, StartForm
from bids.bidding.forms.pieces.shown import said
from bids.bidding.guards import bid_or_404, bidder_page, draft_or_404
from bids.bidding.models import Bid
from bids.bidding.selectors.beside import beside
from bids.bidding.selectors.own_bids import StartPlace, receipts_of, standing_of, start_place
from bids.bidding.services.drafting import start_bid
from bids.bidding.services.revising import discard_revision, revise_bid
from bids.bidding.services.submission import confirm_bid, submit_bid, withdraw_bid
from bids.bidding.vault.own_reading import own_drafts, own_sent
from bids.bidding.views.bid_reading import read_draft_sections, read_sent_sections
from bids.bidding.views.bid_tasks import shown_cautions, shown_faults, task_groups
from challenges.ground.domain.refused import Refused
from challenges.ground.guards import require
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.refusals import refused, say_refused
from challenges.ground.wording.kinds import said_of
from challenges.publishing.selectors.versions import current_specification


@bidder_page
@require_http_methods(["GET", "POST"])
def start_bid_page(request: HttpRequest, ocid: str) -> HttpResponse:
    place = start_place(request.viewer, ocid, at=database_now())
    if place is None:
        raise Http404
    if not place.bidders:
        here = reverse("start_bid", args=[ocid])
        return redirect(f"{reverse('register_bidder')}?next={here}")
    _version, specification = current_specification(place.challenge)
    lots = [(str(lot.pk), said(lot.title)) for lot in place.lots]
    must_pass = asked_of(specification, lot="").must_pass
    bidders = [(str(bidder.pk), bidder.name) for bidder in place.bidders]
    form = StartForm(
        request.POST or None, bidders=bidders, lots=lots, must_pass=bool(must_pass), kind=specification.kind
    )
    if form.is_valid() and (bid := _started(request, place, form)):
        return redirect("bid", bid.pk)
    context = {"form": form, "place": place, "must_pass": must_pass}
    return render(request, "bids/start_bid.html", {**context, "at": database_now()})


def _started(request: HttpRequest, place: StartPlace, form: StartForm) -> Bid | None:
    lot = form.cleaned_data.get("lot")
    which = {"stage_id": place.stage.pk, "lot_id": UUID(lot) if lot else None}
    require(request, "bids.start_bid")
    try:
        return start_bid(**which, bidder_id=UUID(form.cleaned_data["bidder"]), at=database_now())
    except Refused as refusal:
        refused(form, refusal)
        return None


def page_context(request: HttpRequest, bid: Bid) -> dict[str, object]:
    """What every page about one bid shows around its content."""
    at = database_now()
    standing = standing_of(bid, at=at)
    may_write = request.viewer.has_perm("bids.edit_bid", bid)
    return {
        "bid": bid,
        "challenge": bid.stage.challenge,
        "standing": standing,
        "at": at,
        "may_edit": standing.may_change and may_write,
        "may_write": may_write,
    }


@bidder_page
@require_safe
def bid(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    found = bid_or_404(request, bid_id)
    receipts = receipts_of(request.viewer, found)
    context = {**page_context(request, found), "receipts": receipts, "receipt": receipts[0] if receipts else None}
    late_request, may_be_asked = beside("late_admission")(request.viewer, found, at=context["at"])
    context["late_request"] = late_request
    context["may_ask_late"] = may_be_asked and request.viewer.has_perm("bids.ask_for_late_admission", found)
    if context["standing"].needs_confirming:
        context["latest_version"] = current_specification(found.stage.challenge)[0]
    draft = own_drafts([found]).get(found.pk)
    if draft:
        context |= {
            "draft": draft,
            "groups": task_groups(draft, bid_id=bid_id),
            "faults": shown_faults(draft, bid_id=bid_id),
        }
    return render(request, "bids/bid.html", context)


@bidder_page
@require_http_methods(["GET", "POST"])
def bid_check(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    found = bid_or_404(request, bid_id, permission="bids.submit_bid")
    form = RequestKeyForm(request.POST or None, initial={"request_key": uuid4()})
    if form.is_valid():
        key, at = form.cleaned_data["request_key"], database_now()
        try:
            receipt = submit_bid(bid_id=bid_id, request_key=key, by=request.viewer.person_id, at=at)
            return redirect("bid_receipt", bid_id, receipt.version)
        except Refused as refusal:
            refused(form, refusal)
        found = bid_or_404(request, bid_id)
    if found.wrapped_draft_key is None:
        return redirect("bid", bid_id)
    draft = draft_or_404(found)
    sections = read_draft_sections(draft, bid_id=bid_id)
    faults = shown_faults(draft, bid_id=bid_id)
    context = {**page_context(request, found), "form": form, "draft": draft, "sections": sections, "faults": faults}
    context["cautions"] = shown_cautions(draft, bid_id=bid_id)
    return render(request, "bids/bid_check.html", context)


@bidder_page
@require_safe
def bid_sent(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    found = bid_or_404(request, bid_id)
    if not found.version:
        raise Http404
    sent = own_sent(found)
    context = {**page_context(request, found), "sent": sent, "sections": read_sent_sections(sent, bid_id=bid_id)}
    return render(request, "bids/bid_sent.html", context)


def _by_kind(bid: Bid, words: str) -> str:
    return said_of(bid.stage.challenge.kind, words)


def _act(request: HttpRequest, bid_id: UUID, *, act: object, done: str, **arguments: object) -> bool:
    """One act of one service; its refusal, or that it is done, is said on the next page."""
    try:
        act(bid_id=bid_id, at=database_now(), **arguments)
    except Refused as refusal:
        say_refused(request, refusal)
    else:
        messages.success(request, done)
        return True
    return False


@bidder_page
@require_POST
def revise_bid_page(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    done = _by_kind(bid_or_404(request, bid_id, permission="bids.edit_bid"), "may_be_changed")
    _act(request, bid_id, act=revise_bid, done=done, by=request.viewer.person_id)
    return redirect("bid", bid_id)


@bidder_page
@require_POST
def discard_revision_page(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    done = _by_kind(bid_or_404(request, bid_id, permission="bids.edit_bid"), "changes_gone")
    _act(request, bid_id, act=discard_revision, done=done)
    return redirect("bid", bid_id)


@bidder_page
@require_POST
def confirm_bid_page(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    found = bid_or_404(request, bid_id, permission="bids.submit_bid")
    form = ConfirmBidForm(request.POST)
    if form.is_valid():
        done = _by_kind(found, "confirmed")
        _act(request, bid_id, act=confirm_bid, done=done, version_id=form.cleaned_data["version"])
    return redirect("bid", bid_id)


@bidder_page
@require_http_methods(["GET", "POST"])
def withdraw_bid_page(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    found = bid_or_404(request, bid_id, permission="bids.withdraw_bid")
    if request.method == "POST":
        _act(request, bid_id, act=withdraw_bid, done=_by_kind(found, "is_withdrawn"))
        return redirect("bid", bid_id)
    return render(request, "bids/withdraw_bid.html", page_context(request, found))
