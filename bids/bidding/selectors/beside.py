"""What rooms above know of a bidder's own bid. The roof says who answers (`settings.BESIDE_A_BID`)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def beside(subject: str) -> Callable[..., Any]:
    """Who answers about one subject.

    `summaries`: the letters of scores sent to this viewer's organisations, a queryset with `bid` and `content`;
    `late_admission`: the request for late admission and whether one may be made; `figures`: what each formula makes of
    a draft.
    """
    answers: Callable[..., Any] = import_string(settings.BESIDE_A_BID[subject])
    return answers
