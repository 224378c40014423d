import uuid
from typing import Any

from django.conf import settings
from django.db import models

#: Waiting or granted: what stands in the way of asking once more.
STANDING = models.Q(is_granted__isnull=True) | models.Q(is_granted=True)


class TwoPersonAct(models.Model):
    """What one named person asks for and a second one grants or refuses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    # None while it waits.
    is_granted = models.BooleanField(null=True)
    decision_reasons = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["asked_at"]
        constraints: list[Any] = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="%(class)s_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True, is_granted__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False, is_granted__isnull=False),
                name="%(class)s_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
