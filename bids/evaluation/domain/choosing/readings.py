"""Spreading readings evenly: swaps along shortest paths, which end at the most even loads there are.

Each bid is read by a set of so many different evaluators without conflict, which holds each topic the bid needs. One
reader of a bid may be swapped for another evaluator where the set stays good. A chain of swaps that starts at an
evaluator with load t or more and ends at one with t − 2 or less makes the loads more even and changes nobody else's.

Where the needed topics of every bid have no expert in common (`is_simple`), each bid's good sets are the bases of a
matroid and the loads an M-convex set: when no such chain is left, Σ load² is the smallest possible and so is the
largest load (Harvey, Ladner, Lovász and Tamir 2006 for plain readings; Murota 2003 and Frank and Murota 2022 for the
general case). Otherwise a result is a good one, to be compared with a bound.

Everything is by index, bids and evaluators sorted by id, and ties go to the lower index, so equal inputs give equal
results. Shapes: allowed (bids, evaluators).

No screen calls it yet: it waits, with `allocation`, for the chair's page that shares out the reading of bids.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

type Mask = NDArray[np.bool_]
type Path = list[int]
MOST_COVERS_TRIED = 200


@dataclass(frozen=True, kw_only=True)
class ReadersNeeded:
    """Who may read what, and per bid the experts of each topic it needs."""

    allowed: Mask
    experts: tuple[tuple[Mask, ...], ...]
    per_bid: int


def lean_experts(allowed: Mask, experts: Sequence[Mask], per_bid: int) -> tuple[Mask, ...]:
    """The topics that restrict a bid: without those any set covers, and those another topic's experts imply."""
    spare = [one & allowed for one in experts]
    restricting = [one for one in spare if (allowed & ~one).sum() >= per_bid]
    lean: list[Mask] = []
    for one in sorted(restricting, key=lambda mask: int(mask.sum())):
        if not any((kept & one == kept).all() for kept in lean):
            lean.append(one)
    return tuple(lean)


def is_simple(experts: Sequence[Mask]) -> bool:
    """Whether no evaluator is an expert in two of the topics."""
    return not experts or int(np.sum(experts, axis=0).max()) <= 1


def disjoint_part(experts: Sequence[Mask]) -> tuple[Mask, ...]:
    """Topics without a common expert, the scarcest first: less is asked, so the optimum is a bound."""
    kept: list[Mask] = []
    for one in experts:
        if not any((one & other).any() for other in kept):
            kept.append(one)
    return tuple(kept)


@lru_cache(maxsize=4096)
def _covers(held: tuple[int, ...], wanted: int, most: int) -> tuple[tuple[int, ...], ...]:
    """Sets of at most so many kinds of evaluator (bits: the topics they hold) that together hold every topic."""
    if not wanted:
        return ((),)
    if not most:
        return ()
    lowest = wanted & -wanted
    found: list[tuple[int, ...]] = []
    for kind in held:
        if kind & lowest and len(found) < MOST_COVERS_TRIED:
            found += [(kind, *rest) for rest in _covers(held, wanted & ~kind, most - 1)]
    return tuple(found[:MOST_COVERS_TRIED])


