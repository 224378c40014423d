"""Invented offers and terms for the invariants: hypothesis strategies, and plain builders with everything certain."""

from decimal import Decimal

from hypothesis import strategies as st

from challenges.publishing.domain.offers import Estimate, Offer, OutcomeOffer
from challenges.publishing.domain.payment import Payer, ShareBand, StagePayment, Tariff, TariffLine, Terms

OUTCOMES = ("home", "job")


def certain(value):
    return Estimate(low=Decimal(value), likely=Decimal(value), high=Decimal(value))


def line(outcome, *volumes, attainment, price=None):
    return OutcomeOffer(
        outcome=outcome,
        volumes=tuple(Decimal(volume) for volume in volumes),
        attainment=attainment if isinstance(attainment, Estimate) else certain(attainment),
        price=price,
    )


def offer(*lines, monthly_cost=0, years=1, cost_factor=None, **known):
    return Offer(
        bid=known.pop("bid", "x"),
        outcomes=lines,
        costs=(Decimal(monthly_cost),) * (12 * years),
        cost_factor=cost_factor or certain(1),
        **known,
    )


def terms(years=1, *, prices, public="1", **known):
    caps = {name: known.pop(name) for name in ("cap_per_person", "cap_per_period", "cap_total") if name in known}
    payers = [Payer(name="council", share=Decimal(public))]
    if Decimal(public) < 1:
        payers.append(Payer(name="trust", share=1 - Decimal(public), public=False))
    lines = tuple(TariffLine(outcome=outcome, price=Decimal(price)) for outcome, price in prices.items())
    return Terms(years=years, tariff=Tariff(lines=lines, payers=tuple(payers), **caps), **known)


def amounts(low, high, *, places=2):
    return st.decimals(min_value=low, max_value=high, places=places)


@st.composite
def estimates(draw, *, low=0, high=1):
    points = sorted(draw(st.lists(amounts(low, high, places=3), min_size=3, max_size=3)))
    return Estimate(low=points[0], likely=points[1], high=points[2])


@st.composite
def drawn_terms(draw, *, years=2):
    limits = st.none() | amounts(0, 3)
    caps = st.none() | amounts(0, 3000)
    lines = tuple(
        TariffLine(outcome=outcome, price=draw(amounts(0, 200)), limit_per_person=draw(limits)) for outcome in OUTCOMES
    )
    public = draw(amounts(0, 1))
    tariff = Tariff(
        lines=lines,
        payers=(Payer(name="council", share=public), Payer(name="trust", share=1 - public, public=False)),
        cap_per_person=draw(caps),
        cap_per_period=draw(st.dictionaries(st.sampled_from([str(year) for year in range(years)]), amounts(0, 2000))),
        cap_total=draw(caps),
    )
    shares = draw(st.lists(amounts(0, 1), min_size=3, max_size=3))
    return Terms(
        years=years,
        tariff=tariff,
        fixed_fee=draw(amounts(0, 999)),
        stage_payments=tuple(
            StagePayment(month=month, amount=draw(amounts(0, 99)))
            for month in draw(st.lists(st.integers(0, 12 * years - 1), max_size=2))
        ),
        bands=(
            ShareBand(from_=Decimal(0), to=Decimal("0.9"), share=shares[0]),
            ShareBand(from_=Decimal("0.9"), to=Decimal("1.1"), share=shares[1]),
            ShareBand(from_=Decimal("1.1"), to=None, share=shares[2]),
        ),
        advance=draw(amounts(0, 500)),
        advance_from=draw(st.integers(0, 6)),
        advance_months=draw(st.integers(1, 12)),
        verification_lag=draw(st.integers(0, 3)),
        payment_lag=draw(st.integers(0, 3)),
        indexed=draw(st.booleans()),
    )


@st.composite
def drawn_offers(draw, *, years=2, attainments=None, factors=None):
    return Offer(
        bid="x",
        outcomes=tuple(
            OutcomeOffer(
                outcome=outcome,
                volumes=tuple(draw(st.lists(amounts(0, 20), min_size=years, max_size=years))),
                attainment=draw(estimates() if attainments is None else attainments),
            )
            for outcome in draw(st.lists(st.sampled_from(OUTCOMES), unique=True))
        ),
        costs=tuple(draw(st.lists(amounts(0, 100), min_size=12, max_size=12))) * years,
        cost_factor=draw(estimates(low=Decimal("0.5"), high=Decimal("1.5")) if factors is None else factors),
        target=draw(st.none() | amounts(1, 2000)),
        people=tuple(draw(st.just([]) | st.lists(st.integers(0, 5), min_size=years, max_size=years))),
        working_capital=draw(amounts(0, 100)),
    )
