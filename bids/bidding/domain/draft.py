"""A draft as it was typed, read into the two parts of a bid; every fault named with its page and its box.

A draft keeps what was typed, so that half a figure or an answer that is still too long is never lost; here it is read.
Each piece (`bids.bidding.domain.asked`) is a mapping of box to text, or of box to a list of ticked values:

    answer      text
    outcome     volume_0 … volume_<years − 1>, low, likely, high (out of 100), price
    pledge      quantity (a contract year), years, statement
    conditions  accepted (list of block ids)
    money       fixed_fee, price, cost_0 …, cost_lower and cost_higher (per cent), working_capital

Words are what white space parts, as the counter beside the box counts them. An outcome left wholly empty is not
offered, but one at least must be; a pledge left empty is not made. Refused as faults, never raised: what is missing,
too long, no figure, crossed estimates, prices where none is asked are ignored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bids.bidding.domain.asked import Asked, PieceKind, piece_key
from bids.bidding.domain.boxes import Boxes, Fault, Reading, Typed
from bids.bidding.domain.payload import (
    AnswerPart,
    CommercialPart,
    FilePart,
    OutcomeOfferPart,
    PledgePart,
    QualityPart,
    StatementPart,
)
from challenges.publishing.domain.specification import MeasureSpec, OutcomeSpec, QuestionSpec


@dataclass(frozen=True, kw_only=True)
class WholeDraft:
    """A whole draft as read. The parts may be sent only while there is no fault."""

    quality: QualityPart
    commercial: CommercialPart
    readings: Mapping[str, Reading]
    faults: tuple[Fault, ...]


def cautions_of(part: CommercialPart) -> tuple[Fault, ...]:
    """What no rule forbids and hardly anybody means, outcome by outcome: nobody taken on, nobody likely to succeed."""
    found = []
    for offer in part.outcomes:
        piece = piece_key(PieceKind.OUTCOME, offer.outcome)
        if not any(offer.volumes):
            found.append(Fault(piece=piece, box="volume_0", code="nobody_taken_on"))
        elif not offer.likely:
            found.append(Fault(piece=piece, box="likely", code="nobody_succeeds"))
    return tuple(found)


def word_count(text: str) -> int:
    return len(text.split())


def read_answer(question: QuestionSpec, typed: Typed, *, file_count: int = 0) -> Reading:
    """The text of an answer. A required one may be given by files alone where files are allowed."""
    boxes = Boxes(piece_key(PieceKind.ANSWER, question.id), typed)
    text = boxes.text("text")
    has_files = question.allows_files and file_count > 0
    if question.required and not text and not has_files:
        boxes.fault("text", "missing")
    over = word_count(text) - question.word_limit if question.word_limit else 0
    if over > 0:
        boxes.fault("text", "too_long", over=over, limit=question.word_limit or 0)
    return boxes.reading(AnswerPart(question=question.id, text=text), is_empty=not text and not has_files)


def volume_boxes(years: int) -> tuple[str, ...]:
    return tuple(f"volume_{year}" for year in range(years))


def cost_boxes(years: int) -> tuple[str, ...]:
    return tuple(f"cost_{year}" for year in range(years))


def read_outcome(outcome: OutcomeSpec, typed: Typed, *, years: int) -> Reading:
    """The offer for one outcome; wholly empty, it is not offered."""
    boxes = Boxes(piece_key(PieceKind.OUTCOME, outcome.id), typed)
    shares = ("low", "likely", "high")
    asks_price = outcome.price_is_offered
    if boxes.is_empty(*volume_boxes(years), *shares, "price"):
        return Reading()
    volumes = [boxes.figure(box, places=2) for box in volume_boxes(years)]
    low, likely, high = (boxes.percent(box) for box in shares)
    price = boxes.figure("price", places=2) if asks_price else None
    if low is not None and likely is not None and low > likely:
        boxes.fault("low", "low_above_likely")
    if likely is not None and high is not None and likely > high:
        boxes.fault("high", "high_below_likely")
    if boxes.faults or low is None or likely is None or high is None:
        return boxes.reading(None)
    counted = tuple(volume for volume in volumes if volume is not None)
    return boxes.reading(
        OutcomeOfferPart(outcome=outcome.id, volumes=counted, low=low, likely=likely, high=high, price=price)
    )


@dataclass(frozen=True, kw_only=True)
class PledgeRead:
    """A pledge in its two halves: the figure for part 2, the words for part 1."""

    figure: PledgePart
    words: StatementPart


def read_pledge(measure: MeasureSpec, typed: Typed, *, years: int) -> Reading:
    """A pledge; wholly empty, it is not made. A figure without words, or words without a figure, is a fault."""
    boxes = Boxes(piece_key(PieceKind.PLEDGE, measure.id), typed)
    if boxes.is_empty("quantity", "statement"):
        return Reading()
    quantity = boxes.figure("quantity", places=4)
    for_years = boxes.whole_years("years", most=years) if boxes.text("years") else years
    statement = boxes.text("statement")
    if not statement:
        boxes.fault("statement", "missing")
    return boxes.reading(
        PledgeRead(
            figure=PledgePart(measure=measure.id, quantity=quantity, years=for_years),
            words=StatementPart(measure=measure.id, statement=statement),
        )
    )


def read_conditions(asked: Asked, typed: Typed) -> Reading:
    """The block ids of the conditions accepted; a required one that is not is a fault."""
    boxes = Boxes(piece_key(PieceKind.CONDITIONS), typed)
    ticked = set(boxes.ticked("accepted"))
    accepted = tuple(condition.id for condition in asked.conditions if condition.id in ticked)
    refused = [c for c in asked.conditions if c.required and c.id not in ticked]
    if refused:
        boxes.fault("accepted", "not_accepted", count=len(refused))
    return boxes.reading(accepted, is_empty=not ticked)


@dataclass(frozen=True, kw_only=True)
class MoneyRead:
    """The figures of money of part 2."""

    fixed_fee: Decimal | None = None
    price: Decimal | None = None
    yearly_costs: tuple[Decimal, ...] = ()
    cost_low: Decimal = Decimal(1)
    cost_high: Decimal = Decimal(1)
    working_capital: Decimal = Decimal(0)


def money_boxes(asked: Asked) -> tuple[str, ...]:
    """The boxes of the page of money, in its order."""
    named = [name for name, wanted in (("price", asked.money.price), ("fixed_fee", asked.money.fee)) if wanted]
    costs = [*cost_boxes(asked.years), "cost_lower", "cost_higher", "working_capital"] if asked.money.costs else []
    return (*named, *costs)


def read_money(asked: Asked, typed: Typed) -> Reading:
    """Fee, price, costs by year, how far they may differ, and what can be financed."""
    boxes = Boxes(piece_key(PieceKind.MONEY), typed)
    if not asked.money.anything:
        return Reading(value=MoneyRead())
    is_empty = boxes.is_empty(*money_boxes(asked))
    price = boxes.figure("price", places=2) if asked.money.price else None
    fee = boxes.figure("fixed_fee", places=2) if asked.money.fee else None
    if not asked.money.costs:
        return boxes.reading(MoneyRead(price=price, fixed_fee=fee), is_empty=is_empty)
    costs = [boxes.figure(box, places=2) for box in cost_boxes(asked.years)]
    lower, higher = boxes.percent("cost_lower", required=False), boxes.percent("cost_higher", required=False)
    capital = boxes.figure("working_capital", places=2, required=False)
    read = MoneyRead(
        price=price,
        fixed_fee=fee,
        yearly_costs=tuple(cost for cost in costs if cost is not None),
        cost_low=1 - (lower or Decimal(0)),
        cost_high=1 + (higher or Decimal(0)),
        working_capital=capital or Decimal(0),
    )
    return boxes.reading(read, is_empty=is_empty)


def read_draft(
    asked: Asked, pieces: Mapping[str, Typed], *, files: Sequence[FilePart], bid: str, version: int
) -> WholeDraft:
    """The whole draft as the two parts it would be sealed as, with everything that still has to be put right."""
    readings = read_pieces(asked, pieces, files=files)
    faults = [fault for key in asked.keys for fault in readings[key].faults]
    if asked.outcomes and all(readings[piece_key(PieceKind.OUTCOME, o.id)].is_empty for o in asked.outcomes):
        faults.append(Fault(piece=piece_key(PieceKind.OUTCOME, asked.outcomes[0].id), box="", code="none_offered"))
    values = [readings[key].value for key in asked.keys]
    pledges = [value for value in values if isinstance(value, PledgeRead)]
    money = next((value for value in values if isinstance(value, MoneyRead)), MoneyRead())
    accepted = next((value for value in values if isinstance(value, tuple)), ())
    return WholeDraft(
        quality=QualityPart(
            bid=bid,
            version=version,
            answers=tuple(value for value in values if isinstance(value, AnswerPart) and value.text),
            files=tuple(files),
            statements=tuple(pledge.words for pledge in pledges),
            accepted_conditions=accepted,
        ),
        commercial=CommercialPart(
            bid=bid,
            version=version,
            outcomes=tuple(value for value in values if isinstance(value, OutcomeOfferPart)),
            pledges=tuple(pledge.figure for pledge in pledges),
            fixed_fee=money.fixed_fee,
            price=money.price,
            yearly_costs=money.yearly_costs,
            cost_low=money.cost_low,
            cost_high=money.cost_high,
            working_capital=money.working_capital,
        ),
        readings=readings,
        faults=tuple(faults),
    )


def read_pieces(asked: Asked, pieces: Mapping[str, Typed], *, files: Sequence[FilePart]) -> dict[str, Reading]:
    """Every piece that is asked for, as read."""
    readings = {}
    for question in asked.questions:
        key, count = piece_key(PieceKind.ANSWER, question.id), sum(file.question == question.id for file in files)
        readings[key] = read_answer(question, pieces.get(key, {}), file_count=count)
    for outcome in asked.outcomes:
        key = piece_key(PieceKind.OUTCOME, outcome.id)
        readings[key] = read_outcome(outcome, pieces.get(key, {}), years=asked.years)
    for measure in asked.measures:
        key = piece_key(PieceKind.PLEDGE, measure.id)
        readings[key] = read_pledge(measure, pieces.get(key, {}), years=asked.years)
    for key, read in ((piece_key(PieceKind.MONEY), read_money), (piece_key(PieceKind.CONDITIONS), read_conditions)):
        readings[key] = read(asked, pieces.get(key, {}))
    return readings
