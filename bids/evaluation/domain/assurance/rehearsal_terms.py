"""One invented offer under the terms of a draft, and under one changed term: who pays, who bears what, and when.

`begin` makes an offer of the size the draft hopes for: most likely six in ten succeed and meet the targets, costs are
95% of what is then paid. `rehearsed_terms` asks the calculations that judge real offers (`simulate`, `cash_flow`,
`appraise`) with a seed that never changes, so that the same entries give the same figures. `changed` gives the draft
and the offer with one term moved:

- `less_on_results`: a share of every price becomes fixed fee, as much as it would most likely have come to;
- `more_on_results`: a share of the fixed fee is paid by result instead, prices raised until most likely as much is
  paid; caps move with the prices, so that both change only who bears the risk;
- `paid_in`: money arrives so many months after a result; `advance`: so much before the work starts, taken off later
  payments as the draft says, else in equal parts over the contract; `cap`: no more than this for all results.

Pounds, months from 0, shares from 0 to 1. The valuation is what the draft says one result is worth, as it stands:
nothing is taken off for what would have happened anyway. Refused: what the calculations refuse, and a change that has
nothing to move.
"""

from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

import numpy as np

from bids.bidding.domain.asked import Asked, MoneyAsked, asked_of, contract_years
from bids.bidding.domain.boxes import HUNDRED, MOST_YEARS
from bids.bidding.domain.measures import offer_made, outcomes_in, terms_offered
from bids.bidding.domain.payload import CommercialPart, OutcomeOfferPart
from challenges.ground.domain.money import exactly, half_up, to_pence
from challenges.ground.domain.refusals import refusal
from challenges.ground.domain.refused import Refused, gettext_noop
from challenges.publishing.domain.appraisal import BidAppraisal, OutcomeValue, Valuation, appraise
from challenges.publishing.domain.cash import months_until_paid
from challenges.publishing.domain.offers import Offer
from challenges.publishing.domain.payment import payments_by_year
from challenges.publishing.domain.risk_reward import BidRisk, CashFlow, cash_flow, simulate
from challenges.publishing.domain.specification import OutcomeSpec, Specification, TermsSpec
from challenges.publishing.domain.terms import Terms

SEED = 20_260_401
DRAWS = 10_000
BID = "trial"
NOTHING, ALL = Decimal(0), Decimal(1)
LOW, LIKELY, HIGH = Decimal("0.4"), Decimal("0.6"), Decimal("0.75")
COST_OF_PAYMENT = Decimal("0.95")
LOWER, HIGHER = Decimal("0.05"), Decimal("0.1")
MONTHS = 12
NOTHING_TO_MOVE = gettext_noop(
    "There is nothing to move: this draft pays no fixed fee, or nothing for results. Choose another change."
)


class TermChange(StrEnum):
    """The one term that is moved."""

    NONE = ""
    LESS_ON_RESULTS = "less_on_results"
    MORE_ON_RESULTS = "more_on_results"
    PAID_IN = "paid_in"
    ADVANCE = "advance"
    CAP = "cap"


SHARES = (TermChange.LESS_ON_RESULTS, TermChange.MORE_ON_RESULTS)


@dataclass(frozen=True, kw_only=True)
class RehearsedTerms:
    """One offer under one set of terms: what the calculations say of it. Months from 0."""

    offer: Offer
    terms: Terms
    risk: BidRisk
    value: BidAppraisal
    cash: CashFlow
    first_money_month: int | None

    @property
    def public_share(self) -> Decimal:
        return self.terms.tariff.public_share

    @property
    def out_of_pocket(self) -> tuple[Decimal, ...]:
        """What the supplier has paid out and not got back, at the end of each month."""
        return tuple(max(NOTHING, -balance) for balance in self.cash.balance)


def why_not(specification: Specification, *, lot: str) -> str:
    """Why these terms cannot be rehearsed, as a word; empty where they can."""
    terms, outcomes = specification.terms, outcomes_in(specification, lot)
    if terms is None:
        return "no_terms"
    if not outcomes:
        return "no_outcomes"
    by_result = any(outcome.price or outcome.price_is_offered for outcome in outcomes)
    if not (by_result or terms.fixed_fee or terms.fee_is_offered or terms.stage_payments):
        return "nothing_paid"
    waiting = max(terms.verification_lag, terms.payment_lag, terms.advance_from, terms.advance_months)
    if contract_years(specification) > MOST_YEARS or waiting > MONTHS * MOST_YEARS:
        return "too_long"
    try:
        rehearsed_terms(specification, begin(specification, lot=lot), lot=lot, draws=1)
    except ValueError:
        return "unfinished"
    return ""


