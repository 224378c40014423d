"""The screens of opening, marking and agreeing, as people meet them."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows import login
from django.urls import reverse

from bids.bidding.models import Opening
from bids.evaluation.models import Assessment, Consensus, PanelMember
from challenges.ground.models import Invitation
from tests.bids.evaluation_world import AGREED, ANSWER, DURING, LONG_AGO, REASONS, EvaluationWorld
from tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def world_of(bidders=1):
    return EvaluationWorld(bidders=bidders, moved=LONG_AGO)


def signed_in(client, person, *, fresh=False):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    if fresh:
        session = client.session
        confirmed = {"method": "password", "at": time.time(), "reauthenticated": True}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [confirmed]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
        session.save()
    return client


def assess_url(world, bid=0, criterion="plan"):
    return reverse("assess", args=[world.panel.pk, world.bids[bid].pk, world.criterion(criterion).pk])


# ---- officers


def test_the_procedure_names_what_waits_for_what(client):
    world = world_of()
    world.seat_panel()

    page = signed_in(client, world.officer).get(reverse("manage_challenge", args=[world.challenge.ocid]))

    steps = {step.title: step.state for chapter in page.context["chapters"] for step in chapter.steps}
    assert steps["Who evaluates"] == "done"
    assert steps["Open the bids"] == "blocked"


def test_another_authoritys_procedure_is_not_found(client):
    world, other = world_of(), world_of()
    signed_in(client, other.officer)

    names = ("manage_challenge", "manage_interests", "manage_panel", "manage_opening", "conflicts_csv")
    answers = {name: client.get(reverse(name, args=[world.challenge.ocid])).status_code for name in names}

    assert answers == dict.fromkeys(names, 404)


def test_an_officer_sets_up_a_panel_and_asks_people_onto_it(client):
    world = world_of(bidders=0)
    signed_in(client, world.officer)
    place = {"place": f"{world.stage.pk}:"}
    answer = client.post(reverse("manage_panel", args=[world.challenge.ocid]), place)
    chair = {"colleague": str(world.approver.pk), "role": "chair"}
    invited = {"email": "New@Example.org", "role": "evaluator", "criteria": [str(world.criterion("plan").pk)]}

    for seat in (chair, invited):
        assert client.post(answer.url, seat).status_code == 302

    assert PanelMember.objects.get().person == world.approver
    assert Invitation.objects.get(kind="panel").email == "new@example.org"
    assert "new@example.org" in client.get(answer.url).content.decode()


def test_a_refused_seat_says_why_and_keeps_what_was_typed(client):
    world = world_of(bidders=0)
    world.seat_panel()
    url = reverse("panel_setup", args=[world.challenge.ocid, world.panel.pk])

    page = signed_in(client, world.officer).post(url, {"email": "a@example.org", "role": "evaluator"})

    assert page.context["form"].non_field_errors() == ["Choose at least one criterion for an evaluator."]
    assert 'value="a@example.org"' in page.content.decode()


def test_opening_asks_who_one_is_first(client):
    world = world_of()
    world.seat_panel()
    world.fix()
    url = reverse("open_stage", args=[world.challenge.ocid, world.stage.pk, "quality"])

    answer = signed_in(client, world.officer).post(url, {"confirmed": "on"})

    assert answer.status_code == 302
    assert answer.url.startswith("/account/")
    assert Opening.objects.count() == 0


def test_two_people_open_the_bids_on_screen(client):
    world = world_of(bidders=2)
    world.seat_panel()
    world.fix()
    url = reverse("open_stage", args=[world.challenge.ocid, world.stage.pk, "quality"])

    signed_in(client, world.officer, fresh=True).post(url, {"confirmed": "on"})
    again = client.post(url, {"confirmed": "on"})
    assert again.context["form"].non_field_errors() == [
        "You asked for this opening. A second person has to confirm it."
    ]
    client.logout()
    answer = signed_in(client, world.approver, fresh=True).post(url, {"confirmed": "on"}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["2 bids opened."]
    assert ANSWER not in answer.content.decode()


def test_an_auditor_reads_and_opens_nothing(client):
    world = world_of()
    auditor = a_person("auditor")
    world.authority.memberships.create(person=auditor, role="auditor", since=DURING)
    world.seat_panel()
    world.fix()
    signed_in(client, auditor, fresh=True)

    page = client.get(reverse("manage_opening", args=[world.challenge.ocid]))
    act = client.post(
        reverse("open_stage", args=[world.challenge.ocid, world.stage.pk, "quality"]), {"confirmed": "on"}
    )

    assert (page.status_code, act.status_code) == (200, 403)


def test_an_interest_is_declared_and_needs_its_details(client):
    world = world_of(bidders=0)
    url = reverse("manage_interests", args=[world.challenge.ocid])
    signed_in(client, world.officer)

    refused = client.post(url, {"has_interest": "yes", "details": ""})
    client.post(url, {"has_interest": "no"})

    assert refused.context["form"].errors == {"details": ["Say what the interest is"]}
    assert world.challenge.influence_declarations.get().has_interest is False


# ---- evaluators


def test_a_panel_is_for_those_who_sit_on_it(client):
    world = world_of().until_scoring()
    urls = [
        reverse("panel", args=[world.panel.pk]),
        reverse("declare_conflicts", args=[world.panel.pk]),
        reverse("moderation", args=[world.panel.pk]),
        reverse("read_bid", args=[world.panel.pk, world.bids[0].pk]),
        assess_url(world),
    ]

    for person in (world.officer, world.bids[0].bidder.memberships.get().person, a_person()):
        signed_in(client, person)
        assert {client.get(url).status_code for url in urls} == {404}


def test_conflicts_are_declared_on_one_page(client):
    world = world_of(bidders=2)
    world.seat_panel()
    world.open_quality()
    url = reverse("declare_conflicts", args=[world.panel.pk])
    first, second = (bid.bidder_id for bid in world.bids)
    signed_in(client, world.first.person)

    incomplete = client.post(url, {f"conflict_{first}": "no", f"conflict_{second}": "yes"})
    answer = client.post(url, {f"conflict_{first}": "no", f"conflict_{second}": "yes", f"details_{second}": "Aunt"})

    assert incomplete.context["form"].errors == {f"details_{second}": ["Say what the conflict is"]}
    assert answer.url == reverse("panel", args=[world.panel.pk])
    assert client.get(assess_url(world, bid=0)).status_code == 200
    assert client.get(assess_url(world, bid=1)).status_code == 404


def test_the_page_of_a_mark_shows_the_bid_and_nobody_elses_score(client):
    world = world_of().until_scoring()
    world.assess(world.second, world.bids[0], score="1", reasons="The second evaluator was not convinced at all.")

    page = signed_in(client, world.first.person).get(assess_url(world)).content.decode()

    assert ANSWER in page
    assert "not convinced" not in page
    assert "600" not in page


def test_a_mark_is_kept_given_and_leads_to_the_next(client):
    world = world_of(bidders=2).until_scoring()
    signed_in(client, world.first.person)
    typed = {"reasons": REASONS, "citations": "A peer stays with them for a year.", "revision": "0"}

    kept = client.post(assess_url(world), {**typed, "stay": "1"})
    given = client.post(assess_url(world), {**typed, "score": "4", "revision": "1", "submit": "1"})

    assert (kept.url, given.url) == (assess_url(world), assess_url(world, bid=1))
    mark = Assessment.objects.get()
    assert (mark.state, mark.score, mark.citations) == ("submitted", 4, ["A peer stays with them for a year."])


def test_a_refused_mark_is_kept_as_a_draft_and_can_be_sent_again_at_once(client):
    world = world_of().until_scoring()
    signed_in(client, world.first.person)
    typed = {"reasons": REASONS, "revision": "0", "submit": "1"}

    page = client.post(assess_url(world), typed)

    assert page.context["form"].errors == {"score": ["Choose a score"]}
    assert Assessment.objects.get().reasons == REASONS
    revision = page.context["form"].data["revision"]
    assert client.post(assess_url(world), {**typed, "score": "3", "revision": revision}).status_code == 302


def test_autosave_answers_with_the_next_revision_and_gives_nothing(client):
    world = world_of().until_scoring()
    signed_in(client, world.first.person)
    typed = {"score": "4", "reasons": REASONS, "revision": "0", "submit": "1"}

    answer = client.post(assess_url(world), typed, headers={"HX-Request": "true"})

    assert 'name="revision" value="1"' in answer.content.decode()
    assert "app:saved" in answer.headers["HX-Trigger"]
    assert Assessment.objects.get().state == "draft"


def test_a_mark_is_given_before_the_answer_to_its_own_autosave_has_come(client):
    world = world_of().until_scoring()
    signed_in(client, world.first.person)
    served = client.get(assess_url(world)).context["form"].initial
    typed = {"reasons": REASONS, "revision": "0", "page": str(served["page"])}
    client.post(assess_url(world), {**typed, "turn": "1"}, headers={"HX-Request": "true"})

    refused = client.post(assess_url(world), {**typed, "turn": "2", "submit": "1"}).context["form"]
    again = {name: refused[name].value() for name in ("reasons", "revision", "page", "turn")}
    given = client.post(assess_url(world), {**again, "score": "4", "submit": "1"})

    assert refused.errors == {"score": ["Choose a score"]}
    assert given.status_code == 302
    assert Assessment.objects.get().state == "submitted"


def test_a_page_left_open_elsewhere_overwrites_nothing(client):
    world = world_of().until_scoring()
    signed_in(client, world.first.person)
    client.post(assess_url(world), {"reasons": "From the train", "revision": "0", "stay": "1"})

    page = client.post(assess_url(world), {"reasons": "From the office", "revision": "0", "stay": "1"})

    assert page.context["form"].non_field_errors() == [
        "You changed this score on another page or device. Check both before you save."
    ]
    text = page.content.decode()
    assert ("From the train" in text, "From the office" in text) == (True, True)


def test_a_score_off_the_scale_is_refused_on_screen(client):
    world = world_of().until_scoring()

    page = signed_in(client, world.first.person).post(
        assess_url(world), {"score": "4.5", "reasons": REASONS, "revision": "0", "submit": "1"}
    )

    assert page.context["form"].errors["score"] == ["Choose one of the scores on the published scale"]


def test_a_criterion_not_given_is_not_found(client):
    world = world_of().until_scoring()
    adviser = world.seat("adviser", criteria=("standing",))
    world.declare(adviser)
    signed_in(client, adviser.person)

    assert client.get(assess_url(world)).status_code == 404
    assert ANSWER not in client.get(reverse("read_bid", args=[world.panel.pk, world.bids[0].pk])).content.decode()


def test_a_mark_is_taken_back_on_screen(client):
    world = world_of().until_scoring()
    world.assess(world.first, world.bids[0])

    client.post(assess_url(world) + "take-back/")
    signed_in(client, world.first.person).post(assess_url(world) + "take-back/")

    assert Assessment.objects.get().state == "draft"


def test_submitting_everything_names_what_is_missing(client):
    world = world_of().until_scoring()
    signed_in(client, world.first.person)
    client.post(assess_url(world), {"score": "4", "reasons": REASONS, "revision": "0", "stay": "1"})
    client.post(assess_url(world, criterion="standing"), {"reasons": REASONS, "revision": "0", "stay": "1"})
    client.get(reverse("panel", args=[world.panel.pk]))

    page = client.post(reverse("submit_marks", args=[world.panel.pk]), follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "1 score submitted.",
        "Bidder 0 (demonstration), Insurance: score or reasons are missing.",
    ]


def test_a_file_is_read_whole_and_in_part_by_the_panel_alone(client):
    world = EvaluationWorld(bidders=0, moved=LONG_AGO)
    plain = b"%PDF " + bytes(range(256)) * 9000
    bid = world.send_bid(0, with_file=plain)
    world.bids = [bid]
    world.until_scoring()
    file = bid.opened_files.get()
    url = reverse("evaluation_file", args=[world.panel.pk, file.pk])

    assert client.get(url).status_code == 302
    assert signed_in(client, world.officer).get(url).status_code == 404
    signed_in(client, world.first.person)
    whole = client.get(url)
    part = client.get(url, headers={"Range": "bytes=1048570-1048585"})
    end = client.get(url, headers={"Range": "bytes=-5"})
    beyond = client.get(url, headers={"Range": f"bytes={len(plain)}-"})

    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, plain)
    assert (part.status_code, b"".join(part.streaming_content)) == (206, plain[1048570:1048586])
    assert part.headers["Content-Range"] == f"bytes 1048570-1048585/{len(plain)}"
    assert (end.status_code, b"".join(end.streaming_content), beyond.status_code) == (206, plain[-5:], 416)
    assert whole.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'


# ---- the chair


def test_agreement_begins_on_screen_with_a_reason_for_gaps(client):
    world = world_of().until_scoring()
    world.assess(world.first, world.bids[0])
    url = reverse("moderation", args=[world.panel.pk])

    evaluator = signed_in(client, world.first.person)
    assert (evaluator.get(url).url, evaluator.post(url).status_code) == (reverse("panel", args=[world.panel.pk]), 403)
    signed_in(client, world.chair.person)
    refused = client.post(url, {"gaps_reason": ""})
    began = client.post(url, {"gaps_reason": "The second evaluator is ill."})
    twice = client.post(url, {"gaps_reason": "The second evaluator is ill."})

    assert refused.context["form"].errors["gaps_reason"] == [
        "3 scores are still missing. Say why the panel goes on without them."
    ]
    assert (began.url, twice.url, world.fresh_panel().state) == (url, url, "moderation")


def test_an_agreed_score_starts_blank_and_is_the_chairs_to_write(client):
    world = world_of().until_moderation()
    url = reverse("consensus", args=[world.panel.pk, world.bids[0].pk, world.criterion("plan").pk])
    said = {"score": "3", "reasons": AGREED, "present": [str(world.chair.pk), str(world.first.pk)]}

    evaluator = signed_in(client, world.first.person)
    seen = evaluator.get(url)
    assert (seen.status_code, evaluator.post(url, said).status_code) == (200, 403)
    signed_in(client, world.chair.person)
    page = client.get(url)
    answer = client.post(url, {**said, "next": "1"})

    form = page.context["form"]
    assert (form.initial, form["score"].value(), form["reasons"].value()) == ({"replaces": None}, None, None)
    following = reverse("consensus", args=[world.panel.pk, world.bids[0].pk, world.criterion("standing").pk])
    assert (answer.url, Consensus.objects.get().score) == (following, 3)


def test_agreed_scores_are_not_there_before_agreement_begins(client):
    world = world_of().until_scoring()
    url = reverse("consensus", args=[world.panel.pk, world.bids[0].pk, world.criterion("plan").pk])

    assert signed_in(client, world.chair.person).get(url).status_code == 404


def test_the_lock_is_the_chairs_and_needs_everything(client):
    world = world_of().until_moderation()
    world.agree(world.bids[0])
    url = reverse("lock_marks", args=[world.panel.pk])

    assert signed_in(client, world.first.person).post(url).status_code == 403
    early = signed_in(client, world.chair.person).post(url, follow=True)
    world.agree(world.bids[0], criterion="standing", score="1")
    client.post(url)

    assert [str(message) for message in early.context["messages"]] == ["1 agreed score is still missing."]
    assert world.fresh_panel().state == "locked"


def test_no_page_of_the_panel_adds_anything_up(client):
    world = world_of(bidders=2).until_moderation()
    world.agree_everything()
    signed_in(client, world.chair.person)

    pages = [
        client.get(reverse("moderation", args=[world.panel.pk])),
        client.get(reverse("panel", args=[world.panel.pk])),
    ]

    for page in pages:
        text = page.content.decode().lower()
        assert [word for word in ("rank", "£", "weight") if word in text] == []
