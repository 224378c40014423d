"""Spreading readings over evaluators, against dealing them round in turn.

Baseline "dealing round": every bid gets the next evaluators in turn, skipping conflicts; no topics, no evenness, no
proof. Measured: `allocate` with the same conflicts, without and with topics, loads the most even there are.

Run: `python -m benchmarks.bench_allocation [bids] [evaluators] [readings]`. One figure a line.
"""

import sys
import time

import numpy as np

from bids.evaluation.domain.choosing.allocation import allocate

SIZE = (10_000, 500, 3)
SEED = 1
SECONDS_LIMIT = 10.0
TOPICS = 10


def timed(call):
    begun = time.process_time()
    result = call()
    return result, time.process_time() - begun


def deal_round(bids, evaluators, readings, conflicts):
    barred = set(conflicts)
    turn, readers = 0, {}
    for bid in bids:
        readers[bid] = []
        while len(readers[bid]) < readings:
            evaluator = evaluators[turn % len(evaluators)]
            turn += 1
            if (evaluator, bid) not in barred:
                readers[bid].append(evaluator)
    return readers


def invented(*, bids, evaluators):
    rng = np.random.default_rng(SEED)
    read = [f"bid-{number}" for number in range(bids)]
    readers = [f"evaluator-{number}" for number in range(evaluators)]
    pairs = zip(rng.integers(evaluators, size=2 * bids), rng.integers(bids, size=2 * bids), strict=True)
    conflicts = sorted({(readers[evaluator], read[bid]) for evaluator, bid in pairs})
    needs = {bid: [f"topic-{topic}" for topic in rng.choice(TOPICS, 2, replace=False)] for bid in read}
    expertise = {one: [f"topic-{topic}" for topic in rng.choice(TOPICS, 3, replace=False)] for one in readers}
    return read, readers, conflicts, needs, expertise


def report(name, found, seconds, baseline):
    loads = list(found.loads.values())
    print(f"{name}: {seconds:.2f} s processor time (limit {SECONDS_LIMIT:.0f} s), loads {min(loads)} to {max(loads)}")
    print(f"{name}, ratio to dealing round: {seconds / baseline:.1f}")
    return seconds > SECONDS_LIMIT


def main():
    bids, evaluators, readings = (int(argument) for argument in sys.argv[1:] or SIZE)
    read, readers, conflicts, needs, expertise = invented(bids=bids, evaluators=evaluators)
    print(f"size: {bids} bids, {readings} readings each, {evaluators} evaluators, {len(conflicts)} conflicts")
    _, baseline = timed(lambda: deal_round(read, readers, readings, conflicts))
    print(f"baseline dealing round: {baseline:.3f} s processor time")
    plain, plain_seconds = timed(lambda: allocate(read, readers, readings, conflicts=conflicts))
    over = report("with conflicts", plain, plain_seconds, baseline)
    expert, expert_seconds = timed(
        lambda: allocate(read, readers, readings, conflicts=conflicts, needs=needs, expertise=expertise)
    )
    over |= report("with conflicts and two topics a bid", expert, expert_seconds, baseline)
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
