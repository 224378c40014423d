"""Where officers start: their procurements, their drafts, and a published notice to make a draft of."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from challenges.ground.domain.refused import Refused
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.scopes import authorities_of
from challenges.ground.views.refusals import refused
from cms.editor.notice_forms import NoticeForm
from cms.importing.notices import Imported, import_notice


@login_required
@require_http_methods(["GET", "POST"])
def import_a_notice(request: HttpRequest) -> HttpResponse:
    officer_of = [pk for pk in request.viewer.authority_roles if request.viewer.holds(pk, "officer")]
    if not officer_of:
        raise PermissionDenied
    authorities = authorities_of(request.viewer).filter(pk__in=officer_of)
    form = NoticeForm(request.POST or None, request.FILES or None, authorities=authorities)
    if request.method == "POST" and form.is_valid():
        try:
            imported = import_notice(
                original=form.cleaned_data["notice"].read(),
                authority=form.cleaned_data["authority"],
                person=request.user,
                at=database_now(),
            )
        except Refused as refusal:
            refused(form, refusal, otherwise="notice")
        else:
            return _to_the_drafts(request, imported)
    return render(request, "manage/import_notice.html", {"form": form})


def _to_the_drafts(request: HttpRequest, imported: Imported) -> HttpResponse:
    """To the one draft in the editor, or to the list where the file made several."""
    count = len(imported.pages)
    if imported.is_new:
        said = ngettext(
            "The draft is ready. Look at what could not be taken over.", "%(n)d drafts are ready.", count
        ) % {"n": count}
        messages.success(request, said)
    else:
        messages.info(request, _("This file had been imported before. This is its draft."))
    if count == 1:
        return redirect("wagtailadmin_pages:edit", imported.pages[0].pk)
    return redirect("manage")
