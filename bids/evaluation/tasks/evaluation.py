"""What the panel and those who set it up hear. Each task takes ids, writes messages once, and is harmless twice."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bids.evaluation.models import Panel, PanelMember, PanelRole
from bids.evaluation.selectors.recipients import members_in_arrears, sitting_on
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.recipients import people_with
from challenges.publishing.models import Stage
from challenges.publishing.services.messages import ChallengeMessage, tell


def _panel(panel_id: str) -> Panel:
    return Panel.objects.select_related("stage__challenge__authority").get(pk=panel_id)


def member_was_seated(*, member: str) -> None:
    row = PanelMember.objects.select_related("person", "panel__stage__challenge").get(pk=member)
    message = ChallengeMessage(
        subject=_("You are on the panel for: %(title)s"),
        template="panel_invited",
        address=reverse("panel", args=[row.panel_id]),
        key=f"panel.invited:{row.pk}:{row.role}",
        words={"role": PanelRole(row.role).label},
    )
    if row.left_at is None:
        tell(people=[row.person], about=row.panel.stage.challenge, message=message, at=database_now())


def panel_hears_of_opening(*, stage: str, kind: str) -> None:
    """Of the part it judges; the other part is opened for the formulas."""
    if kind != "quality":
        return
    row = Stage.objects.select_related("challenge").get(pk=stage)
    for panel in row.panels.all():
        message = ChallengeMessage(
            subject=_("Open for you to read: %(title)s"),
            template="stage_opened_panel",
            address=reverse("panel", args=[panel.pk]),
            key=f"stage.opened:{panel.pk}",
        )
        people = [member.person for member in sitting_on([panel])]
        tell(people=people, about=row.challenge, message=message, at=database_now())


def panel_is_reminded(*, panel: str, by: str) -> None:
    """Those who still owe declarations or assessments, once a day at most."""
    row, at = _panel(panel), database_now()
    message = ChallengeMessage(
        subject=_("Waiting for you: %(title)s"),
        template="panel_reminder",
        address=reverse("panel", args=[row.pk]),
        key=f"panel.reminder:{row.pk}:{at.date().isoformat()}",
    )
    people = [member.person for member in members_in_arrears(row)]
    tell(people=people, about=row.stage.challenge, message=message, at=at)


def panel_agrees_scores(*, panel: str) -> None:
    row = _panel(panel)
    message = ChallengeMessage(
        subject=_("Agreeing scores has begun: %(title)s"),
        template="panel_moderation",
        address=reverse("panel", args=[row.pk]),
        key=f"panel.moderation_opened:{row.pk}",
    )
    people = [member.person for member in sitting_on([row])]
    tell(people=people, about=row.stage.challenge, message=message, at=database_now())


def panel_scores_again(*, panel: str, moment: str) -> None:
    """Everybody on it: a bid that had been set aside counts again."""
    row = _panel(panel)
    message = ChallengeMessage(
        subject=_("One more bid to score: %(title)s"),
        template="panel_scores_again",
        address=reverse("panel", args=[row.pk]),
        key=f"panel.returned_to_scoring:{row.pk}:{moment}",
    )
    people = [member.person for member in sitting_on([row])]
    tell(people=people, about=row.stage.challenge, message=message, at=database_now())


def marks_were_locked(*, panel: str) -> None:
    row = _panel(panel)
    challenge = row.stage.challenge
    message = ChallengeMessage(
        subject=_("Marks locked: %(title)s"),
        template="panel_locked",
        address=reverse("manage_challenge", args=[challenge.ocid]),
        key=f"panel.locked:{row.pk}",
    )
    tell(people=people_with(challenge.authority, "officer"), about=challenge, message=message, at=database_now())
