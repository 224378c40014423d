"""Readings by mixed-integer programming, for what swaps cannot prove: topics that share experts.

One 0/1 variable for every bid and evaluator without conflict; each bid has its readers and topics; an evaluator's load
is Σ of units that cost 1, 3, 5, …, so that their sum is load². HiGHS, no gap; the result is counted again in whole
numbers. Meant for tens of bids and evaluators; `readings` settles nearly everything before.

No screen calls it yet: it waits, with `allocation`, for the chair's page that shares out the reading of bids.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from bids.evaluation.domain.choosing.readings import ReadersNeeded

OPTIMAL, INFEASIBLE = 0, 2


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Rows of the model as (row, column, factor), with their least and most."""

    cells: list[tuple[int, int, float]]
    least: list[float]
    most: list[float]

    def add(self, cells: list[tuple[int, float]], *, least: float, most: float) -> None:
        """One more row."""
        self.cells.extend((len(self.least), column, factor) for column, factor in cells)
        self.least.append(least)
        self.most.append(most)


def _rows(task: ReadersNeeded, *, pairs: list[tuple[int, int]], units: int) -> _Rows:
    rows = _Rows(cells=[], least=[], most=[])
    of_bid: dict[int, list[int]] = {}
    of_evaluator: dict[int, list[int]] = {}
    for column, (bid, evaluator) in enumerate(pairs):
        of_bid.setdefault(bid, []).append(column)
        of_evaluator.setdefault(evaluator, []).append(column)
    for bid, columns in of_bid.items():
        rows.add([(column, 1.0) for column in columns], least=task.per_bid, most=task.per_bid)
        for mask in task.experts[bid]:
            rows.add([(column, 1.0) for column in columns if mask[pairs[column][1]]], least=1.0, most=np.inf)
    for evaluator in range(task.allowed.shape[1]):
        loads = [(len(pairs) + evaluator * units + unit, -1.0) for unit in range(units)]
        rows.add([(column, 1.0) for column in of_evaluator.get(evaluator, [])] + loads, least=0.0, most=0.0)
    return rows


def most_even(task: ReadersNeeded, *, most_load: int) -> list[list[int]] | None:
    """Readers of every bid with the smallest Σ load² and no load above `most_load`, or nothing where there are none."""
    bids, evaluators = task.allowed.shape
    units = min(most_load, bids)
    pairs = [(int(bid), int(evaluator)) for bid, evaluator in np.argwhere(task.allowed)]
    rows = _rows(task, pairs=pairs, units=units)
    size = len(pairs) + evaluators * units
    row, column, factor = (np.array(part) for part in zip(*rows.cells, strict=True))
    lines = coo_array((factor, (row, column)), shape=(len(rows.least), size)).tocsr()
    found = milp(
        np.concatenate([np.zeros(len(pairs)), np.tile(2.0 * np.arange(units) + 1.0, evaluators)]),
        integrality=np.concatenate([np.ones(len(pairs), dtype=np.int64), np.zeros(evaluators * units, dtype=np.int64)]),
        bounds=Bounds(0.0, 1.0),
        constraints=LinearConstraint(lines, np.array(rows.least), np.array(rows.most)),
        options={"mip_rel_gap": 0.0},
    )
    if found.status == INFEASIBLE:
        return None
    if found.status != OPTIMAL or found.x is None:
        raise RuntimeError(f"the solver gave up: {found.message}")
    readers: list[list[int]] = [[] for _ in range(bids)]
    for (bid, evaluator), held in zip(pairs, np.rint(found.x[: len(pairs)]), strict=True):
        if held:
            readers[bid].append(evaluator)
    return readers
