import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from bids.evaluation.models.evaluation import Panel
from challenges.publishing.models import SpecificationVersion


class Ranking(models.Model):
    """The ranking as it came out of the locked marks, frozen as JSON with its hash.

    `reproduce_decision` computes it anew. One that no longer stands, because a score was reopened, is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="rankings")
    specification_version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="+")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    # When a score it rests on was reopened; from then on another one takes its place.
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel"], condition=models.Q(superseded_at__isnull=True), name="ranking_one_standing"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
