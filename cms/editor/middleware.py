"""What is still refused inside the editor, after every earlier check, comes back to the editor as a message."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from challenges.ground.domain.refused import Refused
from challenges.ground.views.refusals import say_refused
from challenges.publishing.services.publication import PublicationRefused
from cms.publishing.fault_display import words_of_fault

EDITOR = "/cms/"


class RefusalsToMessages:
    """Turns a refused publication into messages on the page's editor; everything has been rolled back by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused) or not request.path.startswith(EDITOR):
            return None
        say_refused(request, exception)
        for fault in exception.faults if isinstance(exception, PublicationRefused) else ():
            messages.error(request, words_of_fault(fault))
        address = _editor_of(request)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


def _editor_of(request: HttpRequest) -> str:
    match = request.resolver_match
    page_id = match.kwargs.get("page_id") or next((value for value in match.args if str(value).isdigit()), None)
    return reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else reverse("wagtailadmin_home")
