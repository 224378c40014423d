"""The platform administrator's way to a new public body: its place in the editor, and its first officer invited."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from challenges.ground.models import Authority, AuthorityRole
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.invitations import InvitedTo, invite
from challenges.ground.services.memberships import create_authority
from cms.editor.services import set_up_authority


class NewAuthorityForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the public body"), max_length=250)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Authority.KINDS, initial="sub-central")
    officer = forms.EmailField(
        label=gettext_lazy("E-mail address of its first commercial officer"),
        help_text=gettext_lazy("They are invited by e-mail, and invite everybody else themselves."),
    )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if Authority.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a public body of this name already."))
        return name


@require_http_methods(["GET", "POST"])
def new_authority(request: HttpRequest) -> HttpResponse:
    if not request.user.is_superuser:
        raise PermissionDenied
    form = NewAuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _create(form.cleaned_data, request)
        messages.success(request, _("%(name)s is set up. Its first officer has been invited.") % form.cleaned_data)
        return redirect("wagtailadmin_home")
    return render(request, "cms/new_authority.html", {"form": form, "header_title": _("New public body")})


def _create(answers: dict[str, str], request: HttpRequest) -> None:
    at = database_now()
    role = AuthorityRole.OFFICER
    with transaction.atomic():
        authority = create_authority(name=answers["name"], kind=answers["kind"])
        set_up_authority(authority_id=authority.pk, at=at)
        place = InvitedTo(
            kind="authority", target=authority.pk, name=authority.name, role=role.value, role_name=role.label
        )
        invite(place=place, email=answers["officer"], by=request.viewer.person_id, at=at)
