from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bids.awards.forms.decision import ApprovalForm, PublishAwardForm, RecommendForm
from bids.awards.guards import ranking_page_or_404
from bids.awards.selectors.decision_pages import RankingPage, is_part_2_open, ranking_page
from bids.awards.selectors.summaries import award_to_tell, summary_contents
from bids.awards.services.award import publish_award, send_summaries
from bids.awards.services.recommendation import decide_recommendation, prize_fund, recommend_award
from bids.evaluation.guards import managed_panel_or_404
from bids.evaluation.selectors.rankings import decision_panels_of, superseded_rankings
from bids.evaluation.services.ranking import make_ranking
from challenges.ground.domain.refused import Refused
from challenges.ground.guards import fresh_factor_required, require
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.refusals import words_of_refusal
from challenges.ground.views.refusals import refused, say_refused
from challenges.publishing.domain.words import NOTICE_ROUTES
from challenges.publishing.guards import managed_challenge_or_404


@login_required
@require_safe
def manage_decisions(request: HttpRequest, ocid: str) -> HttpResponse:
    challenge = managed_challenge_or_404(request, ocid)
    panels = list(decision_panels_of(challenge, viewer=request.viewer))
    if len(panels) == 1:
        return redirect("manage_ranking", ocid=ocid, panel_id=panels[0].pk)
    return render(request, "decision/panels.html", {"challenge": challenge, "panels": panels})


@login_required
@require_http_methods(["GET", "POST"])
def manage_ranking(request: HttpRequest, ocid: str, panel_id: UUID) -> HttpResponse:
    panel = managed_panel_or_404(request, ocid, panel_id)
    told = ""
    if request.method == "POST":
        require(request, "bids.recommend_award", panel)
        at = database_now()
        try:
            make_ranking(panel_id=panel.pk, by=request.viewer.person_id, at=at)
        except Refused as refusal:
            told = words_of_refusal(refusal)
        else:
            return redirect("manage_ranking", ocid=ocid, panel_id=panel.pk)
    page = ranking_page(panel, viewer=request.viewer)
    context = {
        "challenge": panel.stage.challenge,
        "panel": panel,
        "page": page,
        "refusal": told,
        "is_part_2_open": is_part_2_open(panel, viewer=request.viewer),
        "is_superseded": page is None and bool(superseded_rankings(panel, viewer=request.viewer)),
    }
    return render(request, "decision/ranking.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def manage_recommendation(request: HttpRequest, ocid: str, panel_id: UUID) -> HttpResponse:
    page = ranking_page_or_404(request, ocid, panel_id)
    require(request, "bids.recommend_award", page.panel)
    first = [(str(s.bid_id), s.bidder) for s in page.first]
    form = RecommendForm(request.POST or None, first=first, fund=prize_fund(page.ranking))
    if form.is_valid():
        try:
            recommend_award(
                ranking_id=page.ranking.pk,
                bid_id=form.bid_id(),
                prize_amount=form.cleaned_data.get("prize_amount"),
                reasons=form.cleaned_data["reasons"],
                by=request.viewer.person_id,
                at=database_now(),
            )
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Your recommendation has gone to the approvers."))
            return redirect("manage_ranking", ocid=ocid, panel_id=panel_id)
    return render(
        request, "decision/recommend.html", {"challenge": page.panel.stage.challenge, "page": page, "form": form}
    )


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def approve_recommendation(request: HttpRequest, ocid: str, panel_id: UUID) -> HttpResponse:
    page = ranking_page_or_404(request, ocid, panel_id)
    require(request, "bids.approve_award", page.panel)
    if page.recommendation is None:
        return redirect("manage_ranking", ocid=ocid, panel_id=panel_id)
    form = ApprovalForm(request.POST or None)
    if form.is_valid():
        try:
            decide_recommendation(
                recommendation_id=page.recommendation.pk,
                is_approved=form.cleaned_data["decision"] == "approve",
                reasons=form.cleaned_data["reasons"],
                by=request.viewer.person_id,
                at=database_now(),
            )
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Your decision has been recorded."))
            return redirect("manage_ranking", ocid=ocid, panel_id=panel_id)
    return render(
        request, "decision/approve.html", {"challenge": page.panel.stage.challenge, "page": page, "form": form}
    )


@login_required
@require_safe
def manage_award(request: HttpRequest, ocid: str, panel_id: UUID) -> HttpResponse:
    page = ranking_page_or_404(request, ocid, panel_id)
    if page.award is None:
        return redirect("manage_ranking", ocid=ocid, panel_id=panel_id)
    return _award_page(request, page, form=PublishAwardForm())


def _award_page(request: HttpRequest, page: RankingPage, *, form: PublishAwardForm) -> HttpResponse:
    challenge = page.panel.stage.challenge
    context = {
        "challenge": challenge,
        "page": page,
        "form": form,
        "summaries": summary_contents(award_to_tell(page.award)).values(),
        "needs_notice": challenge.route in NOTICE_ROUTES,
    }
    return render(request, "decision/award.html", context)


@login_required
@require_POST
def tell_bidders(request: HttpRequest, ocid: str, panel_id: UUID) -> HttpResponse:
    page = ranking_page_or_404(request, ocid, panel_id)
    require(request, "bids.send_summaries", page.panel)
    if page.award is None:
        raise Http404
    try:
        send_summaries(award_id=page.award.pk, by=request.viewer.person_id, at=database_now())
    except Refused as refusal:
        say_refused(request, refusal)
    else:
        messages.success(request, _("Every bidder has been sent its scores and the reasons."))
    return redirect("manage_award", ocid=ocid, panel_id=panel_id)


@login_required
@require_POST
def publish(request: HttpRequest, ocid: str, panel_id: UUID) -> HttpResponse:
    page = ranking_page_or_404(request, ocid, panel_id)
    require(request, "bids.publish_award", page.panel)
    if page.award is None:
        raise Http404
    form = PublishAwardForm(request.POST)
    if form.is_valid():
        try:
            publish_award(award_id=page.award.pk, by=request.viewer.person_id, at=database_now(), **form.cleaned_data)
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The award is public."))
            return redirect("manage_award", ocid=ocid, panel_id=panel_id)
    return _award_page(request, page, form=form)
