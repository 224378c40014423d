"""The money of part 2: price, fee, costs by year, how far they may differ (per cent), and what can be financed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any

from bids.bidding.domain.asked import Asked, PieceKind
from bids.bidding.domain.boxes import HUNDRED, Boxes, ReadPiece, Typed
from bids.bidding.domain.pieces.piece import Figure, Parts, Piece, plain, read_figures, typed_figures

SPREAD = ("cost_lower", "cost_higher")

type MoneyFields = dict[str, Any]


class AskedWith(Enum):
    """Of what `MoneyAsked` says a figure is asked for, whether it is asked."""

    PRICE = "price"
    FEE = "fee"
    COSTS = "costs"


@dataclass(frozen=True, kw_only=True)
class MoneyFigure(Figure):
    asked_with: AskedWith

    def is_asked(self, asked: Asked) -> bool:
        return bool(getattr(asked.money, self.asked_with.value))


def cost_boxes(years: int) -> tuple[str, ...]:
    return tuple(f"cost_{year}" for year in range(years))


class MoneyPiece(Piece[MoneyFields]):
    kind = PieceKind.MONEY
    figures = (
        MoneyFigure(name="price", asked_with=AskedWith.PRICE),
        MoneyFigure(name="fixed_fee", asked_with=AskedWith.FEE),
        MoneyFigure(name="working_capital", asked_with=AskedWith.COSTS, is_required=False),
    )

    def items(self, asked: Asked) -> tuple[str, ...]:
        return ("",) if asked.money.anything else ()

    def _figures(self, asked: Asked, *, with_costs: bool) -> list[MoneyFigure]:
        """The figures asked for before the costs, or those after them."""
        wanted = [figure for figure in self.figures if figure.is_asked(asked)]
        return [figure for figure in wanted if (figure.asked_with == AskedWith.COSTS) == with_costs]

    def boxes(self, asked: Asked, item: str) -> tuple[str, ...]:
        before, after = (
            [figure.name for figure in self._figures(asked, with_costs=with_costs)] for with_costs in (False, True)
        )
        costs = (*cost_boxes(asked.years), *SPREAD) if asked.money.costs else ()
        return (*before, *costs, *after)

    def read(self, asked: Asked, item: str, typed: Typed, *, file_count: int = 0) -> ReadPiece[MoneyFields]:
        boxes = Boxes(self.key(item), typed)
        fields = read_figures(boxes, self._figures(asked, with_costs=False))
        if asked.money.costs:
            costs = [boxes.figure(box, places=2) for box in cost_boxes(asked.years)]
            lower, higher = (boxes.percent(box, required=False) or Decimal(0) for box in SPREAD)
            fields |= read_figures(boxes, self._figures(asked, with_costs=True))
            fields |= {
                "yearly_costs": tuple(cost for cost in costs if cost is not None),
                "cost_low": 1 - lower,
                "cost_high": 1 + higher,
            }
        return boxes.reading(fields, is_empty=boxes.is_empty(*self.boxes(asked, item)))

    def into(self, value: MoneyFields, parts: Parts) -> Parts:
        return replace(parts, commercial=replace(parts.commercial, **value))

    def typed(self, parts: Parts) -> Mapping[str, Typed]:
        part = parts.commercial
        with_costs = bool(part.yearly_costs)
        figures = [figure for figure in self.figures if with_costs or figure.asked_with != AskedWith.COSTS]
        boxes = typed_figures(part, figures)
        if with_costs:
            boxes |= {f"cost_{year}": plain(cost) for year, cost in enumerate(part.yearly_costs)}
            boxes["cost_lower"] = plain((1 - part.cost_low) * HUNDRED)
            boxes["cost_higher"] = plain((part.cost_high - 1) * HUNDRED)
        return {"": {**boxes}} if boxes else {}


MONEY = MoneyPiece()
