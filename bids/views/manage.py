from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bids.forms.opening import InterestForm
from bids.selectors.procedure import OVERSEERS, procedure_of
from bids.selectors.scopes import interests_visible_to
from bids.services.conflicts import declare_interest
from challenges.models import Challenge
from challenges.selectors.clock import database_now
from challenges.selectors.scopes import challenges_managed_by


def managed_challenge(request: HttpRequest, ocid: str) -> Challenge:
    """A challenge of one of the viewer's authorities, or 404."""
    return get_object_or_404(challenges_managed_by(request.viewer).select_related("authority"), ocid=ocid)


def overseen_challenge(request: HttpRequest, ocid: str) -> Challenge:
    """The same, for those who run, approve or audit it."""
    challenge = managed_challenge(request, ocid)
    if not request.viewer.holds(challenge.authority_id, *OVERSEERS):
        raise Http404
    return challenge


def require(request: HttpRequest, permission: str, about: Any) -> None:
    if not request.viewer.has_perm(permission, about):
        raise PermissionDenied


@login_required
@require_safe
def manage_challenge(request: HttpRequest, ocid: str) -> HttpResponse:
    at = database_now()
    procedure = procedure_of(request.viewer, managed_challenge(request, ocid), at=at)
    return render(
        request, "manage/challenge.html", {"procedure": procedure, "challenge": procedure.challenge, "at": at}
    )


@login_required
@require_http_methods(["GET", "POST"])
def manage_interests(request: HttpRequest, ocid: str) -> HttpResponse:
    challenge = managed_challenge(request, ocid)
    require(request, "challenges.declare_interests", challenge)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        declare_interest(challenge=challenge, person=request.user, declared=form.declared(), at=database_now())
        messages.success(request, _("Your declaration is kept. Declare again as soon as something changes."))
        return redirect("manage_challenge", ocid=ocid)
    declared = interests_visible_to(request.viewer).filter(challenge=challenge).select_related("person")
    context = {"challenge": challenge, "form": form, "declared": declared.order_by("-declared_at")}
    return render(request, "manage/interests.html", context)
