"""Missions and their headline numbers: set up, published, observed. An observation is never overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from challenges.ground.domain.language import Text
from challenges.ground.services.record import append_to_record, record_of
from challenges.missions.domain.metrics import progress
from challenges.missions.models import Metric, Mission, Reading


@dataclass(frozen=True, kw_only=True)
class MetricPlan:
    """One headline number as it is set up: where it begins, where it must be, by when, and who says so."""

    name: Text
    unit: str
    baseline: Decimal
    baseline_on: date
    target: Decimal
    due_on: date
    source: str
    source_url: str = ""
    is_proxy: bool = False


def publish_mission(
    *,
    authority_id: UUID,
    slug: str,
    title: Text,
    goal: Text,
    due_on: date,
    owner_post: str,
    metrics: Sequence[MetricPlan],
    at: datetime,
) -> Mission:
    """Set up a mission with its metrics and its record, and show it to the public.

    Refuses a mission without a metric, a target equal to its baseline, and a target date before its baseline: none of
    these could ever be reached or missed.
    """
    if not metrics:
        raise ValueError("metrics: none given, a mission needs at least one number to be judged by")
    for plan in metrics:
        progress(plan.baseline, plan.target, plan.baseline)
        if plan.due_on <= plan.baseline_on:
            raise ValueError(f"due_on: {plan.due_on} refused, it must be after the baseline of {plan.baseline_on}")
    with transaction.atomic():
        mission = Mission.objects.create(
            record=record_of(record_id=None, authority_id=authority_id),
            authority_id=authority_id,
            slug=slug,
            title=title,
            goal=goal,
            due_on=due_on,
            owner_post=owner_post,
            is_published=True,
        )
        Metric.objects.bulk_create(
            Metric(mission=mission, position=position, **vars(plan)) for position, plan in enumerate(metrics)
        )
        append_to_record(record_id=mission.pk, event="mission.published", content={"mission": str(mission.pk)}, at=at)
    return mission


def record_reading(
    *, metric_id: UUID, observed_on: date, value: Decimal, at: datetime, is_provisional: bool = False, note: str = ""
) -> Reading:
    """Add an observed value, recorded; a correction is one more reading of the same day.

    Refuses one before the baseline.
    """
    metric = Metric.objects.get(pk=metric_id)
    if observed_on < metric.baseline_on:
        raise ValueError(f"observed_on: {observed_on} refused, it is before the baseline of {metric.baseline_on}")
    with transaction.atomic():
        reading = Reading.objects.create(
            metric=metric,
            observed_on=observed_on,
            value=value,
            is_provisional=is_provisional,
            note=note,
            recorded_at=at,
        )
        said = {"metric": str(metric.pk), "observed_on": observed_on.isoformat(), "value": str(value)}
        append_to_record(record_id=metric.mission_id, event="reading.recorded", content=said, at=at)
    return reading
