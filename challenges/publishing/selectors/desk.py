"""What awaits a person in this house: work that only they, or people in their role, can do next."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.ground.domain.language import text_in
from challenges.ground.rules import Viewer
from challenges.ground.selectors.desk import Waiting
from challenges.publishing.selectors.scopes import challenges_managed_by


def questions_waiting(viewer: Viewer, language: str) -> list[Waiting]:
    """Questions nobody has answered yet, one line a challenge, for the commercial officers."""
    mine = [authority for authority in viewer.authority_roles if viewer.holds(authority, "officer")]
    asked = Count("clarifications", filter=Q(clarifications__state="asked"))
    busy = challenges_managed_by(viewer).filter(authority__in=mine).annotate(asked=asked).filter(asked__gt=0)
    return [
        Waiting(
            title=ngettext("Answer %(count)s question", "Answer %(count)s questions", challenge.asked)
            % {"count": challenge.asked},
            about=text_in(challenge.title, language),
            url=reverse("manage_questions", args=[challenge.ocid]),
        )
        for challenge in busy
    ]


def notices_waiting(viewer: Viewer, language: str) -> list[Waiting]:
    """Approved challenges that the public cannot see yet because the notice's number is missing."""
    mine = [authority for authority in viewer.authority_roles if viewer.holds(authority, "officer", "approver")]
    held_back = challenges_managed_by(viewer).filter(
        authority__in=mine, public_from__isnull=True, withdrawn_at__isnull=True
    )
    return [
        Waiting(
            title=_("Enter the notice's number"),
            about=text_in(challenge.title, language),
            url=reverse("manage_notice", args=[challenge.ocid]),
        )
        for challenge in held_back
    ]
