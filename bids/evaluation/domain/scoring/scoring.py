"""Scores, marks, totals and the ranking: the calculation an award rests on.

1. Bids that miss a minimum or a pass/fail criterion are disqualified, whatever the rest of their scores.
2. Relative formulas look at the bids that remain, so a disqualified price never sets the lowest.
3. A mark is half_up(score / maximum × weight, 2); a total is the sum of marks, so that a bidder can add up the
   letter. Nothing else is rounded.
4. Bids are ordered by total, ties by the published rule (`ties`).

Units: scores in the criterion's own points, marks and totals in weight points with two decimals. The order in which
bids and criteria are given changes nothing. Source: SCORING section 4; the arithmetic is in `marks`, what a model
consists of in `criteria`. Refused: floats, NaN, infinity, booleans, missing scores, unknown or repeated ids, scores
outside 0–maximum or off the published scale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from bids.evaluation.domain.scoring.board import Board, Whole, all_rows, read_board
from bids.evaluation.domain.scoring.criteria import (
    Criterion,
    checked_criteria,
    checked_levels,
    checked_steps,
    is_relative,
    linear,
    normalise,
    steps,
)
from bids.evaluation.domain.scoring.marks import Decided, decide_rows, failures, mark_rows, scored_places
from bids.evaluation.domain.scoring.ties import Ordered, Tie, TieRule, checked_tie_rule, put_in_order
from challenges.ground.domain.money import exactly, half_up
from challenges.ground.domain.refusals import finite_decimal, identifier, not_negative, refusal, share, truth, whole
from challenges.publishing.domain.offers import Estimate, estimate_of
from challenges.publishing.domain.specification import Formula

__all__ = [
    "Criterion", "Formula", "Ranking", "Tie", "TieRule", "credited", "disqualifications", "half_up", "linear",
    "normalise", "rank", "rank_values", "steps", "weighted_total",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Bids in order with places, totals and marks; who is disqualified and by which criteria; the ties met.

    `totals` and `marks` hold the bids that remain, `marks` the criteria that carry marks (not pass/fail).
    """

    order: tuple[str, ...]
    places: Mapping[str, int]
    totals: Mapping[str, Decimal]
    marks: Mapping[str, Mapping[str, Decimal]]
    disqualified: Mapping[str, tuple[str, ...]]
    ties: tuple[Tie, ...]


def _from_hundredths(numbers: Whole) -> Whole:
    """Whole hundredths as Decimals of two places; few differ, so each is made once."""
    distinct, places = np.unique(numbers.ravel(), return_inverse=True)
    made = np.empty(len(distinct), dtype=object)
    made[:] = [Decimal(int(number)).scaleb(-2) for number in distinct]
    return made[places].reshape(numbers.shape)


@exactly
def weighted_total(scores: Mapping[str, Decimal], criteria: Sequence[Criterion]) -> Decimal:
    """The sum of one bid's marks. Refuses a missing score, and a relative formula, which needs the other bids."""
    checked = checked_criteria(criteria)
    for criterion in filter(is_relative, checked):
        rule = "a relative formula needs the other bids: use rank"
        raise refusal(criterion.formula, field=f"criteria[{criterion.id}].formula", rule=rule)
    board = read_board({"this bid": scores}, checked)
    return Decimal(int(mark_rows(board, all_rows(board)).sum())).scaleb(-2)


@exactly
def disqualifications(scores: Mapping[str, Decimal], criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """The criteria one bid fails, in their order: a score below the minimum (equal passes) or a failed pass/fail."""
    board = read_board({"this bid": scores}, checked_criteria(criteria))
    return failures(board, all_rows(board)).get(0, ())


def _marks_by_step(board: Board, decided: Decided, named: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    ids = [board.criteria[place].id for place in scored_places(board.criteria)]
    bids = [board.bids[row] for row in decided.rows]
    return {step: dict(zip(bids, decided.marks[ids.index(step)].tolist(), strict=True)) for step in named}


def _told(board: Board, decided: Decided, ordered: Ordered) -> Ranking:
    """The decision in Decimals, bids in final order."""
    ids = [board.criteria[place].id for place in scored_places(board.criteria)]
    bids = [board.bids[row] for row in decided.rows]
    totals = dict(zip(bids, _from_hundredths(decided.totals), strict=True))
    marks = dict(zip(bids, _from_hundredths(decided.marks).T.tolist(), strict=True))
    return Ranking(
        order=ordered.order,
        places=ordered.places,
        totals={bid: totals[bid] for bid in ordered.order},
        marks={bid: dict(zip(ids, marks[bid], strict=True)) for bid in ordered.order},
        disqualified={board.bids[row]: ids for row, ids in sorted(decided.failed.items())},
        ties=ordered.ties,
    )


@exactly
def rank(bids: Mapping[str, Mapping[str, Decimal]], criteria: Sequence[Criterion], tie_rule: TieRule) -> Ranking:
    """Disqualify, score, total and order the bids. No bids, or none left, give an empty order."""
    checked = checked_criteria(criteria)
    rule = checked_tie_rule(tie_rule)
    named = checked_steps(rule.steps, checked)
    if not bids:
        return Ranking(order=(), places={}, totals={}, marks={}, disqualified={}, ties=())
    board = read_board(bids, checked)
    decided = decide_rows(board, all_rows(board))
    totals = dict(zip((board.bids[row] for row in decided.rows), decided.totals.tolist(), strict=True))
    return _told(board, decided, put_in_order(totals, _marks_by_step(board, decided, named), rule))


@exactly
def rank_values(values: Mapping[str, Decimal], *, lowest_first: bool, places: int = 6) -> Mapping[str, int]:
    """Places by value, rounded half up to `places` first; equal ones share the place (1, 1, 3)."""
    truth(lowest_first, field="lowest_first")
    whole(places, field="places")
    rounded = {
        identifier(bid, field="values"): half_up(finite_decimal(value, field=f"values[{bid}]"), places)
        for bid, value in values.items()
    }
    falling = sorted(rounded.values(), reverse=not lowest_first)
    first_place = {value: place for place, value in zip(range(len(falling), 0, -1), reversed(falling), strict=True)}
    return {bid: first_place[value] for bid, value in rounded.items()}


@exactly
def credited(estimate: Estimate, mark: Decimal, levels: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """low + f × (likely − low), f the value of the last of `levels` whose from ≤ the panel's credibility mark.

    Never below the promise (low), never above likely, and nothing from high: a claim counts as far as the panel
    believes it. Refuses an f outside 0–1, or falling as the mark rises.
    """
    claim = estimate_of(estimate, field="estimate")
    believed = Decimal(0)
    for start, fraction in checked_levels(levels):
        if share(fraction, field=f"levels from {start}") < believed:
            raise refusal(fraction, field=f"levels from {start}", rule=f"must not fall below {believed} before it")
        believed = fraction
    return claim.low + steps(not_negative(mark, field="mark"), levels=levels) * (claim.likely - claim.low)
