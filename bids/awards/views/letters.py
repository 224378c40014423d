from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from bids.awards.domain.summary import SummaryContent
from bids.awards.models import Summary
from bids.awards.selectors.scopes import summaries_visible_to
from challenges.ground.domain.refused import Refused
from challenges.ground.services.documents import render_pdf
from challenges.ground.views.refusals import say_refused
from challenges.publishing.selectors.presentation import pillar_names


def _summary(request: HttpRequest, bid_id: UUID) -> Summary:
    visible = summaries_visible_to(request.viewer).select_related("award__panel__stage__challenge__authority", "bid")
    return get_object_or_404(visible, bid=bid_id)


def _context(summary: Summary) -> dict[str, object]:
    return {
        "summary": summary,
        "told": SummaryContent.from_plain(summary.content),
        "award": summary.award,
        "challenge": summary.award.panel.stage.challenge,
        "pillar_names": pillar_names(),
    }


@login_required
@require_safe
def bid_summary(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    return render(request, "decision/summary.html", _context(_summary(request, bid_id)))


@login_required
@require_safe
def bid_summary_pdf(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    context = _context(_summary(request, bid_id))
    try:
        made = render_pdf(template="decision/summary_pdf.html", context=context)
    except Refused as refusal:
        say_refused(request, refusal)
        return redirect("bid_summary", bid_id)
    headers = {"Content-Disposition": 'inline; filename="assessment-summary.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
