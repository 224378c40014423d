"""What is sought, as one frozen value: what the editor wrote, what bidders see, what marks are given against.

A specification may be incomplete: drafts are previewed from it. `faults.validate()` judges it, the constructors do not.
Every item carries the identifier of the block it was written in; that is what matches rows between versions.
Texts are keyed by language (`{"en": "…", "cy": "…"}`): two languages are one specification, published at one moment.
Rich texts hold the editor's HTML after sanitising. Money is in pounds; `value_amount` includes VAT, as thresholds do.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from challenges.ground.domain.language import Text


@dataclass(frozen=True, kw_only=True)
class LotSpec:
    id: str
    title: Text
    description: Text = field(default_factory=dict)
    value_amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class OutcomeSpec:
    """What must change, for whom. `price` is what one achieved unit is paid.

    `None` with `price_is_offered` leaves it to bidders.
    """

    id: str
    title: Text
    beneficiaries: Text = field(default_factory=dict)
    measure: Text = field(default_factory=dict)
    unit: Text = field(default_factory=dict)
    baseline: Text = field(default_factory=dict)
    target: Decimal | None = None
    by_when: date | None = None
    verification: Text = field(default_factory=dict)
    value_per_unit: Decimal | None = None
    price: Decimal | None = None
    price_is_offered: bool = False
    limit_per_person: Decimal | None = None
    lot: str = ""


@dataclass(frozen=True, kw_only=True)
class ScalePoint:
    score: Decimal
    label: Text
    descriptor: Text = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FormulaSpec:
    """Which exact measure of the offer is scored, and by which published function (`bids.evaluation.domain.scoring.scoring`)."""

    measure: str
    kind: str
    worst: Decimal | None = None
    best: Decimal | None = None
    levels: tuple[tuple[Decimal, Decimal], ...] = ()
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class CriterionSpec:
    id: str
    title: Text
    guidance: Text = field(default_factory=dict)
    pillar: str = ""
    heading: str = ""
    method: str = "judged"
    weight: Decimal = Decimal(0)
    maximum: Decimal = Decimal(5)
    minimum: Decimal | None = None
    scale: tuple[ScalePoint, ...] = ()
    formula: FormulaSpec | None = None
    lot: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionSpec:
    """What a bidder is asked in words; `criterion` is the judged or pass/fail criterion its answer is marked under."""

    id: str
    title: Text
    hint: Text = field(default_factory=dict)
    criterion: str = ""
    word_limit: int | None = None
    required: bool = True
    allows_files: bool = False
    lot: str = ""


@dataclass(frozen=True, kw_only=True)
class ConditionSpec:
    id: str
    kind: str
    title: Text
    obligation: Text = field(default_factory=dict)
    evidence: Text = field(default_factory=dict)
    consequence: Text = field(default_factory=dict)
    due: Text = field(default_factory=dict)
    required: bool = True


@dataclass(frozen=True, kw_only=True)
class MeasureSpec:
    """A social-value measure bidders may pledge against; `unit_value` in pounds is published, equal for all."""

    id: str
    code: str
    title: Text
    unit: str
    unit_value: Decimal = Decimal(0)
    maximum: Decimal | None = None
    countable_years: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShareBandSpec:
    from_: Decimal
    to: Decimal | None
    share: Decimal


@dataclass(frozen=True, kw_only=True)
class PayerSpec:
    name: str
    share: Decimal
    public: bool = True


@dataclass(frozen=True, kw_only=True)
class StagePaymentSpec:
    month: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class TermsSpec:
    """How risk and reward are shared. Mirrors `challenges.publishing.domain.payment.Terms`, with the words bidders read."""

    years: int | None = None
    fixed_fee: Decimal = Decimal(0)
    fee_is_offered: bool = False
    cap_total: Decimal | None = None
    cap_per_person: Decimal | None = None
    bands: tuple[ShareBandSpec, ...] = ()
    payers: tuple[PayerSpec, ...] = ()
    stage_payments: tuple[StagePaymentSpec, ...] = ()
    advance: Decimal = Decimal(0)
    advance_from: int = 0
    advance_months: int = 1
    verification_lag: int = 0
    payment_lag: int = 1
    indexed: bool = True
    intellectual_property: Text = field(default_factory=dict)
    money_back: Text = field(default_factory=dict)
    explanation: Text = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StageSpec:
    """One round of submissions, evaluation and decision."""

    id: str
    title: Text
    opens_at: datetime | None = None
    questions_close_at: datetime | None = None
    closes_at: datetime | None = None
    decision_on: date | None = None
    description: Text = field(default_factory=dict)
    two_envelopes: bool = True


@dataclass(frozen=True, kw_only=True)
class TieRuleSpec:
    steps: tuple[str, ...] = ()
    band: Decimal = Decimal(0)
    seed_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentSpec:
    id: str
    title: Text
    source: str
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Specification:
    kind: str
    route: str = ""
    procedure: str = "open"
    contract_type: str = "services"
    languages: tuple[str, ...] = ("en",)
    title: Text = field(default_factory=dict)
    summary: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    beneficiaries: Text = field(default_factory=dict)
    eligibility: Text = field(default_factory=dict)
    prize: Text = field(default_factory=dict)
    currency: str = "GBP"
    value_amount: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    cpv: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    suits_sme: bool = True
    suits_vcse: bool = True
    mission: str = ""
    lots: tuple[LotSpec, ...] = ()
    outcomes: tuple[OutcomeSpec, ...] = ()
    criteria: tuple[CriterionSpec, ...] = ()
    questions: tuple[QuestionSpec, ...] = ()
    conditions: tuple[ConditionSpec, ...] = ()
    measures: tuple[MeasureSpec, ...] = ()
    terms: TermsSpec | None = None
    stages: tuple[StageSpec, ...] = ()
    tie_rule: TieRuleSpec = field(default_factory=TieRuleSpec)
    documents: tuple[DocumentSpec, ...] = ()
    late_bids: Text = field(default_factory=dict)
    #: Whether two people may admit a bid that was begun in time and not sent; left out of the JSON where they may not.
    late_admission: bool = False
