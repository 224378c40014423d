import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bids.bidding.domain.states import BidState
from bids.bidding.models.bidder import Bidder
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Lot, SpecificationVersion, Stage

BID_STATES = [
    (BidState.DRAFT.value, _("Not sent yet")),
    (BidState.SUBMITTED.value, _("Sent")),
    (BidState.WITHDRAWN.value, _("Withdrawn")),
]
ENVELOPE_KINDS = [(EnvelopeKind.QUALITY.value, _("Part 1")), (EnvelopeKind.COMMERCIAL.value, _("Part 2"))]


class Bid(models.Model):
    """One bidder's offer for one stage and lot. All it says is ciphertext, from the first keystroke until opening."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="bids")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="bids", null=True)
    bidder = models.ForeignKey(Bidder, models.PROTECT, related_name="bids")
    state = models.CharField(max_length=20, choices=BID_STATES, default=BidState.DRAFT.value)
    # Counts submissions: each one seals a new version, and the last before closing is the bid.
    version = models.PositiveIntegerField(default=0)
    confirmed_version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="+")
    # The draft's data key, wrapped for the bidder; new with every draft, gone with its submission.
    wrapped_draft_key = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # When two people admitted it although it was not sent before closing.
    admitted_late_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bid")
        verbose_name_plural = _("bids")
        constraints = [
            # Two constraints for one rule: SQLite holds every null lot for another one.
            models.UniqueConstraint(
                fields=["stage", "lot", "bidder"],
                condition=~models.Q(state=BidState.WITHDRAWN.value),
                name="bid_one_live",
            ),
            models.UniqueConstraint(
                fields=["stage", "bidder"],
                condition=models.Q(lot__isnull=True) & ~models.Q(state=BidState.WITHDRAWN.value),
                name="bid_one_live_without_lot",
            ),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in BidState]), name="bid_state_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class DraftField(models.Model):
    """One field of a draft as last typed, encrypted; `version` lets two colleagues see that they wrote at once."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="draft_fields")
    key = models.CharField(max_length=120)
    ciphertext = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    last_writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft field")
        verbose_name_plural = _("draft fields")
        constraints = [models.UniqueConstraint(fields=["bid", "key"], name="draft_field_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.key}"


class StoredFile(models.Model):
    """A file of a bid: its bytes encrypted in the private storage, its name encrypted here."""

    class Scan(models.TextChoices):
        CLEAN = "clean", _("Scanned, nothing found")
        NOT_SCANNED = "not_scanned", _("Not scanned")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="files")
    question_id = models.UUIDField()
    # Name, media type and SHA-256 of the plain bytes, as JSON under the draft's key until it is sealed.
    sealed_details = models.BinaryField()
    # The file's own data key under the draft's key; sealing moves it into the envelope.
    wrapped_key = models.BinaryField(null=True)
    storage_name = models.CharField(max_length=200)
    stored_size = models.PositiveBigIntegerField()
    scan = models.CharField(max_length=20, choices=Scan.choices, default=Scan.NOT_SCANNED)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["uploaded_at"]

    def __str__(self) -> str:
        return str(self.id)


class OpeningKey(models.Model):
    """The key pair to which one stage's parts of one kind are sealed; the private half only under SEALING_KEY."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="opening_keys")
    kind = models.CharField(max_length=20, choices=ENVELOPE_KINDS)
    public_key = models.BinaryField()
    wrapped_private_key = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("opening key")
        verbose_name_plural = _("opening keys")
        constraints = [models.UniqueConstraint(fields=["stage", "kind"], name="opening_key_once")]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.kind}"


class SealedEnvelope(models.Model):
    """One sealed part of one version of a bid; its data key is wrapped for the bidder and for the opening."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="envelopes")
    kind = models.CharField(max_length=20, choices=ENVELOPE_KINDS)
    version = models.PositiveIntegerField()
    ciphertext = models.BinaryField()
    key_for_bidder = models.BinaryField()
    key_for_opening = models.BinaryField()
    content_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sealed envelope")
        verbose_name_plural = _("sealed envelopes")
        constraints = [models.UniqueConstraint(fields=["bid", "kind", "version"], name="envelope_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.kind} {self.version}"


class Receipt(models.Model):
    """What a bidder can prove later: this content, received by the portal at this moment, signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="receipts")
    version = models.PositiveIntegerField()
    specification_version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="+")
    # SHA-256 over content and 32 random bytes, which stand only inside the sealed content and the bidder's copy.
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    signature = models.TextField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    # Of the form that was sent: the same form sent twice finds this receipt instead of making another.
    request_key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["bid", "version"]
        constraints = [models.UniqueConstraint(fields=["bid", "version"], name="receipt_once")]

    def __str__(self) -> str:
        return str(self.id)