def asked_in_rehearsal(specification: Specification, *, lot: str) -> Asked:
    """What is asked of the invented offer: figures only, for every outcome of the lot."""
    asked = asked_of(specification, lot=lot)
    fee = specification.terms is not None and specification.terms.fee_is_offered
    money = MoneyAsked(fee=fee, price=False, costs=True)
    return replace(asked, outcomes=outcomes_in(specification, lot), money=money)


@exactly
def begin(specification: Specification, *, lot: str) -> CommercialPart:
    """The offer the screen begins with, of the size the draft hopes for."""
    years, outcomes = contract_years(specification), outcomes_in(specification, lot)
    budget = _budget(specification, lot=lot)
    part = CommercialPart(
        bid=BID,
        version=1,
        outcomes=tuple(_first_offer(outcome, years=years, budget=budget / len(outcomes)) for outcome in outcomes),
        fixed_fee=_rounded(budget * 3 / 10) if specification.terms and specification.terms.fee_is_offered else None,
        yearly_costs=(NOTHING,) * years,
        cost_low=ALL - LOWER,
        cost_high=ALL + HIGHER,
    )
    paid = _likely_payments(specification, part, lot=lot)
    cost = _rounded(paid * COST_OF_PAYMENT / years)
    return replace(part, yearly_costs=(cost,) * years, working_capital=_rounded(cost / MONTHS))


def _first_offer(outcome: OutcomeSpec, *, years: int, budget: Decimal) -> OutcomeOfferPart:
    wanted = outcome.target or Decimal(100)
    a_year = max(ALL, half_up(wanted / LIKELY / years, 0))
    price = half_up(budget * 6 / 10 / wanted, 2) if outcome.price_is_offered else None
    return OutcomeOfferPart(
        outcome=outcome.id, volumes=(a_year,) * years, low=LOW, likely=LIKELY, high=HIGH, price=price
    )


def _budget(specification: Specification, *, lot: str) -> Decimal:
    lots = {one.id: one.value_amount for one in specification.lots}
    return lots.get(lot) or specification.value_amount or Decimal(100_000)


def _rounded(amount: Decimal) -> Decimal:
    """To the nearest hundred pounds, small amounts to the pound."""
    return half_up(amount / HUNDRED, 0) * HUNDRED if amount >= 10 * HUNDRED else half_up(amount, 0)


def _terms(specification: Specification, part: CommercialPart, *, lot: str) -> Terms:
    terms = terms_offered(specification, part, lot=lot)
    if terms is None:
        raise refusal(None, field="terms", rule="must say how the contract pays, for at least one outcome")
    return terms


def _likely_payments(specification: Specification, part: CommercialPart, *, lot: str) -> Decimal:
    offer, terms = offer_made(specification, part, lot=lot), _terms(specification, part, lot=lot)
    likely = {offered.outcome: offered.attainment.likely for offered in offer.outcomes}
    return sum(payments_by_year(offer, terms, attainment=likely), NOTHING)


def _likely_for_results(specification: Specification, part: CommercialPart, *, lot: str) -> Decimal:
    """What results most likely earn: all payments less the fee and the payments on dates."""
    terms = _terms(specification, part, lot=lot)
    certain = terms.fixed_fee + sum((stage.amount for stage in terms.stage_payments), NOTHING)
    return _likely_payments(specification, part, lot=lot) - certain


def valuation_of(specification: Specification, *, lot: str) -> Valuation:
    """What the draft says one result is worth; outcomes without a figure count nothing."""
    return Valuation(
        outcomes=tuple(
            OutcomeValue(outcome=outcome.id, social=outcome.value_per_unit or NOTHING)
            for outcome in outcomes_in(specification, lot)
        ),
        own_costs=(NOTHING,) * contract_years(specification),
    )


def rehearsed_terms(
    specification: Specification, part: CommercialPart, *, lot: str, draws: int = DRAWS
) -> RehearsedTerms:
    """The offer under the terms of the specification, on the draws of the published seed."""
    offer, terms = offer_made(specification, part, lot=lot), _terms(specification, part, lot=lot)
    risk = simulate([offer], terms, draws=draws, rng=np.random.default_rng(SEED))
    value = appraise([offer], valuation_of(specification, lot=lot), terms, draws=draws, rng=np.random.default_rng(SEED))
    cash = cash_flow(offer, terms, months_until_paid(terms))
    came = (month for month, receipt in enumerate(cash.receipts) if receipt > 0)
    return RehearsedTerms(
        offer=offer,
        terms=terms,
        risk=risk.bids[BID],
        value=value.bids[BID],
        cash=cash,
        first_money_month=next(came, None),
    )


