from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from challenges.ground.selectors.clock import database_now
from challenges.publishing.guards import managed_challenge_or_404
from portal.workspace.selectors.procedure import procedure_overview
from portal.workspace.wording.procedure import chapters_in_words


@login_required
@require_safe
def manage_challenge(request: HttpRequest, ocid: str) -> HttpResponse:
    at = database_now()
    procedure = procedure_overview(request.viewer, managed_challenge_or_404(request, ocid), at=at)
    context = {
        "procedure": procedure,
        "chapters": chapters_in_words(procedure),
        "challenge": procedure.challenge,
        "at": at,
    }
    return render(request, "manage/challenge.html", context)
