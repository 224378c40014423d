"""The one rounding and the one Decimal context of every calculation that decides something.

Rule: money, scores and totals are `Decimal`, worked with 28 significant digits whatever the caller's own
context is, and rounded only where the published method says so: halves away from zero, so that a bidder who
rounds by hand gets the same pennies.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import wraps

from challenges.ground.domain.refusals import finite_decimal, whole

PRECISION = 28
PENCE = 2
_ROUNDING = Context(prec=PRECISION, rounding=ROUND_HALF_UP)


def exactly[**P, R](calculate: Callable[P, R]) -> Callable[P, R]:
    """Run a calculation in its own Decimal context, so that a caller's precision or rounding cannot change it."""

    @wraps(calculate)
    def calculated(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(Context(prec=PRECISION)):
            return calculate(*args, **kwargs)

    return calculated


def half_up(value: Decimal, places: int) -> Decimal:
    """Round to `places` decimal places, halves away from zero. Refuses a float, NaN, infinity, negative places."""
    number = finite_decimal(value, field="value")
    digits = whole(places, field="places")
    # A long number would overflow the usual 28 digits inside quantize; rounding it must not fail.
    room = number.adjusted() + digits + 2
    context = _ROUNDING if room <= PRECISION else Context(prec=room, rounding=ROUND_HALF_UP)
    rounded = number.quantize(Decimal((0, (1,), -digits)), context=context)
    return abs(rounded) if rounded.is_zero() else rounded


def to_pence(value: Decimal) -> Decimal:
    """Money as it is paid: half up to two places."""
    return half_up(value, PENCE)
