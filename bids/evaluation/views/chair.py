from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bids.evaluation.forms.moderation import BeginForm, ConsensusForm
from bids.evaluation.guards import seated_panel_or_404
from bids.evaluation.models import Panel
from bids.evaluation.selectors.moderation import ConsensusPage, consensus_page, moderation_board
from bids.evaluation.selectors.panels import overview_of
from bids.evaluation.selectors.reopening import ReopenedScore, reopening_of_score
from bids.evaluation.services.moderation import lock_marks, open_moderation, record_consensus
from challenges.ground.domain.refused import Refused
from challenges.ground.guards import require
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.refusals import refused, say_refused


@login_required
@require_http_methods(["GET", "POST"])
def moderation(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Before agreement: how far everyone is, for the chair to begin. From then on: the board."""
    panel = seated_panel_or_404(request, panel_id)
    if panel.state != "scoring":
        if request.method == "POST":
            return redirect("moderation", panel_id=panel_id)
        board = moderation_board(request.viewer, panel)
        may_lock = request.viewer.has_perm("bids.lock_marks", panel)
        return render(request, "evaluation/moderation.html", {"panel": panel, "board": board, "may_lock": may_lock})
    if request.method == "GET" and not request.viewer.has_perm("bids.open_moderation", panel):
        messages.info(request, _("The chair has not begun to agree scores yet."))
        return redirect("panel", panel_id=panel_id)
    require(request, "bids.open_moderation", panel)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _began(request, panel, form):
        messages.success(request, _("Individual scores are locked. The panel can see them now."))
        return redirect("moderation", panel_id=panel_id)
    overview = overview_of(request.viewer, panel, at=database_now())
    return render(request, "evaluation/begin_moderation.html", {"panel": panel, "form": form, "overview": overview})


def _began(request: HttpRequest, panel: Panel, form: BeginForm) -> bool:
    reason = form.cleaned_data["gaps_reason"]
    try:
        open_moderation(panel_id=panel.pk, by=request.viewer.person_id, at=database_now(), gaps_reason=reason)
    except Refused as refusal:
        refused(form, refusal)
        return False
    return True


@login_required
@require_http_methods(["GET", "POST"])
def consensus(request: HttpRequest, panel_id: UUID, bid_id: UUID, criterion_id: UUID) -> HttpResponse:
    panel = seated_panel_or_404(request, panel_id)
    page = None
    if panel.state != "scoring":
        page = consensus_page(request.viewer, panel, bid_id=bid_id, criterion_id=criterion_id)
    if page is None:
        raise Http404
    form = _consensus_form(request, page)
    reopening = reopening_of_score(request.viewer, panel, page.agreed)
    may_agree = _may_agree(request, panel, reopening)
    if request.method == "POST":
        if not may_agree:
            raise PermissionDenied
        if form.is_valid() and _agreed(request, panel, page, form):
            following = moderation_board(request.viewer, panel).after(bid_id, criterion_id)
            if following and "next" in request.POST:
                where = {"bid_id": following[0], "criterion_id": following[1]}
                return redirect("consensus", panel_id=panel_id, **where)
            return redirect("moderation", panel_id=panel_id)
    context = {
        "panel": panel,
        "page": page,
        "form": form,
        "excerpt": page.excerpt,
        "may_agree": may_agree,
        "reopening": reopening,
    }
    return render(request, "evaluation/consensus.html", context)


def _may_agree(request: HttpRequest, panel: Panel, reopening: ReopenedScore | None) -> bool:
    """While scores are agreed; after the lock a score that two people reopened."""
    if reopening and reopening.progress == "open" and request.viewer.has_perm("bids.agree_reopened_score", panel):
        return True
    return request.viewer.has_perm("bids.record_consensus", panel)


def _consensus_form(request: HttpRequest, page: ConsensusPage) -> ConsensusForm:
    return ConsensusForm(
        request.POST or None,
        scale=page.excerpt.scale,
        is_pass_fail=page.excerpt.criterion.method == "pass_fail",
        members=page.may_be_present,
        initial={"replaces": page.agreed.pk if page.agreed else None},
    )


def _agreed(request: HttpRequest, panel: Panel, page: ConsensusPage, form: ConsensusForm) -> bool:
    try:
        record_consensus(
            panel_id=panel.pk,
            bid_id=page.excerpt.bid.pk,
            criterion_id=page.excerpt.criterion.pk,
            agreed=form.agreed(),
            by=request.viewer.person_id,
            at=database_now(),
        )
    except Refused as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("The agreed score is kept."))
    return True


@login_required
@require_POST
def lock(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    panel = seated_panel_or_404(request, panel_id)
    require(request, "bids.lock_marks", panel)
    try:
        lock_marks(panel_id=panel_id, by=request.viewer.person_id, at=database_now())
    except Refused as refusal:
        say_refused(request, refusal)
    else:
        messages.success(request, _("The scores are locked. The commercial team can go on."))
    return redirect("moderation", panel_id=panel_id)
