"""Every worked example of the two files: published answers, recomputed ones, and those nobody has verified yet."""

from decimal import Decimal

import pytest

from tests.domain.early_examples import ANSWERS, FIELDS_NOT_COVERED, NOT_COVERED
from tests.domain.worked_examples import assert_matches, call, cases_of, function_named, labelled

EARLY = cases_of("worked-examples.json")
STATED = cases_of("worked-examples-2.json")


@pytest.mark.parametrize("case", labelled(STATED))
def test_stated_example(case):
    expected = case["expected"]

    if isinstance(expected, dict) and "raises" in expected:
        with pytest.raises(ValueError, match=r".") as refused:
            call(case["function"], case["inputs"])
        assert [word for word in expected["mentions"] if word not in str(refused.value)] == []
    else:
        assert_matches(call(case["function"], case["inputs"]), expected, tolerance=case["tolerance"])


@pytest.mark.parametrize("case", labelled([case for case in EARLY if case["id"] not in NOT_COVERED]))
def test_early_example(case):
    expected = case["expected"]
    if case["id"] in FIELDS_NOT_COVERED:
        expected = {name: value for name, value in expected.items() if name not in FIELDS_NOT_COVERED[case["id"]]}

    assert_matches(ANSWERS[case["id"]](case["inputs"]), expected, tolerance=case["tolerance"])


def test_every_early_example_is_answered_or_set_aside_with_a_reason():
    assert sorted(ANSWERS.keys() | NOT_COVERED.keys()) == sorted(case["id"] for case in EARLY)
    assert ANSWERS.keys() & NOT_COVERED.keys() == set()


def test_nil_price_of_the_early_examples_is_refused():
    elements = next(case for case in EARLY if case["id"] == "price-zero")["inputs"]["elements"]
    lowest_over_price = function_named("bids.domain.price.lowest_over_price")

    def marks(element):
        prices = {name: Decimal(str(price)) for name, price in element["prices"].items()}
        return lowest_over_price(prices, Decimal(element["weight"]))

    block, additional_unit, service = elements
    assert marks(block) == {"1": Decimal(10), "2": Decimal("8.5")}
    assert marks(service) == {"1": Decimal(5), "2": Decimal(3)}
    with pytest.raises(ValueError, match="0 refused"):
        marks(additional_unit)
