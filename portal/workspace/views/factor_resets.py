from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from challenges.ground.domain.refused import Refused
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.freshness import fresh_factor_required
from challenges.ground.views.refusals import refused
from portal.factor_resets import ask_for_reset, decide_reset, people_vouched_for_by, resets_for
from portal.workspace.forms.people import AskForResetForm, DecideResetForm
from portal.workspace.views.people import managed_authority


@login_required
@require_http_methods(["GET", "POST"])
def ask_for_factor_reset(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    authority = managed_authority(request, slug)
    person = get_object_or_404(people_vouched_for_by(authority), pk=person_id)
    form = AskForResetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_for_reset(person=person, reason=form.cleaned_data["reason"], by=request.user, at=database_now())
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Sent to a platform administrator, who decides. You will get a message."))
            return redirect("authority_people", slug)
    return render(request, "portal/ask_for_factor_reset.html", {"authority": authority, "person": person, "form": form})


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def decide_factor_reset(request: HttpRequest, reset_id: UUID) -> HttpResponse:
    reset = get_object_or_404(resets_for(request.viewer).select_related("person", "asked_by"), pk=reset_id)
    form = DecideResetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        is_granted = form.cleaned_data["decision"] == "remove"
        try:
            decide_reset(reset_id=reset.pk, is_granted=is_granted, by=request.user, at=database_now())
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Removed.") if is_granted else _("Left as it is."))
            return redirect("desk")
    return render(request, "portal/decide_factor_reset.html", {"reset": reset, "form": form})
