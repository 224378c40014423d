"""How often one person, or one address, may ask for what costs work, mail or somebody's patience.

The counting is allauth's; the rates stand in the settings under ACCOUNT_RATE_LIMITS, beside those for signing in.
"""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal.ratelimit import consume
from allauth.core.ratelimit import respond_429
from django.http import HttpRequest, HttpResponse

type View = Callable[..., HttpResponse]


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
