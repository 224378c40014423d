"""What a specification asks of one bid, as the pieces a draft consists of.

A piece is one page for the bidder and one encrypted field of the draft: an answer, an offer for one outcome, a pledge
against one measure, the conditions, the money. Its key is `<kind>:<block id>`, or the kind alone where there is one.
What belongs to another lot is not asked. A whole price is asked for where no outcome is paid for and no fee is named;
of a prize only where a formula scores it.
"""

from dataclasses import dataclass
from enum import StrEnum

from challenges.ground.domain.words import ChallengeKind
from challenges.publishing.domain.formulas import MEASURES
from challenges.publishing.domain.specification import (
    ConditionSpec,
    CriterionSpec,
    MeasureSpec,
    OutcomeSpec,
    QuestionSpec,
    Specification,
)
from challenges.publishing.domain.words import MeasureOfOffer, Method

DAYS_IN_YEAR = 365.25
VOLUME_MEASURES = {measure for measure, facts in MEASURES.items() if facts.asks_for_units}


class PieceKind(StrEnum):
    ANSWER = "answer"
    OUTCOME = "outcome"
    PLEDGE = "pledge"
    CONDITIONS = "conditions"
    MONEY = "money"


def piece_key(kind: PieceKind, item: str = "") -> str:
    return f"{kind.value}:{item}" if item else kind.value


@dataclass(frozen=True, kw_only=True)
class MoneyAsked:
    """Which figures of money this bid is asked for."""

    fee: bool
    price: bool
    costs: bool

    @property
    def anything(self) -> bool:
        return self.fee or self.price or self.costs


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Everything asked of a bid for one lot, in the order of the specification."""

    questions: tuple[QuestionSpec, ...]
    outcomes: tuple[OutcomeSpec, ...]
    measures: tuple[MeasureSpec, ...]
    conditions: tuple[ConditionSpec, ...]
    must_pass: tuple[CriterionSpec, ...]
    money: MoneyAsked
    years: int


def asked_of(specification: Specification, *, lot: str) -> Asked:
    """What a bid for this lot (blank where there are none) has to say."""
    criteria = [criterion for criterion in specification.criteria if criterion.lot in ("", lot)]
    outcomes = [outcome for outcome in specification.outcomes if outcome.lot in ("", lot)]
    scored = {MeasureOfOffer(c.formula.measure) for c in criteria if c.formula}
    is_paid = any(outcome.price is not None or outcome.price_is_offered for outcome in outcomes)
    is_prize = specification.kind == ChallengeKind.CHALLENGE_PRIZE.value
    return Asked(
        questions=tuple(question for question in specification.questions if question.lot in ("", lot)),
        outcomes=tuple(outcomes) if not is_prize or is_paid or scored & VOLUME_MEASURES else (),
        measures=specification.measures,
        conditions=specification.conditions,
        must_pass=tuple(c for c in criteria if c.method == Method.PASS_FAIL.value),
        money=_money(specification, is_paid=is_paid, may_cost=not is_prize or MeasureOfOffer.PRICE in scored),
        years=contract_years(specification),
    )


def _money(specification: Specification, *, is_paid: bool, may_cost: bool) -> MoneyAsked:
    terms = specification.terms
    fee = terms is not None and terms.fee_is_offered
    return MoneyAsked(fee=fee, price=may_cost and not is_paid and not fee, costs=terms is not None)


def contract_years(specification: Specification) -> int:
    """The years of the terms, else the whole years from start to end, at least one."""
    if specification.terms and specification.terms.years:
        return specification.terms.years
    if specification.starts_on and specification.ends_on:
        return max(1, round((specification.ends_on - specification.starts_on).days / DAYS_IN_YEAR))
    return 1
