import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bids.awards.domain.states import AwardState, RecommendationState
from bids.bidding.models.bid import Bid
from bids.evaluation.models.evaluation import Panel
from bids.evaluation.models.ranking import Ranking
from challenges.publishing.models import Notice

RECOMMENDATION_STATES = [
    (RecommendationState.PROPOSED.value, _("Waiting for approval")),
    (RecommendationState.APPROVED.value, _("Approved")),
    (RecommendationState.RETURNED.value, _("Returned")),
]
AWARD_STATES = [
    (AwardState.APPROVED.value, _("Approved")),
    (AwardState.SUMMARIES_SENT.value, _("Bidders told")),
    (AwardState.PUBLISHED.value, _("Published")),
]


class Recommendation(models.Model):
    """What the officer proposes on the strength of the ranking (no award is one too); a second person decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="recommendations")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="recommendations", null=True)
    #: The part of a prize's fund this winner gets; elsewhere the offer says what the award is worth.
    prize_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    reasons = models.TextField()
    state = models.CharField(max_length=20, choices=RECOMMENDATION_STATES, default=RecommendationState.PROPOSED.value)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ranking"],
                condition=~models.Q(state=RecommendationState.RETURNED.value),
                name="recommendation_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in RecommendationState]), name="recommendation_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Approval(models.Model):
    """The second person's decision on a recommendation, with reasons when it is returned."""

    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="approval")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_approved = models.BooleanField()
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return str(self.recommendation_id)


class Award(models.Model):
    """The decision: to whom, for how much, and what still stands before signing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="award")
    panel = models.OneToOneField(Panel, models.PROTECT, related_name="award")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="awards", null=True)
    value_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="GBP")
    state = models.CharField(max_length=20, choices=AWARD_STATES, default=AwardState.APPROVED.value)
    decided_at = models.DateTimeField()
    summaries_sent_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # Where the route asks for one, or the officer named one; lots announced together share it.
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="awards", null=True)
    standstill_ends_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-published_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in AwardState]), name="award_state_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def notice_number(self) -> str:
        """The number of its notice on the central platform, if it has one; select `notice` for a list of awards."""
        return self.notice.external_number if self.notice else ""


class Summary(models.Model):
    """The letter of scores and reasons to one bidder, frozen as sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="summaries")
    bid = models.OneToOneField(Bid, models.PROTECT, related_name="summary")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("assessment summary")
        verbose_name_plural = _("assessment summaries")

    def __str__(self) -> str:
        return str(self.id)
