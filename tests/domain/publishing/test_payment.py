from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.publishing.domain.draws import stated_attainment
from challenges.publishing.domain.payment import (
    Claim,
    Payer,
    ShareBand,
    StagePayment,
    Tariff,
    TariffLine,
    Terms,
    clawback,
    payments_by_year,
    prize_ladder,
    royalties,
    share_of_difference,
    split,
    tariff_payments,
    two_way_difference,
)
from challenges.publishing.domain.yearly_payments import drawn_payments, offered_units
from tests.domain.invented import OUTCOMES, amounts, drawn_offers, drawn_terms, line, offer, terms

PENNY = Decimal("0.01")
UNIT_SHARES = st.lists(st.integers(0, 1000), min_size=1, max_size=5).filter(lambda parts: sum(parts) > 0)


def payers_of(weights):
    exact = [Decimal(weight) / 10**6 for weight in weights[:-1]]
    return [
        Payer(name=f"payer-{number}", share=part) for number, part in enumerate([*exact, 1 - sum(exact, Decimal(0))])
    ]


@given(amounts(0, 10**7), UNIT_SHARES)
def test_split_adds_up_to_the_penny_and_is_within_a_penny_of_the_share(amount, weights):
    payers = payers_of(weights)

    parts = split(amount, payers)

    assert sum(parts.values()) == amount
    assert [payer.name for payer in payers if abs(parts[payer.name] - amount * payer.share) >= PENNY] == []


CLAIMS = st.lists(
    st.builds(
        dict,
        person=st.sampled_from(["p", "q"]),
        outcome=st.sampled_from(OUTCOMES),
        period=st.sampled_from(["", "0", "1"]),
        quantity=amounts(0, 4),
        accepted=st.booleans(),
    ),
    max_size=8,
)


def claims_of(drawn):
    return [Claim(id=str(number), **claim) for number, claim in enumerate(drawn)]


@given(CLAIMS, drawn_terms(), amounts(0, 500))
def test_settlement_only_shrinks_step_by_step_and_adds_up(drawn, agreed, before):
    settled = tariff_payments(claims_of(drawn), agreed.tariff, paid_before=before)

    steps = [
        settled.claimed,
        settled.accepted,
        settled.after_limits,
        settled.after_person_cap,
        settled.after_period_cap,
        settled.paid,
    ]
    assert steps == sorted(steps, reverse=True)
    assert sum(settled.paid_by_claim.values()) == settled.paid == sum(settled.by_payer.values())
    assert list(settled.paid_by_claim) == [str(number) for number in range(len(drawn))]


@given(CLAIMS, drawn_terms(), amounts(0, 500))
def test_caps_hold_for_person_period_and_contract(drawn, agreed, before):
    claims, tariff = claims_of(drawn), agreed.tariff
    paid = tariff_payments(claims, tariff, paid_before=before).paid_by_claim

    def sum_where(field, value):
        return sum(paid[claim.id] for claim in claims if getattr(claim, field) == value)

    if tariff.cap_total is not None:
        assert sum(paid.values()) <= max(Decimal(0), tariff.cap_total - before)
    if tariff.cap_per_person is not None:
        assert max(sum_where("person", person) for person in ("p", "q")) <= tariff.cap_per_person
    for period, cap in tariff.cap_per_period.items():
        assert sum_where("period", period) <= cap


@given(CLAIMS.filter(bool), drawn_terms())
def test_a_further_claim_never_lowers_the_total_nor_moves_an_earlier_one(drawn, agreed):
    claims = claims_of(drawn)

    before, after = tariff_payments(claims[:-1], agreed.tariff), tariff_payments(claims, agreed.tariff)

    assert after.paid >= before.paid
    assert {claim: after.paid_by_claim[claim] for claim in before.paid_by_claim} == before.paid_by_claim


@given(drawn_offers(), drawn_terms(), st.data())
def test_more_attainment_never_pays_less(bid, agreed, data):
    low, high = {}, {}
    for outcome in OUTCOMES:
        low[outcome], high[outcome] = sorted(data.draw(st.tuples(amounts(0, 2), amounts(0, 2))))

    less = payments_by_year(bid, agreed, attainment=low)
    more = payments_by_year(bid, agreed, attainment=high)

    # Each year is rounded on its own, so that halves of pennies may fall differently.
    assert sum(more) >= sum(less) - PENNY * agreed.years / 2


