"""A panel as its officer sets it up: who sits on it, what each judges, what is still missing, how far they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Panel, PanelMember
from bids.evaluation.rules import seats_of
from bids.evaluation.selectors.conflicts import Conflicts, conflicts_visible_to
from bids.evaluation.selectors.scopes import (
    assessments_counted_for,
    bids_are_open,
    bids_opened_for_officers,
    bids_opened_for_panel,
    panel_invitations_visible_to,
    panels_visible_to,
    reopened_scores_of,
)
from challenges.ground.domain.language import Text, text_in
from challenges.ground.models import Invitation
from challenges.ground.rules import Viewer
from challenges.ground.selectors.scopes import members_visible_to
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Challenge, Criterion, Lot, Stage

JUDGED_METHODS = ("judged", "pass_fail")
RECOMMENDED_EVALUATORS = 2


@dataclass(frozen=True, kw_only=True)
class Seated:
    """One member and how far they are: numbers only, never what they wrote."""

    member: PanelMember
    name: str
    email: str
    criteria: tuple[Text, ...]
    declared: int
    to_declare: int
    conflicts: int
    given: int
    to_give: int

    @property
    def has_declared(self) -> bool:
        return self.to_declare > 0 and self.declared >= self.to_declare


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many evaluators judge one criterion, against how many must and should."""

    criterion: Criterion
    evaluators: int
    is_enough: bool
    is_thin: bool


@dataclass(frozen=True, kw_only=True)
class PanelOverview:
    panel: Panel
    seated: tuple[Seated, ...]
    coverage: tuple[Coverage, ...]
    has_chair: bool
    invitations: tuple[Invitation, ...]

    @property
    def is_complete(self) -> bool:
        return self.has_chair and all(one.is_enough for one in self.coverage)

    @property
    def given(self) -> int:
        return sum(one.given for one in self.seated)

    @property
    def to_give(self) -> int:
        return sum(one.to_give for one in self.seated)


def judged_criteria(panel: Panel) -> QuerySet[Criterion]:
    """The criteria a panel's people mark, in published order: those of its lot and those of every lot."""
    return panel.stage.challenge.criteria.filter(
        Q(lot__isnull=True) | Q(lot=panel.lot_id), method__in=JUDGED_METHODS, dropped_in__isnull=True
    )


def panel_of(viewer: Viewer, panel_id: UUID) -> Panel | None:
    """A panel with all that predicates and pages read of it."""
    panels = panels_visible_to(viewer).annotate(has_begun=bids_are_open(EnvelopeKind.QUALITY.value))
    return panels.select_related("stage__challenge__authority", "lot").filter(pk=panel_id).first()


def panel_title(panel: Panel, language: str) -> str:
    """What a panel judges: the challenge and, where there are several, its lot."""
    title = text_in(panel.stage.challenge.title, language)
    return f"{title}: {text_in(panel.lot.title, language)}" if panel.lot else title


def is_seat_replaceable(panel: Panel) -> bool:
    """Whether there are scores to agree, for which a seat may have to change hands."""
    if panel.state == PanelState.LOCKED.value:
        return reopened_scores_of(panel).exists()
    return panel.state == PanelState.MODERATION.value


def places_for_panels(challenge: Challenge) -> list[tuple[Stage, Lot | None]]:
    """Each stage with each of its lots: where a panel belongs."""
    lots = list(challenge.lots.filter(dropped_in__isnull=True)) or [None]
    return [(stage, lot) for stage in challenge.stages.filter(dropped_in__isnull=True) for lot in lots]


@dataclass(frozen=True, kw_only=True)
class PanelPlace:
    """A stage and lot that needs a panel, with the one it has."""

    stage: Stage
    lot: Lot | None
    panel: Panel | None

    @property
    def key(self) -> str:
        return f"{self.stage.pk}:{self.lot.pk if self.lot else ''}"


