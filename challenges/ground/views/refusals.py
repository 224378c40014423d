"""The one way in which a view shows a refusal: on the form that asked for the act, or on the next page."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from challenges.ground.domain.refused import Refused
from challenges.ground.services.refusals import words_of_refusal


def refused(form: forms.BaseForm, refusal: Refused, *, otherwise: str | None = None) -> None:
    """Show a refusal at the box that can mend it, if the form has that box; else at `otherwise`, or above the form."""
    field = refusal.field if refusal.field in form.fields else otherwise
    form.add_error(field, words_of_refusal(refusal))


def say_refused(request: HttpRequest, refusal: Refused) -> None:
    """Show a refusal on the page the person is sent to next."""
    messages.error(request, words_of_refusal(refusal))
