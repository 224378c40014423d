"""How firm a rank is when totals or weights are uncertain (stochastic multicriteria acceptability, SMAA).

`rank_acceptability` is the share of draws in which a bid holds a rank; m tied bids share their m ranks equally, so
rows and columns add to 1. `acceptability` draws weights: each published weight w becomes w · (1 + spread · (2u − 1)),
u uniform on 0–1, then all are scaled to add to 1; without a spread they are drawn uniformly from the simplex, which
asks what any weights at all would say. Source: Lahdelma and Salminen (2001), SMAA-2; Tervonen and Figueira (2008).

Shapes: totals (bids, draws); marks (bids, criteria) or (bids, criteria, draws), as score / maximum (sampled utilities
may lie outside 0–1); result (bids, ranks), rank 1 first, higher totals better. float64; in `acceptability` totals
equal to 12 decimals are ties, so that equal sums in another order stay equal. The draws are one call of `rng`: equal
seeds give equal results.
"""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from bids.evaluation.domain.panels import Array, checked_array
from challenges.ground.domain.refusals import not_negative_float, refusal, share_float, something, whole

SAME_TOTAL_DECIMALS = 12


def rank_acceptability(totals: Array) -> Array:
    """Share of draws in which each bid holds each rank. Refuses NaN, infinity, an empty table."""
    table = checked_array(totals, field="totals", dimensions=(2,))
    bids, draws = table.shape
    order = np.argsort(-table, axis=0, kind="stable")
    falling = np.take_along_axis(table, order, axis=0)
    place = np.broadcast_to(np.arange(bids)[:, None], falling.shape)
    changes = falling[1:] != falling[:-1]
    edge = np.ones((1, draws), dtype=bool)
    first = np.maximum.accumulate(np.where(np.vstack([edge, changes]), place, 0), axis=0)
    last = np.minimum.accumulate(np.where(np.vstack([changes, edge]), place, bids - 1)[::-1], axis=0)[::-1]
    shared = last - first + 1
    held = np.zeros((bids, bids))
    for further in range(int(shared.max())):
        among = shared > further
        cells = order[among] * bids + first[among] + further
        held += np.bincount(cells, weights=1.0 / shared[among], minlength=bids * bids).reshape(bids, bids)
    return np.asarray(held / draws)


def _weights(published: Array, *, spread: float | None, draws: int, rng: Generator) -> Array:
    """Drawn weights (criteria, draws), each draw adding to 1."""
    if spread is None:
        return np.asarray(rng.dirichlet(np.ones(len(published)), draws).T)
    total = float(published.sum())
    if total <= 0:
        raise refusal(total, field="weights", rule="must add to more than 0")
    drawn = published[:, None] / total * (1 + spread * (2 * rng.random((len(published), draws)) - 1))
    return np.asarray(drawn / drawn.sum(axis=0))


def acceptability(
    marks: Array, weights: Sequence[float], *, spread: float | None, draws: int = 10_000, rng: Generator
) -> Array:
    """Rank acceptability under uncertain weights. Refuses a spread outside 0–1, no draws."""
    number = whole(draws, field="draws", at_least=1)
    table = checked_array(marks, field="marks", dimensions=(2, 3))
    named = something(list(weights), field="weights")
    published = np.array([not_negative_float(weight, field="weights") for weight in named])
    if len(published) != table.shape[1]:
        raise refusal(len(published), field="weights", rule=f"must be one for each of {table.shape[1]} criteria")
    if table.ndim == 3 and table.shape[2] != number:
        raise refusal(table.shape[2], field="marks draws", rule=f"must be as many as draws, {number}")
    wide = None if spread is None else share_float(spread, field="spread")
    drawn = _weights(published, spread=wide, draws=number, rng=rng)
    totals = table @ drawn if table.ndim == 2 else np.einsum("bcd,cd->bd", table, drawn)
    return rank_acceptability(np.round(totals, SAME_TOTAL_DECIMALS))
