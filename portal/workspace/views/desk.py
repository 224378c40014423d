from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.desk import messages_of
from challenges.ground.selectors.reader import reader_language
from challenges.ground.selectors.scopes import messages_to
from challenges.ground.services.messages import read_all_messages, read_message
from portal.workspace.selectors.whole_desk import desk_of
from portal.workspace.wording.desk import desk_rows


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    contents = desk_of(request.viewer, person=request.user, at=database_now(), language=reader_language())
    return render(request, "portal/desk.html", {"desk": contents, "rows": desk_rows(contents.waiting)})


@login_required
@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        read_all_messages(by=request.viewer.person_id, at=database_now())
        messages.success(request, _("All messages are marked as read."))
        return redirect("letters")
    listed = messages_of(request.viewer)
    return render(request, "portal/letters.html", {"letters": listed, "unread": any(not one.is_read for one in listed)})


@login_required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    found = get_object_or_404(messages_to(request.viewer), pk=letter_id)
    if request.method == "POST":
        read_message(letter_id=found.pk, at=database_now())
        return redirect("letter", letter_id)
    return render(request, "portal/letter.html", {"letter": found})
