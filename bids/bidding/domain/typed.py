"""A sent bid back into the boxes of a draft, so that it can be replaced without typing it again.

The inverse of `bids.bidding.domain.draft`: reading what this gives yields the same parts.
"""

from decimal import Decimal

from bids.bidding.domain.asked import PieceKind, piece_key
from bids.bidding.domain.boxes import HUNDRED, Typed
from bids.bidding.domain.payload import CommercialPart, QualityPart


def as_typed(*, quality: QualityPart, commercial: CommercialPart) -> dict[str, Typed]:
    """Piece by piece, what somebody would have typed to make this bid."""
    pieces: dict[str, Typed] = {}
    for answer in quality.answers:
        pieces[piece_key(PieceKind.ANSWER, answer.question)] = {"text": answer.text}
    for offer in commercial.outcomes:
        boxes = {f"volume_{year}": _plain(volume) for year, volume in enumerate(offer.volumes)}
        shares = {"low": offer.low, "likely": offer.likely, "high": offer.high}
        boxes |= {name: _plain(share * HUNDRED) for name, share in shares.items()}
        if offer.price is not None:
            boxes["price"] = _plain(offer.price)
        pieces[piece_key(PieceKind.OUTCOME, offer.outcome)] = boxes
    words = {statement.measure: statement.statement for statement in quality.statements}
    for pledge in commercial.pledges:
        pieces[piece_key(PieceKind.PLEDGE, pledge.measure)] = {
            "quantity": "" if pledge.quantity is None else _plain(pledge.quantity),
            "years": str(pledge.years),
            "statement": words.get(pledge.measure, ""),
        }
    if quality.accepted_conditions:
        pieces[piece_key(PieceKind.CONDITIONS)] = {"accepted": list(quality.accepted_conditions)}
    money = _money(commercial)
    if money:
        pieces[piece_key(PieceKind.MONEY)] = money
    return pieces


def _money(commercial: CommercialPart) -> Typed:
    amounts = {"price": commercial.price, "fixed_fee": commercial.fixed_fee}
    boxes = {name: _plain(amount) for name, amount in amounts.items() if amount is not None}
    if commercial.yearly_costs:
        boxes |= {f"cost_{year}": _plain(cost) for year, cost in enumerate(commercial.yearly_costs)}
        boxes["cost_lower"] = _plain((1 - commercial.cost_low) * HUNDRED)
        boxes["cost_higher"] = _plain((commercial.cost_high - 1) * HUNDRED)
        boxes["working_capital"] = _plain(commercial.working_capital)
    return {**boxes}


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"