def first_change(specification: Specification, part: CommercialPart, *, lot: str) -> TermChange:
    """The change the screen begins with: less on results, where anything is paid for them."""
    return TermChange.LESS_ON_RESULTS if _likely_for_results(specification, part, lot=lot) > 0 else TermChange.NONE


@exactly
def usual_amount(specification: Specification, part: CommercialPart, change: TermChange, *, lot: str) -> Decimal:
    """How far a term is moved where nobody says: shares in per cent, months, pounds."""
    if change in SHARES:
        return Decimal(25) if change == TermChange.LESS_ON_RESULTS else Decimal(50)
    terms = _terms(specification, part, lot=lot)
    if change == TermChange.PAID_IN:
        return Decimal((terms.verification_lag + terms.payment_lag) // 2)
    if change == TermChange.ADVANCE:
        return _rounded(terms.advance + _likely_payments(specification, part, lot=lot) / 10)
    return _rounded(max(NOTHING, _likely_for_results(specification, part, lot=lot)) * 8 / 10)


@exactly
def changed(
    specification: Specification, part: CommercialPart, change: TermChange, *, by: Decimal, lot: str
) -> tuple[Specification, CommercialPart]:
    """The draft and the offer with one term moved; neither is kept."""
    terms = specification.terms
    if terms is None or change == TermChange.NONE:
        return specification, part
    if change in SHARES:
        return _moved(specification, part, change, share=by / HUNDRED, lot=lot)
    moved = {
        TermChange.PAID_IN: lambda: _paid_in(terms, months=int(by)),
        TermChange.ADVANCE: lambda: _advanced(terms, amount=by, years=contract_years(specification)),
        TermChange.CAP: lambda: replace(terms, cap_total=by),
    }[change]()
    return replace(specification, terms=moved), part


def _paid_in(terms: TermsSpec, *, months: int) -> TermsSpec:
    checking = min(terms.verification_lag, months)
    return replace(terms, verification_lag=checking, payment_lag=months - checking)


def _advanced(terms: TermsSpec, *, amount: Decimal, years: int) -> TermsSpec:
    if terms.advance:
        return replace(terms, advance=amount)
    return replace(terms, advance=amount, advance_from=0, advance_months=MONTHS * years)


def _moved(
    specification: Specification, part: CommercialPart, change: TermChange, *, share: Decimal, lot: str
) -> tuple[Specification, CommercialPart]:
    """Money moved between results and fee, so that most likely as much is paid as before."""
    terms = _terms(specification, part, lot=lot)
    for_results = _likely_for_results(specification, part, lot=lot)
    if for_results <= 0:
        raise Refused(NOTHING_TO_MOVE, field="change")
    if change == TermChange.LESS_ON_RESULTS:
        fee, factor = terms.fixed_fee + share * for_results, ALL - share
    else:
        if not terms.fixed_fee:
            raise Refused(NOTHING_TO_MOVE, field="change")
        fee, factor = (ALL - share) * terms.fixed_fee, ALL + share * terms.fixed_fee / for_results
    return _repriced(specification, fee=to_pence(fee), factor=factor), _offered_at(part, factor=factor)


def _repriced(specification: Specification, *, fee: Decimal, factor: Decimal) -> Specification:
    said = specification.terms
    if said is None:
        return specification
    outcomes = tuple(
        outcome if outcome.price is None else replace(outcome, price=half_up(outcome.price * factor, 4))
        for outcome in specification.outcomes
    )
    terms = replace(
        said,
        fixed_fee=fee,
        fee_is_offered=False,
        cap_total=None if said.cap_total is None else to_pence(said.cap_total * factor),
        cap_per_person=None if said.cap_per_person is None else to_pence(said.cap_per_person * factor),
    )
    return replace(specification, terms=terms, outcomes=outcomes)


def _offered_at(part: CommercialPart, *, factor: Decimal) -> CommercialPart:
    outcomes = tuple(
        offered if offered.price is None else replace(offered, price=half_up(offered.price * factor, 4))
        for offered in part.outcomes
    )
    return replace(part, outcomes=outcomes)


def whole_months(by: Decimal) -> bool:
    """Whether a figure can be a number of months."""
    return by == by.to_integral_value(rounding=ROUND_FLOOR) and by <= MONTHS * MOST_YEARS
