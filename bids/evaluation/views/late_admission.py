from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bids.bidding.views.bidder_access import bid_or_404, bidder_page
from bids.bidding.views.bidder_bid import page_context
from bids.evaluation.forms.two_people import ProposalForm, ReasonForm, VerdictForm
from bids.evaluation.selectors.late_admission import LateRow, late_rows, may_be_asked_for, own_late_request
from bids.evaluation.services.late_admission import (
    ask_for_late_admission,
    decide_late_admission,
    propose_on_late_request,
)
from challenges.ground.domain.refused import Refused
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.freshness import fresh_factor_required
from challenges.ground.views.refusals import refused
from challenges.publishing.guards import overseen_challenge, require
from challenges.publishing.selectors.versions import current_specification

PERMISSIONS = {"asked": "bids.propose_late_admission", "proposed": "bids.decide_late_admission"}


@bidder_page
@require_http_methods(["GET", "POST"])
def ask_late(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    """The bidder asks, once, for a bid that was begun and not sent in time."""
    found = bid_or_404(request, bid_id, permission="bids.ask_for_late_admission")
    if not may_be_asked_for(found, at=database_now()) or own_late_request(request.viewer, found):
        return redirect("bid", bid_id)
    help_text = _("What kept you, and when. The people who decide read this and are not told whose bid it is.")
    form = ReasonForm(request.POST or None, label=_("Why the bid was not sent in time"), help_text=help_text)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            ask_for_late_admission(bid_id=bid_id, reason=reason, by=request.user, at=database_now())
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Your request has been sent. You will get a message with the decision."))
            return redirect("bid", bid_id)
    rule = current_specification(found.stage.challenge)[1].late_bids
    return render(request, "bids/ask_late.html", {**page_context(request, found), "form": form, "rule": rule})


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def late_request(request: HttpRequest, ocid: str, stage_id: UUID, request_id: UUID) -> HttpResponse:
    """One request for late admission: an officer proposes, an approver decides."""
    challenge = overseen_challenge(request, ocid)
    stage = get_object_or_404(challenge.stages.select_related("challenge"), pk=stage_id)
    one = next((row for row in late_rows(request.viewer, stage) if row.id == request_id), None)
    if one is None:
        raise Http404
    permission = PERMISSIONS.get(one.progress)
    form = _form(request, one)
    if request.method == "POST" and permission:
        require(request, permission, stage)
        if form.is_valid() and _carried_out(request, one, form):
            return redirect("manage_opening", ocid=ocid)
    context = {
        "challenge": challenge,
        "stage": stage,
        "one": one,
        "form": form,
        "rule": current_specification(challenge)[1].late_bids,
        "may_act": bool(permission) and request.viewer.has_perm(permission, stage),
    }
    return render(request, "manage/late_request.html", context)


def _form(request: HttpRequest, one: LateRow) -> ProposalForm | VerdictForm:
    if one.progress == "asked":
        return ProposalForm(request.POST or None)
    return VerdictForm(request.POST or None, grant=_("Admit the bid late"), refuse=_("Do not admit the bid"))


def _carried_out(request: HttpRequest, one: LateRow, form: Any) -> bool:
    who = {"by": request.user, "at": database_now()}
    try:
        if one.progress == "asked":
            propose_on_late_request(request_id=one.id, proposed=form.proposed(), **who)
            messages.success(request, _("Recorded. Now an approver has to decide."))
        else:
            decide_late_admission(admission_id=one.admission.pk, verdict=form.verdict(), **who)
            messages.success(request, _("Your decision has been recorded, and the bidder is told."))
    except Refused as refusal:
        refused(form, refusal)
        return False
    return True
