"""What formula criteria score: the exact measures of one offer under the published terms.

- `price`: the most the authority could be charged: the whole price where no outcome is paid for, else every year's
  payments with every offered unit achieved, within the caps. Nothing in it can be puffed up.
- `outcome_volume`: units of the outcome × the lowest share that succeeds, summed over the years: the promise.
- `cost_per_outcome`: payments at the lowest shares ÷ that volume of the named outcome.
- `pledged_value`: the social-value commitments at published unit values (`challenges.publishing.domain.conditions`).
- `payment_at_risk`: 1 − payments if nothing succeeds ÷ payments if everything does.

Money in pounds and pence; other measures half up to six places. Source: SCORING, "What may score": only exact measures,
and an offered share only at its low case, which becomes the contract's promise. `None` where a measure is undefined.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bids.bidding.domain.asked import contract_years
from bids.bidding.domain.payload import CommercialPart
from challenges.ground.domain.money import exactly, half_up, to_pence
from challenges.ground.domain.refusals import refusal
from challenges.publishing.domain.conditions import Measure, Pledge, pledged_value
from challenges.publishing.domain.offers import Estimate, Offer, OutcomeOffer
from challenges.publishing.domain.payment import Payer, Tariff, TariffLine, Terms, payments_by_year
from challenges.publishing.domain.specification import FormulaSpec, OutcomeSpec, Specification, TermsSpec
from challenges.publishing.domain.words import MeasureOfOffer

PLACES = 6
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class OfferToScore:
    """Part 2 of a bid with what belongs to it from part 1: how each pledge will be kept, by measure."""

    bid: str
    part: CommercialPart
    statements: Mapping[str, str] = field(default_factory=dict)


def outcomes_in(specification: Specification, lot: str) -> tuple[OutcomeSpec, ...]:
    """The outcomes of one lot; those without a lot belong to every lot."""
    return tuple(outcome for outcome in specification.outcomes if outcome.lot in ("", lot))


def terms_offered(specification: Specification, part: CommercialPart, *, lot: str = "") -> Terms | None:
    """The published terms with this bidder's fee; `None` where there are none, or no outcome they could pay for."""
    said = specification.terms
    paid = list(outcomes_in(specification, lot))
    if said is None or not paid:
        return None
    return Terms(
        years=contract_years(specification),
        tariff=_tariff(said, paid),
        fixed_fee=_fee(said, part),
        stage_payments=said.stage_payments,
        bands=said.bands,
        advance=said.advance,
        advance_from=said.advance_from,
        advance_months=said.advance_months,
        verification_lag=said.verification_lag,
        payment_lag=said.payment_lag,
        indexed=said.indexed,
    )


def _fee(said: TermsSpec, part: CommercialPart) -> Decimal:
    if not said.fee_is_offered:
        return said.fixed_fee
    if part.fixed_fee is None:
        raise refusal(None, field=f"fixed_fee of {part.bid}", rule="the published terms ask each bidder for a fee")
    return part.fixed_fee


def _tariff(said: TermsSpec, outcomes: list[OutcomeSpec]) -> Tariff:
    payers = tuple(Payer(name=p.code, share=p.share, public=p.public) for p in said.payers)
    return Tariff(
        lines=tuple(
            TariffLine(
                outcome=outcome.id,
                # An outcome nobody pays for stays in the tariff at nil: its units are still promised.
                price=None if outcome.price_is_offered else outcome.price or Decimal(0),
                limit_per_person=outcome.limit_per_person,
            )
            for outcome in outcomes
        ),
        payers=payers or (Payer(name="authority", share=Decimal(1)),),
        cap_per_person=said.cap_per_person,
        cap_total=said.cap_total,
    )


def offer_made(specification: Specification, part: CommercialPart, *, lot: str = "") -> Offer:
    """Part 2 as the calculations take it; a year's costs fall evenly on its months, to the penny in sum."""
    known = {outcome.id for outcome in outcomes_in(specification, lot)}
    return Offer(
        bid=part.bid,
        outcomes=tuple(
            OutcomeOffer(
                outcome=offered.outcome,
                volumes=offered.volumes,
                attainment=Estimate(low=offered.low, likely=offered.likely, high=offered.high),
                price=offered.price,
            )
            for offered in part.outcomes
            if offered.outcome in known
        ),
        costs=tuple(cost for year in part.yearly_costs for cost in _months_of(year)),
        cost_factor=Estimate(low=part.cost_low, likely=part.cost_likely, high=part.cost_high),
        working_capital=part.working_capital,
    )


