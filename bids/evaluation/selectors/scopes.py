"""Who may see which rows of bids, panels and awards: one function a table.

The only place among the selectors that starts from `Model.objects`. A bid's row (that it exists, whose it is) is for
its bidder alone until the stage is opened; its content is ciphertext until then for everybody else. Officers see
that evaluation progresses, not bids before opening. After opening the panel sees
what it has declared for. Every read starts from one of these functions; what they leave out is 404.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from bids.bidding.models import (
    Bid,
    OpenedFile,
    OpenedPart,
    Opening,
    Receipt,
    SealedEnvelope,
)
from bids.bidding.rules import bidder_roles_of
from bids.bidding.selectors.scopes import stages_not_bid_for
from bids.evaluation.models import (
    Assessment,
    Consensus,
    LateAdmission,
    LateRequest,
    Panel,
    PanelMember,
    Ranking,
    Reopening,
    Replacement,
    SettingAside,
    TakingBack,
)
from bids.evaluation.rules import Seat, seats_of
from bids.evaluation.selectors.conflicts import declared_no_conflict
from challenges.ground.models import Invitation
from challenges.ground.rules import Viewer
from challenges.ground.selectors.scopes import overseen_by
from challenges.publishing.models import Criterion, Question, Stage


def seats_held_by(person_id: UUID) -> dict[UUID, Seat]:
    """On which panels a person sits, for their `Viewer`."""
    held = PanelMember.objects.filter(person=person_id, left_at__isnull=True).prefetch_related("criteria")
    return {
        seat.panel_id: Seat(member_id=seat.pk, role=seat.role, criteria=frozenset(c.pk for c in seat.criteria.all()))
        for seat in held
    }


def panels_visible_to(viewer: Viewer) -> QuerySet[Panel]:
    """Panels the viewer sits on, and those of the viewer's authorities (officers see that it progresses)."""
    return Panel.objects.filter(
        Q(pk__in=list(seats_of(viewer))) | Q(stage__challenge__authority__in=list(viewer.authority_roles))
    )


def bids_are_open(kind: str) -> Exists:
    """Whether two people have opened one kind of part of the stage that a row belongs to."""
    return Exists(Opening.objects.filter(stage=OuterRef("stage"), kind=kind, second_at__isnull=False))


def late_requests_waiting(stage: Stage) -> QuerySet[LateRequest]:
    """Requests for late admission that two people have not decided."""
    return LateRequest.objects.filter(bid__stage=stage, admission__decided_at__isnull=True)


def late_requests_visible_to(viewer: Viewer) -> QuerySet[LateRequest]:
    """What bidders ask, for those who decide it: why and when. Whose bid it is no page tells them before opening."""
    return LateRequest.objects.filter(bid__stage__challenge__authority__in=overseen_by(viewer))


def late_admissions_visible_to(viewer: Viewer) -> QuerySet[LateAdmission]:
    """What was proposed on such requests, for the same people."""
    return LateAdmission.objects.filter(request__bid__stage__challenge__authority__in=overseen_by(viewer))


def own_late_requests(viewer: Viewer) -> QuerySet[LateRequest]:
    return LateRequest.objects.filter(bid__bidder__in=list(bidder_roles_of(viewer)))


def _not_set_aside() -> Q:
    """Bids that are judged: all but those set aside by two people because a part could not be opened."""
    standing = SettingAside.objects.filter(bid=OuterRef("pk"), is_granted=True, taken_back_at__isnull=True)
    return Q(~Exists(standing))


def bids_opened_for_panel(viewer: Viewer, panel: Panel) -> QuerySet[Bid]:
    """Sent bids of an opened stage that a panel member has to declare about.

    Their bidders' names may be shown, not yet their content.
    """
    if panel.pk not in seats_of(viewer):
        return Bid.objects.none()
    return opened_bids_of(panel)


def bids_opened_for_seats(viewer: Viewer) -> QuerySet[Bid]:
    """The same for every panel the viewer sits on, for their list of panels."""
    of_a_seat = Panel.objects.filter(
        Q(lot=OuterRef("lot")) | Q(lot__isnull=True), pk__in=list(seats_of(viewer)), stage=OuterRef("stage")
    )
    return Bid.objects.filter(bids_are_open("quality"), Exists(of_a_seat), _not_set_aside(), state="submitted")


def opened_bids_of(panel: Panel) -> QuerySet[Bid]:
    """Every sent bid a panel has to judge, once its stage is opened; for completeness, which asks beyond one viewer."""
    return Bid.objects.filter(
        bids_are_open("quality"), _not_set_aside(), stage=panel.stage_id, lot=panel.lot_id, state="submitted"
    )


def set_aside_from(panel: Panel) -> QuerySet[SettingAside]:
    """The bids a panel does not judge because the portal could not open them, as two people settled it."""
    return SettingAside.objects.filter(
        bid__stage=panel.stage_id,
        bid__lot=panel.lot_id,
        bid__state="submitted",
        is_granted=True,
        taken_back_at__isnull=True,
    )


