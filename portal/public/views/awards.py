from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bids.awards.selectors.decision_pages import public_award_rows
from challenges.ground.selectors.clock import database_now


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    return render(request, "public/awards.html", {"rows": public_award_rows(at=database_now())})


@require_safe
def award(request: HttpRequest, ocid: str) -> HttpResponse:
    rows = public_award_rows(at=database_now(), ocid=ocid)
    if not rows:
        raise Http404
    return render(request, "public/award.html", {"row": rows[0]})