@exactly
def _months_of(year: Decimal) -> list[Decimal]:
    """Twelve amounts in pence that add to the year's."""
    marks = [to_pence(year * month / MONTHS) for month in range(MONTHS + 1)]
    return [after - before for before, after in zip(marks, marks[1:], strict=False)]


def measure_of(
    offer: OfferToScore, *, formula: FormulaSpec, specification: Specification, lot: str = ""
) -> Decimal | None:
    """One measure of one offer. Refuses a measure that is not one of the published vocabulary."""
    if formula.measure not in MeasureOfOffer:
        raise refusal(formula.measure, field="measure", rule=f"must be one of {', '.join(MeasureOfOffer)}")
    asked = _Basis(offer=offer, specification=specification, lot=lot, outcome=formula.outcome)
    return RECKONED[MeasureOfOffer(formula.measure)](asked)


@dataclass(frozen=True, kw_only=True)
class _Basis:
    """What a measure is worked out from; `outcome` where it is about one."""

    offer: OfferToScore
    specification: Specification
    lot: str
    outcome: str


def _paid_if(asked: _Basis, *, share: Decimal | None) -> Decimal | None:
    """All payments when that share of every outcome's units succeeds; `None` share: each at its own low."""
    part, specification, lot = asked.offer.part, asked.specification, asked.lot
    terms = terms_offered(specification, part, lot=lot)
    if terms is None:
        return _paid_whatever_happens(specification.terms, part)
    offer = offer_made(specification, part, lot=lot)
    attained = {o.outcome: o.attainment.low if share is None else share for o in offer.outcomes}
    return sum(payments_by_year(offer, terms, attainment=attained), Decimal(0))


def _paid_whatever_happens(said: TermsSpec | None, part: CommercialPart) -> Decimal | None:
    """Fee and stage payments, for terms that pay for no outcome; `None` without terms."""
    if said is None:
        return None
    return to_pence(_fee(said, part) + sum((payment.amount for payment in said.stage_payments), Decimal(0)))


def _price(asked: _Basis) -> Decimal | None:
    whole = asked.offer.part.price
    return _paid_if(asked, share=Decimal(1)) if whole is None else to_pence(whole)


def _volume(asked: _Basis) -> Decimal:
    promised = [sum(o.volumes, Decimal(0)) * o.low for o in asked.offer.part.outcomes if o.outcome == asked.outcome]
    return half_up(sum(promised, Decimal(0)), PLACES)


@exactly
def _cost_per_outcome(asked: _Basis) -> Decimal | None:
    volume, whole = _volume(asked), asked.offer.part.price
    cost = _paid_if(asked, share=None) if whole is None else to_pence(whole)
    return half_up(cost / volume, 2) if cost is not None and volume else None


def _pledged(asked: _Basis) -> Decimal:
    published = {measure.id: measure for measure in asked.specification.measures}
    measures = [
        Measure(
            code=m.id,
            unit=m.code,
            unit_value=m.unit_value,
            maximum=m.maximum,
            countable_years=m.countable_years,
        )
        for m in published.values()
    ]
    pledges = [
        Pledge(
            measure=pledge.measure,
            quantity=pledge.quantity,
            unit=published[pledge.measure].code,
            statement=asked.offer.statements.get(pledge.measure, ""),
            years=pledge.years,
            sharing=pledge.sharing,
        )
        for pledge in asked.offer.part.pledges
        if pledge.measure in published
    ]
    return pledged_value(pledges, measures).total if measures else Decimal(0)


@exactly
def _at_risk(asked: _Basis) -> Decimal | None:
    full = _paid_if(asked, share=Decimal(1))
    if not full:
        return None
    guaranteed = _paid_if(asked, share=Decimal(0)) or Decimal(0)
    return half_up(1 - guaranteed / full, PLACES)


RECKONED: Mapping[MeasureOfOffer, Callable[[_Basis], Decimal | None]] = {
    MeasureOfOffer.PRICE: _price,
    MeasureOfOffer.OUTCOME_VOLUME: _volume,
    MeasureOfOffer.COST_PER_OUTCOME: _cost_per_outcome,
    MeasureOfOffer.PLEDGED_VALUE: _pledged,
    MeasureOfOffer.PAYMENT_AT_RISK: _at_risk,
}
