from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from challenges.ground.selectors.clock import database_now
from cms.importing.pages import resolve_point
from cms.models import ImportedNotice, ResolvePoint


def _require_editor(request: HttpRequest, notice: ImportedNotice) -> None:
    if not notice.page.specific.permissions_for_user(request.user).can_edit():
        raise Http404


@require_POST
def resolve(request: HttpRequest, point_id: int) -> HttpResponse:
    """Tick one thing of an imported notice as resolved, and return to the editor."""
    point = get_object_or_404(ResolvePoint.objects.select_related("notice__page"), pk=point_id)
    _require_editor(request, point.notice)
    resolve_point(point_id=point.pk, by=request.viewer.person_id, at=database_now())
    return redirect("wagtailadmin_pages:edit", point.notice.page_id)


def original_notice(request: HttpRequest, page_id: int) -> HttpResponse:
    """The imported file as it came, byte for byte."""
    notice = get_object_or_404(ImportedNotice.objects.select_related("page"), page=page_id)
    _require_editor(request, notice)
    name = f"notice-{notice.original_sha256[:12]}.json"
    return HttpResponse(
        bytes(notice.original),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
