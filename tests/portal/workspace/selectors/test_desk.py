"""The desk names the step that can be taken next, and where."""

import pytest
from django.urls import reverse

from bids.evaluation.services.conflicts import Declared, declare_interest
from portal.viewer import viewer_of
from portal.workspace.selectors.desk import decisions_waiting, panel_work_waiting, preparations_waiting
from portal.workspace.wording.desk import desk_rows
from tests.bids.decision_world import LOCKED, DecisionWorld
from tests.bids.evaluation_world import DURING, EvaluationWorld
from tests.factories import AuthorityWorld

pytestmark = pytest.mark.django_db


def titles(rows):
    return [row.title for row in desk_rows(rows)]


def test_between_the_lock_and_the_award_one_step_follows_the_other():
    world = DecisionWorld().until_locked()
    officer = viewer_of(world.officer)
    [part_2] = desk_rows(decisions_waiting(officer, "en"))
    assert (part_2.title, part_2.url) == (
        "Open part 2, with a second person",
        reverse("manage_opening", args=[world.challenge.ocid]),
    )
    assert titles(decisions_waiting(viewer_of(world.approver), "en")) == ["Open part 2, with a second person"]

    world.open_commercial()
    assert titles(decisions_waiting(officer, "en")) == ["Work out the ranking"]
    assert decisions_waiting(viewer_of(world.approver), "en") == []

    world.rank()
    assert titles(decisions_waiting(officer, "en")) == ["Recommend an award"]


def test_before_opening_interests_are_declared_and_the_panel_is_set_up():
    world = EvaluationWorld()
    officer, approver = viewer_of(world.officer), viewer_of(world.approver)

    assert titles(preparations_waiting(officer, DURING, "en")) == ["Declare your interests", "Set up the panel"]
    assert titles(preparations_waiting(approver, DURING, "en")) == ["Declare your interests"]

    nothing = Declared(has_conflict=False, details="")
    declare_interest(challenge_id=world.challenge.pk, by=world.officer.pk, declared=nothing, at=DURING)
    world.seat_panel()

    assert preparations_waiting(officer, DURING, "en") == []


def test_after_opening_nothing_is_prepared_any_more():
    world = DecisionWorld().until_locked()

    assert preparations_waiting(viewer_of(world.officer), LOCKED, "en") == []


def test_other_authorities_prepare_nothing_here():
    EvaluationWorld()
    stranger = AuthorityWorld("Elsewhere (demonstration)").officer

    assert preparations_waiting(viewer_of(stranger), DURING, "en") == []


def test_an_evaluator_reads_what_the_panel_judges():
    world = EvaluationWorld().until_scoring()

    [row] = panel_work_waiting(viewer_of(world.first.person), "en")

    assert row.about == world.challenge.title["en"]
