from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bids.awards.models import Summary
from bids.awards.selectors.scopes import summaries_visible_to
from challenges.ground.services.documents import render_pdf
from challenges.publishing.selectors.presentation import pillar_names


def _summary(request: HttpRequest, bid_id: UUID) -> Summary:
    visible = summaries_visible_to(request.viewer).select_related("award__panel__stage__challenge__authority", "bid")
    return get_object_or_404(visible, bid=bid_id)


def _context(summary: Summary) -> dict[str, object]:
    return {
        "summary": summary,
        "told": summary.content,
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
    made = render_pdf(template="decision/summary_pdf.html", context=_context(_summary(request, bid_id)))
    headers = {"Content-Disposition": 'inline; filename="assessment-summary.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