@given(drawn_offers(), drawn_terms())
def test_tariff_stays_under_its_caps(bid, agreed):
    only_tariff = replace(agreed, fixed_fee=Decimal(0), stage_payments=())
    attainment = dict.fromkeys(OUTCOMES, Decimal(1))

    paid = payments_by_year(replace(bid, target=None), only_tariff, attainment=attainment)

    rounding = PENNY * agreed.years / 2
    if agreed.tariff.cap_total is not None:
        assert sum(paid) <= agreed.tariff.cap_total + rounding
    if agreed.tariff.cap_per_person is not None and bid.people:
        assert sum(paid) <= agreed.tariff.cap_per_person * sum(bid.people) + rounding
    for period, cap in agreed.tariff.cap_per_period.items():
        assert paid[int(period)] <= cap + rounding


@settings(max_examples=200)
@given(drawn_offers(), drawn_terms())
def test_simulated_payments_are_the_exact_ones_to_the_penny_a_year(bid, agreed):
    units = offered_units(bid, terms=agreed)
    attainment = stated_attainment(bid, outcomes=units.outcomes, points=("low", "likely", "high"))
    factors = [bid.cost_factor.low, bid.cost_factor.likely, bid.cost_factor.high]

    drawn = drawn_payments(units, attainment=attainment, factor=np.array([float(factor) for factor in factors]))

    for column, point in enumerate(("low", "likely", "high")):
        stated = {offered.outcome: getattr(offered.attainment, point) for offered in bid.outcomes}
        exact = payments_by_year(bid, agreed, attainment=stated, cost_factor=factors[column])
        assert [float(amount) for amount in exact] == pytest.approx(drawn[:, column], abs=0.01 + 1e-9)


BANDS = (
    ShareBand(from_=Decimal("0.5"), to=Decimal("0.9"), share=Decimal("0.2")),
    ShareBand(from_=Decimal("0.9"), to=Decimal("1.1"), share=Decimal("0.5")),
    ShareBand(from_=Decimal("1.1"), to=Decimal(2), share=Decimal(1)),
)


@given(amounts(100, 1000), amounts(0, 1), amounts(0, 1))
def test_supplier_never_gains_by_spending_more(target, one, other):
    less, more = sorted(target * (Decimal("0.5") + part) for part in (one, other))

    assert share_of_difference(target, less, BANDS) >= share_of_difference(target, more, BANDS)


def test_slices_take_their_own_bands_share():
    # 100 over: 100 at one half; 100 more at the whole.
    assert share_of_difference(Decimal(1000), Decimal(1200), BANDS) == Decimal("-150.00")
    # 100 under at one half, 100 more at a fifth.
    assert share_of_difference(Decimal(1000), Decimal(800), BANDS) == Decimal("70.00")


def test_no_difference_needs_no_band_at_that_place():
    outer = [ShareBand(from_=Decimal("1.5"), to=None, share=Decimal(1))]

    assert share_of_difference(Decimal(100), Decimal(100), outer) == Decimal("0.00")


def test_leftover_half_penny_is_decided_after_one_division():
    # 0.015 × (3 − 2)/3 is exactly half a penny; a rounded third in between would lose it.
    assert clawback(Decimal("0.015"), Decimal(3), Decimal(2), rate=Decimal(1)) == Decimal("0.01")


@given(amounts(0, 10**6), amounts(1, 100), amounts(0, 200), amounts(0, 1), amounts(0, 1), st.none() | amounts(0, 10**6))
def test_clawback_is_never_more_than_was_paid_or_capped(paid, promised, achieved, rate, tolerance, cap):
    owed = clawback(paid, promised, achieved, rate=rate, tolerance=tolerance, cap=cap)

    assert Decimal(0) <= owed <= min(paid, paid if cap is None else cap)
    if achieved >= promised * (1 - tolerance):
        assert owed == 0


def test_clawback_cap_binds():
    owed = clawback(Decimal(1000), Decimal(10), Decimal(0), rate=Decimal(1), cap=Decimal(250))

    assert owed == Decimal("250.00")


