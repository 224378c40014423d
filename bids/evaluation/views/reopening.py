from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bids.evaluation.forms.two_people import ReopenAnyForm, ReopenForm
from bids.evaluation.guards import overseen_panel_or_404, seated_panel_or_404
from bids.evaluation.models import Panel
from bids.evaluation.selectors.moderation import consensus_page
from bids.evaluation.selectors.rankings import superseded_rankings
from bids.evaluation.selectors.reopening import are_prices_known, reopenable, reopened_scores, reopening_of_score
from bids.evaluation.services.reopening import REOPENING, ask_to_reopen, decide_reopening
from challenges.ground.guards import fresh_factor_required, require
from challenges.ground.selectors.reader import for_reader
from challenges.ground.views.two_people import ActFrame, ask_page, decide_page, is_carried_out


def _asked(request: HttpRequest, panel: Panel, form: ReopenForm, place: dict[str, UUID]) -> bool:
    step = partial(ask_to_reopen, panel_id=panel.pk, asked=form.asked(), **place)
    return is_carried_out(request, form, step, done=REOPENING.words.has_asked)


@login_required
@require_http_methods(["GET", "POST"])
def reopenings(request: HttpRequest, ocid: str, panel_id: UUID) -> HttpResponse:
    """Every request to reopen a score of a panel; for an officer, with the form to make one."""
    panel = overseen_panel_or_404(request, ocid, panel_id)
    choices = reopenable(request.viewer, panel)
    form = ReopenAnyForm(
        request.POST or None,
        bids=choices.bids,
        criteria=choices.criteria,
        are_prices_known=are_prices_known(panel),
    )
    if request.method == "POST":
        require(request, REOPENING.may_ask, panel)
        if form.is_valid() and _asked(request, panel, form, form.place()):
            return redirect("reopenings", ocid=ocid, panel_id=panel_id)
    context = {
        "challenge": panel.stage.challenge,
        "panel": panel,
        "form": form,
        "found": reopened_scores(request.viewer, panel),
        "superseded": superseded_rankings(panel, viewer=request.viewer),
        "are_prices_known": are_prices_known(panel),
    }
    return render(request, "decision/reopenings.html", context)


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def decide_on_reopening(request: HttpRequest, ocid: str, panel_id: UUID, reopening_id: UUID) -> HttpResponse:
    panel = overseen_panel_or_404(request, ocid, panel_id)
    found = next((one for one in reopened_scores(request.viewer, panel) if one.reopening.pk == reopening_id), None)
    if found is None:
        raise Http404
    require(request, REOPENING.may_decide, panel)
    frame = ActFrame(
        back_url=REOPENING.overview(found.reopening),
        about=found.earlier.bid.bidder.name,
        template="decision/decide_reopening.html",
        context={"challenge": panel.stage.challenge, "one": found, "may_act": found.progress == "waiting"},
    )
    step = partial(decide_reopening, reopening_id=reopening_id)
    return decide_page(request, REOPENING, found.reopening, decide=step, frame=frame)


@login_required
@require_http_methods(["GET", "POST"])
def ask_for_reopening(request: HttpRequest, panel_id: UUID, bid_id: UUID, criterion_id: UUID) -> HttpResponse:
    """The chair's own way: from the agreed score itself."""
    panel = seated_panel_or_404(request, panel_id)
    page = None
    if panel.state != "scoring":
        page = consensus_page(request.viewer, panel, bid_id=bid_id, criterion_id=criterion_id)
    if page is None:
        raise Http404
    require(request, REOPENING.may_ask, panel)
    form = ReopenForm(request.POST or None, are_prices_known=are_prices_known(panel))
    place = {"bid_id": bid_id, "criterion_id": criterion_id}
    if form.is_valid() and _asked(request, panel, form, place):
        return redirect("consensus", panel_id=panel_id, **place)
    excerpt = page.excerpt
    criterion = for_reader(excerpt.criterion.title)
    frame = ActFrame(
        back_url=reverse("consensus", kwargs={"panel_id": panel_id, **place}),
        about=f"{excerpt.bid.bidder.name}, {criterion}",
        nav="evaluation/_nav.html",
        template="evaluation/ask_to_reopen.html",
        context={
            "challenge": panel.stage.challenge,
            "panel": panel,
            "page": page,
            "may_act": not reopening_of_score(request.viewer, panel, page.agreed),
            "are_prices_known": are_prices_known(panel),
        },
    )
    return ask_page(request, REOPENING, form=form, frame=frame)
