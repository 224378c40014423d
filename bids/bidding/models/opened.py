import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bids.bidding.models.bid import ENVELOPE_KINDS, Bid
from challenges.publishing.models import Question, Stage


class Opening(models.Model):
    """One opening of one kind of part of one stage: asked for by one named person, done by a second."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="openings")
    kind = models.CharField(max_length=20, choices=ENVELOPE_KINDS)
    first_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    second_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    second_at = models.DateTimeField(null=True)
    # When the parts had been gone through: one that is still sealed after this could not be opened.
    opened_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints = [
            models.UniqueConstraint(fields=["stage", "kind"], name="opening_once"),
            models.CheckConstraint(
                condition=models.Q(second_person__isnull=True) | ~models.Q(second_person=models.F("first_person")),
                name="opening_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.kind}"


class OpenedPart(models.Model):
    """One part of a bid as it was sealed: its JSON and its hash, written by the opening and by nothing else.

    It is read through `bids.evaluation.selectors.opened_parts`, which refuses what is not what was sealed.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="opened_parts")
    kind = models.CharField(max_length=20, choices=ENVELOPE_KINDS)
    # What was sealed, without the keys of files (`bids.bidding.domain.payload.opened_plain`).
    content = models.JSONField()
    # The hash its envelope is filed under: over the content and the salt beside it.
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("opened part")
        verbose_name_plural = _("opened parts")
        constraints = [models.UniqueConstraint(fields=["bid", "kind"], name="opened_part_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.kind}"


class OpenedFile(models.Model):
    """A file as the opening found it: its name, and its key under the stage's keyring for reading on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="opened_files")
    stored_file = models.OneToOneField("bidding.StoredFile", models.PROTECT, related_name="opened")
    question = models.ForeignKey(Question, models.PROTECT, related_name="opened_files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    wrapped_key = models.BinaryField()

    class Meta:
        verbose_name = _("opened file")
        verbose_name_plural = _("opened files")

    def __str__(self) -> str:
        return str(self.id)
