from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bids.evaluation.forms.opening import InterestForm
from bids.evaluation.services.conflicts import declare_interest
from challenges.ground.guards import require
from challenges.ground.selectors.clock import database_now
from challenges.publishing.guards import managed_challenge_or_404
from challenges.publishing.selectors.scopes import interests_visible_to


@login_required
@require_http_methods(["GET", "POST"])
def manage_interests(request: HttpRequest, ocid: str) -> HttpResponse:
    challenge = managed_challenge_or_404(request, ocid)
    require(request, "challenges.declare_interests", challenge)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        declare_interest(
            challenge_id=challenge.pk, by=request.viewer.person_id, declared=form.declared(), at=database_now()
        )
        messages.success(request, _("Your declaration is kept. Declare again as soon as something changes."))
        return redirect("manage_challenge", ocid=ocid)
    declared = interests_visible_to(request.viewer).filter(challenge=challenge).select_related("person")
    context = {"challenge": challenge, "form": form, "declared": declared.order_by("-declared_at")}
    return render(request, "manage/interests.html", context)
