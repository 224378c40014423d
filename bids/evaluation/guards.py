"""What every page of a panel asks first: whether the viewer sits on it, or oversees what it judges."""

from uuid import UUID

from django.http import Http404, HttpRequest

from bids.evaluation.models import Panel
from bids.evaluation.rules import seats_of
from bids.evaluation.selectors.panels import panel_of
from challenges.publishing.guards import managed_challenge_or_404, overseen_challenge_or_404
from challenges.publishing.models import Challenge


def seated_panel_or_404(request: HttpRequest, panel_id: UUID) -> Panel:
    """A panel the viewer sits on."""
    panel = panel_of(request.viewer, panel_id) if panel_id in seats_of(request.viewer) else None
    if panel is None:
        raise Http404
    return panel


def managed_panel_or_404(request: HttpRequest, ocid: str, panel_id: UUID) -> Panel:
    """A panel of a challenge of the viewer's authorities."""
    return _panel_or_404(request, managed_challenge_or_404(request, ocid), panel_id)


def overseen_panel_or_404(request: HttpRequest, ocid: str, panel_id: UUID) -> Panel:
    """The same, for those who run, approve or audit it."""
    return _panel_or_404(request, overseen_challenge_or_404(request, ocid), panel_id)


def _panel_or_404(request: HttpRequest, challenge: Challenge, panel_id: UUID) -> Panel:
    panel = panel_of(request.viewer, panel_id)
    if panel is None or panel.stage.challenge_id != challenge.pk:
        raise Http404
    return panel
