"""The terms of a contract: tariff, payers, fee, stage payments, shared target cost, advance and lags.

Money in pounds, shares as fractions, months counted from 0. Refused: shares of payers that do not add to 1, a payer
or an outcome named twice, crossed or overlapping bands or a gap between them, stage payments outside the contract.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import (
    identifier,
    known,
    not_negative,
    refusal,
    share,
    something,
    truth,
    unique,
    whole,
)
from challenges.publishing.domain.offers import MONTHS, Offer, OutcomeOffer


@dataclass(frozen=True, kw_only=True)
class ShareBand:
    """The supplier's share of a stretch of the difference between outturn and target; bounds as fractions of target."""

    from_: Decimal
    to: Decimal | None
    share: Decimal

    def __post_init__(self) -> None:
        object.__setattr__(self, "from_", not_negative(self.from_, field="band from_"))
        object.__setattr__(self, "share", share(self.share, field="band share"))
        if self.to is not None:
            object.__setattr__(self, "to", not_negative(self.to, field="band to"))
            if self.from_ >= self.to:
                raise refusal(self.from_, field="band from_", rule=f"must be below to, {self.to}")


@dataclass(frozen=True, kw_only=True)
class TariffLine:
    """What one unit of an outcome pays; no price where each bidder names its own."""

    outcome: str
    price: Decimal | None = None
    limit_per_person: Decimal | None = None

    def __post_init__(self) -> None:
        identifier(self.outcome, field="tariff outcome")
        _optional_amounts(self, "price", "limit_per_person")


@dataclass(frozen=True, kw_only=True)
class Payer:
    """Who pays which share; a charity or an investor that co-pays is not public."""

    name: str
    share: Decimal
    public: bool = True

    def __post_init__(self) -> None:
        identifier(self.name, field="payer name")
        object.__setattr__(self, "share", share(self.share, field=f"share of {self.name}"))
        truth(self.public, field=f"public of {self.name}")


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """Lines, payers and caps. A period that `cap_per_period` leaves out is uncapped."""

    lines: tuple[TariffLine, ...]
    payers: tuple[Payer, ...]
    cap_per_person: Decimal | None = None
    cap_per_period: Mapping[str, Decimal] = field(default_factory=dict)
    cap_total: Decimal | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", something(self.lines, field="tariff lines"))
        unique((line.outcome for line in self.lines), field="tariff lines")
        object.__setattr__(self, "payers", checked_payers(self.payers))
        _optional_amounts(self, "cap_per_person", "cap_total")
        caps = {
            identifier(period, field="cap_per_period"): not_negative(cap, field=f"cap_per_period {period}")
            for period, cap in self.cap_per_period.items()
        }
        object.__setattr__(self, "cap_per_period", caps)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes of the tariff, sorted: the order of every draw."""
        return tuple(sorted(line.outcome for line in self.lines))

    @property
    @exactly
    def public_share(self) -> Decimal:
        """The part of every payment that public bodies bear."""
        return sum((payer.share for payer in self.payers if payer.public), Decimal(0))

    def line(self, outcome: str) -> TariffLine:
        """The line of an outcome; an unknown one is refused."""
        lines = {line.outcome: line for line in self.lines}
        return lines[known(outcome, field="outcome", among=lines)]


@dataclass(frozen=True, kw_only=True)
class StagePayment:
    """A fixed amount for a contract month."""

    month: int
    amount: Decimal

    def __post_init__(self) -> None:
        whole(self.month, field="stage payment month")
        object.__setattr__(self, "amount", not_negative(self.amount, field="stage payment amount"))


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How and when a supplier is paid. Lags and the advance are in months; `indexed` payments keep their real value."""

    years: int
    tariff: Tariff
    fixed_fee: Decimal = Decimal(0)
    stage_payments: tuple[StagePayment, ...] = ()
    bands: tuple[ShareBand, ...] = ()
    advance: Decimal = Decimal(0)
    advance_from: int = 0
    advance_months: int = 1
    verification_lag: int = 0
    payment_lag: int = 1
    indexed: bool = True

    def __post_init__(self) -> None:
        whole(self.years, field="years", at_least=1)
        if not isinstance(self.tariff, Tariff):
            raise refusal(self.tariff, field="tariff", rule="must be a tariff")
        for name in ("fixed_fee", "advance"):
            object.__setattr__(self, name, not_negative(getattr(self, name), field=name))
        for name in ("advance_from", "verification_lag", "payment_lag"):
            whole(getattr(self, name), field=name)
        whole(self.advance_months, field="advance_months", at_least=1)
        truth(self.indexed, field="indexed")
        object.__setattr__(self, "stage_payments", tuple(self.stage_payments))
        for stage in self.stage_payments:
            if stage.month >= self.months:
                raise refusal(stage.month, field="stage payment month", rule=f"must be below {self.months}")
        object.__setattr__(self, "bands", adjoining_bands(self.bands) if self.bands else ())

    @property
    def months(self) -> int:
        """Contract months."""
        return MONTHS * self.years


