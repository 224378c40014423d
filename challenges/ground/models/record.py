import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.ground.models.authority import Authority


class Record(models.Model):
    """The record of one thing that is answered for (a challenge, a mission), which bears the record's id as its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="records")

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")

    def __str__(self) -> str:
        return str(self.id)


class RecordEntry(models.Model):
    """One entry of a record: append-only (database triggers) and chained by hash.

    People and bids are named by random ids inside `content`, never by foreign key: erasing a person must not need
    this table changed. Texts that may have to go are held as salted hashes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    content = models.JSONField()
    previous_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("record entry")
        verbose_name_plural = _("record entries")
        ordering = ["record", "number"]
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="record_number_once")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.number} {self.event}"