def settings_aside_visible_to(viewer: Viewer) -> QuerySet[SettingAside]:
    """The authority's officers, approvers and auditors see which bids were set aside, by whom and why."""
    return SettingAside.objects.filter(bid__stage__challenge__authority__in=overseen_by(viewer))


def takings_back_visible_to(viewer: Viewer) -> QuerySet[TakingBack]:
    return TakingBack.objects.filter(setting_aside__bid__stage__challenge__authority__in=overseen_by(viewer))


def bids_opened_for_officers(viewer: Viewer, stage: Stage) -> QuerySet[Bid]:
    """Sent bids of an opened stage that are judged, for the authority's officers, approvers and auditors: whose they
    are, not what they say."""
    if not viewer.holds(stage.challenge.authority_id, "officer", "approver", "auditor"):
        return Bid.objects.none()
    return Bid.objects.filter(bids_are_open("quality"), _not_set_aside(), stage=stage, state="submitted")


def openings_visible_to(viewer: Viewer) -> QuerySet[Opening]:
    """The authority's officers, approvers and auditors see who asked for an opening and who did it."""
    return Opening.objects.filter(stage__challenge__authority__in=overseen_by(viewer))


def bids_readable_by(viewer: Viewer, panel: Panel) -> QuerySet[Bid]:
    """Bids whose content this panel member may read: opened, declared for, the latest declaration without conflict."""
    seat = seats_of(viewer).get(panel.pk)
    if seat is None:
        return Bid.objects.none()
    readable = bids_opened_for_panel(viewer, panel).filter(declared_no_conflict(seat.member_id))
    if not bidder_roles_of(viewer):
        return readable
    # Whoever belongs to one of the bidders judges none of them.
    competing = Bid.objects.filter(stage=panel.stage_id, bidder__in=list(bidder_roles_of(viewer))).exclude(
        state="draft"
    )
    return readable.exclude(Exists(competing))


def criteria_readable_by(viewer: Viewer, panel: Panel) -> QuerySet[Criterion]:
    """Criteria under which this member reads bids: an evaluator those given to them, until agreeing scores begins; all
    of them for the others, and for everybody from then on."""
    seat = seats_of(viewer).get(panel.pk)
    if seat is None:
        return Criterion.objects.none()
    criteria = Criterion.objects.filter(challenge__stages=panel.stage_id)
    if panel.state != "scoring" or seat.role != "evaluator":
        return criteria
    return criteria.filter(pk__in=seat.criteria)


def questions_readable_by(viewer: Viewer, panel: Panel) -> QuerySet[Question]:
    """Questions whose answers and files this member reads: those of the criteria they read, and of no criterion."""
    if panel.pk not in seats_of(viewer):
        return Question.objects.none()
    under = Q(criterion__in=criteria_readable_by(viewer, panel)) | Q(criterion__isnull=True)
    return Question.objects.filter(under, challenge__stages=panel.stage_id)


def files_readable_by(viewer: Viewer, panel: Panel) -> QuerySet[OpenedFile]:
    return OpenedFile.objects.filter(
        bid__in=bids_readable_by(viewer, panel), question__in=questions_readable_by(viewer, panel)
    )


def parts_readable_by(viewer: Viewer, panel: Panel) -> QuerySet[OpenedPart]:
    """Part 1 of the bids this member may read. Part 2, every figure of it, is never the panel's."""
    return parts_judged_by(panel).filter(bid__in=bids_readable_by(viewer, panel))


def parts_judged_by(panel: Panel) -> QuerySet[OpenedPart]:
    """Part 1 of every bid a panel judges, for what is asked beyond one viewer."""
    return _opened_parts().filter(kind="quality", bid__in=opened_bids_of(panel))


def parts_decided_on(panel: Panel) -> QuerySet[OpenedPart]:
    """Both parts of every bid a panel judges, for the decision: nothing before the marks are locked."""
    parts = _opened_parts().filter(bid__in=opened_bids_of(panel))
    return parts if panel.state == "locked" else parts.none()


def _opened_parts() -> QuerySet[OpenedPart]:
    """Opened parts, each with the hashes that its envelope and its receipt carry."""
    here = {"bid": OuterRef("bid"), "version": OuterRef("bid__version")}
    envelope = SealedEnvelope.objects.filter(kind=OuterRef("kind"), **here)
    receipt = Receipt.objects.filter(**here)
    return OpenedPart.objects.annotate(
        sealed_sha256=Subquery(envelope.values("content_sha256")[:1]),
        receipt_sha256=Subquery(receipt.order_by().values("sha256")[:1]),
    )


def members_visible_to(viewer: Viewer) -> QuerySet[PanelMember]:
    return PanelMember.objects.filter(panel__in=panels_visible_to(viewer))


def panel_invitations_visible_to(viewer: Viewer) -> QuerySet[Invitation]:
    """Invitations to the panels of the authorities whose procedures this person runs, approves or audits."""
    panels = Panel.objects.filter(stage__challenge__authority__in=overseen_by(viewer))
    return Invitation.objects.filter(kind="panel", target__in=panels.values("pk"))


