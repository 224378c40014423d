from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import second_factor as factor


@never_cache
@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where the gate leads: set one up, or use the one there is, then on to where one was going."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    onward = wanted if is_ours else reverse("desk")
    is_set_up = factor.is_set_up_for(request)
    if is_set_up and factor.was_shown_in(request):
        return redirect(onward)
    confirm = f"{reverse('mfa_reauthenticate')}?{urlencode({'next': onward})}"
    return render(request, "portal/second_factor.html", {"is_set_up": is_set_up, "confirm_url": confirm})
