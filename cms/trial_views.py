"""A draft tried out with invented figures, as it was last saved. Nothing that is entered is kept."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bids.forms.trials import said
from bids.selectors.trials import bids_have_closed
from bids.views.trials import ShownPart, Subject, show_rehearsal, show_terms
from challenges.domain.faults import Fault
from challenges.domain.specification import Specification
from challenges.selectors.clock import database_now
from cms.drafts import draft_visible_to
from cms.fault_display import words_of_fault
from cms.panels import PARTS, part_of
from cms.publishing import challenge_of, read


@login_required
@require_http_methods(["GET", "POST"])
def draft_rehearsal(request: HttpRequest, draft_key: UUID) -> HttpResponse:
    return show_rehearsal(request, _draft(request, draft_key))


@login_required
@require_http_methods(["GET", "POST"])
def draft_terms(request: HttpRequest, draft_key: UUID) -> HttpResponse:
    return show_terms(request, _draft(request, draft_key))


def _draft(request: HttpRequest, draft_key: UUID) -> Subject:
    found = draft_visible_to(request.viewer, draft_key)
    if found is None:
        raise Http404
    if not request.viewer.has_perm("challenges.try_out", found.branch):
        raise PermissionDenied
    reading, challenge = read(found.page), challenge_of(found.page)
    return Subject(
        specification=reading.specification,
        rehearsal_url=reverse("draft_rehearsal", args=[draft_key]),
        terms_url=reverse("draft_terms", args=[draft_key]),
        edit_url=reverse("wagtailadmin_pages:edit", args=[found.page.pk]),
        faults=tuple(
            ShownPart(
                stream=str(fault.path[0]),
                where=_where(found.page, reading.specification, fault),
                words=words_of_fault(fault),
            )
            for fault in reading.faults
            if fault.path
        ),
        is_over=challenge is not None and bids_have_closed(challenge, at=database_now()),
    )


def _where(page: Any, specification: Specification, fault: Fault) -> str:
    """The part of the page as the editor counts it, with its title: nobody counts to criterion 14."""
    stream, *inside = fault.path
    if stream not in PARTS or not inside or not isinstance(inside[0], int):
        return part_of(page, fault)
    title = said(getattr(specification, str(stream))[inside[0]].title)
    return f"{part_of(page, fault)} ({title})" if title else part_of(page, fault)
