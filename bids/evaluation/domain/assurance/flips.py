"""How far one judged score must move for another set of bids to come first.

One score of one bid, disqualified bids included, moves along its published scale; distance is the number of scale
steps. A move counts when the set with the highest total (no tie rule) is another one: a move may also carry a bid over
or under a minimum. Two bids already level in front: distance 0 and no changes. No single move does it: `None`.
Units: scale steps. Refused: what `rank` refuses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bids.evaluation.domain.scoring.board import Board, all_rows, read_board
from bids.evaluation.domain.scoring.criteria import Criterion, checked_criteria
from bids.evaluation.domain.scoring.marks import Decided, decide_rows, leaders, mark_rows
from challenges.publishing.domain.words import Method


@dataclass(frozen=True, kw_only=True)
class FlipChange:
    """One move of one score, and the set that would then be in front."""

    bid: str
    criterion: str
    from_: Decimal
    to: Decimal
    first: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Flip:
    """The fewest scale steps, and every move that takes them."""

    steps: int
    changes: tuple[FlipChange, ...]


@dataclass(frozen=True, kw_only=True)
class _Field:
    """The bids as they stand, and what is needed to judge a move without scoring everything again."""

    scores: Mapping[str, Mapping[str, Decimal]]
    criteria: tuple[Criterion, ...]
    board: Board
    decided: Decided
    first: tuple[str, ...]
    totals: Mapping[str, int]
    runners_up: tuple[str, ...]
    failed: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, Mapping[Decimal, int]]


def _marks_on_scale(criterion: Criterion) -> Mapping[Decimal, int]:
    """The mark, in hundredths, of every point of the scale."""
    board = read_board({str(point): {criterion.id: point} for point in criterion.scale}, (criterion,))
    return dict(zip(map(Decimal, board.bids), mark_rows(board, all_rows(board))[0].tolist(), strict=True))


def _field_of(scores: Mapping[str, Mapping[str, Decimal]], criteria: tuple[Criterion, ...]) -> _Field:
    board = read_board(scores, criteria)
    decided = decide_rows(board, all_rows(board))
    first = leaders(board, decided)
    totals = {board.bids[row]: int(total) for row, total in zip(decided.rows, decided.totals, strict=True)}
    behind = {bid: total for bid, total in totals.items() if bid not in first}
    best = max(behind.values(), default=0)
    return _Field(
        scores=scores,
        criteria=criteria,
        board=board,
        decided=decided,
        first=first,
        totals=totals,
        runners_up=tuple(bid for bid, total in behind.items() if total == best),
        failed={board.bids[row]: ids for row, ids in decided.failed.items()},
        marks={one.id: _marks_on_scale(one) for one in criteria if one.kind == Method.JUDGED and one.scale},
    )


def _first_after(field: _Field, bid: str, criterion: Criterion, score: Decimal) -> tuple[str, ...]:
    """The set in front when this score is another one."""
    fails = criterion.minimum is not None and score < criterion.minimum
    other_failures = [failed for failed in field.failed.get(bid, ()) if failed != criterion.id]
    stays_out = bid in field.failed and (fails or other_failures)
    if stays_out:
        return field.first
    if fails or bid in field.failed:
        # The field itself changes, and with it every relative formula: score everybody again.
        changed = {**field.scores, bid: {**field.scores[bid], criterion.id: score}}
        board = read_board(changed, field.criteria)
        return leaders(board, decide_rows(board, all_rows(board)))
    was = field.scores[bid][criterion.id]
    marks = field.marks[criterion.id]
    total = field.totals[bid] + marks[score] - marks[was]
    others = field.runners_up if bid in field.first else field.first
    best = field.totals[others[0]] if others else -1
    if total < best:
        return others
    return tuple(sorted((*others, bid))) if total == best else (bid,)


def _moves(field: _Field, distance: int) -> Iterator[FlipChange]:
    """Every move of so many steps that puts another set in front, sorted by bid, criterion and score."""
    for bid in field.board.bids:
        for criterion in sorted(field.criteria, key=lambda one: one.id):
            if criterion.id not in field.marks:
                continue
            scale, was = sorted(field.marks[criterion.id]), Decimal(field.scores[bid][criterion.id])
            here = scale.index(was)
            for there in (here - distance, here + distance):
                if not 0 <= there < len(scale):
                    continue
                first = _first_after(field, bid, criterion, scale[there])
                if first != field.first:
                    yield FlipChange(bid=bid, criterion=criterion.id, from_=was, to=scale[there], first=first)


def flip_distance(bids: Mapping[str, Mapping[str, Decimal]], criteria: Sequence[Criterion]) -> Flip | None:
    """The fewest scale steps of one judged score that put another set in front, with every move that does it."""
    checked = checked_criteria(criteria)
    if not bids:
        return None
    field = _field_of(bids, checked)
    if len(field.first) > 1:
        return Flip(steps=0, changes=())
    longest = max((len(criterion.scale) for criterion in checked if criterion.kind == Method.JUDGED), default=0)
    for distance in range(1, longest):
        changes = tuple(_moves(field, distance))
        if changes:
            return Flip(steps=distance, changes=changes)
    return None
