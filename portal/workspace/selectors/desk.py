"""What awaits a person in this house: bids to send, bids to open, conflicts, scores, agreement, approval, letters."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef

from bids.awards.domain.states import AwardState, RecommendationState
from bids.awards.selectors.scopes import awards_managed_by, recommendations_visible_to
from bids.bidding.domain.states import BidState
from bids.bidding.rules import bidder_roles_of
from bids.bidding.selectors.scopes import own_bids, own_draft_fields
from bids.evaluation.domain.states import AssessmentState, PanelState
from bids.evaluation.models import Panel
from bids.evaluation.rules import Seat, seats_of
from bids.evaluation.selectors.conflicts import conflicts_of
from bids.evaluation.selectors.panels import panel_title
from bids.evaluation.selectors.scopes import (
    assessments_visible_to,
    bids_opened_for_panel,
    bids_readable_by,
    late_requests_visible_to,
    openings_visible_to,
    panels_visible_to,
    rankings_visible_to,
    reopened_scores_of,
)
from challenges.ground.domain.language import text_in
from challenges.ground.rules import Viewer
from challenges.ground.selectors.desk import Waiting
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import interests_visible_to, stages_visible_to

MARKING_ROLES = {"chair", "evaluator"}


class RoofTask(StrEnum):
    FINISH_BID = "finish_bid"
    DECLARE_CONFLICTS = "declare_conflicts"
    GIVE_MARKS = "give_marks"
    RECORD_AGREED = "record_agreed"
    RECORD_REOPENED = "record_reopened"
    OPEN_AS_FIRST = "open_as_first"
    OPEN_AS_SECOND = "open_as_second"
    DECLARE_INTERESTS = "declare_interests"
    SET_UP_PANEL = "set_up_panel"
    OPEN_PART_2 = "open_part_2"
    WORK_OUT_RANKING = "work_out_ranking"
    RECOMMEND_AWARD = "recommend_award"
    DECIDE_RECOMMENDATION = "decide_recommendation"
    PROPOSE_LATE_ADMISSION = "propose_late_admission"
    SEND_SUMMARIES = "send_summaries"
    PUBLISH_AWARD = "publish_award"


def _authorities(viewer: Viewer, *roles: str) -> list[UUID]:
    return [authority for authority in viewer.authority_roles if viewer.holds(authority, *roles)]


def _of_challenge(task: RoofTask, challenge: Challenge, language: str) -> Waiting:
    about = text_in(challenge.title, language)
    return Waiting(task=task, about=about, place=(challenge.ocid,), kind=challenge.kind)


def drafts_waiting(viewer: Viewer, at: datetime, language: str) -> list[Waiting]:
    """Bids that are not sent yet and still can be, the earliest closing first."""
    editable = [bidder for bidder, role in bidder_roles_of(viewer).items() if role != "viewer"]
    drafts = own_bids(viewer).filter(
        bidder__in=editable, state=BidState.DRAFT.value, stage__opens_at__lte=at, stage__closes_at__gt=at
    )
    typed = own_draft_fields(viewer).filter(bid=OuterRef("pk"))
    return [
        Waiting(
            task=RoofTask.FINISH_BID,
            about=text_in(bid.stage.challenge.title, language),
            place=(bid.pk,),
            kind=bid.stage.challenge.kind,
            due_at=bid.stage.closes_at,
            is_begun=bid.is_begun,
        )
        for bid in drafts.annotate(is_begun=Exists(typed))
        .select_related("stage__challenge")
        .order_by("stage__closes_at")
    ]


def panel_work_waiting(viewer: Viewer, language: str) -> list[Waiting]:
    """For each panel the person sits on, the one thing to do next there, if any."""
    seats = panels_visible_to(viewer).filter(pk__in=list(seats_of(viewer))).select_related("stage__challenge", "lot")
    rows = []
    for panel in seats:
        task, count = _next_on_panel(viewer, panel, seats_of(viewer)[panel.pk])
        if task:
            rows.append(Waiting(task=task, count=count, about=panel_title(panel, language), place=(panel.pk,)))
    return rows


def _next_on_panel(viewer: Viewer, panel: Panel, seat: Seat) -> tuple[RoofTask | None, int | None]:
    bidders = bids_opened_for_panel(viewer, panel).values_list("bidder", flat=True)
    conflicts = conflicts_of([seat.member_id])
    if not all(conflicts.has_declared(seat.member_id, bidder) for bidder in bidders):
        return RoofTask.DECLARE_CONFLICTS, None
    if panel.state == PanelState.SCORING and seat.role in MARKING_ROLES:
        owed = bids_readable_by(viewer, panel).count() * len(seat.criteria)
        given = (
            assessments_visible_to(viewer, panel)
            .filter(member=seat.member_id, state=AssessmentState.SUBMITTED.value)
            .count()
        )
        if owed > given:
            return RoofTask.GIVE_MARKS, owed - given
    if panel.state == PanelState.MODERATION and seat.role == "chair":
        return RoofTask.RECORD_AGREED, None
    if panel.state == PanelState.LOCKED and seat.role == "chair" and reopened_scores_of(panel).exists():
        return RoofTask.RECORD_REOPENED, None
    return None, None


def openings_waiting(viewer: Viewer, at: datetime, language: str) -> list[Waiting]:
    """Stages whose list is fixed and whose bids are still closed: somebody must begin, or be the second person."""
    mine = _authorities(viewer, "officer", "approver")
    opened = openings_visible_to(viewer).filter(
        stage=OuterRef("pk"), kind=EnvelopeKind.QUALITY.value, second_at__isnull=False
    )
    closed = stages_visible_to(viewer, at).filter(challenge__authority__in=mine, list_fixed_at__isnull=False)
    begun = dict(openings_visible_to(viewer).filter(second_at__isnull=True).values_list("stage", "first_person"))
    rows = []
    for stage in closed.exclude(Exists(opened)).select_related("challenge"):
        first = begun.get(stage.pk)
        if first != viewer.person_id:
            task = RoofTask.OPEN_AS_SECOND if first else RoofTask.OPEN_AS_FIRST
            rows.append(_of_challenge(task, stage.challenge, language))
    return rows


def _of_panel(task: RoofTask, panel: Panel, language: str) -> Waiting:
    challenge = panel.stage.challenge
    place = (challenge.ocid, panel.pk)
    return Waiting(task=task, about=panel_title(panel, language), place=place, kind=challenge.kind)


def preparations_waiting(viewer: Viewer, at: datetime, language: str) -> list[Waiting]:
    """Before bids are opened: to declare one's interests, and to set up who evaluates."""
    declared = interests_visible_to(viewer).filter(challenge=OuterRef("challenge"), person=viewer.person_id)
    opened = openings_visible_to(viewer).filter(stage=OuterRef("pk"), second_at__isnull=False)
    panels = panels_visible_to(viewer).filter(stage=OuterRef("pk"))
    stages = (
        stages_visible_to(viewer, at)
        .filter(challenge__authority__in=_authorities(viewer, "officer", "approver"))
        .exclude(Exists(opened))
        .annotate(has_declared=Exists(declared), has_panel=Exists(panels))
        .select_related("challenge")
        .order_by("closes_at")
    )
    rows = []
    for stage in stages:
        if not stage.has_declared:
            rows.append(_of_challenge(RoofTask.DECLARE_INTERESTS, stage.challenge, language))
        if not stage.has_panel and viewer.holds(stage.challenge.authority_id, "officer"):
            rows.append(_of_challenge(RoofTask.SET_UP_PANEL, stage.challenge, language))
    return list(dict.fromkeys(rows))


