"""A whole procedure as its authority's people see it: what is done, what comes next, what waits for what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bids.awards.domain.states import AwardState, RecommendationState
from bids.awards.models import Award
from bids.awards.selectors.scopes import awards_managed_by, recommendations_visible_to
from bids.bidding.domain.states import BidState
from bids.bidding.selectors.scopes import bids_counted_for_prize
from bids.evaluation.domain.states import PanelState
from bids.evaluation.selectors.openings import OpeningState, StageOpening, openings_of
from bids.evaluation.selectors.panels import PanelOverview, overview_of, panels_of, places_for_panels
from bids.evaluation.selectors.rehearsal import bids_have_closed
from bids.evaluation.selectors.scopes import rankings_visible_to
from challenges.ground.rules import OVERSEERS, Viewer
from challenges.publishing.domain.phases import Acts, Phase, phase_of
from challenges.publishing.domain.states import ClarificationState
from challenges.publishing.domain.words import is_grant_or_prize
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import interests_visible_to


class StepName(StrEnum):
    NOTICE = "notice"
    INTERESTS = "interests"
    QUESTIONS = "questions"
    PANEL = "panel"
    REHEARSAL = "rehearsal"
    TERMS = "terms"
    OPENING = "opening"
    CONFLICTS = "conflicts"
    SCORES = "scores"
    AGREED_SCORES = "agreed_scores"
    PART_2 = "part_2"
    RANKING = "ranking"
    AWARD = "award"


class ChapterName(StrEnum):
    """The chapters of a procedure, in the order things happen."""

    BEFORE = "before"
    OFFERS = "offers"
    EVALUATION = "evaluation"
    DECISION = "decision"


class StepState(StrEnum):
    """The states of the design's task list."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    BLOCKED = "blocked"
    OPTIONAL = "optional"
    PROBLEM = "problem"


class Awaited(StrEnum):
    """What opening part 1 waits for."""

    LIST = "list"
    ANSWERS = "answers"
    LATE_ADMISSION = "late_admission"
    PANEL = "panel"


