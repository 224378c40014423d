from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bids.evaluation.forms.opening import ConfirmForm
from bids.evaluation.selectors.openings import OpeningState, PartOpening, StageOpening, openings_of
from bids.evaluation.services.opening import Opened, ask_for_opening, finish_opening, open_parts, withdraw_opening
from challenges.ground.domain.refused import Refused
from challenges.ground.guards import fresh_factor_required, require
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.refusals import refused, say_refused
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.guards import overseen_challenge_or_404
from challenges.publishing.models import Challenge


@login_required
@require_safe
def manage_opening(request: HttpRequest, ocid: str) -> HttpResponse:
    challenge = overseen_challenge_or_404(request, ocid)
    at = database_now()
    openings = openings_of(request.viewer, challenge, at=at)
    may_open = request.viewer.holds(challenge.authority_id, "officer", "approver")
    context = {"challenge": challenge, "openings": openings, "may_open": may_open}
    return render(request, "manage/opening.html", context)


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def open_stage(request: HttpRequest, ocid: str, stage_id: UUID, kind: str) -> HttpResponse:
    challenge = overseen_challenge_or_404(request, ocid)
    opening, part = _part(request, challenge, stage_id, kind)
    require(request, "bids.open_stage", opening.stage)
    label = {
        OpeningState.SEALED: _("I ask that these parts be opened. A second person has to confirm."),
        OpeningState.ASKED: _("I confirm that these parts are to be opened now."),
    }.get(part.state, _("I want to try again to open what is still sealed."))
    form = ConfirmForm(request.POST or None, label=label)
    if request.method == "POST" and form.is_valid():
        try:
            _carry_out(request, opening, part)
        except Refused as refusal:
            refused(form, refusal)
        else:
            return redirect("manage_opening", ocid=ocid)
    context = {"challenge": challenge, "opening": opening, "part": part, "form": form}
    return render(request, "manage/open_stage.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, ocid: str, stage_id: UUID, kind: str) -> HttpResponse:
    challenge = overseen_challenge_or_404(request, ocid)
    opening, part = _part(request, challenge, stage_id, kind)
    require(request, "bids.open_stage", opening.stage)
    if part.opening is None:
        raise Http404
    try:
        withdraw_opening(opening_id=part.opening.pk, by=request.viewer.person_id, at=database_now())
        messages.success(request, _("The asking is taken back."))
    except Refused as refusal:
        say_refused(request, refusal)
    return redirect("manage_opening", ocid=ocid)


def _part(request: HttpRequest, challenge: Challenge, stage_id: UUID, kind: str) -> tuple[StageOpening, PartOpening]:
    for opening in openings_of(request.viewer, challenge, at=database_now()):
        for part in opening.parts:
            if (opening.stage.pk, part.kind) == (stage_id, kind):
                return opening, part
    raise Http404


def _carry_out(request: HttpRequest, opening: StageOpening, part: PartOpening) -> None:
    at = database_now()
    if part.opening is None:
        ask_for_opening(stage_id=opening.stage.pk, kind=EnvelopeKind(part.kind), by=request.viewer.person_id, at=at)
        messages.success(request, _("Recorded. Now a second person has to confirm."))
    elif part.is_asked:
        _tell(request, open_parts(opening_id=part.opening.pk, by=request.viewer.person_id, at=at))
    else:
        _tell(request, finish_opening(opening_id=part.opening.pk, at=at))


def _tell(request: HttpRequest, opened: Opened) -> None:
    done = len(opened.bids)
    messages.success(request, ngettext("%(n)d bid opened.", "%(n)d bids opened.", done) % {"n": done})
    if opened.unreadable:
        left = len(opened.unreadable)
        words = ngettext("%(n)d bid could not be opened.", "%(n)d bids could not be opened.", left) % {"n": left}
        messages.error(request, words)
