"""Late admission as the bidder, the officer, the approver and everybody else meet it."""

import pytest
from django.urls import reverse

from bids.bidding.models import Bid
from bids.evaluation.models import LateAdmission, LateRequest
from tests.bids.evaluation.views.test_evaluation_screens import signed_in
from tests.bids.evaluation_world import LONG_AGO
from tests.bids.late_world import MEANS, RULE, VERDICT, WHY, LateWorld
from tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def late_world(**changes):
    return LateWorld(moved=LONG_AGO, **changes)


def ask_url(world):
    return reverse("ask_late", args=[world.late.pk])


def request_url(world, request):
    return reverse("late_request", args=[world.challenge.ocid, world.stage.pk, request.pk])


def opening_url(world):
    return reverse("manage_opening", args=[world.challenge.ocid])


def test_the_three_acts_admit_a_bid_on_screen(client):
    world = late_world()
    world.fix()

    asked = signed_in(client, world.late_person).post(ask_url(world), {"reason": WHY})
    url = request_url(world, LateRequest.objects.get())
    proposed = signed_in(client, world.officer, fresh=True).post(url, {"recommendation": "admit", "reason": MEANS})
    decided = signed_in(client, world.approver, fresh=True).post(url, {"decision": "grant", "reasons": VERDICT})

    assert (asked.url, proposed.url, decided.url) == (
        reverse("bid", args=[world.late.pk]),
        opening_url(world),
        opening_url(world),
    )
    assert Bid.objects.get(pk=world.late.pk).admitted_late_at is not None
    page = signed_in(client, world.late_person).get(reverse("bid_receipt", args=[world.late.pk, 1])).content.decode()
    assert "Admitted late by two people, as it stood at the closing time." in page


def test_the_bidder_follows_what_comes_of_it(client):
    world = late_world()
    url = reverse("bid", args=[world.late.pk])
    signed_in(client, world.late_person)
    before = client.get(url).content.decode()
    request = world.request()
    waiting = client.get(url).content.decode()
    world.settle(world.propose(request), granted=False)

    after = client.get(url).content.decode()

    assert [ask_url(world) in page for page in (before, waiting, after)] == [True, False, False]
    assert "You asked for late admission" in waiting
    assert VERDICT in after
    assert client.post(ask_url(world), {"reason": WHY}).url == url


def test_without_the_published_rule_the_way_is_not_offered(client):
    world = late_world(allowed=False)
    signed_in(client, world.late_person)

    page = client.get(reverse("bid", args=[world.late.pk])).content.decode()

    assert "late admission" not in page
    assert client.get(ask_url(world)).status_code == 302
    assert client.post(ask_url(world), {"reason": WHY}).status_code == 302
    assert LateRequest.objects.count() == 0


def test_who_decides_is_not_told_whose_bid_it_is(client):
    world = late_world()
    world.fix()
    request = world.request()
    world.propose(request)
    name = world.late.bidder.name

    pages = [
        signed_in(client, person, fresh=True).get(url).content.decode()
        for person in (world.officer, world.approver)
        for url in (request_url(world, request), opening_url(world), "/desk/")
    ]

    assert WHY in pages[0]
    assert RULE in pages[0]
    assert all(name not in page and str(world.late.pk) not in page for page in pages)


def test_each_does_only_their_own_part(client):
    world, other = late_world(), late_world()
    world.fix()
    viewer = a_person("viewer")
    world.late.bidder.memberships.create(person=viewer, role="viewer", since=world.late.created_at)
    request = world.request()
    url = request_url(world, request)
    auditor = world.another_approver(role="auditor")
    proposal = {"recommendation": "admit", "reason": MEANS}
    statuses = {}
    for name, person in (
        ("approver", world.approver),
        ("auditor", auditor),
        ("other officer", other.officer),
        ("bidder", world.late_person),
        ("stranger", a_person()),
    ):
        statuses[name] = signed_in(client, person, fresh=True).post(url, proposal).status_code
    world.propose(request)
    verdict = {"decision": "grant", "reasons": VERDICT}
    statuses["officer"] = signed_in(client, world.officer, fresh=True).post(url, verdict).status_code
    statuses["other approver"] = signed_in(client, other.approver, fresh=True).post(url, verdict).status_code
    for name, person in (("viewer asks", viewer), ("rival asks", world.bids[0].bidder.memberships.get().person)):
        statuses[name] = signed_in(client, person).post(ask_url(world), {"reason": WHY}).status_code

    assert statuses == {
        "approver": 403,
        "auditor": 403,
        "other officer": 404,
        "bidder": 404,
        "stranger": 404,
        "officer": 403,
        "other approver": 404,
        "viewer asks": 403,
        "rival asks": 404,
    }
    assert LateAdmission.objects.get().is_granted is None


def test_deciding_asks_who_one_is_once_more(client):
    world = late_world()
    world.fix()
    request = world.request()
    world.propose(request)

    answer = signed_in(client, world.approver).post(
        request_url(world, request), {"decision": "grant", "reasons": VERDICT}
    )

    assert (answer.status_code, answer.url == opening_url(world)) == (302, False)
    assert LateAdmission.objects.get().is_granted is None


def test_another_stages_request_is_not_found_here(client):
    world, other = late_world(), late_world()
    foreign = other.request()

    signed_in(client, world.officer, fresh=True)

    assert client.get(request_url(world, foreign)).status_code == 404


def test_the_desk_names_whose_turn_it_is(client):
    world = late_world()
    request = world.request()
    officer = signed_in(client, world.officer).get("/desk/").content.decode()
    world.propose(request)
    approver = signed_in(client, world.approver).get("/desk/").content.decode()

    assert "Make a proposal on late admission" in officer
    assert "Decide on late admission" in approver


def test_it_is_marked_late_wherever_the_buyer_lists_it(client):
    world = late_world()
    world.seat_panel()
    request = world.request()
    admission = world.propose(request)
    world.fix()
    world.settle(admission)
    world.bids = [*world.bids, Bid.objects.select_related("bidder").get(pk=world.late.pk)]
    world.open_quality_after_admission()
    for member in (world.chair, world.first, world.second):
        world.declare(member)
    panel = reverse("panel", args=[world.panel.pk])
    signed_in(client, world.first.person)
    reading = client.get(panel).content.decode()
    late, in_time = (
        client.get(reverse("read_bid", args=[world.panel.pk, bid.pk])).content.decode()
        for bid in (world.bids[2], world.bids[0])
    )
    world.mark_and_agree_everything()
    board = signed_in(client, world.chair.person).get(reverse("moderation", args=[world.panel.pk])).content.decode()
    world.lock()
    world.open_commercial()
    world.rank()
    url = reverse("manage_ranking", args=[world.challenge.ocid, world.panel.pk])
    ranking = signed_in(client, world.officer).get(url).content.decode()

    tag = ">Late</strong>"
    assert [page.count(tag) for page in (reading, late, in_time)] == [3, 1, 0]
    assert board.count(tag) == 2
    assert ranking.count(tag) == 1