@dataclass(frozen=True, kw_only=True)
class ProcedureStep:
    """One thing in a procedure: `part` names the stage or lot where there are several, `n` of `total` are done."""

    task: StepName
    state: StepState
    part: str = ""
    n: int | None = None
    total: int | None = None
    opening: OpeningState | None = None
    awaits: tuple[Awaited, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chapter:
    name: ChapterName
    steps: tuple[ProcedureStep, ...]


@dataclass(frozen=True, kw_only=True)
class Prospects:
    """How many bids of a prize or grant are begun and sent, while it is open; of other routes nobody is told."""

    started: int
    sent: int


@dataclass(frozen=True, kw_only=True)
class ProcedureOverview:
    challenge: Challenge
    chapters: tuple[Chapter, ...]
    phase: Phase | None
    openings: tuple[StageOpening, ...]
    prospects: Prospects | None
    is_overseer: bool

    @property
    def stage(self) -> StageOpening | None:
        """The stage that matters now: the first that is not open yet to the panel, else the last."""
        waiting = [one for one in self.openings if not one.quality.is_open]
        return (waiting or list(self.openings)[-1:] or [None])[0]


def procedure_overview(viewer: Viewer, challenge: Challenge, *, at: datetime) -> ProcedureOverview:
    """The task list of one procedure, in the order things happen."""
    is_overseer = viewer.holds(challenge.authority_id, *OVERSEERS)
    openings = tuple(openings_of(viewer, challenge, at=at)) if is_overseer else ()
    panels = [overview_of(viewer, panel, at=at) for panel in panels_of(viewer, challenge)] if is_overseer else []
    awards = list(awards_managed_by(viewer).filter(panel__stage__challenge=challenge))
    chapters = [Chapter(name=ChapterName.BEFORE, steps=tuple(_preparation(viewer, challenge, panels, at=at)))]
    if is_overseer:
        chapters += [
            Chapter(name=ChapterName.OFFERS, steps=tuple(_offers(openings))),
            Chapter(name=ChapterName.EVALUATION, steps=tuple(_evaluation(openings, panels))),
        ]
    chapters.append(Chapter(name=ChapterName.DECISION, steps=tuple(_decision(viewer, openings, panels, awards))))
    return ProcedureOverview(
        challenge=challenge,
        chapters=tuple(chapters),
        phase=_phase(openings, panels, awards, at=at),
        openings=openings,
        prospects=_prospects(viewer, challenge),
        is_overseer=is_overseer,
    )


def _preparation(
    viewer: Viewer, challenge: Challenge, panels: list[PanelOverview], *, at: datetime
) -> Iterable[ProcedureStep]:
    is_public = challenge.public_from and challenge.public_from <= at
    yield ProcedureStep(task=StepName.NOTICE, state=StepState.DONE if is_public else StepState.TODO)
    if not viewer.holds(challenge.authority_id, *OVERSEERS):
        return
    own = interests_visible_to(viewer).filter(challenge=challenge, person=viewer.person_id)
    yield ProcedureStep(task=StepName.INTERESTS, state=StepState.DONE if own.exists() else StepState.TODO)
    waiting = challenge.clarifications.filter(state=ClarificationState.ASKED.value).count()
    yield ProcedureStep(task=StepName.QUESTIONS, state=StepState.TODO if waiting else StepState.DONE, n=waiting or None)
    is_complete = len(panels) == len(places_for_panels(challenge)) and all(one.is_complete for one in panels)
    state = StepState.DONE if is_complete else StepState.DOING if panels else StepState.TODO
    yield ProcedureStep(task=StepName.PANEL, state=state)
    if viewer.has_perm("challenges.try_out", challenge) and not bids_have_closed(challenge, at=at):
        yield ProcedureStep(task=StepName.REHEARSAL, state=StepState.OPTIONAL)
        yield ProcedureStep(task=StepName.TERMS, state=StepState.OPTIONAL)


def _offers(openings: tuple[StageOpening, ...]) -> Iterable[ProcedureStep]:
    for one in openings:
        states = {
            OpeningState.SEALED: StepState.TODO if one.quality_is_due else StepState.BLOCKED,
            OpeningState.ASKED: StepState.DOING,
            OpeningState.CONFIRMED: StepState.PROBLEM,
            OpeningState.OPEN: StepState.PROBLEM if one.quality.unreadable else StepState.DONE,
        }
        progress = one.quality.state
        awaits = tuple(_awaited(one)) if one.quality.is_sealed else ()
        step = ProcedureStep(task=StepName.OPENING, state=states[progress], opening=progress, awaits=awaits)
        yield _named(step, one, openings)


def _awaited(one: StageOpening) -> Iterable[Awaited]:
    if not one.is_list_fixed:
        yield Awaited.LIST
    if one.questions_open:
        yield Awaited.ANSWERS
    if one.late_waiting:
        yield Awaited.LATE_ADMISSION
    if not one.panels_ready:
        yield Awaited.PANEL


def _evaluation(openings: tuple[StageOpening, ...], panels: list[PanelOverview]) -> Iterable[ProcedureStep]:
    opened = {one.stage.pk for one in openings if one.quality.is_open}
    for panel in panels:
        for step in _of_panel(panel, is_opened=panel.panel.stage_id in opened):
            yield step if len(panels) == 1 else replace(step, part=str(panel.panel.lot or panel.panel.stage))
    for one in openings:
        due = StepState.TODO if one.commercial_is_due else StepState.BLOCKED
        step = ProcedureStep(task=StepName.PART_2, state=StepState.DONE if one.commercial.is_open else due)
        yield _named(step, one, openings)


def _of_panel(panel: PanelOverview, *, is_opened: bool) -> Iterable[ProcedureStep]:
    state = PanelState(panel.panel.state)
    states = {PanelState.SCORING: StepState.BLOCKED, PanelState.MODERATION: StepState.DOING}
    agreed = ProcedureStep(task=StepName.AGREED_SCORES, state=states.get(state, StepState.DONE))
    if not is_opened:
        yield ProcedureStep(task=StepName.CONFLICTS, state=StepState.BLOCKED)
        yield ProcedureStep(task=StepName.SCORES, state=StepState.BLOCKED)
        yield agreed
        return
    declared, people = sum(one.has_declared for one in panel.seated), len(panel.seated)
    have_declared = StepState.DONE if declared == people else StepState.DOING
    yield ProcedureStep(task=StepName.CONFLICTS, state=have_declared, n=declared, total=people)
    have_scored = StepState.DONE if state != PanelState.SCORING else StepState.DOING
    yield ProcedureStep(task=StepName.SCORES, state=have_scored, n=panel.given, total=panel.to_give)
    yield agreed


def _decision(
    viewer: Viewer, openings: tuple[StageOpening, ...], panels: list[PanelOverview], awards: list[Award]
) -> Iterable[ProcedureStep]:
    here = [one.panel.pk for one in panels]
    is_due = bool(openings) and all(one.commercial.is_open for one in openings)
    is_ranked = rankings_visible_to(viewer).filter(panel__in=here).exists()
    standing = recommendations_visible_to(viewer).exclude(state=RecommendationState.RETURNED.value)
    is_begun = is_ranked or standing.filter(ranking__panel__in=here).exists()
    waiting = StepState.TODO if is_due else StepState.BLOCKED
    yield ProcedureStep(
        task=StepName.RANKING, state=StepState.DONE if awards else StepState.DOING if is_begun else waiting
    )
    is_published = bool(awards) and all(award.state == AwardState.PUBLISHED for award in awards)
    yield ProcedureStep(
        task=StepName.AWARD,
        state=StepState.DONE if is_published else StepState.DOING if awards else StepState.BLOCKED,
    )


def _named(step: ProcedureStep, one: StageOpening, openings: tuple[StageOpening, ...]) -> ProcedureStep:
    return step if len(openings) == 1 else replace(step, part=str(one.stage))


def _phase(
    openings: tuple[StageOpening, ...], panels: list[PanelOverview], awards: list[Award], *, at: datetime
) -> Phase | None:
    if not openings:
        return None
    one = next((one for one in openings if not one.quality.is_open), openings[-1])
    states = {panel.panel.state for panel in panels if panel.panel.stage_id == one.stage.pk}
    acts = Acts(
        is_opened=one.quality.is_open,
        in_moderation=PanelState.MODERATION in states,
        is_locked=states == {PanelState.LOCKED},
        is_decided=any(award.state == AwardState.PUBLISHED for award in awards),
    )
    return phase_of(opens_at=one.stage.opens_at, closes_at=one.stage.closes_at, at=at, acts=acts)


def _prospects(viewer: Viewer, challenge: Challenge) -> Prospects | None:
    if not is_grant_or_prize(kind=challenge.kind, route=challenge.route):
        return None
    counted = list(bids_counted_for_prize(viewer, challenge).values_list("state", flat=True))
    return Prospects(started=len(counted), sent=counted.count(BidState.SUBMITTED.value))
