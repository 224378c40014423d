"""Who is kept out of the acts of two people about one bidder."""

from uuid import UUID

from django.utils.translation import gettext as _

from bids.evaluation.models import PanelMember
from bids.evaluation.selectors.conflicts import conflicts_of
from bids.evaluation.services.conflicts import why_kept_out
from challenges.publishing.models import Stage


def why_kept_from(*, stage: Stage, person_id: UUID, bidder_id: UUID | None = None) -> str:
    """Why this person decides nothing about one bidder, or any: an interest, an own bid, or a declared conflict."""
    kept_out = why_kept_out(stage=stage, person_id=person_id)
    if kept_out:
        return kept_out
    bidders = conflicts_of(PanelMember.objects.filter(panel__stage=stage, person=person_id)).bidders
    if bidder_id is None and bidders:
        return _("You declared a conflict of interest with a bidder here, so somebody else has to do this.")
    if bidder_id in bidders:
        return _("You declared a conflict of interest with this bidder, so somebody else has to do this.")
    return ""
