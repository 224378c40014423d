"""Money back, shared upside and prizes, and the public names of everything that pays.

clawback: half_up(min(paid × max(0, 1 − achieved/promised − tolerance) × rate, cap), 2), never more than was paid,
because a penalty out of proportion is not enforceable. two_way_difference: (strike − reference) × volume, negative is
owed by the supplier. royalties: each year rate × revenue, until public funding × cap multiple is reached.
prize_ladder: seeds and awards out of one pot. Pounds, Decimal, half up to pence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from challenges.ground.domain.money import exactly, to_pence
from challenges.ground.domain.refusals import finite_decimal, not_negative, positive, refusal, share, something
from challenges.publishing.domain.claims import Claim, Settlement, split, tariff_payments
from challenges.publishing.domain.specification import ShareBand, StagePayment
from challenges.publishing.domain.target_cost import share_of_difference
from challenges.publishing.domain.terms import Payer, Tariff, TariffLine, Terms
from challenges.publishing.domain.yearly_payments import payments_by_year

__all__ = [
    "Claim",
    "Ladder",
    "Payer",
    "Settlement",
    "ShareBand",
    "StagePayment",
    "Tariff",
    "TariffLine",
    "Terms",
    "clawback",
    "payments_by_year",
    "prize_ladder",
    "royalties",
    "share_of_difference",
    "split",
    "tariff_payments",
    "two_way_difference",
]


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """How much of a prize pot is spoken for."""

    allocated: Decimal
    unallocated: Decimal


@exactly
def clawback(
    paid: Decimal,
    promised: Decimal,
    achieved: Decimal,
    *,
    rate: Decimal,
    tolerance: Decimal = Decimal(0),
    cap: Decimal | None = None,
) -> Decimal:
    """What a supplier pays back for falling short of its promise by more than the tolerance. Promised > 0."""
    received = not_negative(paid, field="paid")
    due = positive(promised, field="promised")
    missing = due * (1 - share(tolerance, field="tolerance")) - not_negative(achieved, field="achieved")
    # Divided once, at the end: a rounded quotient in between could move a half-penny.
    owed = received * max(Decimal(0), missing) * share(rate, field="rate") / due
    if cap is not None:
        owed = min(owed, not_negative(cap, field="cap"))
    return to_pence(min(owed, received))


@exactly
def two_way_difference(strike: Decimal, reference: Decimal, volume: Decimal) -> Decimal:
    """(strike − reference) × volume: positive is paid to the supplier, negative is owed by it."""
    difference = not_negative(strike, field="strike") - finite_decimal(reference, field="reference")
    return to_pence(difference * not_negative(volume, field="volume"))


@exactly
def royalties(
    revenues: Sequence[Decimal], rate: Decimal, public_funding: Decimal, cap_multiple: Decimal
) -> tuple[Decimal, ...]:
    """Each year's royalty, until their sum reaches half_up(public_funding × cap_multiple, 2)."""
    part = share(rate, field="rate")
    left = to_pence(
        not_negative(public_funding, field="public_funding") * not_negative(cap_multiple, field="cap_multiple")
    )
    owed = []
    for revenue in something(revenues, field="revenues"):
        owed.append(min(to_pence(part * not_negative(revenue, field="revenues")), left))
        left -= owed[-1]
    return tuple(owed)


@exactly
def prize_ladder(pot: Decimal, seeds: Sequence[Decimal], awards: Sequence[Decimal]) -> Ladder:
    """Seeds and awards together, and what is left; more than the pot is refused."""
    available = not_negative(pot, field="pot")
    allocated = sum((not_negative(seed, field="seeds") for seed in seeds), Decimal(0))
    allocated += sum((not_negative(award, field="awards") for award in awards), Decimal(0))
    if allocated > available:
        raise refusal(allocated, field="seeds and awards", rule=f"must not be more than the pot, {available}")
    return Ladder(allocated=allocated, unallocated=available - allocated)
