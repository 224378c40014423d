import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.ground.domain.words import ChallengeKind
from challenges.ground.models import Authority, Record
from challenges.missions.models.mission import Mission
from challenges.publishing.domain.words import ContractType, Method, Pillar, Procedure, Route

KINDS = [
    (ChallengeKind.OUTCOME_SPECIFICATION.value, _("Outcome specification")),
    (ChallengeKind.CHALLENGE_PRIZE.value, _("Challenge prize")),
]
ROUTES = [
    (Route.PUBLIC_CONTRACT.value, _("Public contract")),
    (Route.LIGHT_TOUCH.value, _("Light touch contract")),
    (Route.BELOW_THRESHOLD.value, _("Below-threshold contract")),
    (Route.INVITED.value, _("Invited (quick quote or call-off)")),
    (Route.RD_CONTRACT.value, _("Research and development contract")),
    (Route.PROVIDER_SELECTION.value, _("Provider Selection Regime")),
    (Route.GRANT_OR_PRIZE.value, _("Grant or prize")),
]
PROCEDURES = [
    (Procedure.OPEN.value, _("Open")),
    (Procedure.COMPETITIVE_FLEXIBLE.value, _("Competitive flexible")),
    (Procedure.QUICK_QUOTE.value, _("Quick quote")),
    (Procedure.CALL_OFF.value, _("Call-off")),
]
CONTRACT_TYPES = [
    (ContractType.GOODS.value, _("Goods")),
    (ContractType.SERVICES.value, _("Services")),
    (ContractType.WORKS.value, _("Works")),
    (ContractType.CONCESSION.value, _("Concession")),
    (ContractType.LIGHT_TOUCH.value, _("Light touch services")),
    (ContractType.LIGHT_TOUCH_CONCESSION.value, _("Light touch concession")),
    (ContractType.FRAMEWORK.value, _("Framework")),
]
PILLARS = [
    (Pillar.PUBLIC_VALUE.value, _("Public value")),
    (Pillar.SOCIAL_VALUE.value, _("Social value")),
    (Pillar.RISK_AND_REWARD.value, _("Sharing risk and reward")),
]
METHODS = [
    (Method.JUDGED.value, _("Judged by the panel")),
    (Method.FORMULA.value, _("Worked out by a published formula")),
    (Method.PASS_FAIL.value, _("Pass or fail")),
]


class Challenge(models.Model):
    """Anything published for response. Its words are its latest version's; what is kept here serves lists and search.

    The page in the CMS is where it is written; this record is what bidders and evaluators rely on.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="challenge")
    ocid = models.CharField(max_length=60, unique=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="challenges")
    mission = models.ForeignKey(Mission, models.SET_NULL, related_name="challenges", null=True, blank=True)
    # The Wagtail page's: shared by its translations, so two languages stay one challenge.
    translation_key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=30, choices=KINDS)
    route = models.CharField(max_length=30, choices=ROUTES)
    procedure = models.CharField(max_length=30, choices=PROCEDURES)
    contract_type = models.CharField(max_length=30, choices=CONTRACT_TYPES)
    title = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    search_text = models.TextField(blank=True)
    places = models.JSONField(default=list)
    cpv = models.JSONField(default=list)
    currency = models.CharField(max_length=3, default="GBP")
    value_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    # The day the procurement began pins the vintage of every dated rule.
    started_on = models.DateField()
    approved_at = models.DateTimeField()
    # From this moment the public may see it: publication on the central platform where a notice is needed, else
    # the approval or the scheduled moment. Null while the notice is still to come.
    public_from = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["-public_from"]
        indexes = [models.Index(fields=["public_from"]), models.Index(fields=["authority", "public_from"])]

    def __str__(self) -> str:
        return str(self.title.get("en", self.ocid))


class SpecificationVersion(models.Model):
    """One published version, frozen: the whole specification as JSON and its hash. Every mark carries its version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    is_material = models.BooleanField(default=True)
    change_note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("specification version")
        verbose_name_plural = _("specification versions")
        ordering = ["challenge", "number"]
        constraints = [models.UniqueConstraint(fields=["challenge", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.challenge_id} v{self.number}"


class Item(models.Model):
    """What other rows point at: one item of the specification, matched between versions by its block id.

    An item that a later version leaves out keeps its row (marks and answers may point at it) with `dropped_in` set.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    block_id = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    dropped_in = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="+", null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title.get("en", self.block_id))


class Lot(Item):
    """A separately awarded part. A challenge without lots has none."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="lots")
    value_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["challenge", "block_id"], name="lot_block_once")]


class Outcome(Item):
    """What must change, for whom; offers and later claims are made against it."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="outcomes")
    unit = models.JSONField(default=dict)
    price_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    price_is_offered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["challenge", "block_id"], name="outcome_block_once")]


class Condition(Item):
    """A duty written into the award; a required one must be accepted."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="conditions")
    kind = models.CharField(max_length=30)
    is_required = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["challenge", "block_id"], name="condition_block_once")]


class Measure(Item):
    """A social-value measure bidders may pledge against."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="measures")
    code = models.CharField(max_length=60)
    unit = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["challenge", "block_id"], name="measure_block_once")]


class Stage(Item):
    """One round of submissions, evaluation and decision. Its phase is computed from these dates and recorded acts."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="stages")
    opens_at = models.DateTimeField()
    questions_close_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField()
    decision_on = models.DateField(null=True)
    two_envelopes = models.BooleanField(default=True)
    # Written once, 60 s after closing: from then on no bid joins or leaves the list.
    list_fixed_at = models.DateTimeField(null=True)
    list_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["position"]
        indexes = [models.Index(fields=["closes_at"])]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "block_id"], name="stage_block_once"),
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="stage_opens_before_closing"
            ),
        ]


class Criterion(Item):
    """How bids are judged: one of these per thing that earns marks or disqualifies."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="criteria")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="criteria", null=True)
    pillar = models.CharField(max_length=30, choices=PILLARS, blank=True)
    method = models.CharField(max_length=20, choices=METHODS)
    weight = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    maximum = models.DecimalField(max_digits=9, decimal_places=4, default=5)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "block_id"], name="criterion_block_once"),
            models.CheckConstraint(
                condition=models.Q(method__in=[m.value for m in Method]), name="criterion_method_known"
            ),
        ]


class Question(Item):
    """What a bidder answers in words; marked under its criterion."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="questions")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="questions", null=True)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="questions", null=True)
    word_limit = models.PositiveIntegerField(null=True)
    is_required = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["challenge", "block_id"], name="question_block_once")]


class Document(models.Model):
    """A file of a challenge, copied in at publication: these bytes, whatever the editor replaces later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="documents")
    version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="documents")
    block_id = models.CharField(max_length=64)
    title = models.JSONField(default=dict)
    filename = models.CharField(max_length=200)
    storage_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["version", "filename"]

    def __str__(self) -> str:
        return self.filename