class Readings:
    """Readers of every bid, the evaluators' loads, and how many bids allow each swap; changed only by `improve`."""

    def __init__(self, task: ReadersNeeded) -> None:
        bids, evaluators = task.allowed.shape
        self.task = task
        self.readers: list[list[int]] = []
        self.loads = np.zeros(evaluators, dtype=np.int64)
        self.read_by: list[set[int]] = [set() for _ in range(evaluators)]
        self.moves = np.zeros((evaluators, evaluators), dtype=np.int64)
        self.complete = all(self._begin(bid) for bid in range(bids))

    def _begin(self, bid: int) -> bool:
        """Give a bid its first readers, the least loaded that do; false where no set of readers will do."""
        chosen = self._least_loaded(bid)
        if chosen is None:
            return False
        self.readers.append([])
        self._replace(bid, sorted(chosen))
        return True

    def _least_loaded(self, bid: int) -> list[int] | None:
        """The least loaded readers that do for a bid, or nothing where none will."""
        allowed, experts = self.task.allowed[bid], self.task.experts[bid]
        # Load first, then index, as one number.
        rank = np.where(allowed, self.loads * len(allowed) + np.arange(len(allowed)), np.iinfo(np.int64).max)
        order = np.argsort(rank, kind="stable")[: int(allowed.sum())]
        return self._cover(order, experts) if experts else order[: self.task.per_bid].tolist()

    def _cover(self, order: NDArray[np.intp], experts: Sequence[Mask]) -> list[int] | None:
        """The least loaded readers, in this order of preference, that hold every topic."""
        held = np.sum([mask.astype(np.int64) << place for place, mask in enumerate(experts)], axis=0)
        kinds, first = np.unique(held[order], return_index=True)
        first_of = dict(zip(kinds.tolist(), order[first].tolist(), strict=True))
        covers = _covers(tuple(first_of), (1 << len(experts)) - 1, self.task.per_bid)
        best: tuple[int, list[int]] | None = None
        for cover in covers:
            chosen = list(dict.fromkeys(first_of[kind] for kind in cover))
            chosen += [int(one) for one in order[: 2 * self.task.per_bid] if one not in chosen]
            chosen = chosen[: self.task.per_bid]
            load = int(self.loads[chosen].sum())
            if best is None or load < best[0]:
                best = load, chosen
        return None if best is None else best[1]

    def _swaps(self, bid: int, reader: int) -> Mask:
        """The evaluators who could take this reader's place."""
        able: Mask = self.task.allowed[bid].copy()
        able[self.readers[bid]] = False
        for mask in self.task.experts[bid]:
            if mask[reader] and sum(bool(mask[other]) for other in self.readers[bid]) == 1:
                able &= mask
        return able

    def _replace(self, bid: int, readers: list[int]) -> None:
        for reader in self.readers[bid]:
            self.moves[reader] -= self._swaps(bid, reader)
            self.read_by[reader].discard(bid)
            self.loads[reader] -= 1
        self.readers[bid] = readers
        for reader in readers:
            self.moves[reader] += self._swaps(bid, reader)
            self.read_by[reader].add(bid)
            self.loads[reader] += 1

    def _is_good(self, bid: int, readers: list[int]) -> bool:
        different = len(set(readers)) == self.task.per_bid and bool(self.task.allowed[bid][readers].all())
        return different and all(mask[readers].any() for mask in self.task.experts[bid])

    def _shortest(self, level: int) -> Path | None:
        """A shortest chain of swaps from a load of `level` or more to one of `level` − 2 or less."""
        came_from = np.where(self.loads >= level, -1, -2)
        target = self.loads <= level - 2
        frontier = np.flatnonzero(came_from == -1)
        while len(frontier):
            arcs = self.moves[frontier] > 0
            fresh = np.flatnonzero(arcs.any(axis=0) & (came_from == -2))
            came_from[fresh] = frontier[np.argmax(arcs[:, fresh], axis=0)]
            reached = fresh[target[fresh]]
            if len(reached):
                path = [int(reached[0])]
                while came_from[path[-1]] >= 0:
                    path.append(int(came_from[path[-1]]))
                return path[::-1]
            frontier = fresh
        return None

    def _take(self, path: Path) -> bool:
        """Carry out a chain of swaps; false, and nothing done, where a bid's readers would no longer do."""
        changed: dict[int, list[int]] = {}
        for leaves, comes in pairwise(path):
            bid = next(bid for bid in sorted(self.read_by[leaves]) if self._swaps(bid, leaves)[comes])
            readers = changed.setdefault(bid, list(self.readers[bid]))
            readers[readers.index(leaves)] = comes
        if not all(self._is_good(bid, readers) for bid, readers in changed.items()):
            return False
        for bid, readers in changed.items():
            self._replace(bid, sorted(readers))
        return True

    def improve(self) -> None:
        """Swap until no chain makes the loads more even, or one would spoil a bid whose topics share experts."""
        # A level without a chain stays without one while lower levels are worked on: those it can reach are closed.
        level = int(self.loads.max())
        while level >= int(self.loads.min()) + 2:
            path = self._shortest(level)
            if path is None:
                level -= 1
            elif not self._take(path):
                return

    def _reconsider(self, bid: int) -> bool:
        """Read a bid by quite other people, where that makes the loads more even."""
        readers = self.readers[bid]
        self.loads[readers] -= 1
        chosen = self._least_loaded(bid)
        better = chosen is not None and bool(self.loads[chosen].sum() < self.loads[readers].sum())
        self.loads[readers] += 1
        if chosen is not None and better:
            self._replace(bid, sorted(chosen))
        return better

    def improve_further(self) -> None:
        """For topics that share experts: change whole sets of readers too, until neither way helps."""
        shared = [bid for bid, experts in enumerate(self.task.experts) if not is_simple(experts)]
        while sum(self._reconsider(bid) for bid in shared):
            self.improve()

    @property
    def squares(self) -> int:
        """Σ load²."""
        return int((self.loads * self.loads).sum())


def spread(task: ReadersNeeded) -> Readings | None:
    """Readings as even as swaps make them; nothing where some bid cannot have its readers at all."""
    readings = Readings(task)
    if not readings.complete:
        return None
    readings.improve()
    return readings
