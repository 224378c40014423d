"""Whether a formula can be worked out and asks for something a bidder has to stand by."""

from collections.abc import Iterator
from itertools import pairwise

from challenges.publishing.domain.checks.fault import Fault, Place, gettext_noop
from challenges.publishing.domain.specification import CriterionSpec, FormulaSpec, Specification
from challenges.publishing.domain.words import MeasureOfOffer, Method

LINEAR, STEPS = "linear", "steps"
#: The best offer sets the mark of the others: the lower the better, or the higher the better.
LOWER_WINS = ("lowest_over_price", "percent_above_lowest", "mean_narrow_average")
HIGHER_WINS = ("share_of_highest",)
RELATIVE = LOWER_WINS + HIGHER_WINS
MEASURES_LOW = (MeasureOfOffer.PRICE, MeasureOfOffer.COST_PER_OUTCOME)
MEASURES_HIGH = (MeasureOfOffer.OUTCOME_VOLUME, MeasureOfOffer.PLEDGED_VALUE)
OF_ONE_OUTCOME = (MeasureOfOffer.OUTCOME_VOLUME, MeasureOfOffer.COST_PER_OUTCOME)


def formula_faults(spec: Specification, place: Place, criterion: CriterionSpec) -> Iterator[Fault]:
    """Faults of one criterion's formula; a formula where none belongs is one."""
    formula = criterion.formula
    if criterion.method != Method.FORMULA:
        if formula is not None:
            message = gettext_noop("Only a criterion worked out by a formula has one. Delete it, or change the method.")
            yield place.fault("formula", "not_used", message)
        return
    if formula is None:
        yield place.fault("formula", "missing", gettext_noop("Say which figure of the offer is marked, and how."))
        return
    if formula.kind in RELATIVE and criterion.minimum is not None:
        message = gettext_noop("A formula that compares bids has no lowest score: it would depend on who else bids.")
        yield place.fault("minimum", "relative", message)
    here = place.inside("formula")
    yield from _kind_faults(here, formula)
    if formula.kind == LINEAR:
        yield from _linear_faults(here, formula)
    if formula.kind == STEPS:
        yield from _step_faults(here, criterion, formula)
    yield from _outcome_faults(spec, here, formula)
    yield from _promise_faults(spec, here, formula)


def _kind_faults(here: Place, formula: FormulaSpec) -> Iterator[Fault]:
    if formula.measure not in list(MeasureOfOffer):
        yield here.fault("measure", "unknown", gettext_noop("Choose the figure of the offer that is marked."))
        return
    if formula.kind not in (LINEAR, STEPS, *RELATIVE):
        yield here.fault("kind", "unknown", gettext_noop("Choose how the figure becomes a score."))
        return
    fits_low = formula.kind not in LOWER_WINS or formula.measure in MEASURES_LOW
    fits_high = formula.kind not in HIGHER_WINS or formula.measure in MEASURES_HIGH
    if not (fits_low and fits_high):
        message = gettext_noop("This way of scoring does not fit that figure. Choose a scale or steps instead.")
        yield here.fault("kind", "does_not_fit", message)


def _linear_faults(here: Place, formula: FormulaSpec) -> Iterator[Fault]:
    for end in ("worst", "best"):
        if getattr(formula, end) is None:
            yield here.fault(end, "missing", gettext_noop("Give the figure."))
    if formula.worst is not None and formula.worst == formula.best:
        message = gettext_noop("The figure for full marks must differ from the figure for no marks.")
        yield here.fault("best", "equal", message)


def _step_faults(here: Place, criterion: CriterionSpec, formula: FormulaSpec) -> Iterator[Fault]:
    if not formula.levels:
        yield here.fault("levels", "missing", gettext_noop("Add at least one step."))
    if any(lower[0] >= upper[0] for lower, upper in pairwise(formula.levels)):
        yield here.fault("levels", "order", gettext_noop("Each step must start above the one before it."))
    if any(not 0 <= score <= criterion.maximum for _, score in formula.levels):
        message = gettext_noop("Each step's score must lie between nought and %(maximum)s.")
        yield here.fault("levels", "outside", message, maximum=criterion.maximum)


def _outcome_faults(spec: Specification, here: Place, formula: FormulaSpec) -> Iterator[Fault]:
    known = {outcome.id for outcome in spec.outcomes}
    if formula.measure in OF_ONE_OUTCOME and not formula.outcome:
        yield here.fault("outcome", "missing", gettext_noop("Say which outcome this figure is about."))
    elif formula.outcome and formula.outcome not in known:
        message = gettext_noop("There is no outcome “%(outcome)s”.")
        yield here.fault("outcome", "unknown", message, outcome=formula.outcome)


def _promise_faults(spec: Specification, here: Place, formula: FormulaSpec) -> Iterator[Fault]:
    if formula.measure == MeasureOfOffer.PLEDGED_VALUE:
        if not spec.measures:
            message = gettext_noop("Add the social-value measures that bidders can pledge against.")
            yield here.fault("measure", "no_measures", message)
        has_bounds = all(measure.maximum is not None for measure in spec.measures)
    else:
        has_bounds = formula.measure != MeasureOfOffer.OUTCOME_VOLUME
    if formula.kind in HIGHER_WINS and not has_bounds:
        message = gettext_noop(
            "A promise without a limit costs nothing to puff up, so it cannot be compared with the highest. "
            "Use a scale or steps, or set a maximum."
        )
        yield here.fault("kind", "unlimited", message)
