from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from challenges.ground.domain.refused import Refused
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.documents import render_pdf
from challenges.ground.views.refusals import say_refused
from portal.design.samples import samples

SCREENS = {"home", "opportunity", "workspace", "letter"}


def patterns(request: HttpRequest) -> HttpResponse:
    return _shown(request, "patterns/patterns.html")


def pattern_screen(request: HttpRequest, screen: str) -> HttpResponse:
    """Whole screens made of the parts: what the parts look like together, on the screen and on paper."""
    if screen == "paper":
        _require_demonstration()
        try:
            document = render_pdf(template="patterns/paper.html", context=samples(at=database_now()))
        except Refused as refusal:
            say_refused(request, refusal)
            return redirect("patterns")
        return HttpResponse(document, content_type="application/pdf")
    if screen not in SCREENS:
        raise Http404
    return _shown(request, f"patterns/{screen}.html")


def _shown(request: HttpRequest, template: str) -> HttpResponse:
    _require_demonstration()
    return render(request, template, samples(at=database_now()))


def _require_demonstration() -> None:
    if not (settings.DEBUG or settings.DEMONSTRATION):
        raise Http404
