"""What pages of every room ask before they do anything: whether this person may, has just shown who they are, and how
often they have asked already.

How often is counted by allauth; the rates stand in the settings under ACCOUNT_RATE_LIMITS, beside those for signing in.
"""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.internal.ratelimit import consume
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

type View = Callable[..., HttpResponse]


def require(request: HttpRequest, permission: str, about: object = None) -> None:
    if not request.viewer.has_perm(permission, about):
        raise PermissionDenied


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


def fresh_factor_required(view: View) -> View:
    """Let nobody in who has not confirmed a moment ago (opening bids, approving an award).

    They confirm and come back to the same address.

    For views that answer GET too: what was posted after the time ran out is not replayed, the page is shown again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return redirect(f"{_confirmation_page(request)}?{urlencode({'next': request.get_full_path()})}")

    return guarded


def limited(action: str, *, counts: str = "POST") -> Callable[[View], View]:
    """Answer 429 once the rate of `action` is used up; only requests of the method `counts` use it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            is_counted = request.method == counts
            if is_counted and not consume(request, app="allauth.account", action=action, limit_get=True):
                return respond_429(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
