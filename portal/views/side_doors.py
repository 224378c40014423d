"""Pages of Wagtail's and Django's own that would pass the portal's sign-in and its rules about people by.

Their sign-in forms know neither the second factor nor the limits on guessing, and Wagtail's pages about users and
groups would let an administrator take over anybody's account, and with it their bids or marks.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def sign_in(request: HttpRequest) -> HttpResponse:
    """To the portal's own sign-in; whoever is signed in already was sent here because they may not go further."""
    if request.user.is_authenticated:
        # The editor has just said the same; unread, it would turn up on some later page.
        list(messages.get_messages(request))
        raise PermissionDenied
    onward = {"next": request.GET["next"]} if "next" in request.GET else {}
    address = reverse(settings.LOGIN_URL)
    return redirect(f"{address}?{urlencode(onward)}" if onward else address)


def shut(request: HttpRequest) -> HttpResponse:
    raise Http404
