"""Who judges: setting up a panel, giving its people their criteria, letting them go, reminding them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.models import Opening
from bids.evaluation.domain.acts import SeatPlan
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Panel, PanelMember, PanelRole
from bids.evaluation.selectors.panels import coverage_of, judged_criteria
from challenges.ground.domain.frozen_json import Plain
from challenges.ground.domain.refused import Refused
from challenges.ground.models import Invitation
from challenges.ground.selectors.reader import for_reader_lazy
from challenges.ground.services.invitations import InvitedTo, invite
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.models import Criterion, Stage


class PanelRefused(Refused):
    """A change of a panel that its rules do not allow, with the reason in plain words."""


def set_up_panel(*, stage_id: UUID, lot_id: UUID | None, by: UUID, at: datetime) -> Panel:
    """The panel for one stage and lot: made and recorded if there is none yet, else the one there is."""
    with transaction.atomic():
        stage = Stage.objects.select_for_update().get(pk=stage_id)
        panel, is_new = Panel.objects.get_or_create(stage=stage, lot_id=lot_id, defaults={"created_at": at})
        if is_new:
            said = {"panel": str(panel.pk), "stage": str(stage.pk), "lot": str(lot_id or ""), "by": str(by)}
            append_to_record(record_id=stage.challenge_id, event="panel.set_up", content=said, at=at)
    return panel


def seat_member(*, panel_id: UUID, person_id: UUID, plan: SeatPlan, by: UUID, at: datetime) -> PanelMember:
    """Give a person a place on a panel, or change the one they have.

    Effects: the member with role, discipline and criteria; an entry in the record that says whether bids were already
    open; the event `panel.invited`, by which they are told. Refuses once agreeing scores has begun, an evaluator
    without criteria, and criteria that people do not mark there.
    """
    with transaction.atomic():
        panel = _panel_still_scoring(panel_id)
        criteria = _checked_criteria(panel, plan)
        member, _is_new = PanelMember.objects.update_or_create(
            panel=panel,
            person_id=person_id,
            defaults={"role": plan.role, "discipline": plan.discipline, "left_at": None},
            create_defaults={"role": plan.role, "discipline": plan.discipline, "joined_at": at},
        )
        member.criteria.set(criteria)
        _record_seat(panel, event="panel.member_seated", at=at, said=_seat_said(member, criteria) | {"by": str(by)})
        key = f"panel.invited:{member.pk}:{at.isoformat()}"
        add_event(event="panel.invited", payload={"member": str(member.pk)}, key=key, at=at)
    return member


def invite_member(*, panel_id: UUID, email: str, plan: SeatPlan, by: UUID, at: datetime) -> Invitation:
    """Ask a person by e-mail to join a panel; who follows the link is seated as planned.

    Refuses what seating refuses.
    """
    with transaction.atomic():
        panel = _panel_still_scoring(panel_id)
        _checked_criteria(panel, plan)
        place = InvitedTo(
            kind="panel",
            target=panel.pk,
            name=for_reader_lazy(panel.stage.challenge.title),
            role=plan.role,
            role_name=PanelRole(plan.role).label,
            details={"discipline": plan.discipline, "criteria": [str(pk) for pk in plan.criteria]},
        )
        invitation = invite(place=place, email=email, by=by, at=at)
        said = {"invitation": str(invitation.pk), "role": plan.role, "by": str(by)}
        _record_seat(panel, event="panel.member_invited", at=at, said=said)
    return invitation


def seat_invited(*, invitation: Invitation, by: UUID, at: datetime) -> PanelMember:
    """Seat the person who takes up an invitation to a panel, as it was planned when they were invited.

    `invitation` is a row, locked by the caller.
    """
    details = invitation.details
    plan = SeatPlan(
        role=invitation.role,
        discipline=details.get("discipline", ""),
        criteria=tuple(UUID(pk) for pk in details.get("criteria", ())),
    )
    planned_by = invitation.invited_by_id or by
    return seat_member(panel_id=invitation.target, person_id=by, plan=plan, by=planned_by, at=at)


def release_member(*, member_id: UUID, by: UUID, at: datetime) -> None:
    """Let a member go. What they submitted stays and counts; their drafts stay theirs. Refuses during agreement."""
    with transaction.atomic():
        panel = _panel_still_scoring(PanelMember.objects.values_list("panel", flat=True).get(pk=member_id))
        if PanelMember.objects.filter(pk=member_id, left_at__isnull=True).update(left_at=at):
            said = {"member": str(member_id), "by": str(by)}
            _record_seat(panel, event="panel.member_released", at=at, said=said)


def hand_over_seat(*, member: PanelMember, person_id: UUID, by: UUID, at: datetime) -> PanelMember:
    """Let somebody take a member's seat, inside the transaction of the two people who decided it.

    `member` is a row, locked by the caller.

    Effects: the member leaves; the person is seated with the same role, discipline and criteria, anew if they sat there
    before; two entries in the record; the event `panel.invited`, by which they are told.
    """
    panel, criteria = member.panel, list(member.criteria.all())
    PanelMember.objects.filter(pk=member.pk).update(left_at=at)
    said = {"member": str(member.pk), "by": str(by)}
    _record_seat(panel, event="panel.member_released", at=at, said=said)
    seat = {"role": member.role, "discipline": member.discipline}
    seated, _is_new = PanelMember.objects.update_or_create(
        panel=panel,
        person_id=person_id,
        defaults={**seat, "left_at": None},
        create_defaults={**seat, "joined_at": at},
    )
    seated.criteria.set(criteria)
    said = _seat_said(seated, criteria) | {"replaces": str(member.pk), "by": str(by)}
    _record_seat(panel, event="panel.member_seated", at=at, said=said)
    key = f"panel.invited:{seated.pk}:{at.isoformat()}"
    add_event(event="panel.invited", payload={"member": str(seated.pk)}, key=key, at=at)
    return seated


def remind_panel(*, panel_id: UUID, by: UUID, at: datetime) -> None:
    """Ask those who still owe declarations or scores to give them: one message a day, however often asked."""
    with transaction.atomic():
        key = f"panel.reminder:{panel_id}:{at.date().isoformat()}"
        add_event(event="panel.reminder", payload={"panel": str(panel_id), "by": str(by)}, key=key, at=at)


def refuse_unless_panels_ready(*, stage: Stage) -> None:
    """Refuse to open a stage while a panel lacks its chair or a criterion lacks its evaluators.

    Who judges is settled before anybody knows who bids.
    """
    lots = list(stage.challenge.lots.filter(dropped_in__isnull=True)) or [None]
    panels = {panel.lot_id: panel for panel in Panel.objects.filter(stage=stage).select_related("stage__challenge")}
    for lot in lots:
        panel = panels.get(lot.pk if lot else None)
        if panel is None:
            raise PanelRefused(_("Set up the panel first: who judges is settled before anyone knows who bids."))
        members = list(panel.members.filter(left_at__isnull=True).prefetch_related("criteria"))
        if not any(member.role == PanelRole.CHAIR for member in members):
            raise PanelRefused(_("The panel has no chair yet."))
        short = [one.criterion for one in coverage_of(panel, members) if not one.is_enough]
        if short:
            raise PanelRefused(
                _("These criteria do not have enough evaluators yet: %(names)s") % {"names": "; ".join(map(str, short))}
            )


def _panel_still_scoring(panel_id: UUID) -> Panel:
    panels = Panel.objects.select_for_update(of=("self",)).select_related("stage__challenge")
    panel = panels.get(pk=panel_id)
    if panel.state != PanelState.SCORING.value:
        raise PanelRefused(_("The panel has begun to agree scores, so its members can no longer change."))
    return panel


def _checked_criteria(panel: Panel, plan: SeatPlan) -> Collection[Criterion]:
    if plan.role not in PanelRole.values:
        raise PanelRefused(_("Choose a role on the panel."))
    criteria = [criterion for criterion in judged_criteria(panel) if criterion.pk in plan.criteria]
    if len(criteria) != len(set(plan.criteria)):
        raise PanelRefused(_("Choose criteria that this panel marks."))
    if plan.role == PanelRole.EVALUATOR and not criteria:
        raise PanelRefused(_("Choose at least one criterion for an evaluator."))
    if plan.role == PanelRole.OBSERVER and criteria:
        raise PanelRefused(_("An observer reads and does not mark: choose no criteria."))
    return criteria


def _seat_said(member: PanelMember, criteria: Collection[Criterion]) -> dict[str, Plain]:
    return {
        "member": str(member.pk),
        "person": str(member.person_id),
        "role": member.role,
        "criteria": [criterion.block_id for criterion in criteria],
    }


def _record_seat(panel: Panel, *, event: str, at: datetime, said: Mapping[str, Plain]) -> None:
    is_opened = Opening.objects.filter(stage=panel.stage_id, second_at__isnull=False).exists()
    content = {"panel": str(panel.pk), "after_opening": is_opened, **said}
    append_to_record(record_id=panel.stage.challenge_id, event=event, content=content, at=at)
