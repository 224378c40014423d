"""The demonstration's mission. Its figures are made up and say so on the page."""

from datetime import datetime, timedelta
from decimal import Decimal

from challenges.missions.services.missions import MetricPlan, publish_mission, record_reading
from portal.demonstration.parts import en, noon
from portal.demonstration.people import Cast

SLUG = "fewer-lives-harmed"
SOURCE = "Demonstration figures, not measured"
QUARTERS = (("31", False), ("34", False), ("38", False), ("41", True))


def set_mission(cast: Cast, *, now: datetime) -> None:
    begins, ends = noon(now, days=-450).date(), noon(now, days=1000).date()
    mission = publish_mission(
        authority_id=cast.authority.pk,
        slug=SLUG,
        title=en("Fewer lives harmed by alcohol and drugs"),
        goal=en("Twice as many people who seek help are steady half a year later, wherever they live in the area."),
        due_on=ends,
        owner_post="Director of Public Health (demonstration)",
        metrics=(
            MetricPlan(
                name=en("Steady six months after first asking for help"),
                unit="% of people",
                baseline=Decimal(30),
                baseline_on=begins,
                target=Decimal(60),
                due_on=ends,
                source=SOURCE,
            ),
            MetricPlan(
                name=en("Emergency admissions"),
                unit="a year",
                baseline=Decimal(820),
                baseline_on=begins,
                target=Decimal(500),
                due_on=ends,
                source=SOURCE,
                is_proxy=True,
            ),
        ),
        at=now,
    )
    steady = mission.metrics.get(position=0)
    for number, (value, is_provisional) in enumerate(QUARTERS):
        observed_on = begins + timedelta(days=91 * (number + 1))
        record_reading(
            metric_id=steady.pk, observed_on=observed_on, value=Decimal(value), at=now, is_provisional=is_provisional
        )