def decisions_waiting(viewer: Viewer, language: str) -> list[Waiting]:
    """Recommendations to make and to approve, summaries to send, awards to publish."""
    return [
        *_recommendations_to_make(viewer, language),
        *_recommendations_to_approve(viewer, language),
        *_late_requests(viewer, language),
        *_awards_to_finish(viewer, language),
    ]


def _recommendations_to_make(viewer: Viewer, language: str) -> list[Waiting]:
    """Between the lock and the recommendation: part 2 to open, the ranking to work out, an award to recommend."""
    standing = (
        recommendations_visible_to(viewer)
        .filter(ranking__panel=OuterRef("pk"))
        .exclude(state=RecommendationState.RETURNED.value)
    )
    opened = openings_visible_to(viewer).filter(
        stage=OuterRef("stage"), kind=EnvelopeKind.COMMERCIAL.value, second_at__isnull=False
    )
    locked = panels_visible_to(viewer).filter(
        state=PanelState.LOCKED.value, stage__challenge__authority__in=_authorities(viewer, "officer", "approver")
    )
    waiting = locked.exclude(Exists(standing.filter(ranking__panel=OuterRef("pk")))).annotate(
        part_2=Exists(opened), is_ranked=Exists(rankings_visible_to(viewer).filter(panel=OuterRef("pk")))
    )
    rows = []
    for panel in waiting.select_related("stage__challenge", "lot"):
        if not panel.part_2:
            rows.append(_of_challenge(RoofTask.OPEN_PART_2, panel.stage.challenge, language))
        elif viewer.holds(panel.stage.challenge.authority_id, "officer"):
            task = RoofTask.RECOMMEND_AWARD if panel.is_ranked else RoofTask.WORK_OUT_RANKING
            rows.append(_of_panel(task, panel, language))
    # Several panels of one stage wait for one opening.
    return list(dict.fromkeys(rows))


def _recommendations_to_approve(viewer: Viewer, language: str) -> list[Waiting]:
    proposed = recommendations_visible_to(viewer).filter(
        state=RecommendationState.PROPOSED.value,
        ranking__panel__stage__challenge__authority__in=_authorities(viewer, "approver"),
    )
    waiting = proposed.exclude(proposed_by=viewer.person_id).select_related(
        "ranking__panel__stage__challenge", "ranking__panel__lot"
    )
    return [_of_panel(RoofTask.DECIDE_RECOMMENDATION, one.ranking.panel, language) for one in waiting]


def _late_requests(viewer: Viewer, language: str) -> list[Waiting]:
    """Requests for late admission that wait for an officer's proposal."""
    asked = late_requests_visible_to(viewer).filter(
        admission__isnull=True, bid__stage__challenge__authority__in=_authorities(viewer, "officer")
    )
    return [
        _of_challenge(RoofTask.PROPOSE_LATE_ADMISSION, one.bid.stage.challenge, language)
        for one in asked.select_related("bid__stage__challenge")
    ]


def _awards_to_finish(viewer: Viewer, language: str) -> list[Waiting]:
    tasks = {
        AwardState.APPROVED.value: RoofTask.SEND_SUMMARIES,
        AwardState.SUMMARIES_SENT.value: RoofTask.PUBLISH_AWARD,
    }
    unfinished = awards_managed_by(viewer).filter(
        state__in=list(tasks), panel__stage__challenge__authority__in=_authorities(viewer, "officer")
    )
    waiting = unfinished.select_related("panel__stage__challenge", "panel__lot")
    return [_of_panel(tasks[award.state], award.panel, language) for award in waiting]
