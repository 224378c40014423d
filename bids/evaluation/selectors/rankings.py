"""The panels of a challenge as its decision pages show them, and the rankings that stand no more."""

from django.db.models import QuerySet

from bids.evaluation.models import Panel, Ranking
from bids.evaluation.selectors.scopes import bids_are_open, panels_visible_to, superseded_rankings_visible_to
from challenges.ground.rules import Viewer
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Challenge


def decision_panels_of(challenge: Challenge, *, viewer: Viewer) -> QuerySet[Panel]:
    """The panels of a challenge this viewer may see, with what the decision pages read."""
    return (
        panels_visible_to(viewer)
        .filter(stage__challenge=challenge)
        .select_related("stage__challenge__authority", "lot")
        .annotate(has_begun=bids_are_open(EnvelopeKind.QUALITY.value))
        .order_by("stage__position", "lot__position")
    )


def superseded_rankings(panel: Panel, *, viewer: Viewer) -> list[Ranking]:
    """Rankings that stood before a score was reopened, the latest first."""
    found = superseded_rankings_visible_to(viewer).filter(panel=panel)
    return list(found.select_related("specification_version").order_by("-superseded_at"))
