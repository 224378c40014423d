"""What every page of a procurement asks first: whether it is one of the viewer's."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from challenges.ground.rules import OVERSEERS
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import challenges_managed_by


def managed_challenge_or_404(request: HttpRequest, ocid: str) -> Challenge:
    """A challenge of one of the viewer's authorities."""
    return get_object_or_404(challenges_managed_by(request.viewer).select_related("authority"), ocid=ocid)


def overseen_challenge_or_404(request: HttpRequest, ocid: str) -> Challenge:
    """The same, for those who run, approve or audit it."""
    challenge = managed_challenge_or_404(request, ocid)
    if not request.viewer.holds(challenge.authority_id, *OVERSEERS):
        raise Http404
    return challenge
