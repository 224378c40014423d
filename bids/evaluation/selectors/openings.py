"""Opening as the authority's people see it: what is still missing, who asked, who did it, what could not be opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from bids.bidding.domain.states import BidState
from bids.bidding.models import Bid, Opening
from bids.bidding.selectors.scopes import bids_counted_for
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Panel
from bids.evaluation.selectors.late_admission import LateRow, late_rows
from bids.evaluation.selectors.panels import coverage_of, panels_of, places_for_panels
from bids.evaluation.selectors.scopes import openings_visible_to
from bids.evaluation.selectors.setting_aside import StuckBid, stuck_bids
from challenges.ground.rules import Viewer
from challenges.publishing.domain.states import ClarificationState
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Challenge, Clarification, Stage


class OpeningState(StrEnum):
    """How far one kind of part has come; confirmed by two people, it may still have to be gone through."""

    SEALED = "sealed"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class PartOpening:
    """One kind of part of one stage: what has been done and what could not be opened."""

    kind: str
    opening: Opening | None
    stuck: tuple[StuckBid, ...]

    @property
    def unreadable(self) -> tuple[Bid, ...]:
        """What could not be opened and has not been set aside."""
        return tuple(one.bid for one in self.stuck if one.progress in {"stuck", "asked"})

    @property
    def set_aside(self) -> tuple[StuckBid, ...]:
        return tuple(one for one in self.stuck if one.progress in {"aside", "back_asked"})

    @property
    def state(self) -> OpeningState:
        if self.opening is None:
            return OpeningState.SEALED
        if self.opening.second_person_id is None:
            return OpeningState.ASKED
        return OpeningState.OPEN if self.opening.opened_at else OpeningState.CONFIRMED

    @property
    def is_part_1(self) -> bool:
        return self.kind == EnvelopeKind.QUALITY

    @property
    def is_sealed(self) -> bool:
        return self.state == OpeningState.SEALED

    @property
    def is_asked(self) -> bool:
        return self.state == OpeningState.ASKED

    @property
    def is_confirmed(self) -> bool:
        return self.state == OpeningState.CONFIRMED

    @property
    def is_open(self) -> bool:
        return self.state == OpeningState.OPEN


@dataclass(frozen=True, kw_only=True)
class StageOpening:
    """One stage with what opening it waits for."""

    stage: Stage
    has_closed: bool
    is_list_fixed: bool
    bids: int | None
    questions_open: int
    late: tuple[LateRow, ...]
    panels_ready: bool
    panels_locked: bool
    quality: PartOpening
    commercial: PartOpening

    @property
    def parts(self) -> tuple[PartOpening, PartOpening]:
        return self.quality, self.commercial

    @property
    def late_waiting(self) -> bool:
        return any(row.progress in {"asked", "proposed"} for row in self.late)

    @property
    def quality_is_due(self) -> bool:
        return self.is_list_fixed and not self.questions_open and not self.late_waiting and self.panels_ready

    @property
    def commercial_is_due(self) -> bool:
        return self.quality.is_open and self.panels_locked


def clarifications_in_time(stage: Stage) -> QuerySet[Clarification]:
    """Questions still waiting for an answer that were asked before questions closed."""
    until = stage.questions_close_at or stage.closes_at
    return stage.challenge.clarifications.filter(
        Q(stage=stage) | Q(stage__isnull=True), state=ClarificationState.ASKED.value, asked_at__lt=until
    )


def openings_of(viewer: Viewer, challenge: Challenge, *, at: datetime) -> list[StageOpening]:
    """Each stage of a challenge with its openings."""
    found = openings_visible_to(viewer).filter(stage__challenge=challenge)
    openings = {
        (one.stage_id, one.kind): one
        for one in found.select_related("first_person", "second_person", "stage__challenge")
    }
    panels = panels_of(viewer, challenge)
    ready = {(panel.stage_id, panel.lot_id) for panel in panels if _is_complete(panel)}
    places = places_for_panels(challenge)
    return [
        StageOpening(
            stage=stage,
            has_closed=at >= stage.closes_at,
            is_list_fixed=stage.list_fixed_at is not None,
            bids=bids_counted_for(viewer, stage).filter(state=BidState.SUBMITTED.value).count()
            if stage.list_fixed_at
            else None,
            questions_open=clarifications_in_time(stage).count(),
            late=late_rows(viewer, stage),
            panels_ready=all((stage.pk, lot.pk if lot else None) in ready for one, lot in places if one == stage),
            panels_locked=_are_locked([panel for panel in panels if panel.stage_id == stage.pk]),
            quality=_part(viewer, stage, EnvelopeKind.QUALITY, openings),
            commercial=_part(viewer, stage, EnvelopeKind.COMMERCIAL, openings),
        )
        for stage in dict.fromkeys(stage for stage, _lot in places)
    ]


def _are_locked(panels: list[Panel]) -> bool:
    return bool(panels) and all(panel.state == PanelState.LOCKED for panel in panels)


def _part(
    viewer: Viewer, stage: Stage, kind: EnvelopeKind, openings: Mapping[tuple[UUID, str], Opening]
) -> PartOpening:
    opening = openings.get((stage.pk, kind.value))
    return PartOpening(kind=kind.value, opening=opening, stuck=stuck_bids(viewer, stage, kind=kind.value))


def _is_complete(panel: Panel) -> bool:
    members = list(panel.members.filter(left_at__isnull=True).prefetch_related("criteria"))
    has_chair = any(member.role == "chair" for member in members)
    return has_chair and all(one.is_enough for one in coverage_of(panel, members))
