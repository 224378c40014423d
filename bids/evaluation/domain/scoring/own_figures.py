"""What formula criteria would find in one offer as it stands, for the bidder who is writing it.

The measure is the one that will be scored (`measures`). An absolute formula says what it earns, the mark the ranking
would give, by the same arithmetic (`scoring`); an undefined measure counts as the worst published value, as it
does there. A relative formula hangs on the other bids, so no mark can be said. No value while what the measure needs
is missing or wrong in the draft. Money in pounds. Nothing is kept, and nobody but the bidder sees it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from bids.bidding.domain.asked import PieceKind, contract_years
from bids.bidding.domain.boxes import PieceFault
from bids.bidding.domain.measures import OfferToScore
from bids.evaluation.domain.scoring.decision import criteria_in, criterion_of, measured
from bids.evaluation.domain.scoring.scoring import disqualifications, weighted_total
from challenges.publishing.domain.formulas import MEASURES, Promise, compares_bids
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
    specification: Specification, offer: OfferToScore, *, lot: str, faults: Collection[PieceFault]
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
    faults: Collection[PieceFault],
) -> OwnFigure:
    is_relative = compares_bids(formula.kind)
    unknown = OwnFigure(criterion=criterion, formula=formula, is_relative=is_relative)
    if any(_matters(fault, measure=formula.measure) for fault in faults):
        return unknown
    try:
        found = measured(offer, criterion=criterion, specification=specification, lot=lot)
    except ValueError:
        # A fee or a price that is asked for is not there yet, or a relative formula finds nothing to compare.
        return unknown
    scored, model = {criterion.id: found.value}, (criterion_of(criterion),)
    return OwnFigure(
        criterion=criterion,
        formula=formula,
        is_relative=is_relative,
        is_known=True,
        value=found.value if found.defined else None,
        mark=None if is_relative else weighted_total(scored, model),
        is_ruled_out=not is_relative and bool(disqualifications(scored, model)),
    )


def _matters(fault: PieceFault, *, measure: str) -> bool:
    kind = fault.piece.partition(":")[0]
    if MEASURES[MeasureOfOffer(measure)].promise == Promise.PLEDGES:
        return kind == PieceKind.PLEDGE
    return kind == PieceKind.OUTCOME or (kind == PieceKind.MONEY and fault.box in SCORED_MONEY)
