from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bids.evaluation.selectors.setting_aside import StuckBid, stuck_bid
from bids.evaluation.services.setting_aside import (
    SETTING_ASIDE,
    TAKING_BACK,
    ask_to_set_aside,
    ask_to_take_back,
    decide_setting_aside,
    decide_taking_back,
)
from challenges.ground.forms.two_people import AskForm, DecideForm
from challenges.ground.guards import fresh_factor_required, require
from challenges.ground.views.two_people import ActFrame, is_carried_out
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.guards import overseen_challenge_or_404

#: Which of the two acts is due, by how far things have come, and whether it waits for its second person.
DUE = {
    "stuck": (SETTING_ASIDE, False),
    "asked": (SETTING_ASIDE, True),
    "aside": (TAKING_BACK, False),
    "back_asked": (TAKING_BACK, True),
}


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def set_aside(request: HttpRequest, ocid: str, stage_id: UUID, kind: str, bid_id: UUID) -> HttpResponse:
    """One bid that could not be opened: setting it aside and taking that back, each asked for and then decided."""
    challenge = overseen_challenge_or_404(request, ocid)
    stage = get_object_or_404(challenge.stages.select_related("challenge"), pk=stage_id)
    one = stuck_bid(request.viewer, stage, kind=kind, bid_id=bid_id)
    if one is None:
        raise Http404
    act, is_asked = DUE[one.progress]
    permission = act.may_decide if is_asked else act.may_ask
    form = (DecideForm if is_asked else AskForm)(request.POST or None, words=act.words)
    if request.method == "POST":
        require(request, permission, stage)
        done = _("Your decision has been recorded.") if is_asked else act.words.has_asked
        if form.is_valid() and is_carried_out(request, form, _step(one, form), done=done):
            return redirect("manage_opening", ocid=ocid)
    has_asked = request.viewer.person_id in one.waits_for_another_than
    context = {
        "challenge": challenge,
        "one": one,
        "form": form,
        "frame": ActFrame(back_url=reverse("manage_opening", args=[ocid]), about=one.bid.bidder.name),
        "heading": _("A bid that could not be opened"),
        "button": _("Record decision") if is_asked else act.words.ask_button,
        "may_act": request.viewer.has_perm(permission, stage) and not has_asked,
    }
    return render(request, "manage/set_aside.html", context)


def _step(one: StuckBid, form: forms.Form) -> Any:
    """What the form asks for, to be carried out by somebody at some moment."""
    match one.progress:
        case "stuck":
            reason = form.cleaned_data["reason"]
            return partial(ask_to_set_aside, bid_id=one.bid.pk, kind=EnvelopeKind(one.kind), reason=reason)
        case "asked":
            return partial(decide_setting_aside, setting_aside_id=one.aside.pk, verdict=form.verdict())
        case "aside":
            return partial(ask_to_take_back, setting_aside_id=one.aside.pk, reason=form.cleaned_data["reason"])
    return partial(decide_taking_back, taking_back_id=one.back.pk, verdict=form.verdict())
