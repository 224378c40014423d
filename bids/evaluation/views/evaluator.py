from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from bids.bidding.vault.files import opened_file_key, stored_range
from bids.bidding.views.streaming import streamed
from bids.evaluation.forms.assessment import AssessmentForm, DeclarationsForm, as_typed
from bids.evaluation.guards import seated_panel_or_404
from bids.evaluation.models import Assessment, Panel
from bids.evaluation.rules import seats_of
from bids.evaluation.selectors.evaluation import (
    Excerpt,
    assessment_list,
    declarations_to_make,
    excerpt_of,
    excerpts_of,
    own_assessment,
    panel_cards,
)
from bids.evaluation.selectors.panels import judged_criteria
from bids.evaluation.selectors.scopes import bids_readable_by, criteria_readable_by, files_readable_by
from bids.evaluation.services.assessment import save_assessment, submit_all, submit_assessment, take_back
from bids.evaluation.services.conflicts import declare_conflicts
from challenges.ground.domain.refused import Refused
from challenges.ground.guards import require
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.refusals import refused, say_refused


@login_required
@require_safe
def evaluation(request: HttpRequest) -> HttpResponse:
    return render(request, "evaluation/panels.html", {"cards": panel_cards(request.viewer)})


@login_required
@require_safe
def panel(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    found = seated_panel_or_404(request, panel_id)
    context = {
        "panel": found,
        "seat": seats_of(request.viewer)[panel_id],
        "marking": assessment_list(request.viewer, found),
        "bids": bids_readable_by(request.viewer, found).select_related("bidder").order_by("bidder__name", "pk"),
        "by": "bid" if request.GET.get("by") == "bid" else "criterion",
    }
    return render(request, "evaluation/panel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    found = seated_panel_or_404(request, panel_id)
    form = DeclarationsForm(request.POST or None, declarations=declarations_to_make(request.viewer, found))
    if request.method == "POST" and form.is_valid():
        member_id = seats_of(request.viewer)[panel_id].member_id
        try:
            declare_conflicts(member_id=member_id, declared=form.declared(), at=database_now())
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Your declarations are kept. Change them as soon as something changes."))
            return redirect("panel", panel_id=panel_id)
    return render(request, "evaluation/conflicts.html", {"panel": found, "form": form})


@login_required
@require_safe
def read_bid(request: HttpRequest, panel_id: UUID, bid_id: UUID) -> HttpResponse:
    found = seated_panel_or_404(request, panel_id)
    bid = get_object_or_404(bids_readable_by(request.viewer, found).select_related("bidder"), pk=bid_id)
    criteria = judged_criteria(found).filter(pk__in=criteria_readable_by(request.viewer, found))
    context = {
        "panel": found,
        "bid": bid,
        "excerpts": excerpts_of(request.viewer, found, bid=bid, criteria=list(criteria)),
    }
    return render(request, "evaluation/read_bid.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, panel_id: UUID, bid_id: UUID, criterion_id: UUID) -> HttpResponse:
    found = seated_panel_or_404(request, panel_id)
    excerpt = _given_excerpt(request, found, bid_id, criterion_id)
    assessment = own_assessment(request.viewer, found, bid_id=bid_id, criterion_id=criterion_id)
    form = _assessment_form(excerpt, request.POST or None, initial=as_typed(assessment))
    if request.method == "POST":
        require(request, "bids.score_bid", found)
        answer = _keep(request, found, excerpt, form)
        if answer is not None:
            return answer
    context = {
        "panel": found,
        "excerpt": excerpt,
        "form": form,
        "assessment": own_assessment(request.viewer, found, bid_id=bid_id, criterion_id=criterion_id),
        "marking": assessment_list(request.viewer, found),
        "may_write": found.state == "scoring" and (assessment is None or assessment.state == "draft"),
    }
    return render(request, "evaluation/assess.html", context, status=422 if request.htmx else 200)


def _given_excerpt(request: HttpRequest, panel: Panel, bid_id: UUID, criterion_id: UUID) -> Excerpt:
    """The bid under a criterion that was given to this member, or 404."""
    excerpt = None
    if criterion_id in seats_of(request.viewer)[panel.pk].criteria:
        excerpt = excerpt_of(request.viewer, panel, bid_id=bid_id, criterion_id=criterion_id)
    if excerpt is None:
        raise Http404
    return excerpt


def _assessment_form(excerpt: Excerpt, posted: Any, *, initial: dict[str, Any]) -> AssessmentForm:
    is_pass_fail = excerpt.criterion.method == "pass_fail"
    return AssessmentForm(posted, scale=excerpt.scale, is_pass_fail=is_pass_fail, initial=initial)


def _keep(request: HttpRequest, panel: Panel, excerpt: Excerpt, form: AssessmentForm) -> HttpResponse | None:
    """Save or give the assessment as the person asked; None shows the page with what is wrong."""
    if not form.is_valid():
        return None
    where = {
        "member_id": seats_of(request.viewer)[panel.pk].member_id,
        "bid_id": excerpt.bid.pk,
        "criterion_id": excerpt.criterion.pk,
    }
    gives = "submit" in request.POST and not request.htmx
    try:
        kept = (submit_assessment if gives else save_assessment)(
            **where, assessment=form.assessment(), at=database_now()
        )
    except Refused as refusal:
        refused(form, refusal)
        _go_on_from_what_is_kept(request, panel, excerpt, form)
        return None
    if request.htmx:
        answer = render(request, "evaluation/assess.html#saved", {"assessment": kept, "form": form})
        saved = _("Saved at %(clock)s") % {"clock": localtime(kept.saved_at).strftime("%H:%M:%S")}
        return trigger_client_event(answer, "app:saved", {"words": saved})
    return _onward(request, panel, kept)


def _go_on_from_what_is_kept(request: HttpRequest, panel: Panel, excerpt: Excerpt, form: AssessmentForm) -> None:
    """After a refusal the page shows what was typed, and its next sending replaces what is kept by now."""
    kept = own_assessment(request.viewer, panel, bid_id=excerpt.bid.pk, criterion_id=excerpt.criterion.pk)
    form.data = form.data.copy()
    form.data["revision"] = str(kept.revision if kept else 0)


def _onward(request: HttpRequest, panel: Panel, kept: Assessment) -> HttpResponse:
    if "stay" in request.POST:
        messages.success(request, _("Your draft is kept."))
        return redirect("assess", panel_id=panel.pk, bid_id=kept.bid_id, criterion_id=kept.criterion_id)
    following = assessment_list(request.viewer, panel).after(kept.bid_id, kept.criterion_id)
    if following is None:
        messages.success(request, _("That was the last one. Look through your scores below."))
        return redirect("panel", panel_id=panel.pk)
    return redirect("assess", panel_id=panel.pk, bid_id=following.bid.pk, criterion_id=following.criterion.pk)


@login_required
@require_POST
def take_back_mark(request: HttpRequest, panel_id: UUID, bid_id: UUID, criterion_id: UUID) -> HttpResponse:
    found = seated_panel_or_404(request, panel_id)
    excerpt = _given_excerpt(request, found, bid_id, criterion_id)
    member_id = seats_of(request.viewer)[panel_id].member_id
    try:
        take_back(member_id=member_id, bid_id=excerpt.bid.pk, criterion_id=criterion_id, at=database_now())
    except Refused as refusal:
        say_refused(request, refusal)
    return redirect("assess", panel_id=found.pk, bid_id=bid_id, criterion_id=criterion_id)


@login_required
@require_POST
def submit_marks(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    found = seated_panel_or_404(request, panel_id)
    require(request, "bids.score_bid", found)
    done = submit_all(member_id=seats_of(request.viewer)[panel_id].member_id, at=database_now())
    if done.given:
        words = ngettext("%(n)d score submitted.", "%(n)d scores submitted.", done.given) % {"n": done.given}
        messages.success(request, words)
    for draft in done.incomplete:
        which = {"bidder": draft.bid.bidder.name, "criterion": draft.criterion}
        messages.error(request, _("%(bidder)s, %(criterion)s: score or reasons are missing.") % which)
    return redirect("panel", panel_id=panel_id)


@login_required
@require_safe
def evaluation_file(request: HttpRequest, panel_id: UUID, file_id: UUID) -> HttpResponse:
    found = seated_panel_or_404(request, panel_id)
    file = get_object_or_404(files_readable_by(request.viewer, found).select_related("stored_file"), pk=file_id)
    stored, key = file.stored_file, opened_file_key(file)

    def read(start: int, length: int) -> Any:
        return stored_range(
            key=key, storage_name=stored.storage_name, stored_size=stored.stored_size, start=start, length=length
        )

    return streamed(request, name=file.name, media_type=file.media_type, size=file.size, read=read)
