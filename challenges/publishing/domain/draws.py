"""Draws of estimates by the one rule, so that every simulation of the same bids shares them.

Rule: outcomes sorted by identifier, then one call `u = rng.random((K + 1, draws))`; row k is outcome k's quantile for
all bids and all years, the last row the cost quantile. An estimate's draws are `pert_quantile(estimate, u)`.

The inverse of the Beta distribution costs about a microsecond a number, and two hundred bids need 18 million. Since
α + β = 6, the quantile is a smooth function of u^(1/α) below the middle and, mirrored, of (1 − u)^(1/β) above it; a
Chebyshev series of degree 32 through `scipy.special.betaincinv` meets it to 1e-13 (absolute, of the range 0–1)
everywhere, a dozen times faster. Bids that share a shape share the draws. Arrays are float64, draws last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

import numpy as np
import numpy.typing as npt
from numpy.random import Generator, SeedSequence
from scipy.special import betaincinv

from challenges.ground.domain.refusals import refusal, whole
from challenges.publishing.domain.offers import SHAPE_SUM, Estimate, Offer, pert_shape

type Array = npt.NDArray[np.float64]

DEGREE = 32
MIDDLE = 0.5
SHAPES_KEPT = 64
_ANGLES: Array = np.pi * (np.arange(DEGREE + 1) + 0.5) / (DEGREE + 1)
NODES: Array = np.cos(_ANGLES)
# Values at the nodes → coefficients of the series: the discrete cosine transform, written out.
TO_SERIES: Array = np.cos(np.outer(np.arange(DEGREE + 1), _ANGLES)) * (2.0 / (DEGREE + 1))
TO_SERIES[0] /= 2.0


@dataclass(frozen=True, kw_only=True)
class Quantiles:
    """One row of `u`, parted once at the middle for all estimates drawn from it; `upper` holds 1 − u."""

    below: npt.NDArray[np.intp]
    above: npt.NDArray[np.intp]
    lower: Array
    upper: Array

    @property
    def draws(self) -> int:
        """How many draws the row holds."""
        return self.lower.size + self.upper.size


def _parted(row: Array) -> Quantiles:
    is_below = row <= MIDDLE
    below, above = np.flatnonzero(is_below), np.flatnonzero(~is_below)
    return Quantiles(below=below, above=above, lower=row[below], upper=1.0 - row[above])


def _half(shape: float, *, chances: Array) -> Array:
    """Quantiles of Beta(shape, 6 − shape) at chances up to the middle, by the Chebyshev series in chance^(1/shape)."""
    reach = MIDDLE ** (1.0 / shape)
    at_nodes = betaincinv(shape, SHAPE_SUM - shape, ((NODES + 1.0) / 2.0 * reach) ** shape)
    return _series_at(chances ** (1.0 / shape) * (2.0 / reach) - 1.0, series=TO_SERIES @ at_nodes)


def _series_at(points: Array, *, series: Array) -> Array:
    """Clenshaw's sum in place: at this length the temporaries of the general routine cost more than the arithmetic."""
    doubled = 2.0 * points
    last, before, spare = np.zeros_like(points), np.zeros_like(points), np.empty_like(points)
    for coefficient in series[:0:-1]:
        np.multiply(doubled, last, out=spare)
        spare -= before
        spare += coefficient
        last, before, spare = spare, last, before
    summed: Array = points * last - before + series[0]
    return summed


def _unit_draws(shape: float, *, quantiles: Quantiles) -> Array:
    """Draws of Beta(shape, 6 − shape)."""
    drawn = np.empty(quantiles.draws)
    drawn[quantiles.below] = _half(shape, chances=quantiles.lower)
    drawn[quantiles.above] = 1.0 - _half(SHAPE_SUM - shape, chances=quantiles.upper)
    return drawn


class SharedDraws:
    """The draws of one simulation, equal for all bids; each shape of an outcome's estimates is worked once.

    `draws` ≥ 1; `seed` is what reproduces them. Outcomes and cost are independent of each other, so shapes are not
    shared between rows. What is kept is bounded, so that memory does not grow with the number of bids.
    """

    def __init__(self, *, outcomes: Sequence[str], draws: int, rng: Generator) -> None:
        self.draws = whole(draws, field="draws", at_least=1)
        if not isinstance(rng, Generator):
            raise refusal(rng, field="rng", rule="must be a numpy random Generator")
        self.seed = cast("int", cast("SeedSequence", rng.bit_generator.seed_seq).entropy)
        self._outcomes = tuple(outcomes)
        self._rows = [
            lru_cache(maxsize=SHAPES_KEPT)(partial(_unit_draws, quantiles=_parted(row)))
            for row in rng.random((len(self._outcomes) + 1, self.draws))
        ]

    def attainment(self, offer: Offer) -> Array:
        """(outcomes, draws) attainments; an outcome the offer leaves out stays 0."""
        drawn = np.zeros((len(self._outcomes), self.draws))
        offered = {line.outcome: line.attainment for line in offer.outcomes}
        for row, outcome in enumerate(self._outcomes):
            if outcome in offered:
                drawn[row] = self._of(offered[outcome], row=row)
        return drawn

    def cost_factor(self, offer: Offer) -> Array:
        """(draws,) cost factors."""
        return self._of(offer.cost_factor, row=len(self._outcomes))

    def _of(self, estimate: Estimate, *, row: int) -> Array:
        low, high = float(estimate.low), float(estimate.high)
        if estimate.is_constant:
            return np.full(self.draws, low)
        drawn = low + (high - low) * self._rows[row](pert_shape(estimate))
        return np.clip(drawn, low, high, out=drawn)


def stated_attainment(offer: Offer, *, outcomes: Sequence[str], points: Sequence[str]) -> Array:
    """(outcomes, points) attainments at "low", "likely" or "high"; an outcome the offer leaves out stays 0."""
    offered = {line.outcome: line.attainment for line in offer.outcomes}
    return np.array(
        [
            [float(getattr(offered[outcome], point)) if outcome in offered else 0.0 for point in points]
            for outcome in outcomes
        ]
    )


def percentiles(values: Array, *, at: Sequence[float]) -> tuple[float, ...]:
    """Percentiles by numpy's default, linear between the draws."""
    return tuple(float(value) for value in np.percentile(values, at))