def places_and_panels(viewer: Viewer, challenge: Challenge) -> list[PanelPlace]:
    """Where panels belong, each with the panel there is."""
    panels = {(panel.stage_id, panel.lot_id): panel for panel in panels_of(viewer, challenge)}
    return [
        PanelPlace(stage=stage, lot=lot, panel=panels.get((stage.pk, lot.pk if lot else None)))
        for stage, lot in places_for_panels(challenge)
    ]


def colleagues_of(viewer: Viewer, panel: Panel) -> dict[str, Any]:
    """People of the panel's authority who do not sit on it yet, by the text of their id."""
    seated = set(panel.members.filter(left_at__isnull=True).values_list("person", flat=True))
    memberships = members_visible_to(viewer).filter(authority=panel.stage.challenge.authority_id)
    people = {one.person_id: one.person for one in memberships.select_related("person") if one.person.is_active}
    return {str(pk): person for pk, person in people.items() if pk not in seated}


def panels_of(viewer: Viewer, challenge: Challenge) -> list[Panel]:
    """A challenge's panels with their stage and lot."""
    panels = panels_visible_to(viewer).filter(stage__challenge=challenge)
    panels = panels.annotate(has_begun=bids_are_open(EnvelopeKind.QUALITY.value))
    return list(
        panels.select_related("stage__challenge__authority", "lot").order_by("stage__position", "lot__position")
    )


def coverage_of(panel: Panel, members: Iterable[PanelMember]) -> tuple[Coverage, ...]:
    """For each criterion people mark, whether enough of the members judge it. Needs `criteria` prefetched."""
    counted: dict[UUID, int] = {}
    for member in members:
        for criterion in member.criteria.all():
            counted[criterion.pk] = counted.get(criterion.pk, 0) + 1
    return tuple(
        Coverage(
            criterion=criterion,
            evaluators=counted.get(criterion.pk, 0),
            is_enough=counted.get(criterion.pk, 0) >= settings.MINIMUM_EVALUATORS,
            is_thin=counted.get(criterion.pk, 0) < RECOMMENDED_EVALUATORS,
        )
        for criterion in judged_criteria(panel)
    )


def overview_of(viewer: Viewer, panel: Panel, *, at: datetime) -> PanelOverview:
    """One panel for its officer or chair. Seven queries at any number of members and bids."""
    sitting = panel.members.filter(left_at__isnull=True).select_related("person")
    members = list(sitting.prefetch_related("criteria").order_by("joined_at"))
    conflicts = conflicts_visible_to(viewer, panel)
    is_seated = panel.pk in seats_of(viewer)
    opened = bids_opened_for_panel(viewer, panel) if is_seated else bids_opened_for_officers(viewer, panel.stage)
    bidders = set(opened.filter(lot=panel.lot_id).values_list("bidder", flat=True))
    given = dict(
        assessments_counted_for(viewer, panel)
        .filter(state__in=["submitted", "locked"])
        .values_list("member")
        .annotate(n=Count("pk"))
        .order_by()
    )
    waiting = panel_invitations_visible_to(viewer).filter(
        target=panel.pk, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    return PanelOverview(
        panel=panel,
        seated=tuple(_seated(member, bidders, conflicts, given) for member in members),
        coverage=coverage_of(panel, members),
        has_chair=any(member.role == "chair" for member in members),
        invitations=tuple(waiting),
    )


def _seated(member: PanelMember, bidders: set[UUID], conflicts: Conflicts, given: Mapping[UUID, int]) -> Seated:
    criteria = tuple(criterion.title for criterion in member.criteria.all())
    kept_from = sum(conflicts.has_conflict(member.pk, bidder) for bidder in bidders)
    return Seated(
        member=member,
        name=str(member.person),
        email=member.person.email,
        criteria=criteria,
        declared=sum(conflicts.has_declared(member.pk, bidder) for bidder in bidders),
        to_declare=len(bidders),
        conflicts=kept_from,
        given=given.get(member.pk, 0),
        to_give=len(criteria) * (len(bidders) - kept_from),
    )
