"""What formula criteria would find in one offer as it stands, for the bidder who is writing it.

The measure is the one that will be scored (`measures`). An absolute formula says what it earns: half_up(score /
maximum × weight, 2), the mark the ranking would give; an undefined measure counts as the worst published value, as it
does there. A relative formula hangs on the other bids, so no mark can be said. No value while what the measure needs
is missing or wrong in the draft. Money in pounds. Nothing is kept, and nobody but the bidder sees it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from bids.bidding.domain.asked import PieceKind, contract_years
from bids.bidding.domain.boxes import Fault
from bids.bidding.domain.measures import OfferToScore
from bids.evaluation.domain.scoring.criteria import LINEAR, RELATIVE_FORMULAS, linear, normalise, steps
from bids.evaluation.domain.scoring.decision import criteria_in, measured
from challenges.ground.domain.money import exactly, half_up
from challenges.publishing.domain.specification import CriterionSpec, FormulaSpec, Specification
from challenges.publishing.domain.words import MeasureOfOffer, Method

#: The boxes of the page of money that a measure looks at; costs are never scored.
SCORED_MONEY = frozenset({"price", "fixed_fee"})


@dataclass(frozen=True, kw_only=True)
class OwnFigure:
    """One formula criterion's figure: `value` where it can be worked out, `mark` where it hangs on no other bid."""

    criterion: CriterionSpec
    formula: FormulaSpec
    is_relative: bool
    is_known: bool = False
    value: Decimal | None = None
    mark: Decimal | None = None
    is_ruled_out: bool = False


def own_figures(
    specification: Specification, offer: OfferToScore, *, lot: str, faults: Collection[Fault]
) -> tuple[OwnFigure, ...]:
    """The figure of every formula criterion of the lot, in the order published."""
    # No measure looks at costs, but an offer without them cannot be reckoned: a draft may lack them yet.
    free = (Decimal(0),) * contract_years(specification)
    offer = replace(offer, part=replace(offer.part, yearly_costs=free))
    return tuple(
        _figure(criterion, criterion.formula, offer, specification=specification, lot=lot, faults=faults)
        for criterion in criteria_in(specification, lot)
        if criterion.method == Method.FORMULA and criterion.formula
    )


def _figure(
    criterion: CriterionSpec,
    formula: FormulaSpec,
    offer: OfferToScore,
    *,
    specification: Specification,
    lot: str,
    faults: Collection[Fault],
) -> OwnFigure:
    is_relative = formula.kind in RELATIVE_FORMULAS
    unknown = OwnFigure(criterion=criterion, formula=formula, is_relative=is_relative)
    if any(_matters(fault, measure=formula.measure) for fault in faults):
        return unknown
    try:
        found = measured(offer, criterion=criterion, specification=specification, lot=lot)
    except ValueError:
        # A fee or a price that is asked for is not there yet, or a relative formula finds nothing to compare.
        return unknown
    score = None if is_relative else _score(found.value, criterion=criterion, formula=formula)
    return OwnFigure(
        criterion=criterion,
        formula=formula,
        is_relative=is_relative,
        is_known=True,
        value=found.value if found.defined else None,
        mark=None if score is None else half_up(normalise(score, criterion.maximum, criterion.weight), 2),
        is_ruled_out=score is not None and criterion.minimum is not None and score < criterion.minimum,
    )


def _matters(fault: Fault, *, measure: str) -> bool:
    kind = fault.piece.partition(":")[0]
    if measure == MeasureOfOffer.PLEDGED_VALUE:
        return kind == PieceKind.PLEDGE
    return kind == PieceKind.OUTCOME or (kind == PieceKind.MONEY and fault.box in SCORED_MONEY)


@exactly
def _score(value: Decimal, *, criterion: CriterionSpec, formula: FormulaSpec) -> Decimal:
    if formula.kind == LINEAR and formula.worst is not None and formula.best is not None:
        return linear(value, worst=formula.worst, best=formula.best, maximum=criterion.maximum)
    return steps(value, levels=formula.levels)