def assessments_visible_to(viewer: Viewer, panel: Panel) -> QuerySet[Assessment]:
    """One's own; others' only locked ones, so once agreeing scores has begun; never of a bid one may not read.

    Drafts nobody submitted and void ones stay out of the others' sight for good.
    """
    seat = seats_of(viewer).get(panel.pk)
    if seat is None:
        return Assessment.objects.none()
    readable = Assessment.objects.filter(member__panel=panel, bid__in=bids_readable_by(viewer, panel))
    if panel.state == "scoring":
        return readable.filter(member=seat.member_id)
    return readable.filter(Q(member=seat.member_id) | Q(state="locked"))


def assessments_counted_for(viewer: Viewer, panel: Panel) -> QuerySet[Assessment]:
    """Marks of a panel to be counted by its chair and the authority's officers: how many, never what they say."""
    seat = seats_of(viewer).get(panel.pk)
    is_chair = seat is not None and seat.role == "chair"
    if not is_chair and not viewer.holds(panel.stage.challenge.authority_id, "officer", "approver", "auditor"):
        return Assessment.objects.none()
    return Assessment.objects.filter(member__panel=panel).defer("score", "reasons", "citations")


def consensus_visible_to(viewer: Viewer, panel: Panel) -> QuerySet[Consensus]:
    return Consensus.objects.filter(panel=panel, bid__in=bids_readable_by(viewer, panel), replaced_at__isnull=True)


def locked_consensus_of(panel: Panel, *, as_of: datetime | None = None) -> QuerySet[Consensus]:
    """What the panel agreed, for the decision, now or as it stood at a moment: nothing before the marks are locked."""
    agreed = Consensus.objects.filter(panel=panel)
    if panel.state != "locked":
        return agreed.none()
    if as_of is None:
        return agreed.filter(replaced_at__isnull=True)
    return agreed.filter(Q(replaced_at__isnull=True) | Q(replaced_at__gt=as_of), recorded_at__lte=as_of)


def earlier_consensus_visible_to(viewer: Viewer, panel: Panel) -> QuerySet[Consensus]:
    """Agreed scores that were replaced since, kept as they were."""
    return Consensus.objects.filter(panel=panel, bid__in=bids_readable_by(viewer, panel), replaced_at__isnull=False)


def reopenings_under_way(panel: Panel) -> QuerySet[Reopening]:
    """Scores of a panel that somebody asked to reopen and that are not settled: they stand in the way of an award."""
    waiting = Q(is_granted__isnull=True) | Q(is_granted=True, settled_by__isnull=True)
    return Reopening.objects.filter(waiting, panel=panel)


def reopened_scores_of(panel: Panel) -> QuerySet[Reopening]:
    """Scores of a panel that two people opened again and the panel has not agreed anew."""
    return Reopening.objects.filter(panel=panel, is_granted=True, settled_by__isnull=True)


def reopenings_visible_to(viewer: Viewer) -> QuerySet[Reopening]:
    """The authority's officers, approvers and auditors, without those of procedures they compete in."""
    return Reopening.objects.filter(panel__in=panels_overseen_by(viewer))


def replacements_visible_to(viewer: Viewer) -> QuerySet[Replacement]:
    """Who is to take whose seat, for the same people."""
    return Replacement.objects.filter(member__panel__in=panels_overseen_by(viewer))


def reopenings_readable_by(viewer: Viewer, panel: Panel) -> QuerySet[Reopening]:
    """For the panel's own people: those about bids they may read."""
    return Reopening.objects.filter(panel=panel, consensus__bid__in=bids_readable_by(viewer, panel))


def own_assessments_on_any_panel(viewer: Viewer) -> QuerySet[Assessment]:
    """The viewer's own assessments, to be counted on their list of panels."""
    seats = [seat.member_id for seat in seats_of(viewer).values()]
    return Assessment.objects.filter(member__in=seats).defer("score", "reasons", "citations")


def panels_overseen_by(viewer: Viewer) -> QuerySet[Panel]:
    """Panels of the procedures this person runs, approves or audits, without those they compete in."""
    overseen = Q(stage__challenge__authority__in=overseen_by(viewer))
    return Panel.objects.filter(overseen & stages_not_bid_for(viewer))


def rankings_visible_to(viewer: Viewer) -> QuerySet[Ranking]:
    """The ranking that stands, after the lock: for the authority's officers, approvers and auditors, and the panel."""
    return _rankings(viewer).filter(superseded_at__isnull=True)


def superseded_rankings_visible_to(viewer: Viewer) -> QuerySet[Ranking]:
    """Rankings that stand no more because a score was reopened, for the same people."""
    return _rankings(viewer).filter(superseded_at__isnull=False)


def _rankings(viewer: Viewer) -> QuerySet[Ranking]:
    sat_on = Panel.objects.filter(Q(pk__in=list(seats_of(viewer))) & stages_not_bid_for(viewer))
    return Ranking.objects.filter(Q(panel__in=sat_on) | Q(panel__in=panels_overseen_by(viewer)))
