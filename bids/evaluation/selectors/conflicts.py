"""Who declared which conflict: the one module that reads the table of declarations.

The latest declaration of a member about a bidder stands. Until one is made, and where it names a conflict, the member
reads and judges nothing of that bidder's. Rows in hand are asked by `conflicts_of`, querysets by
`declared_no_conflict`; the scopes rest on that, so this module lies below them and starts from the table itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bids.evaluation.domain.acts import Declared
from bids.evaluation.models import ConflictDeclaration, Panel, PanelMember
from bids.evaluation.rules import seats_of
from challenges.ground.rules import Viewer
from challenges.ground.selectors.scopes import overseen_by


@dataclass(frozen=True, kw_only=True)
class Conflicts:
    """What stands between members and bidders: under each pair that was declared about, whether it is a conflict."""

    standing: Mapping[tuple[UUID, UUID], bool]

    def has_declared(self, member_id: UUID, bidder_id: UUID) -> bool:
        return (member_id, bidder_id) in self.standing

    def has_conflict(self, member_id: UUID, bidder_id: UUID) -> bool:
        return self.standing.get((member_id, bidder_id), False)

    def has_no_conflict(self, member_id: UUID, bidder_id: UUID) -> bool:
        """Whether this member may read and judge this bidder: declared, and without a conflict."""
        return self.standing.get((member_id, bidder_id)) is False

    @property
    def bidders(self) -> frozenset[UUID]:
        """The bidders whom one of the members has a conflict with."""
        return frozenset(bidder for (_member, bidder), has_conflict in self.standing.items() if has_conflict)


def conflicts_of(members: Iterable[UUID] | QuerySet[PanelMember]) -> Conflicts:
    """What these members declared, about whichever bidders. One query."""
    return _conflicts(ConflictDeclaration.objects.filter(member__in=members))


def conflicts_visible_to(viewer: Viewer, panel: Panel) -> Conflicts:
    """What a panel's members declared, for its own people and those who oversee it."""
    is_seated = panel.pk in seats_of(viewer)
    rows = declarations_within_panel(viewer, panel) if is_seated else declarations_visible_to(viewer)
    return _conflicts(rows.filter(member__panel=panel))


def declared_by(member_id: UUID) -> dict[UUID, Declared]:
    """What stands of one member's declarations by bidder, with their reasons: for the member alone."""
    rows = ConflictDeclaration.objects.filter(_stands(), member=member_id)
    return {row.bidder_id: Declared(has_conflict=row.has_conflict, details=row.details) for row in rows}


def declared_no_conflict(member_id: UUID) -> Exists:
    """For a queryset whose rows have a `bidder`: whether the member declared about it, and no conflict."""
    rows = ConflictDeclaration.objects.filter(_stands(), member=member_id, bidder=OuterRef("bidder"))
    return Exists(rows.filter(has_conflict=False))


def declarations_visible_to(viewer: Viewer) -> QuerySet[ConflictDeclaration]:
    """One's own; for officers, approvers and auditors all of their authority's panels (the conflicts assessment)."""
    seats = [seat.member_id for seat in seats_of(viewer).values()]
    return ConflictDeclaration.objects.filter(
        Q(member__in=seats) | Q(member__panel__stage__challenge__authority__in=overseen_by(viewer))
    )


def declarations_within_panel(viewer: Viewer, panel: Panel) -> QuerySet[ConflictDeclaration]:
    """For the panel's own people: who is kept out of talking about whom, without the reasons given for it."""
    if panel.pk not in seats_of(viewer):
        return ConflictDeclaration.objects.none()
    return ConflictDeclaration.objects.filter(member__panel=panel).defer("details")


def _stands() -> Q:
    """The rule itself: no later declaration of the same member about the same bidder."""
    same = ConflictDeclaration.objects.filter(member=OuterRef("member"), bidder=OuterRef("bidder"))
    at_once = Q(declared_at=OuterRef("declared_at"), pk__gt=OuterRef("pk"))
    return Q(~Exists(same.filter(Q(declared_at__gt=OuterRef("declared_at")) | at_once)))


def _conflicts(rows: QuerySet[ConflictDeclaration]) -> Conflicts:
    standing = rows.filter(_stands()).values_list("member", "bidder", "has_conflict")
    return Conflicts(standing={(member, bidder): has_conflict for member, bidder, has_conflict in standing})
