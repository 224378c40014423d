from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bids.bidding.forms.bidders import InviteForm, RegisterForm, RoleForm
from bids.bidding.guards import bidder_or_404, bidder_page
from bids.bidding.selectors import own_bids
from bids.bidding.services.bidders import (
    Registration,
    change_role,
    invite_member,
    register_bidder,
    remove_member,
    withdraw_invitation,
)
from bids.bidding.vault.own_reading import own_drafts
from challenges.ground.domain.refused import Refused
from challenges.ground.guards import limited, require
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.refusals import refused, say_refused


@bidder_page
@require_safe
def bids(request: HttpRequest) -> HttpResponse:
    at = database_now()
    found = own_bids.bids_of(request.viewer)
    rows = [(bid, own_bids.standing_of(bid, at=at)) for bid in found]
    drafts = own_drafts([bid for bid, standing in rows if standing.may_change])
    missing = {bid_id: len(draft.whole.faults) for bid_id, draft in drafts.items()}
    listed = [(bid, standing, missing.get(bid.pk)) for bid, standing in rows]
    context = {
        "at": at,
        "current": [row for row in listed if row[1].may_change],
        "withdrawn": [(*row, request.viewer.has_perm("bids.edit_bid", row[0])) for row in rows if row[1].is_withdrawn],
        "earlier": [(bid, standing) for bid, standing in rows if not standing.may_change and not standing.is_withdrawn],
        "bidders": own_bids.own_bidders(request.viewer),
    }
    return render(request, "bids/bids.html", context)


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else ""


@bidder_page
@require_http_methods(["GET", "POST"])
def register_bidder_page(request: HttpRequest) -> HttpResponse:
    require(request, "bids.register_bidder")
    form = RegisterForm(request.POST or None, initial={"request_key": uuid4()})
    name_is_taken = False
    if form.is_valid():
        given = form.cleaned_data
        name_is_taken = not given["same_name_is_fine"] and own_bids.name_is_taken(given["name"])
        if not name_is_taken:
            return _registered(request, form)
        form.data = form.data.copy()
        form.data["same_name_is_fine"] = "on"
    context = {"form": form, "name_is_taken": name_is_taken, "next": _next_page(request)}
    return render(request, "bids/register_bidder.html", context)


def _registered(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    registration = Registration(
        id=form.cleaned_data["request_key"],
        name=form.cleaned_data["name"],
        kind=form.cleaned_data["kind"],
        contact_email=request.viewer.email,
    )
    try:
        bidder = register_bidder(registration=registration, by=request.viewer.person_id, at=database_now())
    except Refused as refusal:
        refused(form, refusal)
        return render(request, "bids/register_bidder.html", {"form": form, "next": _next_page(request)})
    messages.success(request, _("%(name)s is registered.") % {"name": bidder.name})
    return redirect(_next_page(request) or "bids")


@bidder_page
@limited("invite")
@require_http_methods(["GET", "POST"])
def bidder(request: HttpRequest, bidder_id: UUID) -> HttpResponse:
    found = bidder_or_404(request, bidder_id, permission="bids.manage_bidder" if request.method == "POST" else "")
    form = InviteForm(request.POST or None)
    at = database_now()
    if form.is_valid():
        invited = form.cleaned_data
        invite_member(
            bidder_id=found.pk, email=invited["email"], role=invited["role"], by=request.viewer.person_id, at=at
        )
        messages.success(request, _("We sent an invitation to %(email)s.") % {"email": invited["email"]})
        return redirect("bidder", bidder_id)
    context = {
        "bidder": found,
        "form": form,
        "members": own_bids.members_of(request.viewer, found),
        "invitations": own_bids.invitations_of(request.viewer, found, at=at),
        "is_owner": request.viewer.has_perm("bids.manage_bidder", found),
    }
    return render(request, "bids/bidder.html", context)


@bidder_page
@require_http_methods(["GET", "POST"])
def bidder_member(request: HttpRequest, bidder_id: UUID, person_id: UUID) -> HttpResponse:
    found = bidder_or_404(request, bidder_id, permission="bids.manage_bidder")
    members = {member.person_id: member for member in own_bids.members_of(request.viewer, found)}
    if person_id not in members:
        raise Http404
    form = RoleForm(request.POST or None, initial={"role": members[person_id].role})
    if form.is_valid():
        try:
            change_role(bidder_id=found.pk, person_id=person_id, role=form.cleaned_data["role"])
        except Refused as refusal:
            refused(form, refusal, otherwise="role")
        else:
            messages.success(request, _("Changed."))
            return redirect("bidder", bidder_id)
    return render(request, "bids/bidder_member.html", {"bidder": found, "member": members[person_id], "form": form})


@bidder_page
@require_POST
def remove_bidder_member(request: HttpRequest, bidder_id: UUID, person_id: UUID) -> HttpResponse:
    is_own = person_id == request.viewer.person_id
    found = bidder_or_404(request, bidder_id, permission="" if is_own else "bids.manage_bidder")
    try:
        remove_member(bidder_id=found.pk, person_id=person_id)
    except Refused as refusal:
        say_refused(request, refusal)
        return redirect("bidder", bidder_id)
    messages.success(request, _("You have left %(name)s.") % {"name": found.name} if is_own else _("Removed."))
    return redirect("bids") if is_own else redirect("bidder", bidder_id)


@bidder_page
@require_POST
def withdraw_bidder_invitation(request: HttpRequest, bidder_id: UUID, invitation_id: UUID) -> HttpResponse:
    found = bidder_or_404(request, bidder_id, permission="bids.manage_bidder")
    withdraw_invitation(bidder_id=found.pk, invitation_id=invitation_id, at=database_now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("bidder", bidder_id)
