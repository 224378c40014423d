"""The relative price formulas once more, as they are published, to check the ranking's own arithmetic by."""

from decimal import Decimal


def _within_hundred(value):
    return min(max(value, Decimal(0)), Decimal(100))


def lowest_over_price(prices):
    """lowest / price, from 0 to 1."""
    lowest = min(prices.values())
    return {bid: lowest / price for bid, price in prices.items()}


def percent_above_lowest(prices):
    """100 − 100 × (price − lowest) / lowest, within 0–100."""
    lowest = min(prices.values())
    return {bid: _within_hundred(100 - 100 * (price - lowest) / lowest) for bid, price in prices.items()}


def mean_narrow_average(prices):
    """50 + 100 × (mean − price) / mean, within 0–100."""
    # (mean − price) / mean with the division by the number of bids left out, so that it is done once.
    total, number = sum(prices.values(), Decimal(0)), len(prices)
    return {bid: _within_hundred(50 + 100 * (total - number * price) / total) for bid, price in prices.items()}
