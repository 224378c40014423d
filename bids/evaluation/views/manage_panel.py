import csv
from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bids.evaluation.forms.panel import ChangeSeatForm, ReplaceForm, SeatForm
from bids.evaluation.guards import overseen_panel_or_404
from bids.evaluation.models import Panel, PanelMember
from bids.evaluation.selectors.conflicts_assessment import conflicts_assessment
from bids.evaluation.selectors.panels import (
    colleagues_of,
    is_seat_replaceable,
    judged_criteria,
    overview_of,
    places_and_panels,
)
from bids.evaluation.selectors.scopes import members_visible_to, replacements_visible_to
from bids.evaluation.services.panels import invite_member, release_member, remind_panel, seat_member, set_up_panel
from bids.evaluation.services.replacing import REPLACEMENT, ask_to_replace, decide_replacement
from challenges.ground.domain.refused import Refused
from challenges.ground.guards import fresh_factor_required, require
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.reader import for_reader
from challenges.ground.views.refusals import refused
from challenges.ground.views.two_people import ActFrame, ask_page, decide_page, is_carried_out
from challenges.publishing.guards import overseen_challenge_or_404


@login_required
@require_http_methods(["GET", "POST"])
def manage_panel(request: HttpRequest, ocid: str) -> HttpResponse:
    challenge = overseen_challenge_or_404(request, ocid)
    places = places_and_panels(request.viewer, challenge)
    if request.method == "POST":
        place = next((one for one in places if one.key == request.POST.get("place")), None)
        if place is None:
            raise Http404
        require(request, "bids.set_up_panel", place.stage)
        panel = set_up_panel(
            stage_id=place.stage.pk,
            lot_id=place.lot.pk if place.lot else None,
            by=request.viewer.person_id,
            at=database_now(),
        )
        return redirect("panel_setup", ocid=ocid, panel_id=panel.pk)
    return render(request, "manage/panels.html", {"challenge": challenge, "places": places})


