from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from challenges.ground.domain.refused import Refused
from challenges.ground.guards import limited
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.refusals import refused
from challenges.publishing.forms.clarifications import QuestionForm
from challenges.publishing.selectors.scopes import documents_visible_to, follows_of, public_challenges
from challenges.publishing.services.clarifications import ask_clarification
from challenges.publishing.services.following import follow_challenge, unfollow_challenge


@require_safe
def opportunity_document(request: HttpRequest, ocid: str, document_id: UUID) -> FileResponse:
    kept = documents_visible_to(request.viewer, database_now())
    document = get_object_or_404(kept, pk=document_id, challenge__ocid=ocid)
    stored = storages["private"].open(document.storage_name)
    # Always a download of a declared type: a document is never run in the portal's own pages.
    return FileResponse(stored, as_attachment=True, filename=document.filename, content_type=document.media_type)


@login_required
@limited("ask_question")
@require_http_methods(["GET", "POST"])
def ask_question(request: HttpRequest, ocid: str) -> HttpResponse:
    form = QuestionForm(request.POST or None, initial={"request_key": uuid4()})
    valid = form.is_valid()
    at = database_now()
    challenge = get_object_or_404(public_challenges(at).select_related("authority"), ocid=ocid)
    if valid:
        try:
            ask_clarification(
                challenge_id=challenge.pk,
                by=request.viewer.person_id,
                question=form.cleaned_data["question"],
                request_key=form.cleaned_data["request_key"],
                at=at,
            )
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Your question has been sent. You will be told when it is answered."))
            return redirect("opportunity", ocid=ocid)
    return render(request, "public/ask_question.html", {"challenge": challenge, "form": form})


@login_required
@require_POST
def follow(request: HttpRequest, ocid: str) -> HttpResponse:
    at = database_now()
    challenge = get_object_or_404(public_challenges(at), ocid=ocid)
    person_id = request.viewer.person_id
    if follows_of(request.viewer).filter(challenge=challenge).exists():
        unfollow_challenge(challenge_id=challenge.pk, by=person_id)
        messages.success(request, _("You no longer follow this opportunity."))
    else:
        follow_challenge(challenge_id=challenge.pk, by=person_id, at=at)
        messages.success(request, _("You will be told when this opportunity changes."))
    return redirect("opportunity", ocid=ocid)
