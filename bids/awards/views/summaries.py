from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bids.awards.domain.summary import SummaryContent
from bids.awards.guards import summary_or_404
from bids.awards.models import Summary
from challenges.ground.domain.refused import Refused
from challenges.ground.services.documents import render_pdf
from challenges.ground.views.refusals import say_refused
from challenges.publishing.selectors.presentation import pillar_names


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
    return render(request, "decision/summary.html", _context(summary_or_404(request, bid_id)))


@login_required
@require_safe
def bid_summary_pdf(request: HttpRequest, bid_id: UUID) -> HttpResponse:
    context = _context(summary_or_404(request, bid_id))
    try:
        made = render_pdf(template="decision/summary_pdf.html", context=context)
    except Refused as refusal:
        say_refused(request, refusal)
        return redirect("bid_summary", bid_id)
    headers = {"Content-Disposition": 'inline; filename="assessment-summary.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
