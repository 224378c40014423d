"""The page of money, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.payload import CommercialPart
from bids.bidding.domain.pieces.money import MONEY, SPREAD, AskedWith, cost_boxes
from bids.bidding.forms.pieces.page import BoxWords, PiecePages
from bids.bidding.forms.pieces.shown import ReadBid, ShownItem, plain_figure, pounds

COULD_DIFFER = {"hint": gettext_lazy("Leave empty if they could not."), "suffix": "%", "width": 3}
WORDS: Mapping[str, BoxWords] = {
    "price": BoxWords(
        label=gettext_lazy("Your price"),
        missing=gettext_lazy("Enter your price"),
        hint=gettext_lazy("For the whole contract, all years together, without VAT."),
        prefix="£",
    ),
    "fixed_fee": BoxWords(
        label=gettext_lazy("Your fixed fee"),
        missing=gettext_lazy("Enter your fee"),
        hint=gettext_lazy("For the whole contract. It is paid whatever the results, in equal parts each month."),
        prefix="£",
    ),
    "cost_lower": BoxWords(
        label=gettext_lazy("They could turn out lower by"),
        named=gettext_lazy("How much lower your costs could turn out"),
        **COULD_DIFFER,
    ),
    "cost_higher": BoxWords(
        label=gettext_lazy("They could turn out higher by"),
        named=gettext_lazy("How much higher your costs could turn out"),
        **COULD_DIFFER,
    ),
    "working_capital": BoxWords(
        label=gettext_lazy("How much can you pay out before money comes in?"),
        named=gettext_lazy("What you can pay out before money comes in"),
        shown=gettext_lazy("You can pay out before money comes in"),
        hint=gettext_lazy("Reserves, a loan or an overdraft you can count on. Leave empty if nothing."),
        prefix="£",
    ),
}


class MoneyPages(PiecePages):
    piece = MONEY
    page = "bid_money"
    tells_figures = True

    def group(self, asked: Asked) -> tuple[str, str]:
        return _("Money"), _("What it costs you and what you ask for.")

    def subject(self, asked: Asked, item: str) -> Asked:
        return asked

    def title(self, asked: Asked, item: str) -> str:
        if asked.money.costs:
            return _("Costs and money")
        return _("Your price") if asked.money.price else _("Your fee")

    def words(self, box: str) -> BoxWords:
        year = box.removeprefix("cost_")
        if not year.isdecimal():
            return WORDS[box]
        number = {"year": int(year) + 1}
        return BoxWords(
            label=_("Year %(year)d") % number,
            named=_("Your costs in year %(year)d") % number,
            shown=_("Costs in year %(n)d") % {"n": number["year"]},
            missing=_("Enter your costs in year %(year)d") % number,
            prefix="£",
        )

    def groups(self, asked: Asked, item: str) -> Mapping[str, Sequence[str]]:
        boxes = MONEY.boxes(asked, item)
        with_costs = {figure.name for figure in MONEY.figures if figure.asked_with == AskedWith.COSTS}
        of_costs = {*cost_boxes(asked.years), *SPREAD, *with_costs}
        return {
            "before": [box for box in boxes if box not in of_costs],
            "costs": cost_boxes(asked.years) if asked.money.costs else (),
            "spread": SPREAD if asked.money.costs else (),
            "after": [box for box in boxes if box in with_costs],
        }

    def second(self, bid: ReadBid) -> Iterable[ShownItem]:
        if bid.asked.money.anything:
            pairs = tuple(self._pairs(bid.commercial))
            yield ShownItem(title=_("Money"), pairs=pairs, url=self.change(bid, ""))

    def _pairs(self, part: CommercialPart) -> Iterator[tuple[str, str]]:
        yield from self.pairs(part, (f for f in MONEY.figures if f.asked_with != AskedWith.COSTS))
        if not part.yearly_costs:
            return
        for box, cost in zip(cost_boxes(len(part.yearly_costs)), part.yearly_costs, strict=True):
            yield self.words(box).shown, pounds(cost)
        lower, higher = (1 - part.cost_low) * 100, (part.cost_high - 1) * 100
        spread = _("from %(lower)s%% lower to %(higher)s%% higher")
        yield _("They could turn out"), spread % {"lower": plain_figure(lower), "higher": plain_figure(higher)}
        yield from self.pairs(part, (f for f in MONEY.figures if f.asked_with == AskedWith.COSTS))
