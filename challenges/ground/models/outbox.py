import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxRow(models.Model):
    """Work that follows from a committed change: an event and ids, delivered at least once, harmless twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("piece of background work")
        verbose_name_plural = _("background work")
        indexes = [models.Index(fields=["done_at", "dead_at", "not_before"])]

    def __str__(self) -> str:
        return f"{self.event} {self.id}"


class Mail(models.Model):
    """One e-mail waiting for the worker, kept as sent; a body that holds a sign-in code is wiped once it has gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message_id = models.CharField(max_length=200, unique=True)
    to = models.JSONField(default=list)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    is_secret = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.message_id
