"""Who may see which rows of bidders and bids: one function a table.

A bid's row (that it exists, whose it is) is for its bidder alone until the stage is opened; its content is ciphertext
until then for everybody else.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bids.bidding.domain.states import BidState
from bids.bidding.models import (
    Bid,
    Bidder,
    BidderMembership,
    DraftField,
    Receipt,
    SealedEnvelope,
)
from bids.bidding.rules import bidder_roles_of
from challenges.ground.models import Invitation
from challenges.ground.rules import Viewer
from challenges.publishing.domain.words import is_grant_or_prize
from challenges.publishing.models import Challenge, Stage


def bidder_roles_held_by(person_id: UUID) -> dict[UUID, str]:
    """What a person is in which organisation, for their `Viewer`."""
    return dict(BidderMembership.objects.filter(person=person_id).values_list("bidder_id", "role"))


def bidders_of(viewer: Viewer) -> QuerySet[Bidder]:
    return Bidder.objects.filter(pk__in=list(bidder_roles_of(viewer)))


def own_bids(viewer: Viewer) -> QuerySet[Bid]:
    """The bids of the viewer's organisations."""
    return Bid.objects.filter(bidder__in=list(bidder_roles_of(viewer)))


def own_draft_fields(viewer: Viewer) -> QuerySet[DraftField]:
    """What is kept of the viewer's organisations' drafts: that it is there, never what it says."""
    return DraftField.objects.filter(bid__bidder__in=list(bidder_roles_of(viewer))).defer("ciphertext")


def own_receipts(viewer: Viewer) -> QuerySet[Receipt]:
    return Receipt.objects.filter(bid__bidder__in=list(bidder_roles_of(viewer)))


def bidder_members_visible_to(viewer: Viewer) -> QuerySet[BidderMembership]:
    return BidderMembership.objects.filter(bidder__in=list(bidder_roles_of(viewer)))


def bidder_invitations_visible_to(viewer: Viewer) -> QuerySet[Invitation]:
    """Open invitations into the organisations the viewer owns."""
    owned = [pk for pk, role in bidder_roles_of(viewer).items() if role == "owner"]
    return Invitation.objects.filter(kind="bidder", target__in=owned, accepted_at=None, revoked_at=None)


def bidders_named(name: str) -> QuerySet[Bidder]:
    """Organisations of that name, whoever's: asked only whether there is one, so that a second one is no accident."""
    return Bidder.objects.filter(name__iexact=name)


def bids_counted_for(viewer: Viewer, stage: Stage) -> QuerySet[Bid]:
    """Bids of a stage, to be counted by its authority: once the list is fixed, never earlier."""
    if stage.list_fixed_at is None or stage.challenge.authority_id not in viewer.authority_roles:
        return Bid.objects.none()
    return Bid.objects.filter(stage=stage)


def bids_counted_for_prize(viewer: Viewer, challenge: Challenge) -> QuerySet[Bid]:
    """Bids of a prize or grant, to be counted by its team at any time; who they are stays closed."""
    is_counted = is_grant_or_prize(kind=challenge.kind, route=challenge.route)
    if not is_counted or not viewer.holds(challenge.authority_id, "officer", "approver", "auditor"):
        return Bid.objects.none()
    return Bid.objects.filter(stage__challenge=challenge).exclude(state=BidState.WITHDRAWN.value)


def sealed_after_opening(bids: QuerySet[Bid], kind: str) -> QuerySet[Bid]:
    """Those of the bids whose part was gone through and could not be opened."""
    sealed = SealedEnvelope.objects.filter(
        bid=OuterRef("pk"), kind=kind, version=OuterRef("version"), opened_at__isnull=True
    )
    return bids.filter(Exists(sealed))


def stages_not_bid_for(viewer: Viewer) -> Q:
    """Keeps from everybody how the procedures stand in which an organisation of their own competes."""
    return ~Q(stage__in=Bid.objects.filter(bidder__in=list(bidder_roles_of(viewer))).values("stage"))


def live_bids_of(challenge_id: UUID) -> QuerySet[Bid]:
    """Bids begun or sent for a challenge, for telling their own people and nobody else."""
    return Bid.objects.filter(stage__challenge=challenge_id).exclude(state=BidState.WITHDRAWN.value)
