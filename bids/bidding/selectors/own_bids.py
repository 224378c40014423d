"""A bidder's own organisations and bids: the rows for lists and pages, without a word of their content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from bids.bidding.domain.states import BidState
from bids.bidding.models import Bid, Bidder, Receipt
from bids.bidding.rules import bidder_roles_of
from bids.bidding.selectors.beside import beside
from bids.bidding.selectors.scopes import (
    bidder_invitations_visible_to,
    bidder_members_visible_to,
    bidders_named,
    bidders_of,
    own_bids,
    own_receipts,
)
from challenges.ground.models import Invitation
from challenges.ground.rules import Viewer
from challenges.publishing.domain.phases import Acts, Phase, phase_of
from challenges.publishing.models import Challenge, Lot, Question, Stage
from challenges.publishing.selectors.scopes import challenges_visible_to, stages_visible_to

WRITING_ROLES = {"owner", "editor"}


class BidPhase(StrEnum):
    """How far a bid has come, in its bidder's eyes."""

    WITHDRAWN = "withdrawn"
    NOT_SENT_YET = "not_sent_yet"
    NOT_SENT_IN_TIME = "not_sent_in_time"
    WON = "won"
    NOT_CHOSEN = "not_chosen"
    TO_CONFIRM = "to_confirm"
    BEING_EVALUATED = "being_evaluated"
    CHANGES_NOT_SENT = "changes_not_sent"
    SENT = "sent"


@dataclass(frozen=True, kw_only=True)
class BidStanding:
    """Where one bid stands."""

    progress: BidPhase
    kind: str
    phase: Phase
    may_change: bool
    is_sent: bool
    has_draft: bool
    needs_confirming: bool
    has_summary: bool
    is_withdrawn: bool
    #: Of a withdrawn bid: the one this organisation began in its place since, and whether one may still be begun.
    replaced_by: UUID | None
    may_start_again: bool

    @property
    def awaits_decision(self) -> bool:
        """Its closing time has passed and its bidder has no letter yet."""
        return not self.may_change and not self.has_summary and self.phase != Phase.UPCOMING


@dataclass(frozen=True, kw_only=True)
class BidderMemberRow:
    person_id: UUID
    name: str
    email: str
    role: str
    role_words: str
    is_viewer: bool


@dataclass(frozen=True, kw_only=True)
class StartPlace:
    """What somebody who wants to bid has to know: the stage, its lots, and for whom they may bid."""

    challenge: Challenge
    stage: Stage
    phase: Phase
    lots: Sequence[Lot]
    bidders: Sequence[Bidder]

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def is_upcoming(self) -> bool:
        return self.phase == Phase.UPCOMING


def _rows(viewer: Viewer) -> QuerySet[Bid]:
    related = ("bidder", "lot", "stage__challenge__authority", "confirmed_version")
    summaries = beside("summaries")(viewer).filter(bid=OuterRef("pk"))
    standing = own_bids(viewer).exclude(state=BidState.WITHDRAWN.value)
    same_lot = Q(lot=OuterRef("lot")) | Q(lot__isnull=True)
    instead = standing.filter(same_lot, stage=OuterRef("stage"), bidder=OuterRef("bidder")).values("pk")[:1]
    material = Max("stage__challenge__versions__number", filter=Q(stage__challenge__versions__is_material=True))
    return (
        own_bids(viewer)
        .select_related(*related)
        .annotate(
            material_number=material,
            has_summary=Exists(summaries),
            has_won=Exists(summaries.filter(content__is_winner=True)),
            begun_instead=Subquery(instead),
        )
    )


def bids_of(viewer: Viewer) -> list[Bid]:
    """The viewer's organisations' bids, the latest closing first."""
    return list(_rows(viewer).order_by("-stage__closes_at", "bidder__name", "pk"))


def own_bid(viewer: Viewer, bid_id: UUID) -> Bid | None:
    """One bid of the viewer's organisations, with what a page about it needs."""
    return _rows(viewer).filter(pk=bid_id).first()


