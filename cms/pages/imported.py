import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ImportedNotice(models.Model):
    """The published notice a draft was made from: its bytes as they came, and what could not be taken over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.OneToOneField(Page, models.CASCADE, related_name="imported_notice")
    source = models.CharField(max_length=300, blank=True)
    original = models.BinaryField()
    original_sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = _("imported notice")
        verbose_name_plural = _("imported notices")

    def __str__(self) -> str:
        return self.source or str(self.id)


class ResolvePoint(models.Model):
    """One thing of an imported notice for a person to look at: where it stood, what it said, and why it is here."""

    notice = models.ForeignKey(ImportedNotice, models.CASCADE, related_name="points")
    position = models.PositiveIntegerField()
    where = models.CharField(max_length=300, blank=True)
    found = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = _("thing to resolve")
        verbose_name_plural = _("things to resolve")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.where or self.reason
