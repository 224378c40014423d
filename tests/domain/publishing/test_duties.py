from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from challenges.publishing.domain.duties import (
    Facts,
    authority_duties,
    duties,
    is_below_threshold,
    is_sme,
    kpis_required,
    modification_allowed,
    subsidy_headroom,
    valid_ppon,
)

ENTERED = date(2026, 9, 21)
SERVICES = Facts(
    authority_kind="sub-central",
    contract_type="services",
    value=Decimal(6_000_000),
    started_on=date(2026, 2, 1),
    award_notice_on=date(2026, 9, 7),
    contract_entered_on=ENTERED,
)


def due(facts, on=date(2026, 9, 1)):
    return {duty.code: duty.due for duty in duties(facts, on)}


def test_duty_is_overdue_from_the_day_after_it_was_due():
    (on_the_day,), (a_day_later,) = (
        [duty.overdue for duty in duties(SERVICES, on) if duty.code == "contract_details"]
        for on in (date(2026, 10, 20), date(2026, 10, 21))
    )

    assert (on_the_day, a_day_later) == (False, True)


def test_what_is_done_is_left_out_quarter_by_quarter():
    paid = replace(
        SERVICES,
        payments=((date(2026, 11, 2), Decimal(30001)), (date(2027, 1, 2), Decimal(30001))),
        done=("contract_payment:2026-12-31", "kpis"),
    )

    codes = list(due(paid))

    assert codes == [
        "contract_copy",
        "contract_details",
        "contract_payment:2027-03-31",
        "performance",
        "record_retention",
        "standstill",
    ]


def test_ending_and_a_claim_start_their_own_periods():
    ended = replace(SERVICES, contract_ended_on=date(2027, 3, 31), claim_known_on=date(2026, 9, 10))

    assert (due(ended)["contract_termination"], due(ended)["claim_limit"]) == (date(2027, 4, 29), date(2026, 10, 9))


def test_voluntary_standstill_is_shown_and_none_is_not():
    assert "standstill" in due(replace(SERVICES, standstill="voluntary"))
    assert "standstill" not in due(replace(SERVICES, standstill="none"))


@pytest.mark.parametrize(
    ("contract_type", "value", "codes"),
    [
        ("services", 5_000_000, ["contract_details", "record_retention"]),
        ("services", 5_000_001, ["contract_copy", "contract_details", "kpis", "performance", "record_retention"]),
        ("framework", 5_000_001, ["contract_copy", "contract_details", "record_retention"]),
        ("concession", 5_372_609, ["contract_copy", "contract_details", "record_retention"]),
    ],
)
def test_large_contracts_need_a_copy_and_most_of_them_indicators(contract_type, value, codes):
    facts = replace(SERVICES, contract_type=contract_type, value=Decimal(value), award_notice_on=None)

    assert list(due(facts)) == codes


@pytest.mark.parametrize(
    ("kind", "value", "codes"),
    [
        ("central", "11999.99", []),
        ("central", "12000", ["contract_details"]),
        ("sub-central", "29999.99", []),
        ("sub-central", "30000", ["contract_details"]),
        ("utility", "30000", ["contract_details"]),
    ],
)
def test_below_the_threshold_only_details_without_a_date(kind, value, codes):
    facts = replace(SERVICES, authority_kind=kind, value=Decimal(value))

    found = duties(facts, date(2099, 1, 1))

    assert [duty.code for duty in found] == codes
    assert [(duty.due, duty.overdue) for duty in found] == [(None, False)] * len(codes)


@pytest.mark.parametrize("route", ["rd_contract", "grant_or_prize"])
def test_other_routes_have_none_of_these(route):
    assert duties(replace(SERVICES, route=route), ENTERED) == ()


def test_duty_names_its_rule_and_vintage():
    details = next(duty for duty in duties(SERVICES, ENTERED) if duty.code == "contract_details")

    assert (details.rule, details.vintage) == ("Procurement Act 2023, section 53(1)", "2025-02-24")


def test_authority_duties_begin_with_the_act():
    assert [duty.code for duty in authority_duties(2025)] == ["payments_compliance", "payments_compliance", "pipeline"]
    with pytest.raises(ValueError, match="2024-03-31"):
        authority_duties(2024)


@pytest.mark.parametrize(
    ("kind", "contract_type", "started", "threshold"),
    [
        ("central", "goods", date(2025, 12, 31), 139_688),
        ("central", "framework", date(2026, 1, 1), 135_018),
        ("sub-central", "services", date(2025, 12, 31), 214_904),
        ("utility", "services", date(2026, 1, 1), 415_440),
        ("utility", "light_touch", date(2026, 1, 1), 884_720),
        ("sub-central", "works", date(2026, 1, 1), 5_193_000),
        ("central", "concession", date(2025, 2, 24), 5_372_609),
        ("central", "light_touch_concession", date(2026, 1, 1), 5_372_609),
    ],
)
def test_threshold_of_the_day_the_procurement_started(kind, contract_type, started, threshold):
    amounts = [Decimal(threshold) - Decimal("0.01"), Decimal(threshold)]

    assert [is_below_threshold(amount, kind, contract_type, started) for amount in amounts] == [True, False]


@pytest.mark.parametrize(
    ("staff", "turnover", "assets", "small"),
    [
        (249, 44_000_000, 99_000_000, True),
        (249, 99_000_000, 38_000_000, True),
        (249, 44_000_001, 38_000_001, False),
        (250, 1, 1, False),
    ],
)
def test_sme_is_small_in_staff_and_in_money_or_assets(staff, turnover, assets, small):
    assert is_sme(staff, Decimal(turnover), Decimal(assets)) is small


