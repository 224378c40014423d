"""The list above the fields names the field of each fault in the editor's words and leads there."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.publishing.fault_display import editor_faults
from cms.publishing.pages import latest, read
from tests.cms.conftest import upcoming
from tests.support.specifications import (
    PLAN,
    PRICE,
    STAGE,
    STANDING,
    ScalePoint,
    challenge_prize,
    outcome_specification,
)

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]


def places(page):
    return [(fault.where, fault.field) for fault in editor_faults(page, read(page).faults)]


def test_two_missing_moments_of_one_stage_are_told_apart(world):
    later = replace(STAGE, id="final", title={"en": "Final"}, opens_at=None, questions_close_at=None, closes_at=None)
    page = latest(world.draft(challenge_prize(stages=(STAGE, replace(later, decision_on=None)))))

    assert places(page) == [
        ("Timetable, stage 2 “Final”, Opens", "opens_at"),
        ("Timetable, stage 2 “Final”, Closes", "closes_at"),
    ]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"summary": {}}, "What is wanted, summary"),
        ({"value_amount": None}, "Route and value, value"),
        ({"route": ""}, "Route and value, legal route"),
        ({"outcomes": ()}, "What is wanted, outcomes"),
        ({"questions": ()}, "Judging, criterion 1 “How you will bring people back into work”"),
        ({"stages": ()}, "Timetable, stages"),
        ({"terms": replace(outcome_specification().terms, years=None)}, "Risk and reward, Years"),
        ({"tie_rule": replace(outcome_specification().tie_rule, steps=("nobody",))}, "Judging, if totals are equal"),
    ],
)
def test_fault_is_named_by_tab_block_and_field(world, changes, where):
    page = latest(world.draft(upcoming(**changes)))

    assert [found for found, _field in places(page)] == [where]


def test_entry_of_a_list_is_counted(world):
    scale = (*PLAN.scale[:5], ScalePoint(score=PLAN.scale[5].score, label={}))
    page = latest(world.draft(upcoming(criteria=(replace(PLAN, scale=scale), PRICE, STANDING))))

    assert places(page) == [
        ("Judging, criterion 1 “How you will bring people back into work”, Score 6, In a word", "scale")
    ]


def test_each_fault_leads_to_a_place_on_the_page(world, as_person):
    late = replace(STAGE, closes_at=None, questions_close_at=None, decision_on=None)
    page = world.draft(upcoming(summary={}, value_amount=None, stages=(late,)))

    answer = as_person(world.officer).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    soup = BeautifulSoup(answer.content, "html.parser")
    anchors = [link["href"][1:] for link in soup.select("a[data-fault-field]")]
    (stage,) = latest(page).stages
    assert anchors[2] == f"block-{stage.id}-section"
    assert [soup.find(id=anchor) is not None for anchor in anchors[:2]] == [True, True]
    assert len(anchors) == 3
