"""How bids are judged: weights, scales, minimums, formulas and the tie rule.

The weights of the criteria that carry marks add to exactly 100 for each lot (those without a lot count for every
lot). A relative formula takes no minimum, since it would hang on who else bids. A promise that costs nothing to puff
up is not scored: an offer may be compared with the best offer only where something bounds it. What a panel judges, it
reads: the answers to the questions under a criterion, and under social value how each commitment will be kept.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from challenges.ground.domain.words import ChallengeKind
from challenges.publishing.domain.checks.fault import Fault, Place, gettext_noop
from challenges.publishing.domain.checks.formulas import formula_faults
from challenges.publishing.domain.checks.general import NEGATIVE, WHOLE, needs_words, places, unknown_lot
from challenges.publishing.domain.specification import CriterionSpec, Specification
from challenges.publishing.domain.texts import says_nothing, text_of
from challenges.publishing.domain.words import Heading, Method, Pillar

ALL_MARKS = Decimal(100)


def criteria_faults(spec: Specification) -> Iterator[Fault]:
    """Faults of the criteria, of their weights together and of the tie rule."""
    for place, criterion in places("criteria", spec.criteria):
        yield from needs_words(place, criterion, "title")
        yield from unknown_lot(spec, place, criterion.lot)
        yield from _vocabulary_faults(place, criterion)
        yield from _number_faults(place, criterion)
        yield from _scale_faults(place, criterion)
        yield from _reading_faults(spec, place, criterion)
        yield from formula_faults(spec, place, criterion)
    yield from _presence_faults(spec)
    yield from _weight_faults(spec)
    yield from _tie_faults(spec)


def _is_scored(criterion: CriterionSpec) -> bool:
    return criterion.method != Method.PASS_FAIL


def _presence_faults(spec: Specification) -> Iterator[Fault]:
    if spec.kind == ChallengeKind.OUTCOME_SPECIFICATION and not spec.outcomes:
        yield WHOLE.fault("outcomes", "missing", gettext_noop("Add at least one outcome: what must change, for whom."))
    if not any(_is_scored(criterion) for criterion in spec.criteria):
        yield WHOLE.fault("criteria", "missing", gettext_noop("Add at least one criterion that carries marks."))


def _vocabulary_faults(place: Place, criterion: CriterionSpec) -> Iterator[Fault]:
    if criterion.method not in list(Method):
        yield place.fault("method", "unknown", gettext_noop("Choose how this is marked."))
    if criterion.pillar not in list(Pillar) and (criterion.pillar or _is_scored(criterion)):
        message = gettext_noop("Choose public value, social value, or sharing risk and reward.")
        yield place.fault("pillar", "unknown", message)
    if criterion.heading and criterion.heading not in list(Heading):
        yield place.fault("heading", "unknown", gettext_noop("Choose quality, price or social value."))


def _number_faults(place: Place, criterion: CriterionSpec) -> Iterator[Fault]:
    if not _is_scored(criterion):
        if criterion.weight:
            yield place.fault("weight", "not_nil", gettext_noop("A pass or fail criterion carries no marks."))
        if criterion.minimum is not None:
            yield place.fault("minimum", "not_used", gettext_noop("A pass or fail criterion has no lowest score."))
        return
    if criterion.weight <= 0:
        yield place.fault("weight", "not_positive", gettext_noop("The weight must be more than nought."))
    if criterion.maximum <= 0:
        yield place.fault("maximum", "not_positive", gettext_noop("The highest score must be more than nought."))
    if criterion.minimum is not None and not 0 <= criterion.minimum <= criterion.maximum:
        message = gettext_noop("The lowest acceptable score must lie between nought and %(maximum)s.")
        yield place.fault("minimum", "outside", message, maximum=criterion.maximum)


def _scale_faults(place: Place, criterion: CriterionSpec) -> Iterator[Fault]:
    if not criterion.scale:
        return
    if len(criterion.scale) < 2:
        yield place.fault("scale", "too_few", gettext_noop("A scale has at least two scores."))
    times = Counter(point.score for point in criterion.scale)
    for index, point in enumerate(criterion.scale):
        here = place.inside("scale", index)
        if point.score < 0:
            yield here.fault("score", "negative", NEGATIVE)
        if point.score > criterion.maximum:
            message = gettext_noop("This score is above the highest score, %(maximum)s.")
            yield here.fault("score", "above_maximum", message, maximum=criterion.maximum)
        if times[point.score] > 1:
            yield here.fault("score", "twice", gettext_noop("This score stands on the scale twice."))
        if says_nothing(point.label):
            yield here.fault("label", "missing", gettext_noop("Say what this score means."))


def _reading_faults(spec: Specification, place: Place, criterion: CriterionSpec) -> Iterator[Fault]:
    """The fault of having to judge a criterion under which no bid, or none for one of the lots, can say anything."""
    reads_pledges = criterion.pillar == Pillar.SOCIAL_VALUE and bool(spec.measures)
    if criterion.method != Method.JUDGED or reads_pledges:
        return
    asked_in = {question.lot for question in spec.questions if question.criterion == criterion.id}
    if not asked_in:
        message = gettext_noop(
            "No question is marked under this criterion, so the panel has nothing to read. Add a question under it."
        )
        yield place.fault("", "no_question", message)
    elif "" not in asked_in:
        for lot in spec.lots:
            if criterion.lot in ("", lot.id) and lot.id not in asked_in:
                message = gettext_noop(
                    "No question is marked under this criterion for the lot “%(lot)s”: the panel has nothing to read."
                )
                yield place.fault("", "no_question", message, lot=text_of(lot.title))


def _weight_faults(spec: Specification) -> Iterator[Fault]:
    scored = [criterion for criterion in spec.criteria if _is_scored(criterion)]
    if not scored:
        return
    if not spec.lots:
        total = sum((criterion.weight for criterion in scored), Decimal(0))
        if total != ALL_MARKS:
            message = gettext_noop("The weights add up to %(total)s. They must add up to exactly 100.")
            yield WHOLE.fault("criteria", "weights", message, total=_shown(total))
        return
    for place, lot in places("lots", spec.lots):
        total = sum((criterion.weight for criterion in scored if criterion.lot in ("", lot.id)), Decimal(0))
        if total != ALL_MARKS:
            message = gettext_noop("The weights for the lot “%(lot)s” add up to %(total)s, not to exactly 100.")
            fault = place.fault("", "weights", message, total=_shown(total), lot=text_of(lot.title))
            yield Fault(path=("criteria",), code=fault.code, template=fault.template, params=fault.params)


def _shown(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _tie_faults(spec: Specification) -> Iterator[Fault]:
    place = Place(path=("tie_rule",))
    scored = {criterion.id for criterion in spec.criteria if _is_scored(criterion)}
    times = Counter(spec.tie_rule.steps)
    for step in spec.tie_rule.steps:
        if step not in scored:
            message = gettext_noop("The tie rule names “%(step)s”, which is not a criterion that carries marks.")
            yield place.fault("steps", "unknown", message, step=step)
    if any(count > 1 for count in times.values()):
        yield place.fault("steps", "twice", gettext_noop("The tie rule names a criterion twice."))
    if spec.tie_rule.band < 0:
        yield place.fault("band", "negative", NEGATIVE)
    seed = spec.tie_rule.seed_sha256
    if seed and (len(seed) != 64 or not set(seed) <= set("0123456789abcdef")):
        message = gettext_noop("The fingerprint of the draw must be 64 characters, 0 to 9 and a to f.")
        yield place.fault("seed_sha256", "malformed", message)
