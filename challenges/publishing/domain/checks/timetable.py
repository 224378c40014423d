"""The timetable: each stage opens, stops taking questions and closes in that order, and stages follow each other."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from challenges.publishing.domain.checks.fault import Fault, Place, gettext_noop
from challenges.publishing.domain.checks.general import WHOLE, needs_words, places
from challenges.publishing.domain.specification import Specification, StageSpec

MOMENTS = ("opens_at", "questions_close_at", "closes_at")


def timetable_faults(
    spec: Specification, *, at: datetime | None = None, published: Specification | None = None
) -> Iterator[Fault]:
    """Faults of the stages. With `at`, a stage that would have closed by that moment is one too.

    A stage that has closed as `published` said it would stays as it is, while a later one is still to come.
    """
    if not spec.stages:
        yield WHOLE.fault("stages", "missing", gettext_noop("Add at least one stage: when bids open and close."))
    known = {stage.id: stage.closes_at for stage in published.stages} if published else {}
    for place, stage in places("stages", spec.stages):
        yield from needs_words(place, stage, "title")
        yield from _moment_faults(place, stage)
        stays = stage is not spec.stages[-1] and known.get(stage.id) == stage.closes_at
        if at is not None and stage.closes_at is not None and stage.closes_at <= at and not stays:
            yield place.fault("closes_at", "passed", gettext_noop("This moment has already passed."))
    for (_, before), (place, after) in pairwise(places("stages", spec.stages)):
        if before.closes_at and after.opens_at and after.opens_at < before.closes_at:
            message = gettext_noop("This stage opens before the one above it has closed.")
            yield place.fault("opens_at", "order", message)


def _moment_faults(place: Place, stage: StageSpec) -> Iterator[Fault]:
    for name in ("opens_at", "closes_at"):
        if getattr(stage, name) is None:
            yield place.fault(name, "missing", gettext_noop("Give the day and the time."))
    naive = [name for name in MOMENTS if (moment := getattr(stage, name)) is not None and moment.tzinfo is None]
    for name in naive:
        yield place.fault(name, "no_zone", gettext_noop("This moment has no time zone."))
    if naive:
        return
    yield from _order_faults(place, stage)


def _order_faults(place: Place, stage: StageSpec) -> Iterator[Fault]:
    if stage.opens_at and stage.closes_at and stage.closes_at <= stage.opens_at:
        yield place.fault("closes_at", "order", gettext_noop("Closing must come after opening."))
    questions = stage.questions_close_at
    if questions and stage.opens_at and questions <= stage.opens_at:
        message = gettext_noop("Questions must close after the stage opens.")
        yield place.fault("questions_close_at", "order", message)
    if questions and stage.closes_at and questions >= stage.closes_at:
        message = gettext_noop("Questions must close before bids do, so that everybody can read the answers.")
        yield place.fault("questions_close_at", "order", message)
    if stage.decision_on and stage.closes_at and stage.decision_on < stage.closes_at.date():
        yield place.fault("decision_on", "order", gettext_noop("The decision must come after closing."))
