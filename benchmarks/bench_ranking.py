"""Ranking many bids, against a bare numpy weighted sum and sort on ready arrays.

Baseline "bare numpy": the mean over evaluators, one matrix product with the weights and one argsort, in float64, on
arrays that are ready; it rounds nothing, checks nothing and settles no tie. Measured against it: the exact marks
(each rounded half up), totals and order that `rank` computes, on its own ready arrays of whole numbers. Reading
Decimals into those arrays with every check, and writing Decimals out, are counted and told apart, and so is `rank` as
a whole.

Run: `python -m benchmarks.bench_ranking [bids] [criteria] [evaluators]`. One figure a line.
"""

import sys
import timeit
from decimal import Decimal

import numpy as np

from bids.evaluation.domain.scoring.board import all_rows, read_board
from bids.evaluation.domain.scoring.marks import mark_rows, marks_in_hundredths
from bids.evaluation.domain.scoring.scoring import Criterion, TieRule, rank

SIZE = (1000, 20, 5)
SEED = 1
RATIO_LIMIT = 3.0
SCALE = tuple(Decimal(point) for point in range(11))


def best_of(call, *, number):
    return min(timeit.repeat(call, number=number, repeat=7)) / number


def invented(*, bids, criteria, evaluators):
    rng = np.random.default_rng(SEED)
    scores = rng.integers(0, 11, (evaluators, criteria, bids))
    published = [
        Criterion(id=f"criterion-{place}", weight=Decimal(100) / criteria, maximum=Decimal(10), scale=SCALE)
        for place in range(criteria)
    ]
    return scores, published


def consensus(scores, published):
    """The panel's agreed scores: here the rounded mean, so that they lie on the scale."""
    agreed = np.rint(scores.mean(axis=0)).astype(int).T
    points = {point: Decimal(point) for point in range(11)}
    ids = [criterion.id for criterion in published]
    return {
        f"bid-{number:05}": dict(zip(ids, (points[score] for score in row), strict=True))
        for number, row in enumerate(agreed.tolist())
    }


def bare(ready, weights):
    return np.argsort(-(ready.mean(axis=2) @ weights))


def exact(scores, factors, common):
    """Marks in hundredths of the evaluators' means, totals and order: the arithmetic of `rank`."""
    totals = marks_in_hundredths(scores.sum(axis=0), factors, common).sum(axis=0)
    return np.argsort(-totals, kind="stable")


def main():
    bids, criteria, evaluators = (int(argument) for argument in sys.argv[1:] or SIZE)
    scores, published = invented(bids=bids, criteria=criteria, evaluators=evaluators)
    ready = np.ascontiguousarray(scores.transpose(2, 1, 0)).astype(np.float64)
    weights = np.array([float(criterion.weight) for criterion in published])
    # mark = half_up(sum of scores / evaluators / 10 × weight, 2), weight in hundredths so that all is whole.
    factors = np.array([int(200 * criterion.weight * 100) for criterion in published], dtype=np.int64)[:, None]
    common = evaluators * 10 * 100
    decimals = consensus(scores, published)
    checked = tuple(published)
    board = read_board(decimals, checked)

    baseline = best_of(lambda: bare(ready, weights), number=50)
    arithmetic = best_of(lambda: exact(scores, factors, common), number=50)
    reading = best_of(lambda: read_board(decimals, checked), number=3)
    marking = best_of(lambda: mark_rows(board, all_rows(board)), number=20)
    whole = best_of(lambda: rank(decimals, published, TieRule()), number=3)

    print(f"size: {bids} bids, {criteria} criteria, {evaluators} evaluators")
    print(f"baseline bare numpy (mean, weighted sum, argsort): {baseline * 1e6:.0f} µs")
    print(f"exact marks, totals and order on ready arrays: {arithmetic * 1e6:.0f} µs")
    print(f"ratio to bare numpy: {arithmetic / baseline:.2f} (limit {RATIO_LIMIT})")
    print(f"marks of a board, arrays scaled and stacked: {marking * 1e6:.0f} µs, {marking / baseline:.2f} of baseline")
    print(f"conversion apart, Decimals in with every check: {reading * 1e3:.2f} ms")
    print(f"rank as a whole, Decimals in and out: {whole * 1e3:.2f} ms, {whole / baseline:.1f} of baseline")
    return int(arithmetic / baseline > RATIO_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
