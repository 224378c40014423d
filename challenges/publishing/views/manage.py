from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from challenges.ground.domain.refused import Refused
from challenges.ground.guards import require
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.scopes import record_visible_to
from challenges.ground.views.refusals import refused
from challenges.publishing.domain.words import NoticeCode
from challenges.publishing.forms.clarifications import AnswerForm
from challenges.publishing.forms.notices import NoticeNumberForm
from challenges.publishing.guards import managed_challenge_or_404
from challenges.publishing.selectors.clarifications import AskedQuestion, questions_of
from challenges.publishing.selectors.scopes import notices_visible_to
from challenges.publishing.services.clarifications import (
    answer_clarification,
    decline_clarification,
    merge_clarification,
)
from challenges.publishing.services.notices import enter_notice_number


@login_required
@require_safe
def questions(request: HttpRequest, ocid: str) -> HttpResponse:
    challenge = managed_challenge_or_404(request, ocid)
    asked = questions_of(challenge, viewer=request.viewer, at=database_now())
    return render(request, "manage/questions.html", {"challenge": challenge, "questions": asked})


@login_required
@require_http_methods(["GET", "POST"])
def answer_question(request: HttpRequest, ocid: str, clarification_id: UUID) -> HttpResponse:
    challenge = managed_challenge_or_404(request, ocid)
    require(request, "challenges.answer_clarification", challenge)
    asked = {row.id: row for row in questions_of(challenge, viewer=request.viewer, at=database_now())}
    question = asked.get(clarification_id)
    if question is None:
        return redirect("manage_questions", ocid=ocid)
    others = [(str(q.id), q.question[:120]) for q in asked.values() if q.id != clarification_id and q.state != "merged"]
    form = AnswerForm(request.POST or None, others=others, initial={"published_question": question.question})
    if form.is_valid() and _settle(request, form, question):
        messages.success(request, _("Done. Everyone concerned is being told."))
        return redirect("manage_questions", ocid=ocid)
    return render(request, "manage/answer_question.html", {"challenge": challenge, "question": question, "form": form})


def _settle(request: HttpRequest, form: AnswerForm, question: AskedQuestion) -> bool:
    """Carry out what the form decided; a refusal is shown on the form."""
    chosen, at, person_id = form.cleaned_data, database_now(), request.viewer.person_id
    which = {"clarification_id": question.id, "by": person_id, "at": at}
    try:
        if chosen["decision"] == "answer":
            answer_clarification(**which, published_question=chosen["published_question"], answer=chosen["answer"])
        elif chosen["decision"] == "merge":
            merge_clarification(**which, into_id=UUID(chosen["into"]))
        else:
            decline_clarification(**which, reason=chosen["answer"])
    except Refused as refusal:
        refused(form, refusal)
        return False
    return True


@login_required
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, ocid: str) -> HttpResponse:
    challenge = managed_challenge_or_404(request, ocid)
    form = NoticeNumberForm(request.POST or None)
    of_tender = notices_visible_to(request.viewer, database_now()).filter(code=NoticeCode.TENDER.value)
    notices = list(of_tender.filter(challenge=challenge))
    waiting = next((one for one in notices if one.state in {"approved", "sent"}), None)
    if request.method == "POST":
        require(request, "challenges.enter_notice", challenge)
        if waiting is not None and form.is_valid() and _enter(request, form, waiting.pk):
            messages.success(request, _("The opportunity is public from the moment you entered."))
            return redirect("manage_challenge", ocid=ocid)
    context = {"challenge": challenge, "notices": notices, "waiting": waiting, "form": form}
    return render(request, "manage/notice.html", context)


def _enter(request: HttpRequest, form: NoticeNumberForm, notice_id: UUID) -> bool:
    person_id = request.viewer.person_id
    try:
        enter_notice_number(notice_id=notice_id, by=person_id, at=database_now(), **form.cleaned_data)
    except Refused as refusal:
        refused(form, refusal)
        return False
    return True


@login_required
@require_safe
def record(request: HttpRequest, ocid: str) -> HttpResponse:
    challenge = managed_challenge_or_404(request, ocid)
    entries = record_visible_to(request.viewer).filter(record=challenge.pk).order_by("number")
    return render(request, "manage/record.html", {"challenge": challenge, "entries": entries})
