import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.publishing.models.challenge import Challenge


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
