from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from challenges.publishing.domain.differences import ChangeRefused, check_amendment, differences
from tests.support.specifications import (
    CLOSES,
    OPENS,
    PLAN,
    PRICE,
    STAGE,
    STANDING,
    TERMS,
    challenge_prize,
    outcome_specification,
)

BEFORE = outcome_specification()


def changed(**changes):
    return [(row.part, row.field, row.is_material) for row in differences(BEFORE, replace(BEFORE, **changes))]


def test_equal_specifications_have_no_difference():
    assert differences(BEFORE, outcome_specification(value_amount=Decimal("840000.00"))) == ()


def test_difference_says_where_before_and_after():
    (row,) = differences(BEFORE, replace(BEFORE, criteria=(replace(PLAN, minimum=Decimal(3)), PRICE, STANDING)))

    assert (row.part, row.item, row.field) == ("criteria", "How you will bring people back into work", "minimum")
    assert (row.before, row.after, row.is_material) == ("2", "3", True)


def test_order_of_items_is_no_difference():
    assert changed(criteria=(STANDING, PRICE, PLAN)) == []


def test_item_added_and_dropped_is_material():
    assert changed(criteria=(PLAN, PRICE)) == [("criteria", "", True)]
    assert changed(conditions=()) == [("conditions", "", True)]


def renamed(name):
    return (replace(TERMS.payers[0], name=name), *TERMS.payers[1:])


def test_code_of_a_payer_is_not_said_to_people():
    row = differences(BEFORE, replace(BEFORE, terms=replace(TERMS, payers=renamed({"en": "Ministry"}))))[0]

    assert (row.before, row.after) == ("Council, 0.7, True; Foundation, 0.3, False",
                                       "Ministry, 0.7, True; Foundation, 0.3, False")  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"summary": {"en": "Other words."}}, ("summary", "", False)),
        ({"eligibility": {"en": "Charities only."}}, ("eligibility", "", True)),
        ({"eligibility": BEFORE.eligibility | {"cy": "Unrhyw un."}}, ("eligibility", "", False)),
        ({"value_amount": Decimal(1)}, ("value_amount", "", True)),
        ({"terms": replace(TERMS, payment_lag=2)}, ("terms", "payment_lag", True)),
        ({"terms": replace(TERMS, payers=renamed({"en": "Council", "cy": "Cyngor"}))}, ("terms", "payers", False)),
        ({"terms": replace(TERMS, payers=renamed({"en": "Ministry"}))}, ("terms", "payers", True)),
        ({"terms": replace(TERMS, payers=TERMS.payers[:1])}, ("terms", "payers", True)),
        ({"stages": (replace(STAGE, closes_at=CLOSES + timedelta(days=1)),)}, ("stages", "closes_at", False)),
        ({"stages": (replace(STAGE, closes_at=CLOSES - timedelta(days=1)),)}, ("stages", "closes_at", True)),
    ],
)
def test_change_is_material_when_an_offer_may_hang_on_it(changes, row):
    assert changed(**changes) == [row]


def test_material_change_needs_time_left():
    cheaper = replace(BEFORE, value_amount=Decimal(1))
    in_time, too_late = CLOSES - timedelta(days=5), CLOSES - timedelta(days=5) + timedelta(seconds=1)

    assert len(check_amendment(BEFORE, cheaper, at=in_time)) == 1
    with pytest.raises(ChangeRefused, match="fewer than 5 days"):
        check_amendment(BEFORE, cheaper, at=too_late)


def test_extension_gives_a_late_change_its_time():
    extended = replace(BEFORE, value_amount=Decimal(1), stages=(replace(STAGE, closes_at=CLOSES + timedelta(days=7)),))

    assert len(check_amendment(BEFORE, extended, at=CLOSES - timedelta(hours=1))) == 2


def test_nothing_changes_after_closing():
    with pytest.raises(ChangeRefused, match="Bids have closed"):
        check_amendment(BEFORE, replace(BEFORE, summary={"en": "Other."}), at=CLOSES)


def test_closed_stage_is_not_reopened_while_a_later_one_may_move():
    prize = challenge_prize()
    first, final = prize.stages
    at = CLOSES + timedelta(days=1)

    later = replace(prize, stages=(first, replace(final, closes_at=final.closes_at + timedelta(days=1))))
    assert len(check_amendment(prize, later, at=at)) == 1
    with pytest.raises(ChangeRefused, match="Bids have closed"):
        check_amendment(prize, replace(prize, stages=(replace(first, closes_at=at + timedelta(days=1)), final)), at=at)


def test_anything_may_change_before_opening():
    assert len(check_amendment(BEFORE, replace(BEFORE, terms=None), at=OPENS - timedelta(seconds=1))) == 1
