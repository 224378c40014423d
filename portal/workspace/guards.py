"""What the pages about an authority's people ask first."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from challenges.ground.guards import require
from challenges.ground.models import Authority
from challenges.ground.selectors.scopes import authorities_in_care_of, authorities_of


def managed_authority_or_404(request: HttpRequest, slug: str) -> Authority:
    """An authority whose people the viewer looks after; its other members may know it, and may not."""
    authority = authorities_in_care_of(request.viewer).filter(slug=slug).first()
    if authority is None:
        authority = get_object_or_404(authorities_of(request.viewer), slug=slug)
    require(request, "challenges.manage_people", authority)
    return authority
