"""What it would take for another bid to come first: without one evaluator, with one score moved, with one bid fewer.

- `leave_one_out`: scores are means of the evaluators' marks; the set in front with everybody, and without each in turn.
- `flip_distance`: the fewest scale steps by which one judged score of one bid must move for another set to lead.
- `rank_reversals`: pairs of bids that change places when a third is taken out, which only relative formulas do.

All score as `rank` does, without a tie rule: exact, in Decimals and fractions. Units: scale steps. They prompt
moderation and change no score. Refused: what `rank` refuses; a mark of one evaluator for one bid and criterion twice;
a mark for a criterion that is not judged, a fixed value for one that is; a bid without a mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from bids.evaluation.domain.scoring.board import Score, Whole, all_rows, exact, read_board
from bids.evaluation.domain.scoring.criteria import Criterion, checked_criteria, is_relative
from bids.evaluation.domain.scoring.marks import decide_rows, leaders
from challenges.ground.domain.refusals import identifier, known, not_negative, refusal, something, unique
from challenges.publishing.domain.words import Method

NOTHING_FIXED: Mapping[str, Mapping[str, Decimal]] = MappingProxyType({})
type Scores = dict[tuple[str, str], dict[str, Fraction]]


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One evaluator's score of one bid on one judged criterion."""

    evaluator: str
    bid: str
    criterion: str
    score: Decimal


@dataclass(frozen=True, kw_only=True)
class LeaveOneOut:
    """The bids in front with everybody, and without each evaluator; `None` where a bid then lacks a mark."""

    first: tuple[str, ...]
    without: Mapping[str, tuple[str, ...] | None]
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reversal:
    """`ahead` leads `behind` with all bids, and lies behind it when `removed` is taken out."""

    ahead: str
    behind: str
    removed: str


def _collected(assessments: Sequence[Assessment], criteria: Sequence[Criterion]) -> Scores:
    """Marks by bid and criterion, then evaluator."""
    judged = {criterion.id: criterion for criterion in criteria if criterion.kind == Method.JUDGED}
    listed = something(assessments, field="assessments")
    unique(((one.evaluator, one.bid, one.criterion) for one in listed), field="assessments")
    marks: Scores = {}
    for one in listed:
        field = f"assessments[{one.evaluator}][{one.bid}][{one.criterion}]"
        identifier(one.evaluator, field="assessments.evaluator")
        identifier(one.bid, field="assessments.bid")
        criterion = judged[known(one.criterion, field=field, among=judged)]
        if not_negative(one.score, field=field) > criterion.maximum:
            raise refusal(one.score, field=field, rule=f"must not be above the maximum {criterion.maximum}")
        marks.setdefault((one.bid, one.criterion), {})[one.evaluator] = exact(one.score, field=field)
    return marks


def _means(
    marks: Scores, *, without: str | None, fixed: Mapping[str, Mapping[str, Decimal]]
) -> dict[str, dict[str, Score]] | None:
    """Scores by bid: means of the marks left, and the fixed values; nothing where a mark is then lacking."""
    scores: dict[str, dict[str, Score]] = {bid: dict(values) for bid, values in fixed.items()}
    for (bid, criterion), given in marks.items():
        left = [mark for evaluator, mark in given.items() if evaluator != without]
        if not left:
            return None
        scores.setdefault(bid, {})[criterion] = sum(left, Fraction(0)) / len(left)
    return scores


def leave_one_out(
    assessments: Sequence[Assessment],
    criteria: Sequence[Criterion],
    *,
    fixed: Mapping[str, Mapping[str, Decimal]] = NOTHING_FIXED,
) -> LeaveOneOut:
    """Who would be in front without each evaluator; `fixed` holds formula and pass/fail values by bid."""
    checked = checked_criteria(criteria)
    marks = _collected(assessments, checked)
    unjudged = [criterion.id for criterion in checked if criterion.kind != Method.JUDGED]
    for bid, values in fixed.items():
        for criterion in values:
            known(criterion, field=f"fixed[{bid}]", among=unjudged)

    def first(without: str | None) -> tuple[str, ...] | None:
        scores = _means(marks, without=without, fixed=fixed)
        if scores is None:
            return None
        board = read_board(scores, checked, means=True)
        return leaders(board, decide_rows(board, all_rows(board)))

    everybody = first(None) or ()
    evaluators = sorted({evaluator for given in marks.values() for evaluator in given})
    sets = {evaluator: first(evaluator) for evaluator in evaluators}
    changed = tuple(one for one, ahead in sets.items() if ahead is not None and ahead != everybody)
    return LeaveOneOut(first=everybody, without=sets, changes=changed)


def _ahead(totals: Whole) -> Whole:
    """Whether the row's bid is strictly ahead of the column's, (bids, bids)."""
    return np.asarray(totals[:, None] > totals[None, :])


def rank_reversals(bids: Mapping[str, Mapping[str, Decimal]], criteria: Sequence[Criterion]) -> tuple[Reversal, ...]:
    """Every pair that strictly changes places when a third bid is removed, sorted; none without relative formulas."""
    checked = checked_criteria(criteria)
    if not bids:
        return ()
    board = read_board(bids, checked)
    with_all = decide_rows(board, all_rows(board))
    if not any(map(is_relative, checked)) or len(with_all.rows) < 3:
        return ()
    found = []
    for place, removed in enumerate(with_all.rows):
        without = decide_rows(board, np.delete(with_all.rows, place))
        totals = np.delete(with_all.totals, place)
        if np.array_equal(totals, without.totals):
            continue
        turned = np.argwhere(_ahead(totals) & _ahead(without.totals).T)
        found += [
            Reversal(
                ahead=board.bids[without.rows[ahead]],
                behind=board.bids[without.rows[behind]],
                removed=board.bids[removed],
            )
            for ahead, behind in turned
        ]
    return tuple(sorted(found, key=lambda one: (one.ahead, one.behind, one.removed)))
