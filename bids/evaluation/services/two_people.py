"""Who is kept out of the acts of two people about one bidder."""

from uuid import UUID

from django.utils.translation import gettext as _

from bids.evaluation.models import ConflictDeclaration, Panel
from bids.evaluation.services.conflicts import why_kept_out
from challenges.publishing.models import Stage


def why_kept_from(*, stage: Stage, person_id: UUID, bidder_id: UUID | None = None) -> str:
    """Why this person decides nothing about one bidder, or any: an interest, an own bid, or a declared conflict."""
    kept_out = why_kept_out(stage=stage, person_id=person_id)
    if kept_out:
        return kept_out
    seats = Panel.objects.filter(stage=stage, members__person=person_id).values("members")
    declared = ConflictDeclaration.objects.filter(member__in=seats, member__person=person_id)
    if bidder_id is not None:
        declared = declared.filter(bidder=bidder_id)
    rows = declared.order_by("declared_at", "pk").values_list("member", "bidder", "has_conflict")
    latest = {(member, bidder): has_conflict for member, bidder, has_conflict in rows}
    if not any(latest.values()):
        return ""
    if bidder_id is None:
        return _("You declared a conflict of interest with a bidder here, so somebody else has to do this.")
    return _("You declared a conflict of interest with this bidder, so somebody else has to do this.")
