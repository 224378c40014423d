import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.models.challenge import Challenge


class RecordEntry(models.Model):
    """One entry of a challenge's procurement record: append-only (database triggers) and chained by hash.

    People and bids are named by random ids inside `content`, never by foreign key: erasing a person must not need
    this table changed. Texts that may have to go are held as salted hashes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="record")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    content = models.JSONField()
    previous_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("record entry")
        verbose_name_plural = _("record entries")
        ordering = ["challenge", "number"]
        constraints = [models.UniqueConstraint(fields=["challenge", "number"], name="record_number_once")]

    def __str__(self) -> str:
        return f"{self.challenge_id} {self.number} {self.event}"


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


class Letter(models.Model):
    """A message in the portal itself, on the person's desk; delivered exactly once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters")
    unique_key = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    address = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject
