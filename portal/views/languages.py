"""Switching the language of the pages."""

from django.http import HttpRequest, HttpResponseBase
from django.views.i18n import set_language

from portal.languages import keep_language


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Django's own switch; whoever is signed in keeps the choice for letters and for other browsers."""
    if request.method == "POST" and request.user.is_authenticated:
        keep_language(person=request.user, language=request.POST.get("language", ""))
    return set_language(request)