def test_two_way_difference_allows_a_negative_reference_price():
    assert two_way_difference(Decimal(50), Decimal(-10), Decimal("1.5")) == Decimal("90.00")


@given(st.lists(amounts(0, 10**6), min_size=1, max_size=6), amounts(0, 1), amounts(0, 10**5), amounts(0, 3))
def test_royalties_stop_at_their_cap(revenues, rate, funding, multiple):
    assert sum(royalties(revenues, rate, funding, multiple)) <= funding * multiple + PENNY / 2


def test_a_prize_may_stay_unawarded():
    ladder = prize_ladder(Decimal(1000), [Decimal(100)], [])

    assert (ladder.allocated, ladder.unallocated) == (Decimal(100), Decimal(900))


def test_cap_of_a_part_of_a_penny_binds_at_the_penny_below():
    tariff = replace(terms(prices={"a": "10"}).tariff, cap_total=Decimal("5.005"))

    assert tariff_payments([Claim(id="1", person="p", outcome="a")], tariff).paid == Decimal("5.00")


def test_offered_price_stands_where_the_tariff_leaves_it_open():
    open_tariff = Tariff(lines=(TariffLine(outcome="a"),), payers=(Payer(name="c", share=Decimal(1)),))
    bid = offer(line("a", 10, attainment=1, price=Decimal("2.50")))

    paid = payments_by_year(bid, Terms(years=1, tariff=open_tariff), attainment={"a": Decimal(1)})

    assert paid == (Decimal("25.00"),)


PAID = terms(prices={"a": 10})
OPEN = Tariff(lines=(TariffLine(outcome="a"),), payers=PAID.tariff.payers)
FULL = {"a": Decimal(1)}


def shared(**band):
    return share_of_difference(Decimal(10), Decimal(9), [ShareBand(**band)])


