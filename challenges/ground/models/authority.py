import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.ground.domain.words import AuthorityKind


class AuthorityRole(models.TextChoices):
    OFFICER = "officer", _("Commercial officer")
    APPROVER = "approver", _("Approver")
    CONTRACT_MANAGER = "contract_manager", _("Contract manager")
    MISSION_OWNER = "mission_owner", _("Mission owner")
    INFORMATION_OFFICER = "information_officer", _("Information officer")
    AUDITOR = "auditor", _("Auditor")


class Authority(models.Model):
    """A public body that seeks outcomes; several share one portal and see only their own work."""

    KINDS = [
        (AuthorityKind.CENTRAL.value, _("Central government")),
        (AuthorityKind.SUB_CENTRAL.value, _("Local or other public authority")),
        (AuthorityKind.UTILITY.value, _("Utility")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=250)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS, default=AuthorityKind.SUB_CENTRAL.value)
    identifier_scheme = models.CharField(max_length=40, blank=True)
    identifier = models.CharField(max_length=80, blank=True)
    street_address = models.CharField(max_length=250, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, default="GB")
    website = models.URLField(blank=True)
    contact_email = models.EmailField(blank=True)
    is_demonstration = models.BooleanField(default=False)
    # Wagtail's page and collection permissions hang on these two groups; `cms` grants them.
    authors = models.OneToOneField("auth.Group", models.PROTECT, related_name="authority_of_authors", null=True)
    approvers = models.OneToOneField("auth.Group", models.PROTECT, related_name="authority_of_approvers", null=True)

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier_scheme", "identifier"],
                condition=~models.Q(identifier=""),
                name="authority_identifier_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role one person holds in one authority."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="authority_memberships")
    role = models.CharField(_("role"), max_length=30, choices=AuthorityRole.choices)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["authority", "person", "role"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=AuthorityRole.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"
