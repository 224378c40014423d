import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bids.bidding.models.bid import ENVELOPE_KINDS, Bid
from challenges.publishing.models import Condition, Measure, Outcome, Question, Stage


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


class Answer(models.Model):
    """A bidder's words to one question, written here by the opening and by nothing else."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["bid", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.question_id}"


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


class OutcomeOffer(models.Model):
    """What a bidder promises for one outcome.

    Units a year, how many succeed (low, likely, high), and a price where the price is open.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="outcome_offers")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="offers")
    volumes = models.JSONField(default=list)
    attainment_low = models.DecimalField(max_digits=7, decimal_places=6)
    attainment_likely = models.DecimalField(max_digits=7, decimal_places=6)
    attainment_high = models.DecimalField(max_digits=7, decimal_places=6)
    price_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("outcome offer")
        verbose_name_plural = _("outcome offers")
        constraints = [models.UniqueConstraint(fields=["bid", "outcome"], name="outcome_offer_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.outcome_id}"


class Pledge(models.Model):
    """A social-value commitment: so many of a measure's units a year, and how it will be done."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="pledges")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="pledges")
    quantity = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    years = models.PositiveSmallIntegerField(default=1)
    sharing = models.PositiveSmallIntegerField(default=1)
    statement = models.TextField(blank=True)

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [models.UniqueConstraint(fields=["bid", "measure"], name="pledge_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.measure_id}"


class AcceptedCondition(models.Model):
    """A condition this bidder accepts as a duty of the award."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="accepted_conditions")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="acceptances")

    class Meta:
        verbose_name = _("accepted condition")
        verbose_name_plural = _("accepted conditions")
        constraints = [models.UniqueConstraint(fields=["bid", "condition"], name="accepted_condition_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.condition_id}"


class RiskRewardOffer(models.Model):
    """How the bidder would share risk and reward: its fee where open, costs by year, and what it can finance."""

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="risk_reward")
    fixed_fee_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    # The whole price for challenges without outcome payments.
    price_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    yearly_costs = models.JSONField(default=list)
    cost_factor_low = models.DecimalField(max_digits=7, decimal_places=4, default=1)
    cost_factor_likely = models.DecimalField(max_digits=7, decimal_places=4, default=1)
    cost_factor_high = models.DecimalField(max_digits=7, decimal_places=4, default=1)
    working_capital_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("risk and reward offer")
        verbose_name_plural = _("risk and reward offers")

    def __str__(self) -> str:
        return str(self.bid_id)