def banded(**band):
    return replace(PAID, bands=(ShareBand(**band),))


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: shared(from_=Decimal(1), to=Decimal(1), share=Decimal(1)), ["from_", "1", "below to"]),
        (lambda: shared(from_=Decimal(0), to=None, share=Decimal("1.1")), ["share", "1.1", "0 to 1"]),
        (lambda: shared(from_=Decimal(-1), to=None, share=Decimal(1)), ["from_", "-1", "negative"]),
        (lambda: shared(from_=Decimal(0), to=0.5, share=Decimal(1)), ["band to", "0.5", "float"]),
        (lambda: banded(from_=Decimal(0), to=None, share=Decimal("1.1")), ["share", "1.1", "0 to 1"]),
        (lambda: share_of_difference(Decimal(0), Decimal(1), BANDS), ["target", "0", "above 0"]),
        (lambda: share_of_difference(Decimal(10), Decimal(-1), BANDS), ["outturn", "-1", "negative"]),
        (lambda: share_of_difference(Decimal(10), Decimal(4), BANDS), ["outturn", "4", "lowest band"]),
        (lambda: share_of_difference(Decimal(10), Decimal(21), BANDS), ["outturn", "21", "highest band"]),
        (lambda: share_of_difference(Decimal(10), Decimal(9), []), ["bands", "empty"]),
        (lambda: share_of_difference(100.0, Decimal(9), BANDS), ["target", "100.0", "float"]),
        (lambda: Tariff(lines=(), payers=PAID.tariff.payers), ["lines", "empty"]),
        (lambda: Tariff(lines=PAID.tariff.lines * 2, payers=PAID.tariff.payers), ["lines", "'a'", "twice"]),
        (lambda: Tariff(lines=PAID.tariff.lines, payers=PAID.tariff.payers * 2), ["payers", "'council'", "twice"]),
        (
            lambda: Tariff(lines=PAID.tariff.lines, payers=(Payer(name="c", share=Decimal("0.9")),)),
            ["payers' shares", "0.9", "exactly 1"],
        ),
        (lambda: replace(PAID.tariff, cap_total=Decimal(-1)), ["cap_total", "-1", "negative"]),
        (lambda: replace(PAID.tariff, cap_per_period={"0": Decimal(-1)}), ["cap_per_period 0", "-1", "negative"]),
        (lambda: TariffLine(outcome="a", price=Decimal("NaN")), ["price", "NaN", "finite"]),
        (lambda: replace(PAID, years=0), ["years", "0", "at least 1"]),
        (lambda: replace(PAID, years=1.5), ["years", "1.5", "whole"]),
        (lambda: replace(PAID, advance_months=0), ["advance_months", "0", "at least 1"]),
        (lambda: replace(PAID, payment_lag=-1), ["payment_lag", "-1", "at least 0"]),
        (lambda: replace(PAID, indexed=1), ["indexed", "1", "true or false"]),
        (
            lambda: replace(PAID, stage_payments=(StagePayment(month=12, amount=Decimal(1)),)),
            ["stage payment month", "12", "below 12"],
        ),
        (
            lambda: replace(PAID, stage_payments=(StagePayment(month=-1, amount=Decimal(1)),)),
            ["stage payment month", "-1", "at least 0"],
        ),
        (
            lambda: replace(PAID, stage_payments=(StagePayment(month=0, amount=Decimal(-1)),)),
            ["stage payment amount", "-1", "negative"],
        ),
        (
            lambda: Claim(id="1", person="p", outcome="a", quantity=Decimal(-1)),
            ["quantity of claim 1", "-1", "negative"],
        ),
        (lambda: Claim(id="1", person="p", outcome="a", accepted="yes"), ["accepted of claim 1", "'yes'", "true"]),
        (lambda: tariff_payments([Claim(id="1", person="p", outcome="b")], PAID.tariff), ["outcome", "'b'", "unknown"]),
        (lambda: tariff_payments([Claim(id="1", person="p", outcome="a")], OPEN), ["price of a", "None", "settled"]),
        (lambda: tariff_payments([], PAID.tariff, paid_before=Decimal(-1)), ["paid_before", "-1", "negative"]),
        (lambda: split(Decimal("0.005"), PAID.tariff.payers), ["amount", "0.005", "whole pence"]),
        (lambda: split(Decimal(-1), PAID.tariff.payers), ["amount", "-1", "negative"]),
        (
            lambda: payments_by_year(offer(line("a", 1, attainment=1)), PAID, attainment={}),
            ["attainment", "'a'", "missing"],
        ),
        (lambda: payments_by_year(offer(), PAID, attainment={"b": Decimal(1)}), ["attainment", "'b'", "unknown"]),
        (lambda: payments_by_year(offer(), PAID, attainment={"a": Decimal(-1)}), ["attainment of a", "-1", "negative"]),
        (
            lambda: payments_by_year(offer(), PAID, attainment={}, cost_factor=Decimal(-1)),
            ["cost_factor", "-1", "negative"],
        ),
        (lambda: payments_by_year(offer(years=2), PAID, attainment={}), ["costs of x", "24", "12 months"]),
        (lambda: payments_by_year(offer(target=Decimal(9)), PAID, attainment={}), ["target of x", "9", "needs bands"]),
        (
            lambda: payments_by_year(offer(line("b", 1, attainment=1)), PAID, attainment=FULL),
            ["outcome", "'b'", "unknown"],
        ),
        (
            lambda: payments_by_year(offer(line("a", 1, attainment=1, price=Decimal(9))), PAID, attainment=FULL),
            ["price of a", "9", "tariff states 10"],
        ),
        (
            lambda: payments_by_year(offer(line("a", 1, attainment=1)), replace(PAID, tariff=OPEN), attainment=FULL),
            ["price of a", "None", "leaves it open"],
        ),
        (lambda: clawback(Decimal(1), Decimal(0), Decimal(1), rate=Decimal(1)), ["promised", "0", "above 0"]),
        (lambda: clawback(Decimal(1), Decimal(1), Decimal(1), rate=Decimal(2)), ["rate", "2", "0 to 1"]),
        (lambda: royalties([], Decimal(0), Decimal(1), Decimal(1)), ["revenues", "empty"]),
        (lambda: prize_ladder(Decimal(10), [Decimal(6)], [Decimal(5)]), ["seeds and awards", "11", "pot, 10"]),
    ],
)
def test_refusal_names_field_value_and_rule(act, words):
    with pytest.raises(ValueError, match=" refused, ") as refused:
        act()

    assert [word for word in words if word not in str(refused.value)] == []
