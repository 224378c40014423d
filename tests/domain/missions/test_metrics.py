from decimal import Decimal

import pytest

from challenges.missions.domain.metrics import progress


@pytest.mark.parametrize(
    ("baseline", "target", "current", "done"),
    [(0, 10, 5, "0.5"), (10, 0, 5, "0.5"), (10, 0, 12, "-0.2"), (0, 10, 12, "1.2"), (-5, 5, 0, "0.5")],
)
def test_progress_works_in_either_direction_and_is_never_clipped(baseline, target, current, done):
    assert progress(Decimal(baseline), Decimal(target), current) == Decimal(done)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((Decimal(1), Decimal("1.0"), Decimal(1)), ["target", "1.0", "differ from the baseline, 1"]),
        ((Decimal(1), 2.0, Decimal(1)), ["target", "2.0", "float"]),
        ((Decimal(1), Decimal(2), Decimal("NaN")), ["current", "NaN", "finite"]),
    ],
)
def test_refusal_names_field_value_and_rule(values, words):
    with pytest.raises(ValueError, match=" refused, ") as refused:
        progress(*values)

    assert [word for word in words if word not in str(refused.value)] == []