def standing_of(bid: Bid, *, at: datetime) -> BidStanding:
    """Where a bid that `own_bid` or `bids_of` returned stands at that moment."""
    stage = bid.stage
    phase = phase_of(opens_at=stage.opens_at, closes_at=stage.closes_at, at=at, acts=Acts(is_decided=bid.has_summary))
    is_sent = bid.state == BidState.SUBMITTED
    is_over = stage.list_fixed_at is not None or stage.dropped_in_id is not None
    is_withdrawn = bid.state == BidState.WITHDRAWN
    is_open = phase == Phase.OPEN and not is_over
    may_change = is_open and not is_withdrawn
    replaced_by = bid.begun_instead if is_withdrawn else None
    has_draft = bid.wrapped_draft_key is not None
    needs_confirming = is_sent and may_change and bid.confirmed_version.number < (bid.material_number or 0)
    return BidStanding(
        progress=_progress(bid, may_change=may_change, has_draft=has_draft, needs_confirming=needs_confirming),
        kind=stage.challenge.kind,
        phase=phase,
        may_change=may_change,
        is_sent=is_sent,
        has_draft=has_draft,
        needs_confirming=needs_confirming,
        has_summary=bid.has_summary,
        is_withdrawn=is_withdrawn,
        replaced_by=replaced_by,
        may_start_again=is_open and is_withdrawn and replaced_by is None,
    )


def _progress(bid: Bid, *, may_change: bool, has_draft: bool, needs_confirming: bool) -> BidPhase:
    if bid.state == BidState.WITHDRAWN:
        return BidPhase.WITHDRAWN
    if bid.state == BidState.DRAFT:
        return BidPhase.NOT_SENT_YET if may_change else BidPhase.NOT_SENT_IN_TIME
    if bid.has_summary:
        return BidPhase.WON if bid.has_won else BidPhase.NOT_CHOSEN
    if needs_confirming:
        return BidPhase.TO_CONFIRM
    if not may_change:
        return BidPhase.BEING_EVALUATED
    return BidPhase.CHANGES_NOT_SENT if has_draft else BidPhase.SENT


def receipts_of(viewer: Viewer, bid: Bid) -> list[Receipt]:
    """The receipts of one bid, the latest first."""
    return list(own_receipts(viewer).filter(bid=bid).order_by("-version"))


def own_bidder(viewer: Viewer, bidder_id: UUID) -> Bidder | None:
    return bidders_of(viewer).filter(pk=bidder_id).first()


def own_bidders(viewer: Viewer) -> list[Bidder]:
    return list(bidders_of(viewer))


def members_of(viewer: Viewer, bidder: Bidder) -> list[BidderMemberRow]:
    """The members of one of the viewer's organisations, owners first."""
    rows = bidder_members_visible_to(viewer).filter(bidder=bidder).select_related("person").order_by("since", "pk")
    members = [
        BidderMemberRow(
            person_id=row.person_id,
            name=str(row.person),
            email=row.person.email,
            role=row.role,
            role_words=row.get_role_display(),
            is_viewer=row.person_id == viewer.person_id,
        )
        for row in rows
    ]
    return sorted(members, key=lambda member: member.role != "owner")


def name_of_member(viewer: Viewer, bid: Bid, person_id: UUID | None) -> str:
    """The name of a colleague who wrote in a bid; nothing for one who has left."""
    members = members_of(viewer, bid.bidder)
    return next((member.name for member in members if member.person_id == person_id), "")


def invitations_of(viewer: Viewer, bidder: Bidder, *, at: datetime) -> list[Invitation]:
    """Invitations into this organisation that are still to be taken up, for its owners."""
    return list(bidder_invitations_visible_to(viewer).filter(target=bidder.pk, expires_at__gt=at))


def name_is_taken(name: str) -> bool:
    return bidders_named(name).exists()


def start_place(viewer: Viewer, ocid: str, *, at: datetime) -> StartPlace | None:
    """Where a bid for this challenge would be started: its open stage, else the next or the last one."""
    challenge = challenges_visible_to(viewer, at).select_related("authority").filter(ocid=ocid).first()
    if challenge is None:
        return None
    stages = list(stages_visible_to(viewer, at).filter(challenge=challenge).order_by("opens_at"))
    if not stages:
        return None
    stage = next((stage for stage in stages if stage.closes_at > at), stages[-1])
    stage.challenge = challenge
    return StartPlace(
        challenge=challenge,
        stage=stage,
        phase=phase_of(opens_at=stage.opens_at, closes_at=stage.closes_at, at=at),
        lots=list(challenge.lots.filter(dropped_in__isnull=True)),
        bidders=[b for b in bidders_of(viewer) if bidder_roles_of(viewer)[b.pk] in WRITING_ROLES],
    )


def question_of(bid: Bid, block_id: str) -> Question | None:
    """The row of a question of the bid's challenge."""
    return bid.stage.challenge.questions.filter(block_id=block_id).first()
