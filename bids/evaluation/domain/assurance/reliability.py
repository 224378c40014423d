"""How far the evaluators agree, and who is generous: statistics that prompt moderation and change no score.

`icc` (Shrout and Fleiss 1979, six forms), from the mean squares of bids BMS, evaluators JMS, within bids WMS and
residual EMS over n bids and k evaluators:

    1,1 (BMS − WMS) / (BMS + (k−1) WMS)                              1,k (BMS − WMS) / BMS
    2,1 (BMS − EMS) / (BMS + (k−1) EMS + k (JMS − EMS) / n)          2,k (BMS − EMS) / (BMS + (JMS − EMS) / n)
    3,1 (BMS − EMS) / (BMS + (k−1) EMS)                              3,k (BMS − EMS) / BMS

`krippendorff_alpha` (Krippendorff 2011): 1 − observed / expected disagreement from the coincidence matrix, with squared
differences nominal, ordinal, interval or ratio. `severity`: least squares of mark = bid + leaning.

Shapes: ratings (bids, evaluators), float64, NaN as a missing mark where one may be missing. Units: marks; ICC and
alpha are pure numbers and stand as their formula gives them, negative too. Undefined is `None`. Refused: infinity,
booleans, an empty panel, a missing mark in `icc`, fewer than two bids or evaluators there, negative marks on a ratio
level.

No screen calls it yet: it waits for the chair's page that prepares moderation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from bids.evaluation.domain.panels import Array, checked_array
from challenges.ground.domain.refusals import one_of, refusal

ICC_FORMS = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")


@dataclass(frozen=True, kw_only=True)
class Severity:
    """Leanings (positive is generous) and adjusted scores, `None` for one without marks.

    `components` are indices of bids that can be compared with each other; `connected` when there is just one.
    """

    leaning: tuple[float | None, ...]
    adjusted: tuple[float | None, ...]
    connected: bool
    components: tuple[tuple[int, ...], ...]


def _mean_squares(ratings: Array) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """BMS, JMS, WMS, EMS, exact: a mark is the decimal it was written as, so a difference that is nil is nil."""
    n, k = ratings.shape
    marks = np.array([[Fraction(repr(float(mark))) for mark in row] for row in ratings], dtype=object)
    rows, columns, total = marks.sum(axis=1), marks.sum(axis=0), marks.sum()
    squares, correction = (marks * marks).sum(), total * total / (n * k)
    bids, evaluators = (rows * rows).sum() / k - correction, (columns * columns).sum() / n - correction
    whole = squares - correction
    within = whole - bids
    return (
        Fraction(bids) / (n - 1),
        Fraction(evaluators) / (k - 1),
        Fraction(within) / (n * (k - 1)),
        Fraction(within - evaluators) / ((n - 1) * (k - 1)),
    )


def icc(ratings: Array, form: str) -> float | None:
    """The intraclass correlation of a full panel; `None` when its denominator is 0. Negative values stand."""
    panel = checked_array(ratings, field="ratings", dimensions=(2,))
    one_of(form, field="form", allowed=ICC_FORMS)
    n, k = panel.shape
    if n < 2 or k < 2:
        raise refusal(panel.shape, field="ratings", rule="needs at least two bids and two evaluators")
    bms, jms, wms, ems = _mean_squares(panel)
    error = wms if form[0] == "1" else ems
    evaluators = (jms - ems) / n if form[0] == "2" else Fraction(0)
    below = bms + evaluators if form[2] == "k" else bms + (k - 1) * error + k * evaluators
    return None if below == 0 else float((bms - error) / below)


def _nominal(values: Array, marginals: Array) -> Array:
    return 1.0 - np.eye(len(values))


def _ordinal(values: Array, marginals: Array) -> Array:
    # The sum of the marginals from one value to another, both ends counted half, is the way between their middles.
    middles = np.cumsum(marginals) - marginals / 2
    return np.asarray((middles[:, None] - middles[None, :]) ** 2)


def _interval(values: Array, marginals: Array) -> Array:
    return np.asarray((values[:, None] - values[None, :]) ** 2)


def _ratio(values: Array, marginals: Array) -> Array:
    sums = values[:, None] + values[None, :]
    return np.asarray(((values[:, None] - values[None, :]) / np.where(sums == 0, 1, sums)) ** 2)


DIFFERENCES: dict[str, Callable[[Array, Array], Array]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}


def _coincidences(panel: Array) -> tuple[Array, Array]:
    """The values that are paired, and how often each pair of them meets in a bid (weighted by marks − 1)."""
    paired = panel[np.sum(~np.isnan(panel), axis=1) >= 2]
    values = np.unique(paired[~np.isnan(paired)])
    counts = np.zeros((len(paired), len(values)))
    bid, evaluator = np.nonzero(~np.isnan(paired))
    np.add.at(counts, (bid, np.searchsorted(values, paired[bid, evaluator])), 1.0)
    weights = 1.0 / (counts.sum(axis=1) - 1.0) if len(paired) else np.zeros(0)
    meetings = (counts * weights[:, None]).T @ counts
    meetings[np.diag_indices_from(meetings)] -= (counts * weights[:, None]).sum(axis=0)
    return values, np.asarray(meetings)


def krippendorff_alpha(ratings: Array, level: str) -> float | None:
    """Agreement of any number of evaluators with marks missing; `None` when nothing is paired or all is equal."""
    panel = checked_array(ratings, field="ratings", dimensions=(2,), missing=True)
    one_of(level, field="level", allowed=DIFFERENCES)
    if level == "ratio" and (panel < 0).any():
        raise refusal(float(np.nanmin(panel)), field="ratings", rule="a ratio level takes no negative marks")
    values, meetings = _coincidences(panel)
    if len(values) < 2:
        return None
    marginals = meetings.sum(axis=1)
    apart = DIFFERENCES[level](values, marginals)
    observed = float((meetings * apart).sum())
    expected = float((np.outer(marginals, marginals) * apart).sum()) / (float(marginals.sum()) - 1.0)
    return 1.0 - observed / expected


def _leanings(present: Array, marks: Array) -> Array:
    """Leanings of one component by least squares, adding to 0. `present` is 1 at a mark; `marks` is 0 elsewhere."""
    # With each bid's part eliminated the normal equations are a graph's Laplacian over the evaluators; its only
    # freedom is a constant, which the added ones take away by making the leanings add to 0.
    per_bid = present.sum(axis=1, keepdims=True)
    laplacian = np.diag(present.sum(axis=0)) - present.T @ (present / per_bid)
    against = (marks - present * (marks.sum(axis=1, keepdims=True) / per_bid)).sum(axis=0)
    return np.asarray(np.linalg.solve(laplacian + 1.0 / present.shape[1], against))


def severity(ratings: Array) -> Severity:
    """Who is generous and what each bid would have from an average evaluator of its component."""
    panel = checked_array(ratings, field="ratings", dimensions=(2,), missing=True)
    n, k = panel.shape
    given = ~np.isnan(panel)
    bid, evaluator = np.nonzero(given)
    links = csr_array((np.ones(len(bid)), (bid, n + evaluator)), shape=(n + k, n + k))
    _, label = connected_components(links, directed=False)
    leaning: list[float | None] = [None] * k
    adjusted: list[float | None] = [None] * n
    components = []
    for component in dict.fromkeys(label[bid].tolist()):
        bids, evaluators = np.flatnonzero(label[:n] == component), np.flatnonzero(label[n:] == component)
        present = given[np.ix_(bids, evaluators)].astype(np.float64)
        marks = np.where(present > 0, panel[np.ix_(bids, evaluators)], 0.0)
        found = _leanings(present, marks)
        own = (marks - present * found).sum(axis=1) / present.sum(axis=1)
        for place, value in zip(evaluators, found, strict=True):
            leaning[place] = float(value)
        for place, value in zip(bids, own, strict=True):
            adjusted[place] = float(value)
        components.append(tuple(bids.tolist()))
    return Severity(
        leaning=tuple(leaning),
        adjusted=tuple(adjusted),
        connected=len(components) == 1,
        components=tuple(sorted(components)),
    )
