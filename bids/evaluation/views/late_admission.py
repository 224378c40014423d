from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from bids.bidding.guards import bid_or_404, bidder_page
from bids.bidding.views.bidder_bid import page_context
from bids.evaluation.forms.two_people import ProposalForm
from bids.evaluation.selectors.late_admission import LateRow, late_rows, may_be_asked_for, own_late_request
from bids.evaluation.services.late_admission import (
    LATE_ADMISSION,
    ask_for_late_admission,
    decide_late_admission,
    propose_on_late_request,
)
from challenges.ground.domain.two_people import ActWords
from challenges.ground.forms.two_people import AskForm, DecideForm
from challenges.ground.guards import fresh_factor_required, require
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.reader import for_reader
from challenges.ground.views.two_people import ActFrame, is_carried_out
from challenges.publishing.guards import overseen_challenge_or_404
from challenges.publishing.models import Stage
from challenges.publishing.selectors.versions import current_specification

#: What the bidder reads where it asks; two people decide on it afterwards.
REQUEST = ActWords(
    reason=_lazy("Why the bid was not sent in time"),
    reason_hint=_lazy("What kept you, and when. The people who decide read this and are not told whose bid it is."),
    has_asked=_lazy("Your request has been sent. You will get a message with the decision."),
)


@bidder_page
@require_http_methods(["GET", "POST"])
def ask_late(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    """The bidder asks, once, for a bid that was begun and not sent in time."""
    found = bid_or_404(request, bid_id, permission="bids.ask_for_late_admission")
    if not may_be_asked_for(found, at=database_now()) or own_late_request(request.viewer, found):
        return redirect("bid", bid_id)
    form = AskForm(request.POST or None, words=REQUEST)
    if form.is_valid():
        step = partial(ask_for_late_admission, bid_id=bid_id, reason=form.cleaned_data["reason"])
        if is_carried_out(request, form, step, done=REQUEST.has_asked):
            return redirect("bid", bid_id)
    rule = current_specification(found.stage.challenge)[1].late_bids
    return render(request, "bids/ask_late.html", {**page_context(request, found), "form": form, "rule": rule})


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def late_request(request: HttpRequest, ocid: str, stage_id: UUID, request_id: UUID) -> HttpResponse:
    """One request for late admission: an officer proposes, an approver decides."""
    challenge = overseen_challenge_or_404(request, ocid)
    stage = get_object_or_404(challenge.stages.select_related("challenge"), pk=stage_id)
    one = next((row for row in late_rows(request.viewer, stage) if row.id == request_id), None)
    if one is None:
        raise Http404
    is_proposed = one.progress == "proposed"
    permission = LATE_ADMISSION.may_decide if is_proposed else LATE_ADMISSION.may_ask
    is_due = one.progress in {"asked", "proposed"}
    words = LATE_ADMISSION.words
    form = DecideForm(request.POST or None, words=words) if is_proposed else ProposalForm(request.POST or None)
    if request.method == "POST" and is_due:
        require(request, permission, stage)
        if form.is_valid() and _is_carried_out(request, one, form):
            return redirect("manage_opening", ocid=ocid)
    context = {
        "act": LATE_ADMISSION,
        "challenge": challenge,
        "one": one,
        "form": form,
        "rule": current_specification(challenge)[1].late_bids,
        "frame": ActFrame(back_url=reverse("manage_opening", args=[ocid]), about=_title(stage)),
        "heading": _("Request for late admission"),
        "button": _("Record decision") if is_proposed else words.ask_button,
        "may_act": is_due and request.viewer.has_perm(permission, stage),
    }
    return render(request, "manage/late_request.html", context)


def _title(stage: Stage) -> str:
    return for_reader(stage.title)


def _is_carried_out(request: HttpRequest, one: LateRow, form: Any) -> bool:
    words = LATE_ADMISSION.words
    if one.progress == "asked":
        step, done = partial(propose_on_late_request, request_id=one.id, proposed=form.proposed()), words.has_asked
    else:
        step = partial(decide_late_admission, admission_id=one.admission.pk, verdict=form.verdict())
        done = words.after_granting
    return is_carried_out(request, form, step, done=done)
