"""What people hear where one asks and a second one decides. Each task takes ids, writes letters once."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from bids.bidding.selectors.recipients import members_of_bidder
from bids.evaluation.models import LateRequest, PanelRole, Reopening, SettingAside, TakingBack, TwoPersonAct
from bids.evaluation.selectors.recipients import sitting_on
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.recipients import people_with
from challenges.publishing.models import Challenge
from challenges.publishing.services.messages import Message, tell


def _reopening(reopening_id: str) -> tuple[Reopening, Challenge, str]:
    row = Reopening.objects.select_related("panel__stage__challenge__authority", "asked_by").get(pk=reopening_id)
    challenge = row.panel.stage.challenge
    return row, challenge, reverse("reopenings", args=[challenge.ocid, row.panel_id])


def _setting_aside(aside: SettingAside) -> tuple[Challenge, str]:
    stage = aside.bid.stage
    address = reverse("set_aside", args=[stage.challenge.ocid, stage.pk, aside.kind, aside.bid_id])
    return stage.challenge, address


def _second_people(challenge: Challenge, act: TwoPersonAct) -> list[AbstractBaseUser]:
    """Approvers, except whoever asked."""
    return [one for one in people_with(challenge.authority, "approver") if one.pk != act.asked_by_id]


def reopening_was_asked(*, reopening: str) -> None:
    row, challenge, address = _reopening(reopening)
    message = Message(
        subject=_("For your decision: %(title)s"),
        template="reopening_asked",
        address=address,
        key=f"reopening.asked:{row.pk}",
    )
    tell(people=_second_people(challenge, row), about=challenge, message=message, at=database_now())


def reopening_was_decided(*, reopening: str) -> None:
    """Whoever asked; where the score is reopened, the chair, who writes down what the panel agrees."""
    row, challenge, address = _reopening(reopening)
    outcome, at = "granted" if row.is_granted else "refused", database_now()
    subject = _("Decided: %(title)s")
    key = f"reopening.{outcome}:{row.pk}"
    if row.is_granted:
        chairs = [one.person for one in sitting_on([row.panel]) if one.role == PanelRole.CHAIR]
        where = reverse("consensus", args=[row.panel_id, row.consensus.bid_id, row.consensus.criterion_id])
        message = Message(
            subject=_("A score to agree anew: %(title)s"), template="score_reopened", address=where, key=key
        )
        tell(people=chairs, about=challenge, message=message, at=at)
    message = Message(subject=subject, template=f"reopening_{outcome}", address=address, key=key)
    tell(people=[row.asked_by], about=challenge, message=message, at=at)


def reopening_was_settled(*, reopening: str) -> None:
    """Officers, who work out the ranking anew."""
    row, challenge, _address = _reopening(reopening)
    message = Message(
        subject=_("Agreed anew: %(title)s"),
        template="reopening_settled",
        address=reverse("manage_ranking", args=[challenge.ocid, row.panel_id]),
        key=f"reopening.settled:{row.pk}",
    )
    tell(people=people_with(challenge.authority, "officer"), about=challenge, message=message, at=database_now())


def setting_aside_was_asked(*, setting_aside: str) -> None:
    row = SettingAside.objects.select_related("bid__stage__challenge__authority").get(pk=setting_aside)
    _ask_second_people(row, row, template="setting_aside_asked")


def setting_aside_was_decided(*, setting_aside: str) -> None:
    row = SettingAside.objects.select_related("bid__stage__challenge", "asked_by").get(pk=setting_aside)
    _tell_who_asked(row, row, template="setting_aside_decided")


def taking_back_was_asked(*, taking_back: str) -> None:
    row = TakingBack.objects.select_related("setting_aside__bid__stage__challenge__authority").get(pk=taking_back)
    _ask_second_people(row, row.setting_aside, template="taking_back_asked")


def taking_back_was_decided(*, taking_back: str) -> None:
    row = TakingBack.objects.select_related("setting_aside__bid__stage__challenge", "asked_by").get(pk=taking_back)
    _tell_who_asked(row, row.setting_aside, template="taking_back_decided")


def _ask_second_people(act: TwoPersonAct, aside: SettingAside, *, template: str) -> None:
    challenge, address = _setting_aside(aside)
    message = Message(
        subject=_("For your decision: %(title)s"), template=template, address=address, key=f"{template}:{act.pk}"
    )
    tell(people=_second_people(challenge, act), about=challenge, message=message, at=database_now())


def _tell_who_asked(act: TwoPersonAct, aside: SettingAside, *, template: str) -> None:
    challenge, _address = _setting_aside(aside)
    message = Message(
        subject=_("Decided: %(title)s"),
        template=template,
        address=reverse("manage_opening", args=[challenge.ocid]),
        key=f"{template}:{act.pk}",
        words={"is_granted": act.is_granted},
    )
    tell(people=[act.asked_by], about=challenge, message=message, at=database_now())


def _late_request(request_id: str) -> tuple[LateRequest, Challenge, str]:
    row = LateRequest.objects.select_related("bid__stage__challenge__authority", "bid__bidder").get(pk=request_id)
    stage = row.bid.stage
    return row, stage.challenge, reverse("late_request", args=[stage.challenge.ocid, stage.pk, row.pk])


def late_admission_was_requested(*, request: str) -> None:
    """Officers, who make the proposal; whose bid it is they are not told."""
    row, challenge, address = _late_request(request)
    message = Message(
        subject=_("Late admission asked for: %(title)s"),
        template="late_requested",
        address=address,
        key=f"late_admission.requested:{row.pk}",
    )
    tell(people=people_with(challenge.authority, "officer"), about=challenge, message=message, at=database_now())


def late_admission_was_proposed(*, request: str) -> None:
    row, challenge, address = _late_request(request)
    message = Message(
        subject=_("For your decision: %(title)s"),
        template="late_proposed",
        address=address,
        key=f"late_admission.proposed:{row.pk}",
    )
    people = _second_people(challenge, row.admission)
    tell(people=people, about=challenge, message=message, at=database_now())


def late_admission_was_decided(*, request: str) -> None:
    """The bidder's people, with the reasons."""
    row, challenge, _address = _late_request(request)
    outcome = "granted" if row.admission.is_granted else "refused"
    message = Message(
        subject=_("Decided, late admission: %(title)s"),
        template=f"late_{outcome}",
        address=reverse("bid", args=[row.bid_id]),
        key=f"late_admission.{outcome}:{row.pk}",
        words={"reasons": row.admission.decision_reasons},
    )
    tell(people=members_of_bidder(row.bid.bidder), about=challenge, message=message, at=database_now())
