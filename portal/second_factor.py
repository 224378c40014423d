"""Who needs a second factor, and whether this session has shown one."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from bids.evaluation.rules import seats_of
from challenges.ground.rules import Viewer

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_needed_by(viewer: Viewer) -> bool:
    """Whoever works for an authority, sits on a panel or runs the platform; a bidder may have one and need not."""
    return bool(viewer.authority_roles or seats_of(viewer) or viewer.is_platform_administrator)


def is_set_up_for(request: HttpRequest) -> bool:
    return get_adapter().is_mfa_enabled(request.user, types=FACTORS)


def was_shown_in(request: HttpRequest) -> bool:
    """Whether this session has used the factor, at sign-in or when asked again."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
