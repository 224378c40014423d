"""How far a mission's metric has come from where it started to where it should be.

Progress = (current − baseline)/(target − baseline), whichever direction is better; below 0 it went backwards, above 1
the target is passed. Never clipped, never rounded. Refused: a target equal to the baseline.
"""

from decimal import Decimal

from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import finite_decimal, refusal


@exactly
def progress(baseline: Decimal, target: Decimal, current: Decimal) -> Decimal:
    """The part of the way from baseline to target that is done, as a fraction."""
    start, goal = finite_decimal(baseline, field="baseline"), finite_decimal(target, field="target")
    if start == goal:
        raise refusal(goal, field="target", rule=f"must differ from the baseline, {start}")
    return (finite_decimal(current, field="current") - start) / (goal - start)
