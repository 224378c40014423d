"""When the money comes and when it is needed, month by month, every estimate at likely.

Units and fee of a year are spread evenly over its months; people of a year start in its first month. Cost is paid in
its month. Tariff money of month m arrives in m + verification_lag + payment_lag; fee, stage payment and target cost in
m + payment_lag; the gain or pain share in the last contract month + payment_lag. The advance arrives in month 0 and is
taken off later receipts in equal parts over `advance_months` months from `advance_from`; a part larger than the
month's own receipts (the advance itself is none) is carried on. Receipts and costs are rounded cumulatively: half up
of the running sum, then differences, so that no penny is lost. Pounds, Decimal; without working capital.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from challenges.ground.domain.money import exactly, to_pence
from challenges.ground.domain.refusals import whole
from challenges.publishing.domain.offers import Offer
from challenges.publishing.domain.target_cost import share_of_difference
from challenges.publishing.domain.terms import Terms, check_offer
from challenges.publishing.domain.yearly_payments import tariff_to_date

NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class CashFlow:
    """Costs, receipts and balance at the end of each month; `unpaid` falls due after the last of them."""

    costs: tuple[Decimal, ...]
    receipts: tuple[Decimal, ...]
    balance: tuple[Decimal, ...]
    trough: Decimal
    trough_month: int | None
    unpaid: Decimal


@exactly
def cash_flow(offer: Offer, terms: Terms, months: int) -> CashFlow:
    """The cash flow of one offer over `months` ≥ the contract's; the advance and its recovery are in the receipts."""
    check_offer(offer, terms=terms)
    shown = whole(months, field="months", at_least=terms.months)
    horizon = max(shown, months_until_paid(terms))
    received = [to_pence(amount) for amount in _received_to_date(offer, terms=terms, horizon=horizon)]
    spent = [to_pence(amount) for amount in _spent_to_date(offer)]
    spent += [spent[-1]] * (shown - len(spent))
    balance = tuple(have - need for have, need in zip(received[:shown], spent, strict=True))
    trough = min(NOTHING, *balance)
    return CashFlow(
        costs=_differences(spent),
        receipts=_differences(received[:shown]),
        balance=balance,
        trough=trough,
        trough_month=balance.index(trough) if trough < 0 else None,
        unpaid=received[-1] - received[shown - 1],
    )


def months_until_paid(terms: Terms) -> int:
    """Months over contract and lags, by whose end everything has fallen due."""
    return terms.months + terms.verification_lag + terms.payment_lag


def _differences(to_date: Sequence[Decimal]) -> tuple[Decimal, ...]:
    return tuple(now - before for now, before in zip(to_date, [NOTHING, *to_date], strict=False))


def _spent_to_date(offer: Offer) -> list[Decimal]:
    return [offer.cost_factor.likely * cost for cost in accumulate(offer.costs)]


def _received_to_date(offer: Offer, *, terms: Terms, horizon: int) -> list[Decimal]:
    """Receipts by the end of each month, with the advance and what has been taken off for it."""
    tariff_lag = terms.verification_lag + terms.payment_lag
    tariff = _arriving(_tariff_to_date(offer, terms=terms), lag=tariff_lag, until=horizon)
    other = _arriving(_other_to_date(offer, terms=terms), lag=terms.payment_lag, until=horizon)
    earned = [one + two for one, two in zip(tariff, other, strict=True)]
    recovered = _recovered_to_date(_differences(earned), terms=terms)
    return [terms.advance + amount - taken for amount, taken in zip(earned, recovered, strict=True)]


def _arriving(to_date: Sequence[Decimal], *, lag: int, until: int) -> list[Decimal]:
    """Money earned by each month as received `lag` months later."""
    later = [NOTHING] * lag + list(to_date)
    return (later + [later[-1]] * (until - len(later)))[:until]


def _tariff_to_date(offer: Offer, *, terms: Terms) -> tuple[Decimal, ...]:
    likely = {offered.outcome: offered.attainment.likely for offered in offer.outcomes}
    return tariff_to_date(offer, terms=terms, attainment=likely, parts=12)


def _other_to_date(offer: Offer, *, terms: Terms) -> list[Decimal]:
    """Fee, stage payments, target cost and the share of the difference, by contract month."""
    spent = _spent_to_date(offer)
    to_date = []
    for month in range(terms.months):
        amount = terms.fixed_fee * (month + 1) / terms.months
        amount += sum((stage.amount for stage in terms.stage_payments if stage.month <= month), NOTHING)
        to_date.append(amount if offer.target is None else amount + spent[month])
    if offer.target is not None:
        to_date[-1] += share_of_difference(offer.target, spent[-1], terms.bands)
    return to_date


def _recovered_to_date(receipts: Sequence[Decimal], *, terms: Terms) -> list[Decimal]:
    """What has been taken off for the advance by each month; never more than the month's own receipts."""
    recovered, taken = [], NOTHING
    for month, receipt in enumerate(receipts):
        parts_due = min(max(month - terms.advance_from + 1, 0), terms.advance_months)
        due = terms.advance * parts_due / terms.advance_months
        taken += min(due - taken, max(NOTHING, receipt))
        recovered.append(taken)
    return recovered
