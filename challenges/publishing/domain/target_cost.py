"""The supplier's share of the difference between a target cost and what the work cost.

Rule: the stretch between outturn and target is cut at the bands' bounds (fractions of the target); each slice takes
its own band's share, never one band's share of the whole difference. Positive is the supplier's gain (outturn below
target), negative its pain. Source: NEC Option C share ranges. Pounds; rounded to pence once, at the end.

Refused: bands with gaps or overlaps, and a stretch without a band, since nobody has said who bears it.
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from challenges.ground.domain.money import exactly, to_pence
from challenges.ground.domain.refusals import not_negative, positive, refusal
from challenges.publishing.domain.draws import Array
from challenges.publishing.domain.specification import ShareBand
from challenges.publishing.domain.terms import adjoining_bands


@exactly
def share_of_difference(target: Decimal, outturn: Decimal, bands: Sequence[ShareBand]) -> Decimal:
    """The supplier's gain (positive) or pain (negative), half up to pence. Target > 0, outturn ≥ 0."""
    agreed = positive(target, field="target")
    spent = not_negative(outturn, field="outturn")
    ordered = adjoining_bands(bands)
    check_covered(agreed, outturn=spent, bands=ordered)
    lowest, highest = min(agreed, spent), max(agreed, spent)
    together = Decimal(0)
    for band in ordered:
        ends = highest if band.to is None else min(highest, band.to * agreed)
        together += band.share * max(Decimal(0), ends - max(lowest, band.from_ * agreed))
    return to_pence(together if spent < agreed else -together)


@exactly
def check_covered(target: Decimal, *, outturn: Decimal, bands: Sequence[ShareBand]) -> None:
    """Refuse an outturn that lies beyond the bands (`bands` from the lowest up)."""
    lowest, highest = min(target, outturn), max(target, outturn)
    if lowest == highest:
        return
    begins, ends = bands[0].from_ * target, bands[-1].to
    if lowest < begins:
        raise refusal(lowest, field="outturn", rule=f"reaches below the lowest band, which begins at {begins}")
    if ends is not None and highest > ends * target:
        raise refusal(highest, field="outturn", rule=f"reaches above the highest band, which ends at {ends * target}")


def drawn_share(target: float, *, outturn: Array, bands: Sequence[ShareBand]) -> Array:
    """The same share for drawn outturns, float64, unrounded; the caller has checked that the bands cover them."""
    lowest, highest = np.minimum(outturn, target), np.maximum(outturn, target)
    together = np.zeros_like(outturn)
    for band in bands:
        ends = highest if band.to is None else np.minimum(highest, float(band.to) * target)
        together += float(band.share) * np.maximum(0.0, ends - np.maximum(lowest, float(band.from_) * target))
    return np.where(outturn < target, together, -together)
