"""Reopening a score and setting a bid aside, as the chair, officers, approvers and everybody else meet them."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from bids.awards.selectors.summaries import award_to_tell, summary_contents
from bids.evaluation.models import Consensus, Reopening, SettingAside
from tests.bids.decision_world import ASKED, NO_PRICE, TRIED, VERDICT, WRONG, DecisionWorld, damage
from tests.bids.evaluation.views.test_evaluation_screens import signed_in
from tests.bids.evaluation_world import AGREED, LONG_AGO
from tests.factories import a_person
from tests.support.worlds import kept

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]
REFUSED_LETTER = "That was a failure of this portal, not yours."


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def locked_world(bidders=2):
    return DecisionWorld(bidders=bidders, moved=LONG_AGO).until_locked()


def list_url(world):
    return reverse("reopenings", args=[world.challenge.ocid, world.panel.pk])


def decide_url(world, reopening):
    return reverse("decide_reopening", args=[world.challenge.ocid, world.panel.pk, reopening.pk])


def chair_url(world, name="ask_to_reopen", bid=0, criterion="plan"):
    return reverse(name, args=[world.panel.pk, world.bids[bid].pk, world.criterion(criterion).pk])


def aside_url(world, kind="quality"):
    return reverse("set_aside", args=[world.challenge.ocid, world.stage.pk, kind, world.stuck.pk])


def typed(world, **changes):
    said = {
        "bid": str(world.bids[0].pk),
        "criterion": str(world.criterion("plan").pk),
        "error": "fact",
        "what_is_wrong": WRONG,
    }
    return said | changes


def test_an_officer_asks_and_an_approver_reopens(client):
    world = locked_world()

    asked = signed_in(client, world.officer).post(list_url(world), typed(world))
    reopening = Reopening.objects.get()
    decided = signed_in(client, world.approver, fresh=True).post(
        decide_url(world, reopening), {"decision": "grant", "reasons": VERDICT}
    )

    assert (asked.url, decided.url) == (list_url(world), list_url(world))
    reopening.refresh_from_db()
    assert (reopening.asked_by, reopening.decided_by, reopening.is_granted) == (world.officer, world.approver, True)


def test_the_chair_asks_and_then_writes_down_the_new_score(client):
    world = locked_world()
    signed_in(client, world.chair.person)

    client.post(chair_url(world), {"error": "method", "what_is_wrong": WRONG})
    world.decide(Reopening.objects.get())
    page = client.get(chair_url(world, "consensus"))
    members = [str(member.pk) for member in (world.chair, world.first)]
    standing = Consensus.objects.get(bid=world.bids[0], criterion=world.criterion("plan"))
    said = {"score": "5", "reasons": f"{AGREED} Read again.", "present": members, "replaces": str(standing.pk)}
    kept = client.post(chair_url(world, "consensus"), said)

    assert "Two people reopened this score." in page.content.decode()
    assert kept.status_code == 302
    assert Reopening.objects.get().settled_by.score == 5
    assert client.post(chair_url(world, "consensus"), said).status_code == 403


def test_only_the_reopened_score_can_be_written(client):
    world = locked_world()
    world.decide(world.ask(price=""))
    signed_in(client, world.chair.person)

    others = [chair_url(world, "consensus", bid=1), chair_url(world, "consensus", criterion="standing")]

    assert {client.post(url, {}).status_code for url in others} == {403}


def test_the_form_asks_about_prices_once_part_2_is_open(client):
    world = locked_world()
    signed_in(client, world.officer)
    before = client.get(list_url(world)).content.decode()
    world.open_commercial()

    page = client.post(list_url(world), typed(world))
    client.post(list_url(world), typed(world, price_reason=NO_PRICE))

    assert "price played a part" not in before
    assert page.context["form"].errors == {"price_reason": ["Say why no price played a part"]}
    assert "prices may be known" in page.content.decode()
    assert Reopening.objects.get().price_reason == NO_PRICE


def test_who_may_not_ask_or_decide_is_refused(client):
    world, other = locked_world(), locked_world()
    reopening = world.ask(price="")
    auditor = world.another_approver(role="auditor")

    for person, asking, deciding in (
        (world.officer, 200, 403),
        (world.approver, 403, 200),
        (auditor, 403, 403),
        (other.officer, 404, 404),
        (other.approver, 404, 404),
        (world.chair.person, 404, 404),
        (world.bids[0].bidder.memberships.get().person, 404, 404),
        (a_person(), 404, 404),
    ):
        signed_in(client, person, fresh=True)
        assert client.post(list_url(world), {}).status_code == asking
        assert client.post(decide_url(world, reopening), {}).status_code == deciding
    assert Reopening.objects.get().is_granted is None


def test_deciding_asks_who_one_is_once_more(client):
    world = locked_world()
    reopening = world.ask(price="")

    answer = signed_in(client, world.approver).post(
        decide_url(world, reopening), {"decision": "grant", "reasons": VERDICT}
    )

    assert answer.status_code == 302
    assert answer.url != list_url(world)
    assert Reopening.objects.get().is_granted is None


def test_another_panels_request_is_not_decided_here(client):
    world, other = locked_world(), locked_world()
    reopening = other.ask(price="")
    signed_in(client, world.approver, fresh=True)

    assert client.get(decide_url(world, reopening)).status_code == 404


def test_evaluators_and_a_chair_with_a_conflict_do_not_ask(client):
    world = locked_world()

    assert signed_in(client, world.first.person).post(chair_url(world), {}).status_code == 403
    world.declare(world.chair, conflict_with=[world.bids[0]])
    assert signed_in(client, world.chair.person).get(chair_url(world)).status_code == 404


def test_the_earlier_ranking_is_said_to_stand_no_more(client):
    world = DecisionWorld(bidders=2, moved=LONG_AGO).until_ranked()
    ranking_url = reverse("manage_ranking", args=[world.challenge.ocid, world.panel.pk])
    signed_in(client, world.officer)
    with_ranking = client.get(ranking_url).content.decode()
    world.decide(world.ask())

    page = client.get(ranking_url).content.decode()
    refused = client.post(ranking_url).content.decode()

    assert world.ranking.sha256[:16] in with_ranking
    assert world.ranking.sha256[:16] not in page
    assert "the earlier ranking stands no more" in page
    assert "has not agreed a reopened score anew yet" in refused
    assert world.ranking.sha256[:16] in client.get(list_url(world)).content.decode()


def test_the_desk_names_whose_turn_it_is(client):
    world = locked_world()
    title = "Decide on reopening a score"
    reopening = world.ask(price="")

    asked = [signed_in(client, person).get("/desk/").content.decode() for person in (world.approver, world.officer)]
    world.decide(reopening)
    chair = signed_in(client, world.chair.person).get("/desk/").content.decode()

    assert [title in page for page in asked] == [True, False]
    assert "Record a reopened score the panel agrees anew" in chair


# ---- setting aside


@kept
def stuck_world():
    world = DecisionWorld(bidders=2, moved=LONG_AGO)
    world.stuck = world.bids[1]
    world.mend = damage(world.stuck, "quality")
    return world.until_scoring()


def test_a_bid_is_set_aside_and_counts_again_on_screen(client):
    world = stuck_world()
    verdict = {"decision": "grant", "reasons": VERDICT}
    progress = []
    for person, said in (
        (world.officer, {"reason": TRIED}),
        (world.approver, verdict),
        (world.officer, {"reason": TRIED}),
        (world.approver, verdict),
    ):
        signed_in(client, person, fresh=True)
        progress.append(client.get(aside_url(world)).context["one"].progress)
        assert client.post(aside_url(world), said).status_code == 302

    assert progress == ["stuck", "asked", "aside", "back_asked"]
    assert SettingAside.objects.get().taken_back_at is not None


def test_the_opening_names_the_bid_and_how_far_it_has_come(client):
    world = stuck_world()
    url = reverse("manage_opening", args=[world.challenge.ocid])
    signed_in(client, world.officer, fresh=True)
    before = client.get(url).content.decode()
    client.post(aside_url(world), {"reason": TRIED})

    after = client.get(url).content.decode()

    assert ("1 bid could not be opened." in before, "Try again" in before) == (True, True)
    assert "Setting aside waits for an approver" in after
    assert (
        "Decide on a bid that could not be opened" in signed_in(client, world.approver).get("/desk/").content.decode()
    )


def test_each_does_only_their_own_half(client):
    world, other = stuck_world(), stuck_world()
    auditor = world.another_approver(role="auditor")
    statuses = {}
    for name, person in (
        ("approver", world.approver),
        ("auditor", auditor),
        ("other officer", other.officer),
        ("chair", world.chair.person),
        ("bidder", world.stuck.bidder.memberships.get().person),
    ):
        statuses[name] = signed_in(client, person, fresh=True).post(aside_url(world), {"reason": TRIED}).status_code
    signed_in(client, world.officer, fresh=True).post(aside_url(world), {"reason": TRIED})
    statuses["officer again"] = client.post(aside_url(world), {"decision": "grant", "reasons": VERDICT}).status_code

    assert statuses == {
        "approver": 403,
        "auditor": 403,
        "other officer": 404,
        "chair": 404,
        "bidder": 404,
        "officer again": 403,
    }
    assert SettingAside.objects.get().is_granted is None


def test_a_bid_that_opened_has_no_such_page(client):
    world = stuck_world()
    world.mend()
    signed_in(client, world.officer, fresh=True)

    client.post(reverse("open_stage", args=[world.challenge.ocid, world.stage.pk, "quality"]), {"confirmed": "on"})

    assert client.get(aside_url(world)).status_code == 404


def test_the_letter_says_in_plain_words_whose_failure_it_was():
    world = DecisionWorld(bidders=2, moved=LONG_AGO)
    world.stuck = world.bids[1]
    damage(world.stuck, "commercial")
    world.until_locked()
    world.open_commercial()
    SettingAside.objects.create(
        bid=world.stuck,
        kind="commercial",
        reason=TRIED,
        asked_by=world.officer,
        asked_at=ASKED,
        decided_by=world.approver,
        decided_at=ASKED,
        is_granted=True,
    )
    world.rank()
    award = world.approve(world.recommend())
    summaries = summary_contents(award_to_tell(award))

    said, other = (
        render_to_string(
            "decision/_summary.html",
            {"told": summaries[str(bid.pk)], "award": award, "challenge": world.challenge},
        )
        for bid in (world.stuck, world.bids[0])
    )

    assert REFUSED_LETTER in said
    assert "Part 2 of your bid" in said
    assert "Your scores" not in said
    assert "was not the highest ranked" not in said
    assert REFUSED_LETTER not in other
