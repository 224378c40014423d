from decimal import ROUND_DOWN, Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.ground.domain.money import half_up
from challenges.publishing.domain.conditions import attribute


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("2.345", 2, "2.35"),
        ("-2.345", 2, "-2.35"),
        ("2.344999", 2, "2.34"),
        ("0.5", 0, "1"),
        ("-0.001", 2, "0.00"),
        ("7", 2, "7.00"),
        ("123456789012345678901234567890.125", 2, "123456789012345678901234567890.13"),
    ],
)
def test_half_up_rounds_halves_away_from_zero(value, places, rounded):
    assert str(half_up(Decimal(value), places)) == rounded


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12), st.integers(0, 6))
def test_half_up_stays_within_half_a_step(value, places):
    assert abs(half_up(value, places) - value) <= Decimal(5).scaleb(-places - 1)


def test_a_callers_context_changes_no_calculation():
    with localcontext(Context(prec=3, rounding=ROUND_DOWN)):
        narrow = attribute(Decimal("10000.01"), 3)

    assert narrow == Decimal("3333.34")


@pytest.mark.parametrize("value", [2.345, True, Decimal("NaN"), Decimal("Infinity"), "2.3", None])
def test_half_up_refuses_what_is_no_exact_number(value):
    with pytest.raises(ValueError, match=r"^value: .* refused, must be"):
        half_up(value, 2)
