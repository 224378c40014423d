"""Choosing a portfolio exactly, against taking the best value for money while the budget lasts.

Baseline "greedy": candidates by value ÷ cost, each taken if budget and bidder limit allow; it keeps no other constraint
and proves nothing. Measured: `select_portfolio` with four kinds of constraint, proved best, with cost, uniqueness and
reasons. The value it adds over greedy is told too.

Run: `python -m benchmarks.bench_portfolio [candidates]`. One figure a line.
"""

import sys
import time
from collections import Counter
from decimal import Decimal

import numpy as np

from bids.evaluation.domain.choosing.portfolio import Candidate, Constraints, select_portfolio

SIZE = (1000,)
SECONDS_LIMIT = 10.0
OUTCOMES, PLACES, PER_BIDDER = 8, 12, 2
# Value hardly, closely and very closely tied to cost: the closer, the harder to prove. The limit is for the first two.
SPREADS = {"loose": (0.5, 3.0), "close": (0.9, 1.1), "very close": (0.99, 1.01)}
HARDEST = "very close"


def pounds(pence):
    return Decimal(int(pence)) / 100


def invented(number, *, spread, seed):
    rng = np.random.default_rng(seed)
    costs = rng.integers(1_000_000, 100_000_000, number)
    values = costs * rng.uniform(*spread, number)
    return [
        Candidate(
            id=f"bid-{place:05}",
            bidder=f"bidder-{rng.integers(max(number // 3, 1))}",
            cost=pounds(cost),
            value=pounds(value),
            outcomes=(f"outcome-{rng.integers(OUTCOMES)}",),
            places=(f"place-{rng.integers(PLACES)}",),
            sme=bool(rng.random() < 0.4),
        )
        for place, (cost, value) in enumerate(zip(costs, values, strict=True))
    ]


def constraints(number):
    few = max(number // 250, 1)
    return Constraints(
        max_per_bidder=PER_BIDDER,
        cover_outcomes={f"outcome-{outcome}": few for outcome in range(OUTCOMES)},
        cover_places={f"place-{place}": few for place in range(PLACES)},
        minimum_sme=number // 20,
    )


def greedy(candidates, budget):
    left, value, taken = budget, Decimal(0), Counter()
    for one in sorted(candidates, key=lambda one: -one.value / one.cost):
        if one.cost <= left and taken[one.bidder] < PER_BIDDER:
            left, value = left - one.cost, value + one.value
            taken[one.bidder] += 1
    return value


def main():
    (number,) = (int(argument) for argument in sys.argv[1:] or SIZE)
    print(f"size: {number} candidates, four kinds of constraint")
    over = False
    for seed, (name, spread) in enumerate(SPREADS.items()):
        candidates = invented(number, spread=spread, seed=seed)
        budget = sum(one.cost for one in candidates) / 10
        begun = time.process_time()
        simple = greedy(candidates, budget)
        baseline = time.process_time() - begun
        begun = time.process_time()
        best = select_portfolio(candidates, budget, constraints=constraints(number))
        seconds = time.process_time() - begun
        over |= seconds > SECONDS_LIMIT and name != HARDEST
        print(f"{name}, baseline greedy: {baseline:.4f} s, value {simple:,.2f} with two kinds of constraint left out")
        print(f"{name}, exact: {seconds:.2f} s processor time (limit {SECONDS_LIMIT:.0f} s), value {best.value:,.2f}")
        print(f"{name}, ratio to greedy: {seconds / baseline:.0f}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
