import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BidderKind(models.TextChoices):
    CHARITY = "vcse", _("Charity, community group or social enterprise")
    SME = "sme", _("Small or medium-sized business")
    LARGE = "large", _("Large business")
    UNIVERSITY = "university", _("University or research body")
    CONSORTIUM = "consortium", _("Consortium")
    PUBLIC_BODY = "public_body", _("Public body")
    PERSON = "person", _("Person or team (challenge prizes)")


class BidderRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    VIEWER = "viewer", _("Viewer")


class Bidder(models.Model):
    """Who offers: an organisation, or for prizes a person or team. Its members draft its bids together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=BidderKind.choices)
    contact_email = models.EmailField(_("contact e-mail address"))
    identifier_scheme = models.CharField(max_length=40, blank=True)
    identifier = models.CharField(max_length=80, blank=True)
    is_demonstration = models.BooleanField(default=False)
    # What is sealed for this bidder is wrapped for `public_key`; the private key is stored only under SEALING_KEY.
    public_key = models.BinaryField()
    wrapped_private_key = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bidder")
        verbose_name_plural = _("bidders")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=BidderKind.values), name="bidder_kind_known")]

    def __str__(self) -> str:
        return self.name


class BidderMembership(models.Model):
    """One person's place in one bidder organisation."""

    bidder = models.ForeignKey(Bidder, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bidder_memberships")
    role = models.CharField(_("role"), max_length=20, choices=BidderRole.choices)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("bidder membership")
        verbose_name_plural = _("bidder memberships")
        constraints = [
            models.UniqueConstraint(fields=["bidder", "person"], name="bidder_membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=BidderRole.values), name="bidder_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.bidder_id} {self.person_id}"
