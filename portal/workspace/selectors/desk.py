"""What awaits a person in this house: bids to send, bids to open, conflicts, marks, agreement, approval, letters."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.awards.selectors.scopes import awards_managed_by, recommendations_visible_to
from bids.bidding.rules import bidder_roles_of
from bids.bidding.selectors.scopes import own_bids, own_draft_fields
from bids.evaluation.models import Panel
from bids.evaluation.rules import Seat, seats_of
from bids.evaluation.selectors.panels import panel_title
from bids.evaluation.selectors.scopes import (
    assessments_visible_to,
    bids_opened_for_panel,
    bids_readable_by,
    declarations_visible_to,
    late_requests_visible_to,
    openings_visible_to,
    panels_visible_to,
    rankings_visible_to,
    reopened_scores_of,
)
from challenges.ground.domain.language import text_in
from challenges.ground.rules import Viewer
from challenges.ground.selectors.desk import Waiting
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import interests_visible_to, stages_visible_to

MARKING_ROLES = {"chair", "evaluator"}


def _authorities(viewer: Viewer, *roles: str) -> list[UUID]:
    return [authority for authority in viewer.authority_roles if viewer.holds(authority, *roles)]


def _opening(title: str, challenge: Challenge, language: str) -> Waiting:
    url = reverse("manage_opening", args=[challenge.ocid])
    return Waiting(title=title, about=text_in(challenge.title, language), url=url)


def drafts_waiting(viewer: Viewer, at: datetime, language: str) -> list[Waiting]:
    """Bids that are not sent yet and still can be, the earliest closing first."""
    editable = [bidder for bidder, role in bidder_roles_of(viewer).items() if role != "viewer"]
    drafts = own_bids(viewer).filter(
        bidder__in=editable, state="draft", stage__opens_at__lte=at, stage__closes_at__gt=at
    )
    typed = own_draft_fields(viewer).filter(bid=OuterRef("pk"))
    return [
        Waiting(
            title=_("Finish and send your bid"),
            about=text_in(bid.stage.challenge.title, language),
            url=reverse("bid", args=[bid.pk]),
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
        title = _next_on_panel(viewer, panel, seats_of(viewer)[panel.pk])
        if title:
            rows.append(Waiting(title=title, about=panel_title(panel, language), url=reverse("panel", args=[panel.pk])))
    return rows


def _next_on_panel(viewer: Viewer, panel: Panel, seat: Seat) -> str:
    bidders = set(bids_opened_for_panel(viewer, panel).values_list("bidder", flat=True))
    mine = declarations_visible_to(viewer).filter(member=seat.member_id)
    if bidders - set(mine.values_list("bidder", flat=True)):
        return _("Declare conflicts of interest")
    if panel.state == "scoring" and seat.role in MARKING_ROLES:
        owed = bids_readable_by(viewer, panel).count() * len(seat.criteria)
        given = assessments_visible_to(viewer, panel).filter(member=seat.member_id, state="submitted").count()
        if owed > given:
            left = owed - given
            return ngettext("Give %(count)s mark", "Give %(count)s marks", left) % {"count": left}
    if panel.state == "moderation" and seat.role == "chair":
        return _("Record the scores the panel agrees")
    if panel.state == "locked" and seat.role == "chair" and reopened_scores_of(panel).exists():
        return _("Record a reopened score the panel agrees anew")
    return ""


def openings_waiting(viewer: Viewer, at: datetime, language: str) -> list[Waiting]:
    """Stages whose list is fixed and whose bids are still closed: somebody must begin, or be the second person."""
    mine = _authorities(viewer, "officer", "approver")
    opened = openings_visible_to(viewer).filter(stage=OuterRef("pk"), kind="quality", second_at__isnull=False)
    closed = stages_visible_to(viewer, at).filter(challenge__authority__in=mine, list_fixed_at__isnull=False)
    begun = dict(openings_visible_to(viewer).filter(second_at__isnull=True).values_list("stage", "first_person"))
    rows = []
    for stage in closed.exclude(Exists(opened)).select_related("challenge"):
        first = begun.get(stage.pk)
        if first != viewer.person_id:
            title = _("Be the second person to open the bids") if first else _("Open the bids, with a second person")
            rows.append(_opening(title, stage.challenge, language))
    return rows


def _deciding(title: str, panel: Panel, page: str, language: str) -> Waiting:
    url = reverse(page, args=[panel.stage.challenge.ocid, panel.pk])
    return Waiting(title=title, about=panel_title(panel, language), url=url)


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
        about, ocid = text_in(stage.challenge.title, language), stage.challenge.ocid
        if not stage.has_declared:
            rows.append(
                Waiting(title=_("Declare your interests"), about=about, url=reverse("manage_interests", args=[ocid]))
            )
        if not stage.has_panel and viewer.holds(stage.challenge.authority_id, "officer"):
            rows.append(Waiting(title=_("Set up the panel"), about=about, url=reverse("manage_panel", args=[ocid])))
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
    standing = recommendations_visible_to(viewer).filter(ranking__panel=OuterRef("pk")).exclude(state="returned")
    opened = openings_visible_to(viewer).filter(stage=OuterRef("stage"), kind="commercial", second_at__isnull=False)
    locked = panels_visible_to(viewer).filter(
        state="locked", stage__challenge__authority__in=_authorities(viewer, "officer", "approver")
    )
    waiting = locked.exclude(Exists(standing)).annotate(
        part_2=Exists(opened), is_ranked=Exists(rankings_visible_to(viewer).filter(panel=OuterRef("pk")))
    )
    rows = []
    for panel in waiting.select_related("stage__challenge", "lot"):
        if not panel.part_2:
            rows.append(_opening(_("Open part 2, with a second person"), panel.stage.challenge, language))
        elif viewer.holds(panel.stage.challenge.authority_id, "officer"):
            title = _("Recommend an award") if panel.is_ranked else _("Work out the ranking")
            rows.append(_deciding(title, panel, "manage_ranking", language))
    # Several panels of one stage wait for one opening.
    return list(dict.fromkeys(rows))


def _recommendations_to_approve(viewer: Viewer, language: str) -> list[Waiting]:
    proposed = recommendations_visible_to(viewer).filter(
        state="proposed", ranking__panel__stage__challenge__authority__in=_authorities(viewer, "approver")
    )
    waiting = proposed.exclude(proposed_by=viewer.person_id).select_related(
        "ranking__panel__stage__challenge", "ranking__panel__lot"
    )
    title = _("Decide on a recommendation")
    return [_deciding(title, one.ranking.panel, "approve_recommendation", language) for one in waiting]


def _late_requests(viewer: Viewer, language: str) -> list[Waiting]:
    """Requests for late admission that wait for an officer's proposal."""
    asked = late_requests_visible_to(viewer).filter(
        admission__isnull=True, bid__stage__challenge__authority__in=_authorities(viewer, "officer")
    )
    title = _("Make a proposal on late admission")
    return [_opening(title, one.bid.stage.challenge, language) for one in asked.select_related("bid__stage__challenge")]


def _awards_to_finish(viewer: Viewer, language: str) -> list[Waiting]:
    titles = {"approved": _("Send the summaries to bidders"), "summaries_sent": _("Publish the award")}
    unfinished = awards_managed_by(viewer).filter(
        state__in=list(titles), panel__stage__challenge__authority__in=_authorities(viewer, "officer")
    )
    waiting = unfinished.select_related("panel__stage__challenge", "panel__lot")
    return [_deciding(titles[award.state], award.panel, "manage_award", language) for award in waiting]
