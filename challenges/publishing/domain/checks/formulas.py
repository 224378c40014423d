"""Whether a formula can be worked out and asks for something a bidder has to stand by."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from challenges.publishing.domain.checks.fault import Fault, Place, gettext_noop
from challenges.publishing.domain.formulas import (
    Better,
    Figures,
    Promise,
    compares_bids,
    facts_of_kind,
    facts_of_measure,
)
from challenges.publishing.domain.specification import CriterionSpec, FormulaSpec, Specification
from challenges.publishing.domain.words import Method


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
    if compares_bids(formula.kind) and criterion.minimum is not None:
        message = gettext_noop("A formula that compares bids has no lowest score: it would depend on who else bids.")
        yield place.fault("minimum", "relative", message)
    here = place.inside("formula")
    yield from _vocabulary_faults(here, formula)
    kind = facts_of_kind(formula.kind)
    if kind is not None:
        yield from FIGURE_FAULTS[kind.figures](here, criterion, formula)
    yield from _outcome_faults(spec, here, formula)
    yield from _promise_faults(spec, here, formula)


def _vocabulary_faults(here: Place, formula: FormulaSpec) -> Iterator[Fault]:
    kind, measure = facts_of_kind(formula.kind), facts_of_measure(formula.measure)
    if measure is None:
        yield here.fault("measure", "unknown", gettext_noop("Choose the figure of the offer that is marked."))
    elif kind is None:
        yield here.fault("kind", "unknown", gettext_noop("Choose how the figure becomes a score."))
    elif kind.is_relative and kind.better != measure.better:
        message = gettext_noop("This way of scoring does not fit that figure. Choose a scale or steps instead.")
        yield here.fault("kind", "does_not_fit", message)


def _end_faults(here: Place, _criterion: CriterionSpec, formula: FormulaSpec) -> Iterator[Fault]:
    for end in ("worst", "best"):
        if getattr(formula, end) is None:
            yield here.fault(end, "missing", gettext_noop("Give the figure."))
    if formula.worst is not None and formula.worst == formula.best:
        message = gettext_noop("The figure for full marks must differ from the figure for no marks.")
        yield here.fault("best", "equal", message)


def _level_faults(here: Place, criterion: CriterionSpec, formula: FormulaSpec) -> Iterator[Fault]:
    if not formula.levels:
        yield here.fault("levels", "missing", gettext_noop("Add at least one step."))
    if any(lower[0] >= upper[0] for lower, upper in pairwise(formula.levels)):
        yield here.fault("levels", "order", gettext_noop("Each step must start above the one before it."))
    if any(not 0 <= score <= criterion.maximum for _, score in formula.levels):
        message = gettext_noop("Each step's score must lie between nought and %(maximum)s.")
        yield here.fault("levels", "outside", message, maximum=criterion.maximum)


FIGURE_FAULTS: Mapping[Figures, Callable[[Place, CriterionSpec, FormulaSpec], Iterator[Fault]]] = {
    Figures.ENDS: _end_faults,
    Figures.LEVELS: _level_faults,
    Figures.NONE: lambda _here, _criterion, _formula: iter(()),
}


def _outcome_faults(spec: Specification, here: Place, formula: FormulaSpec) -> Iterator[Fault]:
    known = {outcome.id for outcome in spec.outcomes}
    measure = facts_of_measure(formula.measure)
    if measure is not None and measure.is_of_one_outcome and not formula.outcome:
        yield here.fault("outcome", "missing", gettext_noop("Say which outcome this figure is about."))
    elif formula.outcome and formula.outcome not in known:
        message = gettext_noop("There is no outcome “%(outcome)s”.")
        yield here.fault("outcome", "unknown", message, outcome=formula.outcome)


#: Whether something bounds what is promised. Units of an outcome have no published maximum yet.
IS_BOUNDED: Mapping[Promise, Callable[[Specification], bool]] = {
    Promise.NONE: lambda _spec: True,
    Promise.UNITS: lambda _spec: False,
    Promise.PLEDGES: lambda spec: all(measure.maximum is not None for measure in spec.measures),
}


def _promise_faults(spec: Specification, here: Place, formula: FormulaSpec) -> Iterator[Fault]:
    kind, measure = facts_of_kind(formula.kind), facts_of_measure(formula.measure)
    promise = measure.promise if measure is not None else Promise.NONE
    if promise == Promise.PLEDGES and not spec.measures:
        message = gettext_noop("Add the social-value measures that bidders can pledge against.")
        yield here.fault("measure", "no_measures", message)
    if kind is not None and kind.better == Better.HIGHER and not IS_BOUNDED[promise](spec):
        message = gettext_noop(
            "A promise without a limit costs nothing to puff up, so it cannot be compared with the highest. "
            "Use a scale or steps, or set a maximum."
        )
        yield here.fault("kind", "unlimited", message)
