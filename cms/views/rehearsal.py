"""A draft rehearsed with invented figures, as it was last saved. Nothing that is entered is kept."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bids.evaluation.selectors.rehearsal import bids_have_closed
from bids.evaluation.views.rehearsal import RehearsalSubject, ShownPart, show_rehearsal, show_terms
from challenges.ground.guards import require
from challenges.ground.selectors.clock import database_now
from cms.editor.drafts import draft_visible_to
from cms.publishing.fault_display import editor_faults
from cms.publishing.pages import challenge_of, read


@login_required
@require_http_methods(["GET", "POST"])
def draft_rehearsal(request: HttpRequest, draft_key: UUID) -> HttpResponse:
    return show_rehearsal(request, _draft(request, draft_key))


@login_required
@require_http_methods(["GET", "POST"])
def draft_terms(request: HttpRequest, draft_key: UUID) -> HttpResponse:
    return show_terms(request, _draft(request, draft_key))


def _draft(request: HttpRequest, draft_key: UUID) -> RehearsalSubject:
    found = draft_visible_to(request.viewer, draft_key)
    if found is None:
        raise Http404
    require(request, "challenges.try_out", found.branch)
    reading, challenge = read(found.page), challenge_of(found.page)
    return RehearsalSubject(
        specification=reading.specification,
        rehearsal_url=reverse("draft_rehearsal", args=[draft_key]),
        terms_url=reverse("draft_terms", args=[draft_key]),
        edit_url=reverse("wagtailadmin_pages:edit", args=[found.page.pk]),
        faults=tuple(
            ShownPart(stream=str(fault.path[0]), where=shown.where, words=shown.words)
            for fault, shown in zip(reading.faults, editor_faults(found.page, reading.faults), strict=True)
            if fault.path
        ),
        is_over=challenge is not None and bids_have_closed(challenge, at=database_now()),
    )
