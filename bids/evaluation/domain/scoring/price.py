"""Price formulas: what a price is worth, as the published method says.

**Relative** forms compare a price with the other bids' prices, so a bid's figure can move, and two bids change
places, when a third comes or goes. They are offered because authorities still publish them; `rank_reversals`
and `rehearse` show what they do to a field of bids. What a form does is said once, in `formula_kinds`; here it is
asked of prices alone. Each takes prices by bid, all above 0, and rounds nothing:

- lowest over price: weight × lowest / price
- per cent above the lowest: 100 − 100 × (price − lowest) / lowest, kept within 0–100
- mean narrow average: 50 + 100 × (mean − price) / mean, kept within 0–100

**Ratio** forms weigh one price against one quality and decide through `rank_values`, not through a total of marks:
price per quality point (lowest best), the value-for-money index quality^(w_quality / w_cost) / price (highest
best), monetised quality price − quality × willingness to pay (lowest best, may be negative).

Units: prices in one currency and price year; quality in marks. Source: Bergman and Lundberg (2013), Stilger and
others (2017) and the Bid Evaluation Guidance Note (2021) describe them. Refused: a price of 0 or below, a float,
NaN, infinity, no price at all.

No screen calls it: bids are scored by `marks`; from these, tests and the pictures of the documentation are worked out
independently.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from bids.evaluation.domain.scoring.board import all_rows, read_board
from bids.evaluation.domain.scoring.criteria import Criterion
from bids.evaluation.domain.scoring.marks import score_column
from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import identifier, not_negative, positive, refusal
from challenges.publishing.domain.specification import Formula
from challenges.publishing.domain.words import FormulaKind, Method

HUNDRED = Decimal(100)


def _worth(prices: Mapping[str, Decimal], *, kind: FormulaKind, most: Decimal) -> Mapping[str, Decimal]:
    """What each price earns out of `most`, not rounded, by the arithmetic of the ranking."""
    if not prices:
        raise refusal(dict(prices), field="prices", rule="must not be empty")
    named = {identifier(bid, field="prices"): positive(price, field=f"prices[{bid}]") for bid, price in prices.items()}
    criterion = Criterion(id="price", kind=Method.FORMULA.value, formula=Formula(kind=kind.value))
    board = read_board({bid: {criterion.id: price} for bid, price in named.items()}, (criterion,))
    column = score_column(board, 0, all_rows(board))
    parts = {bid: Fraction(most) * column.fraction(row) for row, bid in enumerate(board.bids)}
    return {bid: Decimal(parts[bid].numerator) / Decimal(parts[bid].denominator) for bid in named}


@exactly
def lowest_over_price(prices: Mapping[str, Decimal], weight: Decimal = Decimal(1)) -> Mapping[str, Decimal]:
    """Relative: weight × lowest / price by bid. Refuses prices not above 0 and a negative weight."""
    return _worth(prices, kind=FormulaKind.LOWEST_OVER_PRICE, most=not_negative(weight, field="weight"))


@exactly
def percent_above_lowest(prices: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """Relative: 100 less the per cent by which a price exceeds the lowest, by bid, within 0–100."""
    return _worth(prices, kind=FormulaKind.PERCENT_ABOVE_LOWEST, most=HUNDRED)


@exactly
def mean_narrow_average(prices: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """Relative: 50 plus the per cent by which a price lies below the mean of all, by bid, within 0–100."""
    return _worth(prices, kind=FormulaKind.MEAN_NARROW_AVERAGE, most=HUNDRED)


@exactly
def price_per_quality_point(price: Decimal, quality: Decimal) -> Decimal:
    """price / quality, lowest best. Refuses a quality not above 0 and a negative price."""
    return not_negative(price, field="price") / positive(quality, field="quality")


@exactly
def value_for_money_index(price: Decimal, quality: Decimal, w_quality: Decimal, w_cost: Decimal) -> Decimal:
    """quality^(w_quality / w_cost) / price, highest best; all above 0. Weights over 70 of 100 flip easily."""
    exponent = positive(w_quality, field="w_quality") / positive(w_cost, field="w_cost")
    return positive(quality, field="quality") ** exponent / positive(price, field="price")


@exactly
def monetised_quality(price: Decimal, quality: Decimal, willingness_to_pay: Decimal) -> Decimal:
    """price − quality × willingness_to_pay (money per quality point), lowest best; may be negative."""
    worth = not_negative(quality, field="quality") * not_negative(willingness_to_pay, field="willingness_to_pay")
    return not_negative(price, field="price") - worth
