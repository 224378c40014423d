"""How far each piece of a draft has got, for the list of what is to be done."""

from enum import StrEnum

from bids.bidding.domain.asked import Asked, PieceKind, piece_key
from bids.bidding.domain.draft import WholeDraft


class Progress(StrEnum):
    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    OPTIONAL = "optional"


def progress_of(whole: WholeDraft, *, piece: str, is_optional: bool) -> Progress:
    """Done: nothing stands against sending it. In progress: something is there, and something is wrong with it."""
    reading = whole.readings[piece]
    if reading.is_empty:
        return Progress.OPTIONAL if is_optional else Progress.TODO
    return Progress.DOING if reading.faults else Progress.DONE


def optional_pieces(asked: Asked, whole: WholeDraft) -> frozenset[str]:
    """Pieces that may stay empty: pledges, questions not required, outcomes once another one is offered."""
    pledges = {piece_key(PieceKind.PLEDGE, measure.id) for measure in asked.measures}
    answers = {piece_key(PieceKind.ANSWER, question.id) for question in asked.questions if not question.required}
    outcomes = [piece_key(PieceKind.OUTCOME, outcome.id) for outcome in asked.outcomes]
    is_offered = any(not whole.readings[key].is_empty for key in outcomes)
    conditions = set() if any(c.required for c in asked.conditions) else {piece_key(PieceKind.CONDITIONS)}
    return frozenset(pledges | answers | conditions | (set(outcomes) if is_offered else set()))
