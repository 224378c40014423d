import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bids.bidding.models.bid import Bid
from bids.bidding.models.bidder import Bidder
from bids.evaluation.domain.states import AssessmentState, PanelState
from challenges.publishing.models import Criterion, Lot, SpecificationVersion, Stage

PANEL_STATES = [
    (PanelState.SCORING.value, _("Scoring")),
    (PanelState.MODERATION.value, _("Agreeing scores")),
    (PanelState.LOCKED.value, _("Marks locked")),
]
ASSESSMENT_STATES = [
    (AssessmentState.DRAFT.value, _("Draft")),
    (AssessmentState.SUBMITTED.value, _("Submitted")),
    (AssessmentState.LOCKED.value, _("Locked")),
    (AssessmentState.VOID.value, _("Void")),
]


class PanelRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    EVALUATOR = "evaluator", _("Evaluator")
    OBSERVER = "observer", _("Observer")


class Panel(models.Model):
    """Who judges one stage (and lot), and how far they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="panels")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="panels", null=True)
    state = models.CharField(max_length=20, choices=PANEL_STATES, default=PanelState.SCORING.value)
    created_at = models.DateTimeField()
    moderation_opened_at = models.DateTimeField(null=True)
    # Why agreeing scores began although assessments were missing; empty where none were.
    gaps_reason = models.TextField(blank=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        constraints = [
            models.UniqueConstraint(fields=["stage", "lot"], name="panel_once"),
            models.UniqueConstraint(
                fields=["stage"], condition=models.Q(lot__isnull=True), name="panel_once_without_lot"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in PanelState]), name="panel_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PanelMember(models.Model):
    """One person on one panel, with a discipline and the criteria given to them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="panel_memberships")
    role = models.CharField(_("role"), max_length=20, choices=PanelRole.choices)
    discipline = models.CharField(_("discipline"), max_length=120, blank=True)
    criteria = models.ManyToManyField(Criterion, related_name="panel_members", blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("panel member")
        verbose_name_plural = _("panel members")
        constraints = [models.UniqueConstraint(fields=["panel", "person"], name="panel_member_once")]

    def __str__(self) -> str:
        return str(self.id)


class ConflictDeclaration(models.Model):
    """What one panel member declares about one bidder, before reading anything of its bid. The latest one stands."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="declarations")
    bidder = models.ForeignKey(Bidder, models.PROTECT, related_name="declarations_about")
    has_conflict = models.BooleanField()
    details = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name = _("conflict declaration")
        verbose_name_plural = _("conflict declarations")
        ordering = ["declared_at", "id"]

    def __str__(self) -> str:
        return f"{self.member_id} {self.bidder_id}"


class Assessment(models.Model):
    """One evaluator's score and reasons for one bid and criterion; void when a conflict comes up, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="assessments")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="assessments")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="assessments")
    specification_version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    reasons = models.TextField(blank=True)
    citations = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=ASSESSMENT_STATES, default=AssessmentState.DRAFT.value)
    revision = models.PositiveIntegerField(default=1)
    # The page it was last saved from, and how often had been typed on it: a page is not in conflict with itself.
    page = models.UUIDField(null=True)
    turn = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "bid", "criterion"],
                condition=~models.Q(state=AssessmentState.VOID.value),
                name="assessment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in AssessmentState]), name="assessment_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[AssessmentState.SUBMITTED.value, AssessmentState.LOCKED.value])
                | (models.Q(score__isnull=False) & ~models.Q(reasons="")),
                name="assessment_given_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Consensus(models.Model):
    """The panel's agreed score and reasons for one bid and criterion.

    It starts blank and stands beside the untouched assessments.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="consensus")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="consensus")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="consensus")
    specification_version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=9, decimal_places=4)
    reasons = models.TextField()
    present = models.JSONField(default=list)
    dissent = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # The latest row stands; earlier ones stay as they were.
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consensus")
        verbose_name_plural = _("consensus")
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "bid", "criterion"],
                condition=models.Q(replaced_at__isnull=True),
                name="consensus_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class FormulaMeasure(models.Model):
    """The measure of one bid's offer that a formula criterion scores, as the ranking found it."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="formula_measures")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="formula_measures")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="formula_measures")
    value = models.DecimalField(max_digits=24, decimal_places=6)
    # Whether it could be worked out from the offer; else `value` is the formula's worst.
    is_defined = models.BooleanField()

    class Meta:
        verbose_name = _("formula measure")
        verbose_name_plural = _("formula measures")
        constraints = [models.UniqueConstraint(fields=["panel", "bid", "criterion"], name="formula_measure_once")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.criterion_id}"
