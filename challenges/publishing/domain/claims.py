"""From claims to payments: the order of limits and caps, and the split between payers.

Claim by claim in the given order: accepted quantity up to the limit of that person and outcome; amount =
half_up(price × quantity, 2); then the cap of the person, of the period and of the contract, each letting through
min(amount, cap − what has been paid under it so far). The whole contract is run from its first claim, so that running
it again changes nothing and a further claim at the end never lowers the total. A cap that is not whole pence binds at
the penny below. Pounds, Decimal.

Refused: a claim id that stands twice, an outcome the tariff does not name, an open price. A lot is its own contract.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

from challenges.ground.domain.money import exactly, to_pence
from challenges.ground.domain.refusals import identifier, not_negative, refusal, truth, unique
from challenges.publishing.domain.terms import Payer, Tariff, checked_payers

PENNY = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Outcomes achieved for one person in one period; `accepted` says whether the evidence was."""

    id: str
    person: str
    outcome: str
    period: str = ""
    quantity: Decimal = Decimal(1)
    accepted: bool = True

    def __post_init__(self) -> None:
        identifier(self.id, field="claim id")
        identifier(self.person, field=f"person of claim {self.id}")
        identifier(self.outcome, field=f"outcome of claim {self.id}")
        if not isinstance(self.period, str):
            raise refusal(self.period, field=f"period of claim {self.id}", rule="must be a text")
        object.__setattr__(self, "quantity", not_negative(self.quantity, field=f"quantity of claim {self.id}"))
        truth(self.accepted, field=f"accepted of claim {self.id}")


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """Sums after each step, and what each claim and each payer comes to."""

    claimed: Decimal
    accepted: Decimal
    after_limits: Decimal
    after_person_cap: Decimal
    after_period_cap: Decimal
    paid: Decimal
    paid_by_claim: Mapping[str, Decimal]
    by_payer: Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class _Step:
    """One claim's amount after each step of the order."""

    claimed: Decimal
    accepted: Decimal
    limited: Decimal
    after_person: Decimal
    after_period: Decimal
    paid: Decimal


@dataclass(kw_only=True)
class _Ledger:
    """What has been used up and paid so far under each limit and cap; lives for one settlement."""

    tariff: Tariff
    prices: Mapping[str, Decimal]
    paid_before: Decimal
    quantities: defaultdict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    persons: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    periods: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    total: Decimal = Decimal(0)

    def settle(self, claim: Claim) -> _Step:
        """One claim through every step, and the ledger moved on by what it is paid."""
        price = self.prices[claim.outcome]
        claimed = to_pence(price * claim.quantity)
        limited = to_pence(price * self._within_limit(claim)) if claim.accepted else Decimal(0)
        after_person = _let_through(limited, cap=self.tariff.cap_per_person, used=self.persons[claim.person])
        period_cap = self.tariff.cap_per_period.get(claim.period)
        after_period = _let_through(after_person, cap=period_cap, used=self.periods[claim.period])
        paid = _let_through(after_period, cap=self.tariff.cap_total, used=self.paid_before + self.total)
        self.persons[claim.person] += paid
        self.periods[claim.period] += paid
        self.total += paid
        return _Step(
            claimed=claimed,
            accepted=claimed if claim.accepted else Decimal(0),
            limited=limited,
            after_person=after_person,
            after_period=after_period,
            paid=paid,
        )

    def _within_limit(self, claim: Claim) -> Decimal:
        limit = self.tariff.line(claim.outcome).limit_per_person
        if limit is None:
            return claim.quantity
        used = self.quantities[claim.person, claim.outcome]
        counted = min(claim.quantity, limit - used)
        self.quantities[claim.person, claim.outcome] = used + counted
        return counted


def _let_through(amount: Decimal, *, cap: Decimal | None, used: Decimal) -> Decimal:
    if cap is None:
        return amount
    left = (max(Decimal(0), cap - used)).quantize(PENNY, rounding=ROUND_FLOOR)
    return min(amount, left)


@exactly
def tariff_payments(claims: Sequence[Claim], tariff: Tariff, *, paid_before: Decimal = Decimal(0)) -> Settlement:
    """Settle all claims of a contract in their order; `paid_before` counts under the contract's cap only."""
    listed = tuple(claims)
    unique((claim.id for claim in listed), field="claims")
    before = not_negative(paid_before, field="paid_before")
    ledger = _Ledger(tariff=tariff, prices=_stated_prices(tariff), paid_before=before)
    for claim in listed:
        tariff.line(claim.outcome)
    steps = {claim.id: ledger.settle(claim) for claim in listed}
    return Settlement(
        claimed=_sum(step.claimed for step in steps.values()),
        accepted=_sum(step.accepted for step in steps.values()),
        after_limits=_sum(step.limited for step in steps.values()),
        after_person_cap=_sum(step.after_person for step in steps.values()),
        after_period_cap=_sum(step.after_period for step in steps.values()),
        paid=_sum(step.paid for step in steps.values()),
        paid_by_claim={claim: to_pence(step.paid) for claim, step in steps.items()},
        by_payer=_by_payer((step.paid for step in steps.values()), payers=tariff.payers),
    )


def _stated_prices(tariff: Tariff) -> dict[str, Decimal]:
    prices = {}
    for line in tariff.lines:
        if line.price is None:
            raise refusal(line.price, field=f"price of {line.outcome}", rule="must be settled before claims are paid")
        prices[line.outcome] = line.price
    return prices


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return to_pence(sum(amounts, Decimal(0)))


def _by_payer(amounts: Iterable[Decimal], *, payers: Sequence[Payer]) -> dict[str, Decimal]:
    # Claim by claim, so that a claim's split never changes when another is settled later.
    together = {payer.name: to_pence(Decimal(0)) for payer in payers}
    for amount in amounts:
        for name, part in split(amount, payers).items():
            together[name] += part
    return together


@exactly
def split(amount: Decimal, payers: Sequence[Payer]) -> Mapping[str, Decimal]:
    """Part an amount in whole pence between the payers by their shares, so that the parts add to it.

    Each gets amount × share cut down to the penny; pennies left go one each to the largest cut-off parts, ties to the
    payer named first.
    """
    whole_amount = to_pence(not_negative(amount, field="amount"))
    if whole_amount != amount:
        raise refusal(amount, field="amount", rule="must be whole pence")
    listed = checked_payers(payers)
    exact = {payer.name: whole_amount * payer.share for payer in listed}
    parts = {name: part.quantize(PENNY, rounding=ROUND_FLOOR) for name, part in exact.items()}
    pennies = int((whole_amount - sum(parts.values())) / PENNY)
    # sorted() keeps the named order among equal cut-off parts.
    for name in sorted(parts, key=lambda payer: parts[payer] - exact[payer])[:pennies]:
        parts[name] += PENNY
    return parts
