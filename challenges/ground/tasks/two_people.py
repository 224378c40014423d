"""What people hear of an act of two people: one follow-up for every act and step, harmless when it runs twice."""

from typing import Any

from challenges.ground.domain.two_people import Step
from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.two_people import Act
from challenges.ground.services.two_people import tell_of


def step_was_taken(act: Act[Any], step: Step, *, row: str) -> None:
    joins = (*((f"{act.place}__authority",) if act.place else ()), "asked_by")
    found = act.model.objects.select_related(*joins).get(pk=row)
    tell_of(act, row=found, step=step, at=database_now())
