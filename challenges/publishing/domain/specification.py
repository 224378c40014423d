"""What is sought, as one frozen value: what the editor wrote, what bidders see, what marks are given against.

A specification may be incomplete: drafts are previewed from it. `faults.validate()` judges it, the constructors do not.
Every item carries the identifier of the block it was written in; that is what matches rows between versions.
Texts are keyed by language (`{"en": "…", "cy": "…"}`): two languages are one specification, published at one moment.
Rich texts hold the editor's HTML after sanitising. Money is in pounds; `value_amount` includes VAT, as thresholds do.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

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
class Formula:
    """How a measure becomes a score: `worst` and `best` for linear, `levels` (from, score) for steps.

    A draft may hold any kind and any figures; `bids.evaluation.domain.scoring.criteria` checks them before anything is
    scored.
    """

    kind: str
    worst: Decimal | None = None
    best: Decimal | None = None
    levels: tuple[tuple[Decimal, Decimal], ...] = ()


@dataclass(frozen=True, kw_only=True)
class FormulaSpec(Formula):
    """A formula together with the exact measure of the offer it scores, and the outcome the measure is about."""

    measure: str
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
    """A social-value measure bidders may pledge against; `unit_value` in pounds is published, equal for all.

    `code` is what calculations call its unit by; people read in `unit` what is counted.
    """

    id: str
    code: str
    title: Text
    unit: Text
    unit_value: Decimal = Decimal(0)
    maximum: Decimal | None = None
    countable_years: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShareBand:
    """The supplier's share of a stretch of the difference between outturn and target; bounds as fractions of target.

    A draft may hold any figures; what uses the bands to work something out checks them first (`terms`).
    """

    from_: Decimal
    to: Decimal | None
    share: Decimal


@dataclass(frozen=True, kw_only=True)
class PayerSpec:
    """Who pays which share. Calculations know a payer by its code, the entry it was written in; people by its name."""

    code: str
    name: Text
    share: Decimal
    public: bool = True


@dataclass(frozen=True, kw_only=True)
class StagePayment:
    """A fixed amount for a contract month, counted from 0. A draft may hold any figures, as with bands."""

    month: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class TermsSpec:
    """How risk and reward are shared, as published: with the words bidders read, and with what a draft still lacks.

    `bids.bidding.domain.measures.terms_offered` makes of it, the outcomes' prices and a bidder's fee the `Terms` that
    are reckoned with.
    """

    years: int | None = None
    fixed_fee: Decimal = Decimal(0)
    fee_is_offered: bool = False
    cap_total: Decimal | None = None
    cap_per_person: Decimal | None = None
    bands: tuple[ShareBand, ...] = ()
    payers: tuple[PayerSpec, ...] = ()
    stage_payments: tuple[StagePayment, ...] = ()
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
    """A change of what a field means takes a new `FORMAT` and a reader for the old one (`frozen_json`)."""

    FORMAT: ClassVar[int] = 1
    #: Fields younger than the first published versions, left out where they say nothing, so that those keep their hash.
    LEFT_OUT_WHERE_SILENT: ClassVar[frozenset[str]] = frozenset({"late_admission"})

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
    #: Whether two people may admit a bid that was begun in time and not sent.
    late_admission: bool = False
