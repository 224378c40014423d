"""The two pages of an act of two people; each act's view says what is shown, who may act and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from challenges.ground.domain.refused import Refused
from challenges.ground.forms.two_people import DecideForm
from challenges.ground.models import TwoPersonAct
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.reader import reader_language
from challenges.ground.selectors.two_people import Act
from challenges.ground.views.refusals import refused

IN_A_PROCUREMENT = "manage/_nav.html"


@dataclass(frozen=True, kw_only=True)
class ActFrame:
    """What stands around an act on its page: the way back, the navigation, what else its template reads."""

    back_url: str
    about: str = ""
    nav: str = IN_A_PROCUREMENT
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)


def is_carried_out(request: HttpRequest, form: forms.Form, act: Callable[..., object], *, done: str) -> bool:
    """Take one step of an act; a refusal is shown on the form."""
    try:
        act(by=request.user.pk, at=database_now())
    except Refused as refusal:
        refused(form, refusal)
        return False
    messages.success(request, done)
    return True


def ask_page(request: HttpRequest, act: Act[Any], *, form: forms.Form, frame: ActFrame) -> HttpResponse:
    """The page on which the first person asks."""
    context = {"act": act, "form": form, "frame": frame, "heading": act.words.ask, "button": act.words.ask_button}
    return render(request, frame.template or "acts/ask.html", context | frame.context)


def decide_page[Row: TwoPersonAct](
    request: HttpRequest, act: Act[Row], row: Row, *, decide: Callable[..., object], frame: ActFrame
) -> HttpResponse:
    """The page on which the second person decides, and what they decide; afterwards back to where the act is listed."""
    form = DecideForm(request.POST or None, words=act.words, needs_reasons=act.needs_reasons)
    if form.is_valid():
        verdict = form.verdict()
        said = act.words.after_granting if verdict.is_granted else act.words.after_refusing
        done = said or _("Your decision has been recorded.")
        if is_carried_out(request, form, partial(decide, verdict=verdict), done=done):
            return redirect(frame.back_url)
    context = {
        "act": act,
        "asked": row,
        "facts": act.facts(row),
        "form": form,
        "frame": frame,
        "heading": act.words.decide,
        "button": _("Record decision"),
        "title": frame.about or act.title_of(row, reader_language()),
    }
    return render(request, frame.template or "acts/decide.html", context | frame.context)