@login_required
@require_http_methods(["GET", "POST"])
def panel_setup(request: HttpRequest, ocid: str, panel_id: UUID) -> HttpResponse:
    panel = overseen_panel_or_404(request, ocid, panel_id)
    form = SeatForm(
        request.POST or None, colleagues=colleagues_of(request.viewer, panel), criteria=_criteria_choices(panel)
    )
    if request.method == "POST":
        require(request, "bids.set_up_panel", panel.stage)
        if form.is_valid() and _did(form, lambda: _ask(request, panel, form)):
            return redirect("panel_setup", ocid=ocid, panel_id=panel_id)
    overview = overview_of(request.viewer, panel, at=database_now())
    context = {
        "challenge": panel.stage.challenge,
        "panel": panel,
        "overview": overview,
        "form": form,
        "may_change": request.viewer.has_perm("bids.set_up_panel", panel.stage),
    }
    return render(request, "manage/panel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def panel_seat(request: HttpRequest, ocid: str, panel_id: UUID, member_id: UUID) -> HttpResponse:
    panel = overseen_panel_or_404(request, ocid, panel_id)
    require(request, "bids.set_up_panel", panel.stage)
    sitting = members_visible_to(request.viewer).filter(panel=panel, left_at__isnull=True)
    member = get_object_or_404(sitting.select_related("person"), pk=member_id)
    given = [str(pk) for pk in member.criteria.values_list("pk", flat=True)]
    initial = {"role": member.role, "discipline": member.discipline, "criteria": given}
    form = ChangeSeatForm(request.POST or None, criteria=_criteria_choices(panel), initial=initial)
    if request.method == "POST" and form.is_valid() and _did(form, lambda: _change(request, panel, member, form)):
        messages.success(request, _("Saved."))
        return redirect("panel_setup", ocid=ocid, panel_id=panel_id)
    context = {"challenge": panel.stage.challenge, "panel": panel, "member": member, "form": form}
    return render(request, "manage/panel_seat.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def replace_member(request: HttpRequest, ocid: str, panel_id: UUID, member_id: UUID) -> HttpResponse:
    panel = overseen_panel_or_404(request, ocid, panel_id)
    require(request, REPLACEMENT.may_ask, panel)
    sitting = members_visible_to(request.viewer).filter(panel=panel, left_at__isnull=True)
    member = get_object_or_404(sitting.exclude(role="observer").select_related("person"), pk=member_id)
    colleagues = colleagues_of(request.viewer, panel)
    form = ReplaceForm(request.POST or None, words=REPLACEMENT.words, colleagues=colleagues)
    if form.is_valid():
        said = form.cleaned_data
        step = partial(ask_to_replace, member_id=member.pk, person_id=UUID(said["person"]), reason=said["reason"])
        if is_carried_out(request, form, step, done=REPLACEMENT.words.has_asked):
            return redirect("panel_setup", ocid=ocid, panel_id=panel_id)
    frame = ActFrame(
        back_url=reverse("panel_setup", args=[ocid, panel_id]),
        about=str(member.person),
        context={"challenge": panel.stage.challenge, "may_act": is_seat_replaceable(panel)},
    )
    return ask_page(request, REPLACEMENT, form=form, frame=frame)


@login_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def decide_on_replacement(request: HttpRequest, ocid: str, panel_id: UUID, replacement_id: UUID) -> HttpResponse:
    panel = overseen_panel_or_404(request, ocid, panel_id)
    found = replacements_visible_to(request.viewer).filter(member__panel=panel).select_related(*REPLACEMENT.joins)
    row = get_object_or_404(found, pk=replacement_id)
    may_decide = request.viewer.has_perm(REPLACEMENT.may_decide, panel)
    if request.method == "POST":
        require(request, REPLACEMENT.may_decide, panel)
    frame = ActFrame(
        back_url=reverse("panel_setup", args=[ocid, panel_id]),
        context={"challenge": panel.stage.challenge, "may_act": may_decide and row.is_granted is None},
    )
    step = partial(decide_replacement, replacement_id=row.pk)
    return decide_page(request, REPLACEMENT, row, decide=step, frame=frame)


@login_required
@require_POST
def remind(request: HttpRequest, ocid: str, panel_id: UUID) -> HttpResponse:
    panel = overseen_panel_or_404(request, ocid, panel_id)
    require(request, "bids.set_up_panel", panel.stage)
    remind_panel(panel_id=panel.pk, by=request.viewer.person_id, at=database_now())
    messages.success(request, _("Those who still owe something are being reminded, once a day at most."))
    return redirect("panel_setup", ocid=ocid, panel_id=panel_id)


@login_required
@require_safe
def conflicts_csv(request: HttpRequest, ocid: str) -> HttpResponse:
    challenge = overseen_challenge_or_404(request, ocid)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="conflicts-{challenge.ocid}.csv"'
    # The mark lets spreadsheet programs read the file as UTF-8.
    response.write("\ufeff")
    csv.writer(response).writerows(conflicts_assessment(request.viewer, challenge))
    return response


def _criteria_choices(panel: Panel) -> list[tuple[str, str]]:
    return [(str(criterion.pk), for_reader(criterion.title)) for criterion in judged_criteria(panel)]


def _ask(request: HttpRequest, panel: Panel, form: SeatForm) -> None:
    at, chosen = database_now(), form.cleaned_data
    if chosen["email"]:
        invite_member(panel_id=panel.pk, email=chosen["email"], plan=form.plan(), by=request.viewer.person_id, at=at)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": chosen["email"]})
        return
    person = form.person
    seat_member(panel_id=panel.pk, person_id=person.pk, plan=form.plan(), by=request.viewer.person_id, at=at)
    messages.success(request, _("%(name)s has joined the panel.") % {"name": person})


def _change(request: HttpRequest, panel: Panel, member: PanelMember, form: ChangeSeatForm) -> None:
    at = database_now()
    if "release" in request.POST:
        release_member(member_id=member.pk, by=request.viewer.person_id, at=at)
        return
    seat_member(panel_id=panel.pk, person_id=member.person_id, plan=form.plan(), by=request.viewer.person_id, at=at)


def _did(form: SeatForm, act: Callable[[], None]) -> bool:
    """Whether the act was done; a refusal is shown on the form."""
    try:
        act()
    except Refused as refusal:
        refused(form, refusal)
        return False
    return True
