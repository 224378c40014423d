"""What an offer would earn and when the money comes, for the bidder who is writing it.

Three cases by how many succeed (at the very least, most likely, at the very best), each by `payments_by_year`; the
cash flow of the most likely one by `cash_flow`, month by month from the start. Pounds. Nothing (`None`) while the
offer is not complete, or where the terms say nothing of payment. Only the bidder sees it, and nothing of it is scored.
"""

from dataclasses import dataclass
from decimal import Decimal

from bids.bidding.domain.measures import offer_made, terms_offered
from bids.bidding.domain.payload import CommercialPart
from challenges.ground.domain.money import exactly
from challenges.publishing.domain.cash import cash_flow, months_until_paid
from challenges.publishing.domain.payment import payments_by_year
from challenges.publishing.domain.specification import Specification

MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Year:
    """One contract year: what is paid in each case, and what it costs."""

    number: int
    least: Decimal
    likely: Decimal
    best: Decimal
    costs: Decimal


@dataclass(frozen=True, kw_only=True)
class Earnings:
    """The years, their sums, the first month money comes, and the most the bidder would be out of pocket."""

    years: tuple[Year, ...]
    total: Year
    left_over: Decimal
    first_money_month: int | None
    out_of_pocket: Decimal
    out_of_pocket_month: int | None
    shortfall: Decimal
    by_month: tuple[Decimal, ...]


def earnings_of(specification: Specification, part: CommercialPart, *, lot: str) -> Earnings | None:
    """The figures of one offer, or nothing while it cannot be reckoned."""
    if not part.outcomes or not part.yearly_costs:
        return None
    try:
        return _earnings(specification, part, lot=lot)
    except ValueError:
        # A draft may lack a price or a year; what is wrong with it is said at its own page.
        return None


@exactly
def _earnings(specification: Specification, part: CommercialPart, *, lot: str) -> Earnings | None:
    terms = terms_offered(specification, part, lot=lot)
    if terms is None:
        return None
    offer = offer_made(specification, part, lot=lot)
    cases = [
        payments_by_year(offer, terms, attainment={o.outcome: getattr(o.attainment, case) for o in offer.outcomes})
        for case in ("low", "likely", "high")
    ]
    figures = zip(*cases, part.yearly_costs, strict=True)
    years = tuple(
        Year(number=number, least=least, likely=likely, best=best, costs=costs)
        for number, (least, likely, best, costs) in enumerate(figures, start=1)
    )
    sums = {
        name: sum((getattr(year, name) for year in years), Decimal(0)) for name in ("least", "likely", "best", "costs")
    }
    flow = cash_flow(offer, terms, max(terms.months, months_until_paid(terms)))
    came = [month for month, receipt in enumerate(flow.receipts, start=1) if receipt > 0]
    return Earnings(
        years=years,
        total=Year(number=0, **sums),
        left_over=sums["likely"] - sums["costs"],
        first_money_month=came[0] if came else None,
        out_of_pocket=-flow.trough,
        out_of_pocket_month=None if flow.trough_month is None else flow.trough_month + 1,
        shortfall=max(Decimal(0), -flow.trough - part.working_capital),
        by_month=flow.balance,
    )
