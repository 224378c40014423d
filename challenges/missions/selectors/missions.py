"""Missions and their headline numbers, as the public reads them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format

from challenges.ground.domain.language import Text
from challenges.missions.domain.metrics import progress
from challenges.missions.models import Metric, Mission
from challenges.missions.selectors.scopes import public_missions


@dataclass(frozen=True, kw_only=True)
class MetricRow:
    """One headline number: where it began, where it stands, how far along that is (1 is the target)."""

    name: Text
    unit: str
    baseline: Decimal
    baseline_on: date
    target: Decimal
    due_on: date
    current: Decimal | None
    current_on: date | None
    is_provisional: bool
    progress: Decimal | None
    source: str
    source_url: str
    is_proxy: bool
    readings: tuple[tuple[date, Decimal], ...]

    @property
    def chart_labels(self) -> list[str]:
        return [date_format(self.baseline_on, "M Y"), *(date_format(day, "M Y") for day, _value in self.readings)]

    @property
    def chart(self) -> list[tuple[str, list[Decimal]]]:
        """The line from the baseline over the readings; nothing to draw before the first reading."""
        values = [self.baseline, *(value for _day, value in self.readings)]
        return [(self.unit, values)] if self.readings else []


@dataclass(frozen=True, kw_only=True)
class MissionRow:
    slug: str
    title: Text
    goal: Text
    authority: str
    owner_post: str
    due_on: date | None
    metrics: tuple[MetricRow, ...]


def published_missions() -> list[MissionRow]:
    """Every published mission with its metrics; three queries at any number."""
    missions = public_missions().select_related("authority").prefetch_related("metrics__readings")
    return [_row(mission) for mission in missions]


def published_mission(slug: str) -> MissionRow | None:
    missions = public_missions().select_related("authority").prefetch_related("metrics__readings")
    mission = missions.filter(slug=slug).first()
    return _row(mission) if mission else None


def _row(mission: Mission) -> MissionRow:
    return MissionRow(
        slug=mission.slug,
        title=mission.title,
        goal=mission.goal,
        authority=mission.authority.name,
        owner_post=mission.owner_post,
        due_on=mission.due_on,
        metrics=tuple(_metric(metric) for metric in mission.metrics.all()),
    )


def _metric(metric: Metric) -> MetricRow:
    # Later readings of the same day correct earlier ones.
    latest = {reading.observed_on: reading for reading in metric.readings.all()}
    last = latest[max(latest)] if latest else None
    far = progress(metric.baseline, metric.target, last.value) if last and metric.target != metric.baseline else None
    return MetricRow(
        name=metric.name,
        unit=metric.unit,
        baseline=metric.baseline,
        baseline_on=metric.baseline_on,
        target=metric.target,
        due_on=metric.due_on,
        current=last.value if last else None,
        current_on=last.observed_on if last else None,
        is_provisional=bool(last and last.is_provisional),
        progress=far,
        source=metric.source,
        source_url=metric.source_url,
        is_proxy=metric.is_proxy,
        readings=tuple((day, latest[day].value) for day in sorted(latest)),
    )
