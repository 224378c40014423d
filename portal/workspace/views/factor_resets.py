from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from challenges.ground.forms.two_people import AskForm
from challenges.ground.guards import fresh_factor_required
from challenges.ground.views.two_people import ActFrame, ask_page, decide_page, is_carried_out
from portal.factor_resets import FACTOR_RESET, ask_for_reset, decide_reset, people_vouched_for_by, resets_for
from portal.workspace.guards import managed_authority_or_404

NAVIGATION = "portal/_nav.html"


@login_required
@require_http_methods(["GET", "POST"])
def ask_for_factor_reset(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    authority = managed_authority_or_404(request, slug)
    person = get_object_or_404(people_vouched_for_by(authority), pk=person_id)
    form = AskForm(request.POST if request.method == "POST" else None, words=FACTOR_RESET.words)
    if form.is_valid():
        step = partial(ask_for_reset, person_id=person.pk, reason=form.cleaned_data["reason"])
        if is_carried_out(request, form, step, done=FACTOR_RESET.words.has_asked):
            return redirect("authority_people", slug)
    frame = ActFrame(
        back_url=reverse("authority_people", args=[slug]),
        about=str(person),
        nav=NAVIGATION,
        template="portal/ask_for_factor_reset.html",
        context={"authority": authority, "person": person, "may_act": True},
    )
    return ask_page(request, FACTOR_RESET, form=form, frame=frame)


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def decide_factor_reset(request: HttpRequest, reset_id: UUID) -> HttpResponse:
    reset = get_object_or_404(resets_for(request.viewer).select_related("person", "asked_by"), pk=reset_id)
    frame = ActFrame(
        back_url=reverse("desk"),
        about=str(reset.person),
        nav=NAVIGATION,
        template="portal/decide_factor_reset.html",
        context={"may_act": True},
    )
    return decide_page(request, FACTOR_RESET, reset, decide=partial(decide_reset, reset_id=reset.pk), frame=frame)
