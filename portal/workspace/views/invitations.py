from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from challenges.ground.domain.refused import Refused
from challenges.ground.models import Invitation
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.scopes import invitation_with_token, invitations_to
from challenges.ground.services.invitations import accept_invitation, refuse_unless_open, token_sha256
from challenges.ground.services.refusals import words_of_refusal
from portal.doors import DOORS


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the e-mail; signed out, it leads to an account first."""
    found = get_object_or_404(invitation_with_token(token_sha256(token)).select_related("invited_by"))
    return _answer(request, found)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def invitation_to_me(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """The same from the desk, for the person whose verified address it was sent to."""
    mine = invitations_to(request.viewer, database_now()).select_related("invited_by")
    return _answer(request, get_object_or_404(mine, pk=invitation_id))


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    at, refusal = database_now(), ""
    try:
        refuse_unless_open(invitation=found, at=at)
        if request.method == "POST" and _owns_address(request, found):
            accept_invitation(invitation_id=found.pk, by=request.viewer.person_id, let_in=DOORS[found.kind], at=at)
            messages.success(request, _("You have joined %(name)s.") % {"name": found.details["name"]})
            return redirect("desk")
    except Refused as reason:
        refusal = words_of_refusal(reason)
    context = {"invitation": found, "refusal": refusal, "is_mine": _owns_address(request, found)}
    return render(request, "portal/invitation.html", context, status=410 if refusal else 200)


def _owns_address(request: HttpRequest, found: Invitation) -> bool:
    """Signed in with the address the invitation went to, and that address is proved to be theirs."""
    if not request.user.is_authenticated or request.user.email.lower() != found.email:
        return False
    return EmailAddress.objects.filter(user=request.user, email__iexact=found.email, verified=True).exists()
