"""What prompts a panel to talk: how far apart its scores lie, on the published scale.

Spread is highest − lowest. A score stands out when it lies two or more points of the scale from the middle (median) of
the *others'* scores; with two evaluators both stand out or neither does. Steps are counted on the scale, not in marks,
so a scale of 0, 3, 7, 10 asks no sooner than one of 0–5. Prompts only: nothing here changes or suggests a score, and no
average is worked out. Source: practice guidance on bid evaluation (raw spread shown beside every statistic, because few
evaluators make statistics unstable). Refused: a score off the scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from challenges.ground.domain.refusals import refusal

FAR_APART = 2


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """`spread` in score points; `stands_out` has one entry a score, in their order."""

    spread: Decimal
    is_wide: bool
    stands_out: tuple[bool, ...]


def agreement(scores: Sequence[Decimal], *, scale: Sequence[Decimal]) -> Agreement:
    """How one bid's scores under one criterion lie to each other. No scores: no spread."""
    points = sorted(scale)
    for score in scores:
        if score not in points:
            raise refusal(score, field="score", rule="must be a point of the published scale")
    places = [points.index(score) for score in scores]
    if not places:
        return Agreement(spread=Decimal(0), is_wide=False, stands_out=())
    return Agreement(
        spread=max(scores) - min(scores),
        is_wide=max(places) - min(places) >= FAR_APART,
        stands_out=tuple(_stands_out(places, number) for number in range(len(places))),
    )


def _stands_out(places: Sequence[int], number: int) -> bool:
    others = [*places[:number], *places[number + 1 :]]
    return bool(others) and abs(places[number] - median(others)) >= FAR_APART
