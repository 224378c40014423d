"""From gross to net: optimism bias, weights, additionality, and what a cohort is worth year by year.

with_optimism_bias: cost × (1 + bias × (1 − mitigation)). distributional_weight: (reference/income)^eta. net_additional:
gross × (1 − deadweight)(1 − leakage)(1 − displacement)(1 − substitution) × multiplier. impact_by_year: quantity × unit
value × (1 − deadweight)(1 − displacement)(1 − attribution to others) × (1 − drop-off)^i. rebase: value × to/from.
Sources: HM Treasury, Green Book; English Partnerships, Additionality Guide; A guide to Social Return on Investment.
float64.
"""

from collections.abc import Sequence

from challenges.ground.domain.refusals import (
    finite_float,
    not_negative_float,
    positive_float,
    share_float,
    something,
    whole,
)


def with_optimism_bias(costs: Sequence[float], bias: float, mitigation: float = 0) -> list[float]:
    """Costs raised by the bias that is left after mitigation; bias ≥ 0 and may exceed 1."""
    left = not_negative_float(bias, field="bias") * (1.0 - share_float(mitigation, field="mitigation"))
    return [not_negative_float(cost, field="costs") * (1.0 + left) for cost in something(costs, field="costs")]


def distributional_weight(income: float, reference: float, eta: float = 1.3) -> float:
    """How much more a pound is worth to a household of that income than to one of the reference income."""
    ratio = positive_float(reference, field="reference") / positive_float(income, field="income")
    return float(ratio ** not_negative_float(eta, field="eta"))


def net_additional(
    gross: float,
    *,
    deadweight: float = 0,
    leakage: float = 0,
    displacement: float = 0,
    substitution: float = 0,
    multiplier: float = 1,
) -> float:
    """The part of a gross quantity that would not have come about anyway or elsewhere."""
    net = not_negative_float(gross, field="gross")
    for name, part in {
        "deadweight": deadweight,
        "leakage": leakage,
        "displacement": displacement,
        "substitution": substitution,
    }.items():
        net *= 1.0 - share_float(part, field=name)
    return net * not_negative_float(multiplier, field="multiplier")


def impact_by_year(
    quantity: float,
    unit_value: float,
    *,
    deadweight: float = 0,
    displacement: float = 0,
    attribution_to_others: float = 0,
    drop_off: float = 0,
    years: int = 1,
) -> list[float]:
    """Value of one cohort in its first, second, … year."""
    net = not_negative_float(quantity, field="quantity") * finite_float(unit_value, field="unit_value")
    for name, part in {
        "deadweight": deadweight,
        "displacement": displacement,
        "attribution_to_others": attribution_to_others,
    }.items():
        net *= 1.0 - share_float(part, field=name)
    kept = 1.0 - share_float(drop_off, field="drop_off")
    return [net * kept**year for year in range(whole(years, field="years", at_least=1))]


def rebase(value: float, from_index: float, to_index: float) -> float:
    """A value of one price year in the prices of another, by a price index above 0."""
    ratio = positive_float(to_index, field="to_index") / positive_float(from_index, field="from_index")
    return finite_float(value, field="value") * ratio