def _optional_amounts(holder: object, *names: str) -> None:
    for name in names:
        value = getattr(holder, name)
        if value is not None:
            object.__setattr__(holder, name, not_negative(value, field=name))


@exactly
def checked_payers(payers: Sequence[Payer]) -> tuple[Payer, ...]:
    """The payers, whose names differ and whose shares add to exactly 1."""
    listed = something(payers, field="payers")
    unique((payer.name for payer in listed), field="payers")
    together = sum((payer.share for payer in listed), Decimal(0))
    if together != 1:
        raise refusal(together, field="payers' shares", rule="must add to exactly 1")
    return listed


def adjoining_bands(bands: Sequence[ShareBand]) -> tuple[ShareBand, ...]:
    """The bands from the lowest up, each ending where the next begins; a gap or an overlap is refused."""
    ordered = tuple(sorted(something(bands, field="bands"), key=lambda band: band.from_))
    for lower, upper in zip(ordered, ordered[1:], strict=False):
        if lower.to is None or lower.to > upper.from_:
            reaches = "no end" if lower.to is None else str(lower.to)
            raise refusal(upper.from_, field="bands", rule=f"overlaps the band from {lower.from_} to {reaches}")
        if lower.to < upper.from_:
            raise refusal(upper.from_, field="bands", rule=f"leaves a gap after the band that ends at {lower.to}")
    return ordered


def check_offer(offer: Offer, *, terms: Terms) -> None:
    """Whether the offer answers these terms: years, outcomes, prices only where open, bands where a target stands."""
    if not isinstance(offer, Offer) or not isinstance(terms, Terms):
        raise refusal(offer, field="offer", rule="must be an offer, judged under terms")
    if offer.years != terms.years:
        rule = f"must be {terms.months} months, twelve for each of the {terms.years} contract years"
        raise refusal(len(offer.costs), field=f"costs of {offer.bid}", rule=rule)
    for offered in offer.outcomes:
        price_of(offered, tariff=terms.tariff)
    if offer.target is not None and not terms.bands:
        raise refusal(offer.target, field=f"target of {offer.bid}", rule="needs bands in the terms")


def price_of(offered: OutcomeOffer, *, tariff: Tariff) -> Decimal:
    """The price of one unit: the tariff's, or the offer's where the tariff leaves it open."""
    published = tariff.line(offered.outcome).price
    if published is not None:
        if offered.price is not None:
            rule = f"must be left out, the tariff states {published}"
            raise refusal(offered.price, field=f"price of {offered.outcome}", rule=rule)
        return published
    if offered.price is None:
        rule = "must be offered, the tariff leaves it open"
        raise refusal(offered.price, field=f"price of {offered.outcome}", rule=rule)
    return offered.price
