"""What may be published but deserves a second look: the law's shortest period, and gaps in the method."""

from collections.abc import Iterator
from datetime import UTC

from challenges.publishing.domain.calendar import earliest_deadline
from challenges.publishing.domain.checks.fault import Fault, Place, gettext_noop
from challenges.publishing.domain.checks.general import WHOLE, places
from challenges.publishing.domain.formulas import Promise, compares_bids, facts_of_measure
from challenges.publishing.domain.rule_tables import rule_table
from challenges.publishing.domain.specification import CriterionSpec, Specification
from challenges.publishing.domain.texts import says_nothing
from challenges.publishing.domain.words import Method


def advice(spec: Specification) -> Iterator[Fault]:
    """Each thing worth a second look; none of them stops publication."""
    yield from _period_advice(spec)
    for place, criterion in places("criteria", spec.criteria):
        yield from _criterion_advice(spec, place, criterion)
    for place, outcome in places("outcomes", spec.outcomes):
        if (outcome.price or outcome.price_is_offered) and says_nothing(outcome.verification):
            message = gettext_noop("This outcome is paid for. Say how it will be verified.")
            yield place.fault("verification", "missing", message)
    if not spec.tie_rule.steps and not spec.tie_rule.seed_sha256:
        message = gettext_noop("Two bids may end with the same total. Say which criterion then decides.")
        yield Place(path=("tie_rule",)).fault("steps", "missing", message)
    if says_nothing(spec.eligibility):
        yield WHOLE.fault("eligibility", "missing", gettext_noop("Say who may bid."))


def _period_advice(spec: Specification) -> Iterator[Fault]:
    if not spec.stages or spec.stages[0].opens_at is None or spec.stages[0].closes_at is None:
        return
    opens_on = spec.stages[0].opens_at.astimezone(UTC).date()
    for row in rule_table("tendering_periods"):
        applies = spec.route in row.texts("routes") and spec.contract_type in row.texts("contract_types")
        if not applies or not row.covers(opens_on):
            continue
        earliest = earliest_deadline(opens_on, row.whole("days"))
        if spec.stages[0].closes_at.astimezone(UTC).date() < earliest:
            message = gettext_noop(
                "Bidders have less than %(days)s days, the shortest period of %(source)s unless an exception applies. "
                "The first day bids may close is %(earliest)s."
            )
            place = Place(path=("stages", 0), item_id=spec.stages[0].id)
            params = {"days": row.whole("days"), "source": row.source, "earliest": earliest.strftime("%-d %B %Y")}
            yield place.fault("closes_at", "period", message, **params)


def _criterion_advice(spec: Specification, place: Place, criterion: CriterionSpec) -> Iterator[Fault]:
    if criterion.method == Method.JUDGED:
        if not criterion.scale:
            yield place.fault("scale", "missing", gettext_noop("Say what each score means, so that all judge alike."))
        elif max(point.score for point in criterion.scale) < criterion.maximum:
            message = gettext_noop("The scale stops below the highest score, so nobody can earn full marks.")
            yield place.fault("scale", "stops_short", message)
    if criterion.formula is not None:
        here = place.inside("formula")
        if compares_bids(criterion.formula.kind):
            message = gettext_noop("This formula compares bids: one that comes or goes can change the order of others.")
            yield here.fault("kind", "relative", message)
        facts = facts_of_measure(criterion.formula.measure)
        promises_units = facts is not None and facts.promise == Promise.UNITS
        if promises_units and (spec.terms is None or says_nothing(spec.terms.money_back)):
            message = gettext_noop("Say in the terms what happens when a bidder delivers less than it promised.")
            yield here.fault("measure", "no_consequence", message)
