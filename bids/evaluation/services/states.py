"""The only place where the state of a bid, an assessment, a panel, a recommendation or an award is assigned.

One function a machine, always in the same order: lock and re-read, check the step against the table, save the named
fields, append to the record, write the outbox row. A bid is handed over locked: its senders have read under that lock.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bids.evaluation.domain.states import ASSESSMENT_TRANSITIONS, PANEL_TRANSITIONS, AssessmentState, PanelState
from bids.evaluation.models import Assessment, Panel
from challenges.ground.domain.frozen_json import Plain
from challenges.ground.domain.states import require_transition
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record

PANEL_EVENTS: Mapping[PanelState, str] = {
    PanelState.MODERATION: "panel.moderation_opened",
    PanelState.LOCKED: "panel.locked",
}


ASSESSMENT_EVENTS: Mapping[AssessmentState, str] = {
    AssessmentState.SUBMITTED: "assessment.submitted",
    AssessmentState.DRAFT: "assessment.taken_back",
    AssessmentState.VOID: "assessment.voided",
}


def move_panel(
    *, panel_id: UUID, to: PanelState, at: datetime, content: Mapping[str, Plain], gaps_reason: str = ""
) -> Panel:
    """Take a panel one step on: its moment is written, the step recorded with `content`, the panel told.

    Refuses a step the table does not have; whether the step is due is the verb's to check, under the same lock.
    """
    with transaction.atomic():
        panel = Panel.objects.select_for_update(of=("self",)).select_related("stage").get(pk=panel_id)
        require_transition(PANEL_TRANSITIONS, from_=PanelState(panel.state), to=to)
        event = PANEL_EVENTS[to]
        panel.state, panel.gaps_reason = to.value, gaps_reason or panel.gaps_reason
        if to == PanelState.MODERATION:
            panel.moderation_opened_at = at
        else:
            panel.locked_at = at
        panel.save(update_fields=["state", "gaps_reason", "moderation_opened_at", "locked_at"])
        said = {"panel": str(panel.pk), **content}
        append_to_record(record_id=panel.stage.challenge_id, event=event, content=said, at=at)
        add_event(event=event, payload={"panel": str(panel.pk)}, key=f"{event}:{panel.pk}", at=at)
    return panel


def return_panel_to_scoring(*, panel_id: UUID, at: datetime, content: Mapping[str, Plain]) -> Panel:
    """Take a panel back to scoring, for a bid that counts again; what was given and agreed before stays as it is.

    The step is recorded with `content`, the panel told. Refuses a step the table does not have.
    """
    with transaction.atomic():
        panel = Panel.objects.select_for_update(of=("self",)).select_related("stage").get(pk=panel_id)
        require_transition(PANEL_TRANSITIONS, from_=PanelState(panel.state), to=PanelState.SCORING)
        panel.state = PanelState.SCORING.value
        panel.save(update_fields=["state"])
        event = "panel.returned_to_scoring"
        said = {"panel": str(panel.pk), **content}
        append_to_record(record_id=panel.stage.challenge_id, event=event, content=said, at=at)
        payload = {"panel": str(panel.pk), "moment": at.isoformat()}
        add_event(event=event, payload=payload, key=f"{event}:{panel.pk}:{at.isoformat()}", at=at)
    return panel


def move_assessment(*, assessment_id: UUID, to: AssessmentState, at: datetime, because: str = "") -> Assessment:
    """Take one assessment one step on. `because` is kept with a void one.

    The step is recorded without its score: those who read the record may not know scores yet. Locking all those of a
    panel is one act with one entry, so it is not recorded one by one. Refuses a step the table does not have.
    """
    with transaction.atomic():
        assessment = (
            Assessment.objects.select_for_update(of=("self",))
            .select_related("member__panel__stage", "criterion")
            .get(pk=assessment_id)
        )
        require_transition(ASSESSMENT_TRANSITIONS, from_=AssessmentState(assessment.state), to=to)
        assessment.state = to.value
        if to in {AssessmentState.SUBMITTED, AssessmentState.DRAFT}:
            assessment.submitted_at = at if to == AssessmentState.SUBMITTED else None
        if to == AssessmentState.VOID:
            assessment.voided_at, assessment.void_reason = at, because
        assessment.save(update_fields=["state", "submitted_at", "voided_at", "void_reason"])
        if to != AssessmentState.LOCKED:
            _record_assessment(assessment, at=at)
    return assessment


def lock_submitted_assessments(*, panel_id: UUID) -> None:
    """Lock every submitted assessment of a panel at once, inside the caller's transaction, which records the act."""
    require_transition(ASSESSMENT_TRANSITIONS, from_=AssessmentState.SUBMITTED, to=AssessmentState.LOCKED)
    submitted = Assessment.objects.filter(member__panel=panel_id, state=AssessmentState.SUBMITTED.value)
    submitted.update(state=AssessmentState.LOCKED.value)


def _record_assessment(assessment: Assessment, *, at: datetime) -> None:
    said = {
        "assessment": str(assessment.pk),
        "member": str(assessment.member_id),
        "bid": str(assessment.bid_id),
        "criterion": assessment.criterion.block_id,
        "version": str(assessment.specification_version_id),
    }
    challenge_id = assessment.member.panel.stage.challenge_id
    append_to_record(
        record_id=challenge_id, event=ASSESSMENT_EVENTS[AssessmentState(assessment.state)], content=said, at=at
    )
