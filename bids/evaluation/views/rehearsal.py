"""Trying a specification out with invented figures: the scoring, and the terms. Nothing that is entered is kept.

The state is the address (or, where it would be too long for one, the form that is sent again), so the pages work
without a script and can be bookmarked. Both screens serve the version in force of a procurement here, and drafts
from the editor in the house above.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bids.bidding.forms.pieces.shown import said
from bids.evaluation.domain.assurance import rehearsal_terms
from bids.evaluation.domain.assurance.rehearsal_bids import (
    FEWEST,
    MOST,
    RehearsalLine,
    RehearsedBids,
    begin,
    is_workable,
    rehearsal_lines,
    rehearsed_bids,
    short_key,
)
from bids.evaluation.forms.rehearsal import RehearsalBidsForm, RehearsalOfferForm
from bids.evaluation.selectors.rehearsal import bids_have_closed, lots_apart
from bids.evaluation.views.rehearsal_figures import figures_of
from bids.evaluation.views.rehearsal_words import figure_hint, lines_of_marks, lines_of_worth, sentences, standings
from challenges.ground.domain.words import ChallengeKind
from challenges.ground.guards import require
from challenges.ground.selectors.clock import database_now
from challenges.publishing.domain.specification import Specification
from challenges.publishing.guards import managed_challenge_or_404
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.versions import current_specification

#: Above this many boxes the address would be longer than servers take; the form is then sent instead.
MOST_IN_AN_ADDRESS = 160


@dataclass(frozen=True, kw_only=True)
class ShownPart:
    """Something still wrong with a draft: which of its parts, and what."""

    stream: str
    where: str
    words: str


@dataclass(frozen=True, kw_only=True)
class RehearsalSubject:
    """What is rehearsed: a draft or the version in force, with the addresses beside it."""

    specification: Specification
    rehearsal_url: str
    terms_url: str
    challenge: Challenge | None = None
    edit_url: str = ""
    faults: tuple[ShownPart, ...] = ()
    is_over: bool = False

    @property
    def title(self) -> str:
        return said(self.specification.title)

    def faults_in(self, *streams: str) -> tuple[ShownPart, ...]:
        return tuple(fault for fault in self.faults if fault.stream in streams)


@login_required
@require_http_methods(["GET", "POST"])
def manage_rehearsal(request: HttpRequest, ocid: str) -> HttpResponse:
    return show_rehearsal(request, _in_force(request, ocid))


@login_required
@require_http_methods(["GET", "POST"])
def manage_terms(request: HttpRequest, ocid: str) -> HttpResponse:
    return show_terms(request, _in_force(request, ocid))


def _in_force(request: HttpRequest, ocid: str) -> RehearsalSubject:
    challenge = managed_challenge_or_404(request, ocid)
    require(request, "challenges.try_out", challenge)
    return RehearsalSubject(
        specification=current_specification(challenge)[1],
        challenge=challenge,
        rehearsal_url=reverse("manage_rehearsal", args=[ocid]),
        terms_url=reverse("manage_terms", args=[ocid]),
        is_over=bids_have_closed(challenge, at=database_now()),
    )


@dataclass(frozen=True, kw_only=True)
class LotLink:
    title: str
    url: str
    is_shown: bool


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was sent, either way; of a name sent twice, the last."""
    return (request.POST if request.method == "POST" else request.GET).dict()


def _begin_page(request: HttpRequest, subject: RehearsalSubject, typed: dict[str, str]) -> dict[str, Any]:
    """What both pages show: the subject, its lots, and which of them is meant."""
    lots = lots_apart(subject.specification)
    chosen = next((lot.id for lot in lots if short_key(lot.id) == typed.get("lot")), lots[0].id if lots else "")
    links = [
        LotLink(title=said(lot.title), url=f"{request.path}?lot={short_key(lot.id)}", is_shown=lot.id == chosen)
        for lot in lots
    ]
    return {
        "subject": subject,
        "challenge": subject.challenge,
        "lots": links,
        "lot": chosen,
        "lot_key": short_key(chosen) if chosen else "",
        "currency": subject.specification.currency,
    }


def show_rehearsal(request: HttpRequest, subject: RehearsalSubject) -> HttpResponse:
    """The rehearsal of one specification; who may see it has been decided."""
    typed, specification = _typed(request), subject.specification
    context = _begin_page(request, subject, typed)
    lot = context["lot"]
    context["faults"] = subject.faults_in("criteria", "tie_rule", "lots", "conditions")
    context["is_workable"] = is_workable(specification, lot=lot)
    if subject.is_over or not context["is_workable"]:
        return render(request, "rehearsal/rehearsal.html", context)
    lines = rehearsal_lines(specification, lot=lot)
    form = RehearsalBidsForm(typed, lines=lines, begun=begin(specification, lot=lot))
    if form.is_valid():
        context |= _outcome(rehearsed_bids(specification, form.figures, lot=lot), lines)
    context |= _rehearsal_bids(form)
    return render(request, "rehearsal/rehearsal.html", context)


def _rehearsal_bids(form: RehearsalBidsForm) -> dict[str, Any]:
    """The boxes, and how many bids there would be with one more or one less."""
    count = len(form.letters)
    return {
        "form": form,
        "rows": [(line, figure_hint(line), boxes) for line, boxes in form.rows()],
        "count": count,
        "one_more": count + 1 if count < MOST else 0,
        "one_less": count - 1 if count > FEWEST else 0,
        "method": _method(len(form.fields)),
    }


def _outcome(shown: RehearsedBids, lines: Sequence[RehearsalLine]) -> dict[str, Any]:
    """What the rehearsal shows: the order, the marks, and what there is to look at."""
    return {
        "standings": standings(shown, lines=lines),
        "marks": lines_of_marks(shown, lines=lines),
        "most": sum(line.criterion.weight for line in lines),
        "worth": lines_of_worth(shown, lines=lines),
        "sentences": sentences(shown, lines=lines),
    }


def _method(boxes: int) -> str:
    return "get" if boxes <= MOST_IN_AN_ADDRESS else "post"


def show_terms(request: HttpRequest, subject: RehearsalSubject) -> HttpResponse:
    """One invented offer under the terms of one specification; who may see it has been decided."""
    typed, specification = _typed(request), subject.specification
    context = _begin_page(request, subject, typed)
    lot = context["lot"]
    context["faults"] = subject.faults_in("terms", "outcomes", "lots")
    context["why_not"] = rehearsal_terms.why_not(specification, lot=lot)
    context["is_prize"] = specification.kind == ChallengeKind.CHALLENGE_PRIZE
    if context["why_not"]:
        return render(request, "rehearsal/terms.html", context)
    asked = rehearsal_terms.asked_in_rehearsal(specification, lot=lot)
    begun = rehearsal_terms.begin(specification, lot=lot)
    change = rehearsal_terms.first_change(specification, begun, lot=lot)
    form = RehearsalOfferForm(typed, asked=asked, begun=begun, change=change)
    context |= {
        "form": form,
        "method": _method(len(form.fields)),
        "seed": rehearsal_terms.SEED,
        "draws": rehearsal_terms.DRAWS,
    }
    if form.is_valid():
        context |= figures_of(form, specification, lot=lot)
    return render(request, "rehearsal/terms.html", context)
