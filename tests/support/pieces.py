"""A bid in which every box of every piece says something, made from the table of pieces, so a new box is in it too."""

from dataclasses import replace

from bids.bidding.domain.asked import MoneyAsked, asked_of
from bids.bidding.domain.pieces import asked_pieces
from tests.support.specifications import JOBS, outcome_specification

# Everything at once that is never asked of one bid together: a price, a fee and costs.
SPECIFICATION = outcome_specification(outcomes=(replace(JOBS, price=None, price_is_offered=True),))
ASKED = replace(asked_of(SPECIFICATION, lot=""), years=3, money=MoneyAsked(fee=True, price=True, costs=True))
# Boxes that take other things than any figure.
SPECIAL = {
    "low": "11",
    "likely": "12",
    "high": "13",
    "cost_lower": "14",
    "cost_higher": "15",
    "years": "2",
    "text": "Words of an answer.",
    "statement": "Words of a pledge.",
    "accepted": [condition.id for condition in ASKED.conditions],
}


def every_box(asked=ASKED):
    """By key of the piece, what is typed into each of its boxes: figures from 1001 on, no two alike."""
    number, pieces = 1000, {}
    for piece, item in asked_pieces(asked):
        pieces[piece.key(item)] = {}
        for box in piece.boxes(asked, item):
            number += 1
            pieces[piece.key(item)][box] = SPECIAL.get(box, str(number))
    return pieces
