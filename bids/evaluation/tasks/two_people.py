"""What people hear around acts of two people besides their two halves. Each task takes ids, writes messages once."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bids.evaluation.models import LateRequest, Reopening
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.recipients import people_with
from challenges.publishing.services.messages import ChallengeMessage, tell


def reopening_was_settled(*, reopening: str) -> None:
    """Officers, who work out the ranking anew."""
    row = Reopening.objects.select_related("panel__stage__challenge__authority").get(pk=reopening)
    challenge = row.panel.stage.challenge
    message = ChallengeMessage(
        subject=_("Agreed anew: %(title)s"),
        template="reopening_settled",
        address=reverse("manage_ranking", args=[challenge.ocid, row.panel_id]),
        key=f"reopening.settled:{row.pk}",
    )
    tell(people=people_with(challenge.authority, "officer"), about=challenge, message=message, at=database_now())


def late_admission_was_requested(*, request: str) -> None:
    """Officers, who make the proposal; whose bid it is they are not told."""
    row = LateRequest.objects.select_related("bid__stage__challenge__authority").get(pk=request)
    stage = row.bid.stage
    message = ChallengeMessage(
        subject=_("Late admission asked for: %(title)s"),
        template="late_requested",
        address=reverse("late_request", args=[stage.challenge.ocid, stage.pk, row.pk]),
        key=f"late_admission.requested:{row.pk}",
    )
    people = people_with(stage.challenge.authority, "officer")
    tell(people=people, about=stage.challenge, message=message, at=database_now())
