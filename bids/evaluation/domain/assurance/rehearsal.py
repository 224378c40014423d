"""Trying a scoring model on invented bids before it is published.

`rehearse` scores the trial bids and reports what an author should look at before anybody bids:

- **reversals**: pairs that change places when a third bid is taken out;
- **ties** of totals, before any tie rule;
- **dead criteria**: without them no two bids' order changes, so they cost bidders work and decide nothing here;
- **excluding**: minima and pass/fail criteria that on their own leave nobody; and whether all together leave nobody;
- **worth**: what one unit more of a formula's measure (a pound, an outcome) adds to a bid's own mark, everyone else's
  offer unchanged and nothing rounded; negative where less is better, 0 on a flat stretch.

Units: worth in marks per unit of the measure. What it says holds for these bids: try cheap, dear, equal and extreme
ones. Refused: what `rank` refuses, and no trial bids.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from bids.evaluation.domain.assurance.sensitivity import Reversal, rank_reversals
from bids.evaluation.domain.scoring.board import Board, Column, Whole, all_rows, beside, exact, read_board
from bids.evaluation.domain.scoring.criteria import Criterion, checked_criteria
from bids.evaluation.domain.scoring.marks import Decided, decide_rows, score_column
from bids.evaluation.domain.scoring.ties import Tie, TieRule, put_in_order
from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import refusal
from challenges.publishing.domain.words import Method


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What the trial bids show about the model. `worth` is by criterion, then bid, for the bids that remain."""

    reversals: tuple[Reversal, ...]
    ties: tuple[Tie, ...]
    dead_criteria: tuple[str, ...]
    excluding: tuple[str, ...]
    nobody_left: bool
    worth: Mapping[str, Mapping[str, Decimal]]


def _places(board: Board, decided: Decided) -> Mapping[str, int]:
    """Places by total alone."""
    bids = [board.bids[row] for row in decided.rows]
    return put_in_order(dict(zip(bids, decided.totals.tolist(), strict=True)), {}, TieRule()).places


def _ties(board: Board, decided: Decided) -> tuple[Tie, ...]:
    bids = [board.bids[row] for row in decided.rows]
    return put_in_order(dict(zip(bids, decided.totals.tolist(), strict=True)), {}, TieRule()).ties


def _dead(board: Board, decided: Decided) -> tuple[str, ...]:
    """Criteria without which the same bids remain at the same places."""
    as_is = _places(board, decided)
    dead = []
    for place, criterion in enumerate(board.criteria):
        kept = [other for other in range(len(board.criteria)) if other != place]
        without = Board(
            bids=board.bids,
            criteria=tuple(board.criteria[other] for other in kept),
            columns=tuple(board.columns[other] for other in kept),
        )
        if _places(without, decide_rows(without, all_rows(without))) == as_is:
            dead.append(criterion.id)
    return tuple(sorted(dead))


def _excluding(board: Board, decided: Decided) -> tuple[str, ...]:
    everywhere = set.intersection(*(set(decided.failed.get(row, ())) for row in range(len(board.bids))))
    return tuple(sorted(everywhere))


def _one_more(column: Column, row: int) -> Column:
    """The column with this row's measure one unit higher."""
    step = int(column.denominator)
    numerators = beside(column.numerators, 4 * step).copy()
    numerators[row] += step
    return Column(numerators=numerators, denominator=column.denominator)


def _fraction_at(board: Board, place: int, rows: Whole, row: int) -> Fraction:
    return score_column(board, place, rows).fraction(int(np.flatnonzero(rows == row)[0]))


def _worth(board: Board, place: int, rows: Whole) -> Mapping[str, Decimal]:
    """Marks, not rounded, that one unit more adds to each remaining bid's own mark."""
    weight = exact(board.criteria[place].weight, field="weight")
    worth = {}
    for row in rows:
        columns = (*board.columns[:place], _one_more(board.columns[place], row), *board.columns[place + 1 :])
        moved = replace(board, columns=columns)
        gain = weight * (_fraction_at(moved, place, rows, row) - _fraction_at(board, place, rows, row))
        worth[board.bids[row]] = Decimal(gain.numerator) / Decimal(gain.denominator)
    return worth


@exactly
def rehearse(criteria: Sequence[Criterion], trial_bids: Mapping[str, Mapping[str, Decimal]]) -> Rehearsal:
    """Score invented bids and report what an author should know before publishing the model."""
    checked = checked_criteria(criteria)
    if not trial_bids:
        raise refusal(dict(trial_bids), field="trial_bids", rule="must not be empty")
    board = read_board(trial_bids, checked)
    decided = decide_rows(board, all_rows(board))
    return Rehearsal(
        reversals=rank_reversals(trial_bids, checked),
        ties=_ties(board, decided),
        dead_criteria=_dead(board, decided),
        excluding=_excluding(board, decided),
        nobody_left=not len(decided.rows),
        worth={
            criterion.id: _worth(board, place, decided.rows)
            for place, criterion in enumerate(checked)
            if criterion.kind == Method.FORMULA
        },
    )
