"""Conflicts of interest: declared for each bidder before anything of its bid is read, kept under review afterwards."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.domain.states import BidState
from bids.bidding.models import Bid, BidderMembership
from bids.evaluation.domain.acts import Declared
from bids.evaluation.domain.states import AssessmentState, PanelState
from bids.evaluation.models import Assessment, ConflictDeclaration, Panel, PanelMember
from bids.evaluation.selectors.conflicts import declared_by
from bids.evaluation.selectors.scopes import opened_bids_of
from bids.evaluation.services.states import move_assessment
from challenges.ground.domain.refused import Refused
from challenges.ground.services.record import append_to_record
from challenges.publishing.models import InfluenceDeclaration, Stage


class DeclarationRefused(Refused):
    """A declaration that is incomplete or not to be had, with the reason in plain words."""


def declare_conflicts(
    *, member_id: UUID, declared: Mapping[UUID, Declared], at: datetime
) -> tuple[ConflictDeclaration, ...]:
    """Write what a panel member declares, by bidder; what has not changed since is not written again.

    Effects: the new declarations; until marks are locked a conflict makes the member's assessments of that bidder's
    bids void, with the reason, and never deletes one; an entry in the record. From then on the scopes hide the bid.
    Refuses before the opening, about somebody who did not bid here, a conflict or its withdrawal without details, and
    "no conflict" about an organisation the member belongs to.
    """
    with transaction.atomic():
        member = PanelMember.objects.select_related("panel__stage").get(pk=member_id, left_at__isnull=True)
        panel = Panel.objects.select_for_update().get(pk=member.panel_id)
        bidders = set(opened_bids_of(panel).values_list("bidder", flat=True))
        if not bidders:
            raise DeclarationRefused(_("The bids are not open yet."))
        if not bidders.issuperset(declared):
            raise DeclarationRefused(_("One of these organisations has not bid here."))
        before = declared_by(member.pk)
        changed = {bidder: said for bidder, said in declared.items() if before.get(bidder) != said}
        for bidder, said in changed.items():
            _refuse_incomplete(member, bidder, said, earlier=before.get(bidder))
        rows = tuple(_written(member, bidder, said, at=at) for bidder, said in changed.items())
        if panel.state != PanelState.LOCKED.value:
            _void_assessments(member, {bidder: said for bidder, said in changed.items() if said.has_conflict}, at=at)
        if rows:
            _record(member, rows, at=at)
    return rows


def declare_interest(*, challenge_id: UUID, by: UUID, declared: Declared, at: datetime) -> InfluenceDeclaration:
    """Write what an officer or approver declares about a procedure they can influence. The latest one stands.

    Refuses an interest without details.
    """
    if declared.has_conflict and not declared.details.strip():
        raise DeclarationRefused(_("Say what the interest is."))
    with transaction.atomic():
        row = InfluenceDeclaration.objects.create(
            challenge_id=challenge_id,
            person_id=by,
            has_interest=declared.has_conflict,
            details=declared.details.strip(),
            declared_at=at,
        )
        said = {"person": str(by), "has_interest": declared.has_conflict}
        append_to_record(record_id=challenge_id, event="interest.declared", content=said, at=at)
    return row


def has_declared_interest(*, challenge_id: UUID, person_id: UUID) -> bool:
    """Whether this person's latest declaration about the procedure names an interest."""
    declared = InfluenceDeclaration.objects.filter(challenge=challenge_id, person=person_id)
    return bool(declared.order_by("-declared_at", "-pk").values_list("has_interest", flat=True).first())


def why_kept_out(*, stage: Stage, person_id: UUID) -> str:
    """Why this person may not take part in opening or deciding a stage, in plain words; empty where they may."""
    if has_declared_interest(challenge_id=stage.challenge_id, person_id=person_id):
        return _("You declared an interest in this procedure, so somebody else has to do this.")
    own = BidderMembership.objects.filter(person=person_id).values("bidder")
    if Bid.objects.filter(stage=stage, bidder__in=own).exclude(state=BidState.DRAFT.value).exists():
        return _("You belong to an organisation that has bid here, so somebody else has to do this.")
    return ""


def _refuse_incomplete(member: PanelMember, bidder: UUID, said: Declared, *, earlier: Declared | None) -> None:
    if said.has_conflict and not said.details.strip():
        raise DeclarationRefused(_("Say what the conflict is."))
    if said.has_conflict:
        return
    if BidderMembership.objects.filter(person=member.person_id, bidder=bidder).exists():
        raise DeclarationRefused(_("You belong to this organisation, so you have a conflict."))
    if earlier and earlier.has_conflict and not said.details.strip():
        raise DeclarationRefused(_("You declared a conflict before. Say why there is none any more."))


def _written(member: PanelMember, bidder: UUID, said: Declared, *, at: datetime) -> ConflictDeclaration:
    return ConflictDeclaration.objects.create(
        member=member,
        bidder_id=bidder,
        has_conflict=said.has_conflict,
        details=said.details.strip(),
        declared_at=at,
    )


def _void_assessments(member: PanelMember, conflicts: Mapping[UUID, Declared], *, at: datetime) -> None:
    standing = Assessment.objects.filter(member=member, bid__bidder__in=list(conflicts))
    assessments = standing.exclude(state=AssessmentState.VOID.value).select_related("bid")
    for assessment in assessments:
        because = _("Conflict declared: %(details)s") % {"details": conflicts[assessment.bid.bidder_id].details.strip()}
        move_assessment(assessment_id=assessment.pk, to=AssessmentState.VOID, at=at, because=because)


def _record(member: PanelMember, rows: tuple[ConflictDeclaration, ...], *, at: datetime) -> None:
    said = {
        "panel": str(member.panel_id),
        "member": str(member.pk),
        "declared": [{"bidder": str(row.bidder_id), "has_conflict": row.has_conflict} for row in rows],
    }
    append_to_record(record_id=member.panel.stage.challenge_id, event="conflicts.declared", content=said, at=at)
