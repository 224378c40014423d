from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from challenges.ground.selectors.clock import database_now
from challenges.publishing.selectors.scopes import challenges_managed_by
from cms.editor.drafts import beginnings_of, drafts_of
from portal.public.selectors.opportunities import with_status


@login_required
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    if not request.viewer.authority_roles:
        raise PermissionDenied
    at = database_now()
    challenges = with_status(challenges_managed_by(request.viewer), at=at).select_related("authority")
    may_import = any(request.viewer.holds(pk, "officer") for pk in request.viewer.authority_roles)
    context = {
        "at": at,
        "challenges": challenges.order_by("-approved_at", "ocid"),
        "drafts": drafts_of(request.viewer),
        "beginnings": beginnings_of(request.viewer),
        "may_import": may_import,
    }
    return render(request, "manage/procurements.html", context)
