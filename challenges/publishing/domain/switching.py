"""How far one outcome's attainment may move before the public value of a bid is nil.

All else at likely, NPSV is convex in one attainment: benefits are linear, and payments under limits and caps are
concave (each cumulative payment is the least of linear and concave functions, and later years never weigh more than
earlier ones). So above a nil point below `likely` the value stays positive, and a negative value turns at most once on
the way up to the ceiling. The nil point is closed in on by grids, all outcomes at once, to about 1e-9.
"""

from collections.abc import Callable

import numpy as np

from challenges.publishing.domain.draws import Array

# 32 intervals a grid, six grids: 32^-6 is about 1e-9 of the way.
FRACTIONS: Array = np.linspace(0.0, 1.0, 33)
GRIDS = 6

# (outcomes, points) attainments, each tried with all other outcomes at likely → (outcomes, points) NPSV
type ValueAt = Callable[[Array], Array]


def switching_attainments(value_at: ValueAt, *, central: float, likely: Array, ceiling: Array) -> list[float | None]:
    """The nil point of each outcome.

    Central value above nil: the highest attainment at most `likely`; below nil: the lowest from `likely` to `ceiling`;
    nothing where there is none; `likely` itself where the central value is nil.
    """
    if central == 0:
        return [float(attainment) for attainment in likely]
    if central > 0:
        lowest = _lowest_points(value_at, likely=likely)
        has_one = value_at(lowest[:, np.newaxis])[:, 0] <= 0
        points = _turning_points(value_at, low=lowest, high=likely, stays_low=lambda values: values <= 0)
    else:
        has_one = value_at(ceiling[:, np.newaxis])[:, 0] >= 0
        points = _turning_points(value_at, low=likely, high=ceiling, stays_low=lambda values: values < 0)
    return [float(point) if there else None for point, there in zip(points, has_one, strict=True)]


def _grid(low: Array, *, high: Array) -> Array:
    return low[:, np.newaxis] + (high - low)[:, np.newaxis] * FRACTIONS


def _lowest_points(value_at: ValueAt, *, likely: Array) -> Array:
    """Where the value is least between 0 and `likely`."""
    nothing = np.zeros_like(likely)
    if np.all(value_at(nothing[:, np.newaxis]) <= 0):
        return nothing
    rows, low, high = np.arange(likely.size), nothing, likely
    for _ in range(GRIDS):
        grid = _grid(low, high=high)
        least = np.argmin(value_at(grid), axis=1)
        low, high = grid[rows, np.maximum(least - 1, 0)], grid[rows, np.minimum(least + 1, FRACTIONS.size - 1)]
        best = grid[rows, least]
    return best


def _turning_points(value_at: ValueAt, *, low: Array, high: Array, stays_low: Callable[[Array], np.ndarray]) -> Array:
    """Where `stays_low` turns from true to false; in the last interval the value is taken as a straight line."""
    rows = np.arange(low.size)
    for _ in range(GRIDS):
        grid = _grid(low, high=high)
        turns = np.clip(np.count_nonzero(stays_low(value_at(grid)), axis=1), 1, FRACTIONS.size - 1)
        low, high = grid[rows, turns - 1], grid[rows, turns]
    below, above = value_at(np.stack([low, high], axis=1)).T
    rise = above - below
    # Where there is no turn the ends have equal values; the caller leaves such a point out.
    parts: Array = np.divide(below, rise, out=np.zeros_like(rise), where=rise != 0)
    return low - (high - low) * parts
