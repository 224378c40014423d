from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from challenges.ground.domain.refused import Refused
from challenges.ground.guards import limited
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.reader import reader_language
from challenges.ground.services.documents import render_pdf
from challenges.ground.views.refusals import say_refused
from portal.public.forms.opportunities import OpportunityFilters
from portal.public.selectors import opportunities as lists
from portal.public.selectors.opportunity_page import OpportunityPage, opportunity_page

PAGE_LENGTH = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = database_now()
    soon = lists.opportunities(lists.Wanted(status="open"), at=at)[:4]
    context = {"at": at, "counts": lists.counts_by_status(at=at), "closing_soon": lists.as_rows(soon)}
    return render(request, "public/home.html", context)


@require_safe
def opportunities(request: HttpRequest) -> HttpResponse:
    at = database_now()
    filters = OpportunityFilters(request.GET, at=at, language=reader_language())
    wanted = filters.wanted()
    page = Paginator(lists.opportunities(wanted, at=at), PAGE_LENGTH).get_page(request.GET.get("page"))
    rows = lists.as_rows(page.object_list)
    context = {"at": at, "page": page, "rows": rows, "filters": filters, "wanted": wanted}
    return render(request, "public/opportunities.html", context)


def _page_or_404(request: HttpRequest, ocid: str) -> OpportunityPage:
    page = opportunity_page(ocid, viewer=request.viewer, at=database_now())
    if page is None:
        raise Http404
    return page


@require_safe
def opportunity(request: HttpRequest, ocid: str) -> HttpResponse:
    page = _page_or_404(request, ocid)
    return render(request, "public/opportunity.html", {"page": page, "presented": page.presented, "at": database_now()})


@limited("make_pdf", counts="GET")
@require_safe
def opportunity_pdf(request: HttpRequest, ocid: str) -> HttpResponse:
    page = _page_or_404(request, ocid)
    try:
        made = render_pdf(template="public/opportunity_pdf.html", context={"page": page, "presented": page.presented})
    except Refused as refusal:
        say_refused(request, refusal)
        return redirect("opportunity", ocid)
    headers = {"Content-Disposition": f'inline; filename="{page.challenge.ocid}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
