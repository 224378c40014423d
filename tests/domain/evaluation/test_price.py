from decimal import Decimal

import pytest

from bids.evaluation.domain.scoring import price
from bids.evaluation.domain.scoring.price import (
    lowest_over_price,
    mean_narrow_average,
    monetised_quality,
    percent_above_lowest,
    price_per_quality_point,
    value_for_money_index,
)
from tests.domain.evaluation import price_oracle

BAD_PRICES = [Decimal("NaN"), Decimal("Infinity"), Decimal(-1), Decimal(0), 1.5, True]


def test_lowest_over_price_is_not_rounded() -> None:
    marks = lowest_over_price({"A": Decimal(15000), "B": Decimal(10000), "C": Decimal(30000)}, Decimal(40))

    assert marks["B"] == 40
    assert marks["A"] == Decimal(400000) / 15000
    assert marks["C"] == Decimal(400000) / 30000


def test_weight_is_one_unless_said() -> None:
    assert lowest_over_price({"A": Decimal(4), "B": Decimal(2)}) == {"A": Decimal("0.5"), "B": 1}


def test_percent_above_lowest_stops_at_nil() -> None:
    prices = {"1": Decimal(50), "2": Decimal(55), "3": Decimal(60), "4": Decimal(110)}

    assert percent_above_lowest(prices) == {"1": 100, "2": 90, "3": 80, "4": 0}


def test_mean_narrow_average_is_kept_within_a_hundred() -> None:
    assert mean_narrow_average({"A": Decimal(90), "B": Decimal(100), "C": Decimal(110)}) == {"A": 60, "B": 50, "C": 40}
    assert mean_narrow_average({"A": Decimal(1), "B": Decimal(1000)}) == {"A": 100, "B": 0}


def test_mean_narrow_average_divides_once() -> None:
    # The mean of 1, 1 and 2 has no end; 50 + 100 × (4/3 − 1) / (4/3) is exactly 75.
    assert mean_narrow_average({"A": Decimal(1), "B": Decimal(1), "C": Decimal(2)}) == {"A": 75, "B": 75, "C": 0}


def test_ratio_forms_decide_as_published() -> None:
    million, less = Decimal(1_000_000), Decimal(900_000)

    index = [
        value_for_money_index(p, q, Decimal(60), Decimal(40)) for p, q in [(million, Decimal(80)), (less, Decimal(70))]
    ]

    assert [round(one, 10) for one in index] == [Decimal("0.0007155418"), Decimal("0.0006507356")]
    assert monetised_quality(million, Decimal(80), Decimal(5000)) == 600_000
    assert monetised_quality(less, Decimal(70), Decimal(5000)) == 550_000
    assert monetised_quality(Decimal(1), Decimal(10), Decimal(1)) == -9
    assert price_per_quality_point(Decimal(100), Decimal(8)) == Decimal("12.5")


@pytest.mark.parametrize("form", ["lowest_over_price", "percent_above_lowest", "mean_narrow_average"])
@pytest.mark.parametrize("amounts", ["1", "3 7", "19.99 20 20.01 7", "0.01 10000000 3", "1E+3 999.999999 33.33"])
def test_relative_forms_are_the_published_formulas(form, amounts) -> None:
    prices = {f"b{place}": Decimal(amount) for place, amount in enumerate(amounts.split())}

    found = getattr(price, form)(prices)

    wanted = getattr(price_oracle, form)(prices)
    assert {bid: round(one, 20) for bid, one in found.items()} == {bid: round(one, 20) for bid, one in wanted.items()}


@pytest.mark.parametrize("formula", [lowest_over_price, percent_above_lowest, mean_narrow_average])
@pytest.mark.parametrize("bad", BAD_PRICES, ids=str)
def test_relative_forms_refuse_a_price_naming_bid_and_value(formula, bad) -> None:
    with pytest.raises(ValueError, match=rf"^prices\[B\]: {bad} refused, must be"):
        formula({"A": Decimal(1), "B": bad})


@pytest.mark.parametrize("formula", [lowest_over_price, percent_above_lowest, mean_narrow_average])
def test_relative_forms_refuse_no_prices(formula) -> None:
    with pytest.raises(ValueError, match=r"^prices: .*must not be empty"):
        formula({})


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: lowest_over_price({"A": Decimal(1)}, Decimal(-1)), "weight: -1"),
        (lambda: price_per_quality_point(Decimal(1), Decimal(0)), "quality: 0"),
        (lambda: price_per_quality_point(Decimal(-1), Decimal(1)), "price: -1"),
        (lambda: value_for_money_index(Decimal(0), Decimal(1), Decimal(1), Decimal(1)), "price: 0"),
        (lambda: value_for_money_index(Decimal(1), Decimal(1), Decimal(1), Decimal(0)), "w_cost: 0"),
        (lambda: monetised_quality(Decimal(1), Decimal(1), Decimal(-1)), "willingness_to_pay: -1"),
        (lambda: monetised_quality(Decimal(1), 0.5, Decimal(1)), "quality: 0.5"),
    ],
)
def test_ratio_forms_refuse_naming_field_and_value(call, says: str) -> None:
    with pytest.raises(ValueError, match=f"^{says} refused"):
        call()
