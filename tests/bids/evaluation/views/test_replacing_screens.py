"""Replacing a member of a panel, as officers, approvers and everybody else meet it."""

import pytest
from django.urls import reverse

from bids.evaluation.models import PanelMember, Replacement
from tests.bids.decision_world import VERDICT
from tests.bids.evaluation.services.test_replacing import WHY, PanelWorld
from tests.bids.evaluation.views.test_evaluation_screens import signed_in
from tests.bids.evaluation_world import LONG_AGO
from tests.factories import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def world():
    return PanelWorld(moved=LONG_AGO).until_moderation()


def ask_url(world):
    return reverse("replace_member", args=[world.challenge.ocid, world.panel.pk, world.chair.pk])


def decide_url(world, row):
    return reverse("decide_replacement", args=[world.challenge.ocid, world.panel.pk, row.pk])


def test_an_officer_asks_and_an_approver_lets_the_seat_change_hands(client, world):
    seat = reverse("panel_seat", args=[world.challenge.ocid, world.panel.pk, world.chair.pk])
    assert ask_url(world) in signed_in(client, world.officer).get(seat).content.decode()
    asked = client.post(ask_url(world), {"person": str(world.colleague.pk), "reason": WHY})
    row = Replacement.objects.get()
    signed_in(client, world.approver, fresh=True)
    desk, page = (client.get(url).content.decode() for url in ("/desk/", decide_url(world, row)))

    decided = client.post(decide_url(world, row), {"decision": "grant", "reasons": VERDICT})

    setup = reverse("panel_setup", args=[world.challenge.ocid, world.panel.pk])
    assert (asked.url, decided.url) == (setup, setup)
    assert decide_url(world, row) in desk
    assert all(words in page for words in (WHY, str(world.chair.person), str(world.colleague)))
    assert PanelMember.objects.get(person=world.colleague).role == "chair"
    assert VERDICT in client.get(decide_url(world, row)).content.decode()


def test_the_new_chair_is_asked_about_conflicts_and_then_writes_scores(client, world):
    url = reverse("consensus", args=[world.panel.pk, world.bids[0].pk, world.criterion("plan").pk])
    world.with_new_chair()

    assert signed_in(client, world.former.person).get(url).status_code == 404
    signed_in(client, world.colleague)
    assert "Declare conflicts of interest" in client.get("/desk/").content.decode()
    assert client.get(url).status_code == 404
    world.declare(world.chair)
    assert client.get(url).context["may_agree"]


def test_only_colleagues_off_the_panel_can_be_chosen(client, world):
    signed_in(client, world.officer)

    page = client.post(ask_url(world), {"person": str(world.second.person_id), "reason": WHY})

    assert list(page.context["form"].errors) == ["person"]
    assert Replacement.objects.count() == 0


def test_each_does_only_their_own_half(client, world):
    other, row = PanelWorld(moved=LONG_AGO), world.ask_to_replace()
    auditor = world.another_approver(role="auditor")

    for person, asking, deciding in (
        (world.officer, 200, 403),
        (world.approver, 403, 200),
        (auditor, 403, 403),
        (other.officer, 404, 404),
        (world.chair.person, 404, 404),
        (world.bids[0].bidder.memberships.get().person, 404, 404),
        (a_person(), 404, 404),
    ):
        signed_in(client, person, fresh=True)
        assert client.post(ask_url(world), {}).status_code == asking
        assert client.post(decide_url(world, row), {}).status_code == deciding
    assert Replacement.objects.get().is_granted is None


def test_deciding_asks_who_one_is_once_more(client, world):
    row = world.ask_to_replace()

    signed_in(client, world.approver).post(decide_url(world, row), {"decision": "grant", "reasons": VERDICT})

    assert Replacement.objects.get().is_granted is None


def test_once_scores_are_locked_the_page_says_so(client, world):
    world.agreed_and_locked()

    page = signed_in(client, world.officer).get(ask_url(world)).content.decode()

    assert "This cannot be asked for now." in page
    assert "<textarea" not in page
