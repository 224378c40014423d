"""Every number in the examples of docs/calculations.md, recomputed; and its pictures, drawn again."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from challenges.missions.domain.metrics import progress
from challenges.publishing.domain.appraisal import (
    discount_factor,
    distributional_weight,
    equivalent_annual,
    net_additional,
    with_optimism_bias,
)
from challenges.publishing.domain.calendar import earliest_deadline, standstill_end
from challenges.publishing.domain.conditions import attribute, fte_years
from challenges.publishing.domain.offers import pert_mean, pert_quantile
from challenges.publishing.domain.payment import (
    clawback,
    royalties,
    share_of_difference,
    tariff_payments,
    two_way_difference,
)
from challenges.publishing.domain.risk_reward import cash_flow
from scripts import calculation_examples as examples
from scripts import draw_calculations

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = " ".join((DOCS / "calculations.md").read_text(encoding="utf-8").split())


def pence(amount):
    return f"£{amount:,.2f}"


def public_value():
    central, bid = examples.appraised(), examples.appraisal().bids["example"]
    cases = bid.cases
    return [
        f"Benefits £{central.benefits:,.0f}, payments £{central.payments:,.0f}, own costs £{central.own_costs:,.0f}: "
        f"public value £{cases['central'].npsv:,.0f}, ratio {cases['central'].bcr:.2f}.",
        f"In the low case it is £{cases['low'].npsv:,.0f}, in the high case £{cases['high'].npsv:,.0f}.",
        f"on average £{bid.npsv.mean:,.0f}, nine times in ten at least £{bid.npsv.p10:,.0f}.",
        f"({bid.value_per_public_pound * 100:.0f}p here",
        f"(£{bid.cost_per_outcome['home']:,.0f}: the whole",
        f"({bid.switching['home']:.1%} here",
    ]


def payment_order():
    settled = tariff_payments(examples.CLAIMS, examples.TARIFF)
    return [
        f"seven claims come to {pence(settled.claimed)}. One is not accepted, leaving {pence(settled.accepted)};",
        f"does not count, {pence(settled.after_limits)};",
        f"no more than £1,500 a person, {pence(settled.after_person_cap)};",
        f"{pence(settled.after_period_cap)}; no more than £3,000 in all: {pence(settled.paid)} is paid.",
        f"with 65% pays {pence(settled.by_payer['council'])}, the ministry {pence(settled.by_payer['ministry'])}.",
    ]


def pledges():
    value = examples.pledge_value()
    jobs, visits, courses = value.by_measure.values()
    return [f"{pence(jobs)} + {pence(visits)} + {pence(courses)} = {pence(value.total)}."]


def risks():
    risk = examples.risks().bids["example"]
    return [
        f"the public pays £{risk.public_cost.mean:,.0f} on average and at most £{risk.maximum_public_exposure:,.0f};",
        f"loses in {risk.probability_of_loss:.0%} of the tries, £{risk.expected_loss:,.0f} on average;",
        f"£{-risk.cash_trough:,.0f} out of pocket at the deepest, £{risk.funding_gap:,.0f} more than its reserves.",
    ]


def cash():
    flow = cash_flow(examples.CASH_OFFER, examples.CASH_TERMS, 15)
    return [f"£{-flow.trough:,.0f} out of pocket, first at the end of month {flow.trough_month + 1}."]


def shares():
    gain, loss = (
        share_of_difference(examples.TARGET, Decimal(outturn), examples.BANDS) for outturn in (85_000, 125_000)
    )
    repaid = clawback(Decimal(100_000), Decimal(200), Decimal(150), rate=Decimal("0.5"), tolerance=Decimal("0.1"))
    owed = two_way_difference(Decimal(80), Decimal(95), Decimal(1_000))
    royalty = royalties([Decimal(1_000)] * 3, Decimal("0.05"), Decimal(40), Decimal("1.2"))
    return [
        f"£85,000 the supplier gains {pence(gain)}; at £125,000 it loses {pence(-loss)}.",
        f"tolerance 10%, rate 50%: {pence(repaid)}.",
        f"the supplier owes {pence(-owed)}.",
        f"stops at {pence(sum(royalty))}.",
    ]


def estimates():
    mean, low, high = (
        pert_mean(examples.ESTIMATE),
        pert_quantile(examples.ESTIMATE, 0.1),
        pert_quantile(examples.ESTIMATE, 0.9),
    )
    return [
        f"on average {mean:.1%}; nine times in ten at least {low:.1%}, nine times in ten at most {high:.1%}.",
    ]


def discounting():
    return [
        f"£1,000 in year 10 is worth {pence(1000 * discount_factor(10))} today, "
        f"in year 31 {pence(1000 * discount_factor(31))}; "
        f"as a gain in health in year 10, {pence(1000 * discount_factor(10, 'health'))}.",
        f"£1,000 over ten years is {pence(equivalent_annual(1000, 10))} a year.",
        f"counts as £{with_optimism_bias([5_000], 0.2, 0.5)[0]:,.0f}.",
        f"displace others: {net_additional(500, deadweight=0.3, leakage=0.1, displacement=0.25):.2f} count.",
        f"has a weight of {distributional_weight(1, 2):.2f}.",
    ]


def quantities_and_dates():
    full_time = fte_years(Decimal(4), Decimal(3), Decimal("0.6"), Decimal("1.5"))
    published = date(2026, 6, 8)
    return [
        f"years are {full_time.normalize()}.",
        f"among three contracts is {pence(attribute(Decimal(1_000), 3))}.",
        f"at 591 now: {progress(Decimal(3141), Decimal(800), Decimal(591)):.0%}, the goal is passed.",
        f"ends on {standstill_end(published):%A} {standstill_end(published).day} June "
        f"(on {standstill_end(published, regime='psr'):%A} {standstill_end(published, regime='psr').day} June",
        f"25 days from 1 June end on {earliest_deadline(date(2026, 6, 1), 25).day} June.",
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        public_value,
        payment_order,
        pledges,
        risks,
        cash,
        shares,
        estimates,
        discounting,
        quantities_and_dates,
    ],
)
def test_numbers_of_the_page_are_what_the_calculations_give(sentences):
    assert [sentence for sentence in sentences() if sentence not in PAGE] == []


def test_pictures_are_as_drawn(tmp_path):
    draw_calculations.main(tmp_path)

    drawn = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    kept = {path for path in (DOCS / "pictures").glob("*.svg") if path.name != "house.svg"}
    assert drawn == {path.name: path.read_text(encoding="utf-8") for path in kept}


def test_every_picture_stands_on_the_page():
    assert [name for name in draw_calculations.PICTURES if f"](pictures/{name}.svg)" not in PAGE] == []