@pytest.mark.parametrize(
    ("text", "valid"),
    [("PBCD-1234-WXYZ", True), ("PBCD-1234-WXYZ\n", False), ("pbcd-1234-wxyz", False), ("PBCD-1034-WXYZ", False)],
)
def test_ppon_has_the_published_pattern(text, valid):
    assert valid_ppon(text) is valid


def test_indicators_are_for_contracts_over_five_million():
    values = (Decimal(5_000_000), Decimal("5000000.01"))

    assert [kpis_required(value, "works") for value in values] == [False, True]
    assert kpis_required(Decimal(9_000_000), "light_touch") is False


def test_headroom_counts_this_financial_year_so_far_and_the_two_before():
    given = [
        (date(2024, 3, 31), Decimal(100_000)),
        (date(2024, 4, 1), Decimal(100_000)),
        (date(2026, 11, 21), Decimal(15_000)),
        (date(2026, 11, 22), Decimal(50_000)),
    ]

    assert subsidy_headroom(given, date(2026, 11, 21)) == Decimal(200_000)
    assert subsidy_headroom(given, date(2027, 3, 31)) == Decimal(150_000)
    assert subsidy_headroom(given, date(2027, 4, 1)) == Decimal(250_000)
    assert subsidy_headroom([(date(2026, 4, 1), Decimal(400_000))], date(2026, 4, 1)) == Decimal(0)


CHANGE = {
    "contract_type": "services",
    "value": Decimal(1_000_000),
    "change_value": Decimal(0),
    "earlier_changes": Decimal(0),
    "term_months": Decimal(48),
    "change_months": Decimal(0),
    "threshold": Decimal(207_720),
    "scope_changed": False,
    "balance_shifted": False,
}


@pytest.mark.parametrize(
    ("changes", "ground", "notice", "reasons"),
    [
        ({"change_months": Decimal("4.8")}, "not substantial", False, 0),
        ({"change_months": Decimal("-4.9")}, "below threshold", True, 0),
        ({"change_months": Decimal(5), "change_value": Decimal(100_001)}, None, True, 2),
        ({"balance_shifted": True, "change_value": Decimal(100_000)}, "below threshold", False, 0),
        ({"balance_shifted": True, "change_value": Decimal(150_000)}, None, True, 2),
        (
            {"balance_shifted": True, "change_value": Decimal(150_000), "contract_type": "works"},
            "below threshold",
            False,
            0,
        ),
        ({"balance_shifted": True, "change_value": Decimal(1), "earlier_changes": Decimal(207_719)}, None, False, 2),
        ({"scope_changed": True}, None, False, 1),
        ({"scope_changed": True, "permitted_ground": "additional goods"}, "permitted", False, 0),
        ({"scope_changed": True, "contract_type": "light_touch_concession"}, "light_touch", False, 0),
    ],
)
def test_first_ground_that_holds_and_every_test_that_fails(changes, ground, notice, reasons):
    result = modification_allowed(**CHANGE | changes)

    assert (result.allowed, result.ground, result.notice_required) == (ground is not None, ground, notice)
    assert len(result.reasons) == reasons


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: replace(SERVICES, authority_kind="county"), ["authority_kind", "'county'", "one of"]),
        (lambda: replace(SERVICES, contract_type="prize"), ["contract_type", "'prize'", "one of"]),
        (lambda: replace(SERVICES, route="x"), ["route", "'x'", "one of"]),
        (lambda: replace(SERVICES, value=Decimal(-1)), ["value", "-1", "negative"]),
        (lambda: replace(SERVICES, done=("kpis", "kpis")), ["done", "'kpis'", "twice"]),
        (lambda: replace(SERVICES, done=("party",)), ["done", "'party'", "no duty"]),
        (lambda: replace(SERVICES, award_notice_on="2026-01-01"), ["award_notice_on", "date"]),
        (lambda: duties(replace(SERVICES, started_on=date(2025, 2, 23)), ENTERED), ["started_on", "2025-02-23"]),
        (lambda: is_below_threshold(Decimal(1), "central", "goods", date(2025, 2, 23)), ["started_on", "2025-02-23"]),
        (lambda: is_below_threshold(1.0, "central", "goods", ENTERED), ["value_inc_vat", "1.0", "float"]),
        (lambda: is_sme(1.5, Decimal(1), Decimal(1)), ["staff", "1.5", "whole"]),
        (lambda: subsidy_headroom([(ENTERED, Decimal(-1))], ENTERED), ["earlier", "-1", "negative"]),
        (lambda: subsidy_headroom([], date(2022, 1, 1)), ["on", "2022-01-01", "2023-01-04"]),
        (lambda: modification_allowed(**CHANGE | {"term_months": Decimal(0)}), ["term_months", "0", "above 0"]),
        (lambda: modification_allowed(**CHANGE | {"scope_changed": 1}), ["scope_changed", "1", "true or false"]),
        (lambda: modification_allowed(**CHANGE | {"permitted_ground": " "}), ["permitted_ground", "' '", "blank"]),
    ],
)
def test_refusal_names_field_value_and_rule(act, words):
    with pytest.raises(ValueError, match=" refused, ") as refused:
        act()

    assert [word for word in words if word not in str(refused.value)] == []
