"""The terms of a contract: tariff, payers, fee, stage payments, shared target cost, advance and lags.

Money in pounds, shares as fractions, months counted from 0. Bands and stage payments are those of the published terms
(`specification`), checked here. Refused: shares of payers that do not add to 1, a payer or an outcome named twice,
crossed or overlapping bands or a gap between them, stage payments outside the contract.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from challenges.publishing.domain.specification import ShareBand, StagePayment


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
        stages = tuple(_checked_stage(stage, months=self.months) for stage in self.stage_payments)
        object.__setattr__(self, "stage_payments", stages)
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


def _checked_stage(stage: StagePayment, *, months: int) -> StagePayment:
    if whole(stage.month, field="stage payment month") >= months:
        raise refusal(stage.month, field="stage payment month", rule=f"must be below {months}")
    return replace(stage, amount=not_negative(stage.amount, field="stage payment amount"))


def _checked_band(band: ShareBand) -> ShareBand:
    begins, part = not_negative(band.from_, field="band from_"), share(band.share, field="band share")
    ends = None if band.to is None else not_negative(band.to, field="band to")
    if ends is not None and begins >= ends:
        raise refusal(begins, field="band from_", rule=f"must be below to, {ends}")
    return ShareBand(from_=begins, to=ends, share=part)


def adjoining_bands(bands: Sequence[ShareBand]) -> tuple[ShareBand, ...]:
    """The bands from the lowest up, each ending where the next begins.

    A band that is none, a gap and an overlap are refused.
    """
    checked = [_checked_band(band) for band in something(bands, field="bands")]
    ordered = tuple(sorted(checked, key=lambda band: band.from_))
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
