"""Who reads which bid: every bid by so many different evaluators, nobody in conflict, loads as even as they can be.

Each topic a bid needs is held by one of its readers; nobody reads more than `load`. Among all such allocations the one
with the smallest Σ load², the most even; equal inputs, in any order, give equal results. Exact: swaps along shortest
paths (`readings`), and mixed-integer programming (`exact_readings`) where topics share experts and a bound is not met.
Only there, and only beyond 20,000 pairs of bid and evaluator, is the result a good one not proved to be the most even.

Units: readings. Refused: nothing to read or nobody to read, an id twice, a conflict, need or expertise of somebody
unknown, fewer than one reader a bid. When it cannot be done nobody is assigned, and `blocking` says why, sorted:
`per_bid:<bid>` with too few evaluators without conflict, `expertise:<bid>:<topic>` none of those holds, `load` when all
together may not read enough, else `combination`.

No screen calls it yet: it waits for the chair's page that shares out the reading of bids.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from bids.evaluation.domain.choosing.exact_readings import most_even
from bids.evaluation.domain.choosing.readings import Mask, ReadersNeeded, disjoint_part, is_simple, lean_experts, spread
from challenges.ground.domain.refusals import identifier, known, refusal, something, unique, whole

COMBINATION = "combination"
# Beyond so many pairs of bid and evaluator the integer program takes hours.
PAIRS_PROVED = 20_000
NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """Readers by bid and loads by evaluator, or what stands in the way."""

    feasible: bool
    blocking: tuple[str, ...]
    readers: Mapping[str, tuple[str, ...]]
    loads: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class _Request:
    """The checked request, bids and evaluators sorted."""

    bids: tuple[str, ...]
    evaluators: tuple[str, ...]
    allowed: Mask
    needs: Mapping[str, tuple[str, ...]]
    holders: Mapping[str, Mask]
    per_bid: int
    load: int | None


def _names(values: Sequence[str], *, field: str) -> tuple[str, ...]:
    return tuple(sorted(unique((identifier(one, field=field) for one in something(values, field=field)), field=field)))


def _topics(named: Mapping[str, Collection[str]], *, field: str, among: Sequence[str]) -> dict[str, tuple[str, ...]]:
    owners = set(among)
    checked = {}
    for owner, topics in named.items():
        known(owner, field=field, among=owners)
        if isinstance(topics, str):
            raise refusal(topics, field=f"{field}[{owner}]", rule="must be a collection of topics")
        each = (identifier(topic, field=f"{field}[{owner}]") for topic in topics)
        checked[owner] = tuple(sorted(unique(each, field=f"{field}[{owner}]")))
    return checked


def _allowed(bids: Sequence[str], evaluators: Sequence[str], conflicts: Collection[tuple[str, str]]) -> Mask:
    rows = {bid: row for row, bid in enumerate(bids)}
    columns = {evaluator: column for column, evaluator in enumerate(evaluators)}
    allowed = np.ones((len(bids), len(evaluators)), dtype=np.bool_)
    for evaluator, bid in conflicts:
        known(evaluator, field="conflicts", among=columns)
        known(bid, field="conflicts", among=rows)
        allowed[rows[bid], columns[evaluator]] = False
    return allowed


def _holders(
    needs: Mapping[str, Sequence[str]], expertise: Mapping[str, Sequence[str]], evaluators: Sequence[str]
) -> Mapping[str, Mask]:
    """Per topic that some bid needs, who holds it."""
    return {
        topic: np.array([topic in expertise.get(evaluator, ()) for evaluator in evaluators], dtype=np.bool_)
        for topic in {topic for topics in needs.values() for topic in topics}
    }


def _blocking(asked: _Request) -> tuple[str, ...]:
    """What plainly stands in the way."""
    blocking = []
    for bid, free in zip(asked.bids, asked.allowed, strict=True):
        if free.sum() < asked.per_bid:
            blocking.append(f"per_bid:{bid}")
        for topic in asked.needs.get(bid, ()):
            if not (asked.holders[topic] & free).any():
                blocking.append(f"expertise:{bid}:{topic}")
    if asked.load is not None and len(asked.evaluators) * asked.load < len(asked.bids) * asked.per_bid:
        blocking.append("load")
    return tuple(sorted(blocking))


def _task(asked: _Request) -> ReadersNeeded:
    experts = tuple(
        lean_experts(free, [asked.holders[topic] for topic in asked.needs.get(bid, ())], asked.per_bid)
        for bid, free in zip(asked.bids, asked.allowed, strict=True)
    )
    return ReadersNeeded(allowed=asked.allowed, experts=experts, per_bid=asked.per_bid)


def _readers(asked: _Request) -> list[list[int]] | None:
    """Readers by index with the smallest Σ load², or nothing where there are none."""
    task = _task(asked)
    most = len(asked.bids) if asked.load is None else asked.load
    found = spread(task)
    simple = all(map(is_simple, task.experts))
    if found is not None and simple:
        return found.readers if int(found.loads.max()) <= most else None
    if found is None:
        return None
    easier = spread(replace(task, experts=tuple(map(disjoint_part, task.experts))))
    if easier is not None and int(easier.loads.max()) > most:
        return None
    bound = 0 if easier is None else easier.squares
    if found.squares > bound:
        found.improve_further()
    proved = found.squares == bound
    if int(found.loads.max()) <= most and (proved or int(task.allowed.sum()) > PAIRS_PROVED):
        return found.readers
    return most_even(task, most_load=most)


def _told(asked: _Request, readers: Sequence[Sequence[int]]) -> Allocation:
    loads = dict.fromkeys(asked.evaluators, 0)
    named = {}
    for bid, indices in zip(asked.bids, readers, strict=True):
        named[bid] = tuple(sorted(asked.evaluators[index] for index in indices))
        for evaluator in named[bid]:
            loads[evaluator] += 1
    return Allocation(feasible=True, blocking=(), readers=named, loads=loads)


def allocate(
    bids: Sequence[str],
    evaluators: Sequence[str],
    per_bid: int,
    *,
    conflicts: Collection[tuple[str, str]] = (),
    needs: Mapping[str, Collection[str]] = NOTHING,
    expertise: Mapping[str, Collection[str]] = NOTHING,
    load: int | None = None,
) -> Allocation:
    """The most even allocation, or what blocks it. `conflicts` are (evaluator, bid)."""
    read, readers = _names(bids, field="bids"), _names(evaluators, field="evaluators")
    needed = _topics(needs, field="needs", among=read)
    asked = _Request(
        bids=read,
        evaluators=readers,
        allowed=_allowed(read, readers, conflicts),
        needs=needed,
        holders=_holders(needed, _topics(expertise, field="expertise", among=readers), readers),
        per_bid=whole(per_bid, field="per_bid", at_least=1),
        load=None if load is None else whole(load, field="load"),
    )
    blocking = _blocking(asked)
    found = None if blocking else _readers(asked)
    if found is None:
        return Allocation(feasible=False, blocking=blocking or (COMBINATION,), readers={}, loads={})
    return _told(asked, found)
