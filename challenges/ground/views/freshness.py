"""Acts that need the person to have shown a moment ago who they are (opening bids, approving an award)."""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session confirmed who it is within the time the settings give.

    With the second factor required it must have been that factor; with it switched off (the demonstration), any way of
    confirming counts, which is the password. Signing in does not count: what is asked for is a second look.
    """
    earliest = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    confirmations = [
        record
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated") and record["at"] >= earliest
    ]
    if settings.REQUIRE_SECOND_FACTOR:
        return any(record["method"] == "mfa" for record in confirmations)
    return bool(confirmations)


def _confirmation_page(request: HttpRequest) -> str:
    ways = {way["id"]: way["url"] for way in get_adapter(request).get_reauthentication_methods(request.user)}
    if settings.REQUIRE_SECOND_FACTOR:
        return next((url for way, url in ways.items() if way.startswith("mfa_")), reverse("mfa_index"))
    return next(iter(ways.values()), reverse("account_set_password"))


def fresh_factor_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let nobody in who has not confirmed a moment ago; they confirm and come back to the same address.

    For views that answer GET too: what was posted after the time ran out is not replayed, the page is shown again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return redirect(f"{_confirmation_page(request)}?{urlencode({'next': request.get_full_path()})}")

    return guarded
