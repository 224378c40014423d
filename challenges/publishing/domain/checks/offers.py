"""What bidders are asked: outcomes, questions, conditions and social-value measures."""

from collections import Counter
from collections.abc import Iterator

from challenges.publishing.domain.checks.fault import Fault, Place, gettext_noop
from challenges.publishing.domain.checks.general import needs_words, not_negative, places, unknown_lot
from challenges.publishing.domain.specification import MeasureSpec, OutcomeSpec, QuestionSpec, Specification
from challenges.publishing.domain.texts import says_nothing
from challenges.publishing.domain.words import ConditionKind, Method


def offer_faults(spec: Specification) -> Iterator[Fault]:
    """Faults of everything a bidder answers, offers, accepts or pledges."""
    for place, outcome in places("outcomes", spec.outcomes):
        yield from _outcome_faults(spec, place, outcome)
    for place, question in places("questions", spec.questions):
        yield from _question_faults(spec, place, question)
    for place, condition in places("conditions", spec.conditions):
        yield from needs_words(place, condition, "title", "obligation")
        if condition.kind not in list(ConditionKind):
            yield place.fault("kind", "unknown", gettext_noop("Choose the kind of condition."))
    times = Counter(measure.code for measure in spec.measures)
    for place, measure in places("measures", spec.measures):
        yield from _measure_faults(place, measure, is_repeated=times[measure.code] > 1)


def _outcome_faults(spec: Specification, place: Place, outcome: OutcomeSpec) -> Iterator[Fault]:
    yield from needs_words(place, outcome, "title", "unit")
    yield from unknown_lot(spec, place, outcome.lot)
    for name in ("target", "value_per_unit", "price"):
        yield from not_negative(place, name, getattr(outcome, name))
    if outcome.price is not None and outcome.price_is_offered:
        message = gettext_noop("Either give the price of one result or leave it to bidders, not both.")
        yield place.fault("price", "twice", message)
    if outcome.limit_per_person is not None and outcome.limit_per_person <= 0:
        yield place.fault("limit_per_person", "not_positive", gettext_noop("The limit must be more than nought."))


def _question_faults(spec: Specification, place: Place, question: QuestionSpec) -> Iterator[Fault]:
    yield from needs_words(place, question, "title")
    yield from unknown_lot(spec, place, question.lot)
    if question.word_limit is not None and question.word_limit <= 0:
        yield place.fault("word_limit", "not_positive", gettext_noop("The word limit must be more than nought."))
    if not question.criterion:
        return
    criterion = {known.id: known for known in spec.criteria}.get(question.criterion)
    if criterion is None:
        message = gettext_noop("There is no criterion “%(criterion)s”.")
        yield place.fault("criterion", "unknown", message, criterion=question.criterion)
        return
    if criterion.method == Method.FORMULA:
        message = gettext_noop("That criterion is worked out by a formula, so no answer is marked under it.")
        yield place.fault("criterion", "formula", message)
    if criterion.lot and question.lot != criterion.lot:
        message = gettext_noop("That criterion belongs to one lot. Name the same lot here.")
        yield place.fault("lot", "other_lot", message)


def _measure_faults(place: Place, measure: MeasureSpec, *, is_repeated: bool) -> Iterator[Fault]:
    yield from needs_words(place, measure, "title")
    if not measure.code.strip():
        yield place.fault("code", "missing", gettext_noop("Give the measure's code."))
    elif is_repeated:
        yield place.fault("code", "twice", gettext_noop("Another measure has this code."))
    if says_nothing(measure.unit):
        yield place.fault("unit", "missing", gettext_noop("Say in what it is counted."))
    yield from not_negative(place, "unit_value", measure.unit_value)
    yield from not_negative(place, "maximum", measure.maximum)
    if measure.countable_years is not None and measure.countable_years < 1:
        yield place.fault("countable_years", "not_positive", gettext_noop("At least one year must count."))
