from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bids.evaluation.forms.two_people import ReasonForm, VerdictForm
from bids.evaluation.selectors.setting_aside import StuckBid, stuck_bid
from bids.evaluation.services.setting_aside import (
    ask_to_set_aside,
    ask_to_take_back,
    decide_setting_aside,
    decide_taking_back,
)
from challenges.ground.domain.refused import Refused
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.freshness import fresh_factor_required
from challenges.ground.views.refusals import refused
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.guards import overseen_challenge, require

#: Whose turn it is, by how far things have come.
PERMISSIONS = {
    "stuck": "bids.set_aside",
    "asked": "bids.decide_setting_aside",
    "aside": "bids.set_aside",
    "back_asked": "bids.decide_setting_aside",
}


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def set_aside(request: HttpRequest, ocid: str, stage_id: UUID, kind: str, bid_id: UUID) -> HttpResponse:
    """One bid that could not be opened: setting it aside and taking that back, each asked for and then decided."""
    challenge = overseen_challenge(request, ocid)
    stage = get_object_or_404(challenge.stages.select_related("challenge"), pk=stage_id)
    one = stuck_bid(request.viewer, stage, kind=kind, bid_id=bid_id)
    if one is None:
        raise Http404
    has_asked = request.viewer.person_id in one.waits_for_another_than
    may_act = request.viewer.has_perm(PERMISSIONS[one.progress], stage) and not has_asked
    form = _form(request, one)
    if request.method == "POST":
        require(request, PERMISSIONS[one.progress], stage)
        if form.is_valid() and _carried_out(request, one, form):
            return redirect("manage_opening", ocid=ocid)
    context = {"challenge": challenge, "stage": stage, "one": one, "form": form, "may_act": may_act}
    return render(request, "manage/set_aside.html", context)


def _form(request: HttpRequest, one: StuckBid) -> forms.Form:
    said = request.POST or None
    if one.progress == "stuck":
        help_text = _("What was tried, by whom, and why it did not help. The bidder is told that the failure was ours.")
        return ReasonForm(said, label=_("Why this bid has to be set aside"), help_text=help_text)
    if one.progress == "aside":
        help_text = _("For example: the stored file was restored from a backup, so that the part can be opened now.")
        return ReasonForm(said, label=_("Why this bid should count again"), help_text=help_text)
    if one.progress == "asked":
        return VerdictForm(said, grant=_("Set the bid aside"), refuse=_("Do not set it aside"))
    return VerdictForm(said, grant=_("Let the bid count again"), refuse=_("Leave it set aside"))


def _carried_out(request: HttpRequest, one: StuckBid, form: Any) -> bool:
    acts: dict[str, Callable[..., Any]] = {
        "stuck": lambda **who: ask_to_set_aside(
            bid_id=one.bid.pk, kind=EnvelopeKind(one.kind), reason=form.cleaned_data["reason"], **who
        ),
        "asked": lambda **who: decide_setting_aside(setting_aside_id=one.aside.pk, verdict=form.verdict(), **who),
        "aside": lambda **who: ask_to_take_back(
            setting_aside_id=one.aside.pk, reason=form.cleaned_data["reason"], **who
        ),
        "back_asked": lambda **who: decide_taking_back(taking_back_id=one.back.pk, verdict=form.verdict(), **who),
    }
    try:
        acts[one.progress](by=request.user, at=database_now())
    except Refused as refusal:
        refused(form, refusal)
        return False
    is_first = one.progress in {"stuck", "aside"}
    messages.success(
        request, _("Recorded. Now an approver has to decide.") if is_first else _("Your decision has been recorded.")
    )
    return True
