"""What is true of each kind of formula and of each measure of an offer, said once for checks, forms and calculations.

A kind of formula is **absolute** (the score hangs on this bid's measure alone, and the published figures say which way
is better) or **relative** (the best offer sets the mark of the others). A relative one fits only a measure of which
the same is better. A measure may rest on a **promise**, which costs nothing to puff up unless something bounds it.
Source: SCORING section 4. What a kind does is in `bids.evaluation.domain.scoring.formula_kinds`, how a measure is
worked out in `bids.bidding.domain.measures`. A word of `FormulaKind` or `MeasureOfOffer` without a row here fails a
test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from challenges.publishing.domain.words import FormulaKind, MeasureOfOffer


class Better(StrEnum):
    """Which figure earns more marks."""

    AS_PUBLISHED = "as_published"
    LOWER = "lower"
    HIGHER = "higher"


class Figures(StrEnum):
    """Which figures a formula names: `worst` and `best`, `levels`, or none."""

    ENDS = "ends"
    LEVELS = "levels"
    NONE = "none"


class Promise(StrEnum):
    """What a bidder promises in a measure: units of an outcome, social-value pledges, or nothing."""

    NONE = "none"
    UNITS = "units"
    PLEDGES = "pledges"


class Unit(StrEnum):
    """What a measure counts. A share runs from 0 to 1 and is typed and shown in per cent."""

    POUNDS = "pounds"
    RESULTS = "results"
    SHARE = "share"


@dataclass(frozen=True, kw_only=True)
class KindFacts:
    figures: Figures
    better: Better = Better.AS_PUBLISHED

    @property
    def is_relative(self) -> bool:
        """Whether a score hangs on the other bids too."""
        return self.better != Better.AS_PUBLISHED


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """`asks_for_units`: a prize marked by it asks for the units of its outcomes, which it would not ask for else."""

    better: Better
    unit: Unit
    promise: Promise = Promise.NONE
    is_of_one_outcome: bool = False
    asks_for_units: bool = False


KINDS: Mapping[FormulaKind, KindFacts] = {
    FormulaKind.LINEAR: KindFacts(figures=Figures.ENDS),
    FormulaKind.STEPS: KindFacts(figures=Figures.LEVELS),
    FormulaKind.LOWEST_OVER_PRICE: KindFacts(figures=Figures.NONE, better=Better.LOWER),
    FormulaKind.PERCENT_ABOVE_LOWEST: KindFacts(figures=Figures.NONE, better=Better.LOWER),
    FormulaKind.MEAN_NARROW_AVERAGE: KindFacts(figures=Figures.NONE, better=Better.LOWER),
    FormulaKind.SHARE_OF_HIGHEST: KindFacts(figures=Figures.NONE, better=Better.HIGHER),
}
MEASURES: Mapping[MeasureOfOffer, MeasureFacts] = {
    MeasureOfOffer.PRICE: MeasureFacts(better=Better.LOWER, unit=Unit.POUNDS),
    MeasureOfOffer.OUTCOME_VOLUME: MeasureFacts(
        better=Better.HIGHER, unit=Unit.RESULTS, promise=Promise.UNITS, is_of_one_outcome=True, asks_for_units=True
    ),
    MeasureOfOffer.COST_PER_OUTCOME: MeasureFacts(
        better=Better.LOWER, unit=Unit.POUNDS, is_of_one_outcome=True, asks_for_units=True
    ),
    MeasureOfOffer.PLEDGED_VALUE: MeasureFacts(better=Better.HIGHER, unit=Unit.POUNDS, promise=Promise.PLEDGES),
    # Which direction of risk is better is the published function's business.
    MeasureOfOffer.PAYMENT_AT_RISK: MeasureFacts(better=Better.AS_PUBLISHED, unit=Unit.SHARE, asks_for_units=True),
}


def facts_of_kind(kind: str) -> KindFacts | None:
    """What is true of a kind of formula; nothing of a word that is none, which a draft may hold."""
    return KINDS[FormulaKind(kind)] if kind in FormulaKind else None


def facts_of_measure(measure: str) -> MeasureFacts | None:
    """What is true of a measure; nothing of a word that is none, which a draft may hold."""
    return MEASURES[MeasureOfOffer(measure)] if measure in MeasureOfOffer else None


def compares_bids(kind: str) -> bool:
    """Whether a formula of this kind is relative."""
    facts = facts_of_kind(kind)
    return facts is not None and facts.is_relative
