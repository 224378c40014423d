"""The examples of docs/calculations.md, worked once for its pictures and for the test that recomputes its numbers.

All are invented. Money in pounds.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from challenges.publishing.domain.appraisal import Appraisal, OutcomeValue, Valuation, appraise
from challenges.publishing.domain.conditions import Measure, Pledge, PledgedValue, pledged_value
from challenges.publishing.domain.draws import stated_attainment
from challenges.publishing.domain.offers import Estimate, Offer, OutcomeOffer
from challenges.publishing.domain.payment import Claim, Payer, ShareBand, Tariff, TariffLine, Terms
from challenges.publishing.domain.public_flows import bid_flows
from challenges.publishing.domain.risk_reward import RiskProfile, simulate

SEED = 2026
DRAWS = 10_000
CERTAIN = Estimate(low=Decimal(1), likely=Decimal(1), high=Decimal(1))
COUNCIL = (Payer(name="council", share=Decimal(1)),)

# How many succeed: at worst a fifth, most likely a half, at best nine tenths.
ESTIMATE = Estimate(low=Decimal("0.2"), likely=Decimal("0.5"), high=Decimal("0.9"))

# Twenty places a year for two years; £1,500 for each person who succeeds; costs of about £1,100 a month.
HOMES = Offer(
    bid="example",
    outcomes=(OutcomeOffer(outcome="home", volumes=(Decimal(20), Decimal(20)), attainment=ESTIMATE),),
    costs=(Decimal(1_100),) * 24,
    cost_factor=Estimate(low=Decimal("0.9"), likely=Decimal(1), high=Decimal("1.3")),
    working_capital=Decimal(2_500),
)
HOMES_TERMS = Terms(
    years=2,
    tariff=Tariff(lines=(TariffLine(outcome="home", price=Decimal(1_500)),), payers=COUNCIL),
    verification_lag=2,
    payment_lag=1,
)
HOMES_VALUE = Valuation(
    outcomes=(OutcomeValue(outcome="home", social=Decimal(4_000), deadweight=Decimal("0.25")),),
    own_costs=(Decimal(5_000), Decimal(5_000)),
    bias=Decimal("0.2"),
    mitigation=Decimal("0.5"),
)

TARGET = Decimal(100_000)
BANDS = (
    ShareBand(from_=Decimal(0), to=Decimal("0.9"), share=Decimal("0.3")),
    ShareBand(from_=Decimal("0.9"), to=Decimal("1.1"), share=Decimal("0.5")),
    ShareBand(from_=Decimal("1.1"), to=Decimal("1.2"), share=Decimal("0.75")),
    ShareBand(from_=Decimal("1.2"), to=None, share=Decimal(1)),
)

TARIFF = Tariff(
    lines=(
        TariffLine(outcome="job", price=Decimal(1_000), limit_per_person=Decimal(1)),
        TariffLine(outcome="week in work", price=Decimal("100.37")),
    ),
    payers=(Payer(name="council", share=Decimal("0.65")), Payer(name="ministry", share=Decimal("0.35"))),
    cap_per_person=Decimal(1_500),
    cap_per_period={"quarter 1": Decimal(2_000)},
    cap_total=Decimal(3_000),
)
CLAIMS = (
    Claim(id="1", person="A", outcome="job", period="quarter 1"),
    Claim(id="2", person="A", outcome="job", period="quarter 1"),
    Claim(id="3", person="A", outcome="week in work", period="quarter 1", quantity=Decimal(7)),
    Claim(id="4", person="B", outcome="job", period="quarter 1"),
    Claim(id="5", person="B", outcome="week in work", period="quarter 2", quantity=Decimal(10)),
    Claim(id="6", person="C", outcome="job", period="quarter 2", accepted=False),
    Claim(id="7", person="C", outcome="job", period="quarter 2"),
)

# £1,000 of cost a month; ten results a month at £100 each, checked for two months and paid a month later.
CASH_OFFER = Offer(
    bid="example",
    outcomes=(OutcomeOffer(outcome="result", volumes=(Decimal(120),), attainment=CERTAIN),),
    costs=(Decimal(1_000),) * 12,
    cost_factor=CERTAIN,
)
CASH_TERMS = Terms(
    years=1,
    tariff=Tariff(lines=(TariffLine(outcome="result", price=Decimal(100)),), payers=COUNCIL),
    verification_lag=2,
    payment_lag=1,
)

MEASURES = (
    Measure(code="jobs", unit="years", unit_value=Decimal(20_000), maximum=Decimal(10)),
    Measure(code="school visits", unit="weeks", unit_value=Decimal("150.55"), countable_years=1),
    Measure(code="training fund", unit="courses", unit_value=Decimal(400)),
)
PLEDGES = (
    Pledge(measure="jobs", quantity=Decimal(4), unit="years", statement="Local hires, named by role", years=3),
    Pledge(measure="school visits", quantity=Decimal(3), unit="weeks", statement="Two schools", years=3),
    Pledge(measure="training fund", quantity=Decimal(9), unit="courses", statement="Shared fund", sharing=3),
)


@dataclass(frozen=True, kw_only=True)
class PresentValues:
    """The central case of the homes example."""

    benefits: float
    payments: float
    own_costs: float


def appraised() -> PresentValues:
    flows = bid_flows(HOMES, valuation=HOMES_VALUE, terms=HOMES_TERMS)
    likely = stated_attainment(HOMES, outcomes=("home",), points=("likely",))
    central = flows.at(likely, factor=np.array([1.0]))
    return PresentValues(
        benefits=float(central.benefits[0]), payments=float(central.payments[0]), own_costs=flows.own_cost
    )


def appraisal() -> Appraisal:
    return appraise([HOMES], HOMES_VALUE, HOMES_TERMS, draws=DRAWS, rng=np.random.default_rng(SEED))


def risks() -> RiskProfile:
    return simulate([HOMES], HOMES_TERMS, draws=DRAWS, rng=np.random.default_rng(SEED))


def pledge_value() -> PledgedValue:
    return pledged_value(PLEDGES, MEASURES)


def pledged() -> list[tuple[str, float, float, str]]:
    """Per pledge: what is offered in all, and how much of it counts."""
    value = pledge_value()
    units = {measure.code: measure for measure in MEASURES}
    return [
        (
            pledge.measure,
            float((pledge.quantity or 0) * pledge.years),
            float(value.by_measure[pledge.measure] / units[pledge.measure].unit_value),
            pledge.unit,
        )
        for pledge in PLEDGES
    ]
