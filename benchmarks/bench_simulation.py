"""Simulating and appraising many bids, against the bare numpy and scipy operations the same draws need.

Baseline "bare draws and sums": one call of the generator, `scipy.special.betaincinv` for every estimate, one matrix
product per bid for the payments and one sum: no caps, no limits, no sharing, no percentiles. It is what any correct
implementation must at least do if it draws each estimate by the library's own inverse.

Run: `python -m benchmarks.bench_simulation [bids] [outcomes] [years] [draws]`. One figure a line.
"""

import resource
import sys
import time
from decimal import Decimal

import numpy as np
from scipy.special import betaincinv

from challenges.publishing.domain.appraisal import OutcomeValue, Valuation, appraise
from challenges.publishing.domain.offers import SHAPE_SUM, Estimate, Offer, OutcomeOffer, pert_shape
from challenges.publishing.domain.payment import Payer, Tariff, TariffLine, Terms
from challenges.publishing.domain.risk_reward import simulate

SIZE = (200, 8, 10, 10_000)
SEED = 1
MEMORY_LIMIT_MIB = 1024
RATIO_LIMIT = 2.0


def pounds(value):
    return Decimal(f"{value:.2f}")


def estimate(rng, *, low, high):
    points = sorted(rng.uniform(low, high, 3))
    return Estimate(low=pounds(points[0]), likely=pounds(points[1]), high=pounds(points[2]))


def offer(rng, *, bid, outcomes, years):
    return Offer(
        bid=bid,
        outcomes=tuple(
            OutcomeOffer(
                outcome=outcome,
                volumes=tuple(pounds(volume) for volume in rng.uniform(10, 100, years)),
                attainment=estimate(rng, low=0.2, high=1.0),
            )
            for outcome in outcomes
        ),
        costs=tuple(pounds(cost) for cost in rng.uniform(100, 1000, 12 * years)),
        cost_factor=estimate(rng, low=0.8, high=1.4),
        people=tuple(int(count) for count in rng.integers(50, 100, years)),
    )


def invented(*, bids, outcomes, years):
    rng = np.random.default_rng(SEED)
    names = [f"outcome-{number}" for number in range(outcomes)]
    tariff = Tariff(
        lines=tuple(TariffLine(outcome=name, price=Decimal(100), limit_per_person=Decimal(2)) for name in names),
        payers=(
            Payer(name="authority", share=Decimal("0.7")),
            Payer(name="trust", share=Decimal("0.3"), public=False),
        ),
        cap_per_person=Decimal(1000),
        cap_total=Decimal(400_000),
    )
    valuation = Valuation(
        outcomes=tuple(
            OutcomeValue(outcome=name, social=Decimal(300), years=3, drop_off=Decimal("0.2")) for name in names
        ),
        own_costs=(Decimal(1000),) * years,
    )
    offers = [offer(rng, bid=f"bid-{number}", outcomes=names, years=years) for number in range(bids)]
    return offers, valuation, Terms(years=years, tariff=tariff, fixed_fee=Decimal(1000))


def bare(offers, *, draws):
    """The named baseline; arrays are ready before it is timed."""
    prepared = [
        (
            [(pert_shape(line.attainment), line.attainment) for line in each.outcomes],
            np.array([[float(volume) for volume in line.volumes] for line in each.outcomes]).T * 100.0,
            pert_shape(each.cost_factor),
        )
        for each in offers
    ]
    started = time.perf_counter()
    u = np.random.default_rng(SEED).random((len(offers[0].outcomes) + 1, draws))
    for lines, prices, cost_shape in prepared:
        attainment = np.empty((len(lines), draws))
        for row, (shape, stated) in enumerate(lines):
            low, high = float(stated.low), float(stated.high)
            attainment[row] = low + (high - low) * betaincinv(shape, SHAPE_SUM - shape, u[row])
        factor = betaincinv(cost_shape, SHAPE_SUM - cost_shape, u[-1])
        ((prices @ attainment).sum(axis=0) - factor).mean()
    return time.perf_counter() - started


def timed(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def main():
    bids, outcomes, years, draws = (*map(int, sys.argv[1:5]), *SIZE[len(sys.argv[1:5]) :])
    offers, valuation, terms = invented(bids=bids, outcomes=outcomes, years=years)
    simulating = timed(lambda: simulate(offers, terms, draws=draws, rng=np.random.default_rng(SEED)))
    appraising = timed(lambda: appraise(offers, valuation, terms, draws=draws, rng=np.random.default_rng(SEED)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    baseline = bare(offers, draws=draws)
    print(f"size: {bids} bids x {outcomes} outcomes x {years} years x {draws} draws")
    print(f"simulate: {simulating:.2f} s")
    print(f"appraise: {appraising:.2f} s")
    print(f"baseline (bare draws and sums): {baseline:.2f} s")
    print(f"simulate / baseline: {simulating / baseline:.2f} (limit {RATIO_LIMIT:.0f})")
    print(f"appraise / baseline: {appraising / baseline:.2f} (limit {RATIO_LIMIT:.0f})")
    print(f"peak memory: {memory:.0f} MiB (limit {MEMORY_LIMIT_MIB})")
    return int(max(simulating, appraising) > RATIO_LIMIT * baseline or memory > MEMORY_LIMIT_MIB)


if __name__ == "__main__":
    sys.exit(main())
