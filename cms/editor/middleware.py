"""What is still refused inside the editor, after every earlier check, comes back to the editor as a message."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

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
        if not isinstance(exception, PublicationRefused) or not request.path.startswith(EDITOR):
            return None
        for words in (str(exception), *(words_of_fault(fault) for fault in exception.faults)):
            messages.error(request, words)
        address = _editor_of(request)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


def _editor_of(request: HttpRequest) -> str:
    match = request.resolver_match
    page_id = match.kwargs.get("page_id") or next((value for value in match.args if str(value).isdigit()), None)
    return reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else reverse("wagtailadmin_home")
