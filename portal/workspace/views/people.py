from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from challenges.ground.domain.refused import Refused
from challenges.ground.guards import limited
from challenges.ground.models import AuthorityRole
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.people import members_of, open_invitations_into
from challenges.ground.selectors.scopes import (
    authorities_in_care_of,
    authority_invitations,
    members_visible_to,
)
from challenges.ground.services.invitations import InvitedTo, invite, revoke_invitation
from challenges.ground.views.refusals import say_refused
from portal.doors import out_of_authority
from portal.workspace.forms.people import InviteMemberForm, RemoveMemberForm
from portal.workspace.guards import managed_authority_or_404


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    managed = list(authorities_in_care_of(request.viewer))
    if not managed:
        raise Http404
    if len(managed) == 1:
        return redirect("authority_people", managed[0].slug)
    return render(request, "portal/people.html", {"authorities": managed})


@login_required
@limited("invite")
@require_http_methods(["GET", "POST"])
def authority_people(request: HttpRequest, slug: str) -> HttpResponse:
    authority, at = managed_authority_or_404(request, slug), database_now()
    form = InviteMemberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        role = AuthorityRole(form.cleaned_data["role"])
        place = InvitedTo(
            kind="authority", target=authority.pk, name=authority.name, role=role.value, role_name=role.label
        )
        invite(place=place, email=form.cleaned_data["email"], by=request.viewer.person_id, at=at)
        messages.success(request, _("Invitation sent to %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect("authority_people", slug)
    context = {
        "authority": authority,
        "form": form,
        "members": members_of(authority, viewer=request.viewer),
        "invitations": open_invitations_into(authority, viewer=request.viewer, at=at),
    }
    return render(request, "portal/authority_people.html", context)


@login_required
@require_POST
def remove_person(request: HttpRequest, slug: str) -> HttpResponse:
    authority = managed_authority_or_404(request, slug)
    form = RemoveMemberForm(request.POST)
    if not form.is_valid():
        raise Http404
    held = members_visible_to(request.viewer).filter(authority=authority)
    membership = get_object_or_404(held, person=form.cleaned_data["person"], role=form.cleaned_data["role"])
    try:
        out_of_authority(membership_id=membership.pk, by=request.viewer.person_id, at=database_now())
    except Refused as refusal:
        say_refused(request, refusal)
    else:
        messages.success(request, _("The role was taken away."))
    return redirect("authority_people", slug)


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    authority = managed_authority_or_404(request, slug)
    sent = get_object_or_404(authority_invitations(request.viewer, authority.pk), pk=invitation_id)
    revoke_invitation(invitation_id=sent.pk, at=database_now())
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("authority_people", slug)
