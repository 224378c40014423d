from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.publishing.domain.conditions import (
    Condition,
    Measure,
    Pledge,
    attribute,
    fte_years,
    pledged_value,
    unmet_conditions,
)
from tests.domain.invented import amounts

JOBS = Measure(code="jobs", unit="year", unit_value=Decimal("20000"), maximum=Decimal(5))
TREES = Measure(code="trees", unit="tree", unit_value=Decimal("0.005"))


def pledge(measure=JOBS, quantity="1", statement="how", **known):
    amount = None if quantity is None else Decimal(quantity)
    return Pledge(measure=measure.code, quantity=amount, unit=measure.unit, statement=statement, **known)


@pytest.mark.parametrize("missing", [pledge(quantity=None), pledge(statement="  ")])
def test_pledge_without_number_or_statement_counts_nil_and_is_listed(missing):
    value = pledged_value([missing, pledge(TREES, "300")], [JOBS, TREES])

    assert (value.total, value.incomplete) == (Decimal("1.50"), ("jobs",))
    assert value.by_measure == {"jobs": Decimal("0.00"), "trees": Decimal("1.50")}


def test_three_thirds_are_one_so_that_half_a_penny_is_not_lost():
    thirds = [pledge(TREES, "1", sharing=3)] * 3

    assert pledged_value(thirds, [TREES]).total == Decimal("0.01")


@given(st.lists(st.tuples(amounts(0, 9), st.integers(1, 4), st.integers(1, 7)), max_size=5), st.randoms())
def test_pledged_value_is_capped_and_free_of_order(drawn, random):
    pledges = [pledge(quantity=str(amount), years=years, sharing=sharing) for amount, years, sharing in drawn]
    shuffled = random.sample(pledges, len(pledges))

    value = pledged_value(pledges, [JOBS])

    assert value == pledged_value(shuffled, [JOBS])
    assert value.total <= 5 * 20000


def test_unmet_conditions_keep_the_published_order():
    conditions = [Condition(code=code, kind="access", required=code != "c") for code in "dbca"]

    assert unmet_conditions(["b"], conditions) == ("d", "a")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: Condition(code="a", kind="other", required=True), ["kind of a", "'other'", "one of"]),
        (lambda: Condition(code="a", kind="access", required=1), ["required of a", "1", "true or false"]),
        (lambda: Measure(code="a", unit="u", unit_value=Decimal(-1)), ["unit_value of a", "-1", "negative"]),
        (lambda: Measure(code="a", unit="u", unit_value=Decimal(1), countable_years=0), ["countable_years of a", "0"]),
        (lambda: pledge(quantity="-1"), ["quantity of jobs", "-1", "negative"]),
        (lambda: pledge(sharing=0), ["sharing of jobs", "0", "at least 1"]),
        (lambda: pledge(years=1.5), ["years of jobs", "1.5", "whole"]),
        (lambda: pledged_value([pledge()], [TREES]), ["pledged measure", "'jobs'", "unknown"]),
        (lambda: pledged_value([], [TREES, TREES]), ["measures", "'trees'", "twice"]),
        (lambda: fte_years(Decimal(1), Decimal(1), Decimal("1.5"), Decimal(1)), ["part_time_fte", "1.5", "0 to 1"]),
        (lambda: fte_years(1.0, Decimal(1), Decimal(1), Decimal(1)), ["full_time", "1.0", "float"]),
        (lambda: attribute(Decimal(1), 0), ["sharing", "0", "at least 1"]),
        (lambda: unmet_conditions(["b"], []), ["accepted", "'b'", "unknown"]),
        (
            lambda: unmet_conditions([], [Condition(code="a", kind="access", required=True)] * 2),
            ["conditions", "twice"],
        ),
    ],
)
def test_refusal_names_field_value_and_rule(act, words):
    with pytest.raises(ValueError, match=" refused, ") as refused:
        act()

    assert [word for word in words if word not in str(refused.value)] == []
