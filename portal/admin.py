"""People, authorities and stuck background work, for the platform administrator.

Nothing of any bid is registered here, nor the procurement record: those are read where their scopes decide. Who belongs
to an authority is changed by its officers, not here.
"""

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import Group
from django.utils.translation import gettext_lazy as _

from challenges.ground.models import Authority, OutboxRow
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.memberships import create_authority
from challenges.ground.services.outbox import run_again
from cms.editor.services import set_up_authority
from portal.models import User

# Imported from the modules that register them, so that they are registered by now. With these an administrator could
# take over an account: another address to reset its password, its second factor's secret, its sessions, its groups.
admin.site.unregister([EmailAddress, Authenticator, UserSession, Group])

admin.site.site_header = _("Platform administration")
admin.site.site_title = _("Platform administration")


class ReadOnly(admin.ModelAdmin):
    """Shown, never added, changed or deleted."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    """Names, and whether somebody may sign in. People register themselves, and what they did stays attributable."""

    list_display = ["email", "first_name", "last_name", "is_active", "is_superuser", "date_joined"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]
    fields = ["email", "first_name", "last_name", "is_active", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["email", "is_superuser", "last_login", "date_joined"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Authority)
class AuthorityAdmin(ReadOnly):
    """Authorities, and the setting up of a new one; its first officer is then invited from the administrator's desk."""

    fields = ["name", "kind", "identifier_scheme", "identifier", "website", "contact_email", "is_demonstration"]
    list_display = ["name", "kind", "identifier_scheme", "identifier", "is_demonstration"]
    search_fields = ["name", "identifier"]

    def has_add_permission(self, request):
        return request.user.is_superuser

    def save_model(self, request, obj, form, change):
        authority = create_authority(**form.cleaned_data)
        set_up_authority(authority_id=authority.pk, at=database_now())
        obj.pk, obj.slug = authority.pk, authority.slug


@admin.register(OutboxRow)
class DeadLetterAdmin(ReadOnly):
    """Background work that was given up: which, when and where it failed, to be run again once mended."""

    list_display = ["event", "created_at", "dead_at", "attempts", "error"]
    fields = list_display
    actions = ["run_once_more"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(dead_at__isnull=False, done_at__isnull=True)

    @admin.action(description=_("Run again"), permissions=["view"])
    def run_once_more(self, request, queryset):
        at = database_now()
        count = sum(run_again(row_id=str(row_id), at=at) for row_id in queryset.values_list("pk", flat=True))
        self.message_user(request, _("Running again: %(count)s") % {"count": count}, messages.SUCCESS)
