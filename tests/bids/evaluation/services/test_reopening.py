"""Reopening a locked score: two people, one score, both versions kept, and nothing that rested on it stands."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from bids.awards.models import Award, Recommendation
from bids.awards.selectors.summaries import award_to_tell, summary_contents
from bids.awards.services.recommendation import DecisionRefused
from bids.bidding.services.bidders import add_member
from bids.bidding.vault.keys import OpeningRefused
from bids.evaluation.models import Assessment, Consensus, FormulaMeasure, Ranking, Reopening
from bids.evaluation.selectors.decision import NotDecidable
from bids.evaluation.services.conflicts import Declared, declare_interest
from bids.evaluation.services.moderation import ModerationRefused
from challenges.ground.models import OutboxRow
from challenges.ground.services.two_people import ActRefused
from tests.bids.decision_world import ANEW, ASKED, GRANTED, RANKED_ANEW, DecisionWorld
from tests.bids.evaluation_world import AGREEING

pytestmark = pytest.mark.django_db
INTEREST = Declared(has_conflict=True, details="My sister runs the first of these bidders.")
BETTER = "Read again, the first year is as concrete as the second; the panel agreed that only the handover stays open."


def refused(act, error=ActRefused):
    with pytest.raises(error) as refusal:
        act()
    return str(refusal.value)


def agree_anew(world, reopening, **changes):
    said = {"score": "5", "reasons": BETTER, "replaces": reopening.consensus_id, "at": ANEW + world.moved, **changes}
    return world.agree(world.bids[0], **said)


# ---- before part 2 is open


def test_a_reopened_score_is_agreed_anew_and_both_are_kept():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")
    world.decide(reopening)

    again = agree_anew(world, reopening)

    reopening.refresh_from_db()
    earlier = reopening.consensus
    assert (earlier.score, earlier.replaced_at, again.score, again.replaced_at) == (4, ANEW, 5, None)
    assert reopening.settled_by == again
    assert world.fresh_panel().state == "locked"


def test_the_record_names_both_people_and_the_new_score():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")
    world.decide(reopening)
    again = agree_anew(world, reopening)

    assert world.events()[-3:] == ["reopening.asked", "reopening.granted", "consensus.recorded"]
    granted = world.challenge.record.entries.get(event="reopening.granted").content
    assert (granted["asked_by"], granted["by"]) == (str(world.officer.pk), str(world.approver.pk))
    assert (granted["error"], granted["part_2_open"]) == ("fact", False)
    said = world.challenge.record.entries.filter(event="consensus.recorded").latest("number").content
    assert said["reopening"] == str(reopening.pk)
    assert (said["replaces"], said["agreed"]["consensus"]) == (str(reopening.consensus_id), str(again.pk))
    assert said["agreed"]["score"] == "5"
    call_command("verify_record", world.challenge.ocid)


def test_no_words_of_it_stand_in_the_record():
    world = DecisionWorld(bidders=2).until_ranked()
    world.decide(world.ask(wrong="Sentinelword: the panel read one page for another one here."))

    assert all("Sentinelword" not in str(entry.content) for entry in world.challenge.record.entries.all())


def test_nothing_else_opens():
    world = DecisionWorld(bidders=2).until_locked()
    world.decide(world.ask(price=""))

    for bid, criterion in ((world.bids[1], "plan"), (world.bids[0], "standing")):
        standing = Consensus.objects.get(bid=bid, criterion=world.criterion(criterion), replaced_at=None)
        message = refused(
            lambda bid=bid, criterion=criterion, standing=standing: world.agree(
                bid, criterion=criterion, score="1", replaces=standing.pk, at=ANEW
            ),
            ModerationRefused,
        )
        assert message == "The panel is not agreeing scores at the moment."
    assert set(Assessment.objects.values_list("state", flat=True)) == {"locked"}


def test_it_is_agreed_anew_once():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")
    world.decide(reopening)
    again = agree_anew(world, reopening)

    message = refused(lambda: agree_anew(world, reopening, replaces=again.pk), ModerationRefused)

    assert message == "The panel is not agreeing scores at the moment."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"score": "4.5"}, "score"),
        ({"reasons": "Better."}, "reasons"),
        ({"replaces": None}, None),
    ],
)
def test_what_is_agreed_anew_keeps_the_rules_of_agreeing(changes, field):
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")
    world.decide(reopening)

    with pytest.raises(ModerationRefused) as refusal:
        agree_anew(world, reopening, **changes)

    assert refusal.value.field == field
    assert Reopening.objects.get().settled_by is None


def test_one_person_alone_does_not_agree_anew():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")
    world.decide(reopening)

    message = refused(lambda: agree_anew(world, reopening, present=(world.chair,)), ModerationRefused)

    assert message == "Choose who was present: at least two members of the panel"


# ---- two people


def test_one_person_cannot_be_both():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="", by=world.approver)

    assert refused(lambda: world.decide(reopening)) == "You asked for this. A second person has to decide."
    assert Reopening.objects.get().is_granted is None


def test_the_database_refuses_one_person_twice():
    world = DecisionWorld(bidders=2).until_locked()
    world.ask(price="")

    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.update(decided_by=world.officer, decided_at=GRANTED, is_granted=True)


def test_asking_alone_opens_nothing():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")

    assert refused(lambda: agree_anew(world, reopening), ModerationRefused).startswith("The panel is not agreeing")


def test_a_refused_request_leaves_the_score_and_may_be_made_again():
    world = DecisionWorld(bidders=2).until_ranked()
    first = world.ask()
    world.decide(first, granted=False)

    assert refused(lambda: agree_anew(world, first), ModerationRefused).startswith("The panel is not agreeing")
    assert Ranking.objects.get().superseded_at is None
    assert world.ask().pk != first.pk
    assert "reopening.refused" in world.events()


def test_a_score_is_asked_about_once_at_a_time():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")

    assert refused(lambda: world.ask(price="", by=world.chair.person)).startswith("Somebody has asked to reopen")
    world.decide(reopening)
    assert refused(lambda: world.ask(price="")).startswith("Somebody has asked to reopen")


def test_it_is_decided_once():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")
    world.decide(reopening, granted=False)

    message = refused(lambda: world.decide(reopening, by=world.another_approver()))

    assert message == "This has been decided already."


def test_the_chair_may_ask():
    world = DecisionWorld(bidders=2).until_locked()

    reopening = world.ask(price="", by=world.chair.person)

    assert world.decide(reopening).is_granted


def test_nobody_with_an_interest_asks_or_decides():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(world.bids[1], price="")
    for person in (world.officer, world.approver):
        declare_interest(challenge_id=world.challenge.pk, by=person.pk, declared=INTEREST, at=ASKED)

    assert refused(lambda: world.ask(price="")).startswith("You declared an interest")
    assert refused(lambda: world.decide(reopening)).startswith("You declared an interest")
    assert refused(lambda: world.decide(reopening, granted=False)).startswith("You declared an interest")


def test_nobody_who_belongs_to_a_bidder_asks_or_decides():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")
    for person in (world.approver, world.chair.person):
        add_member(bidder_id=world.bids[1].bidder.pk, person_id=person.pk, role="viewer", at=ASKED)

    assert refused(lambda: world.decide(reopening)).startswith("You belong to an organisation")
    assert refused(lambda: world.ask(world.bids[1], price="", by=world.chair.person)).startswith("You belong to")


def test_nobody_with_a_conflict_about_this_bidder_asks_or_decides():
    world = DecisionWorld(bidders=2).until_locked()
    world.declare(world.chair, conflict_with=[world.bids[0]])
    own = world.another_approver()

    assert refused(lambda: world.ask(price="", by=world.chair.person)).startswith("You declared a conflict")
    assert world.decide(world.ask(world.bids[1], price="", by=world.chair.person), by=own).is_granted


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"wrong": "Wrong."}, "what_is_wrong"), ({"error": "taste"}, "error"), ({"error": ""}, "error")],
)
def test_a_change_of_mind_is_not_enough(changes, field):
    world = DecisionWorld(bidders=2).until_locked()

    with pytest.raises(ActRefused) as refusal:
        world.ask(price="", **changes)

    assert refusal.value.field == field


def test_a_decision_needs_reasons_either_way():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="")

    for granted in (True, False):
        with pytest.raises(ActRefused) as refusal:
            world.decide(reopening, granted=granted, reasons="Fine.")
        assert refusal.value.field == "reasons"


def test_nothing_is_reopened_before_the_lock():
    world = DecisionWorld(bidders=2).until_moderation()
    world.agree(world.bids[0])

    assert refused(lambda: world.ask(price="", at=AGREEING)).startswith("The scores are not locked")


def test_a_score_that_is_not_there_is_not_reopened():
    world, other = DecisionWorld(bidders=2).until_locked(), DecisionWorld(bidders=1).until_locked()

    assert refused(lambda: world.ask(other.bids[0], price="")).startswith("The panel has agreed no score here")


# ---- once prices may be known


def test_part_2_stays_sealed_while_a_score_is_being_reopened():
    world = DecisionWorld(bidders=2).until_locked()
    reopening = world.ask(price="", at=AGREEING)

    assert refused(world.open_commercial, OpeningRefused).startswith("Somebody has asked to reopen a score.")
    world.decide(reopening, at=AGREEING)
    assert refused(world.open_commercial, OpeningRefused).startswith("Somebody has asked to reopen a score.")
    agree_anew(world, reopening, at=AGREEING)

    assert set(world.open_commercial().bids) == {bid.pk for bid in world.bids}


def test_once_part_2_is_open_the_request_says_why_no_price_played_a_part():
    world = DecisionWorld(bidders=2).until_locked()
    world.open_commercial()

    with pytest.raises(ActRefused) as refusal:
        world.ask(price="")
    world.ask()

    assert refusal.value.field == "price_reason"
    assert world.challenge.record.entries.get(event="reopening.asked").content["part_2_open"] is True


def test_the_ranking_and_the_recommendation_made_before_stand_no_more():
    world = DecisionWorld(bidders=2).until_ranked()
    proposed = world.recommend()

    world.decide(world.ask())

    proposed.refresh_from_db()
    world.ranking.refresh_from_db()
    assert (proposed.state, proposed.approval.is_approved, proposed.approval.person) == (
        "returned",
        False,
        world.approver,
    )
    assert world.ranking.superseded_at == GRANTED
    assert world.events()[-4:] == [
        "reopening.asked",
        "reopening.granted",
        "ranking.superseded",
        "recommendation.returned",
    ]
    assert OutboxRow.objects.filter(event="recommendation.returned").count() == 1


def test_no_ranking_is_made_before_the_score_is_agreed_anew():
    world = DecisionWorld(bidders=2).until_ranked()
    world.decide(world.ask())

    assert refused(world.rank, NotDecidable) == "The panel has not agreed a reopened score anew yet."
    assert refused(world.recommend, DecisionRefused).startswith("A score was reopened since")


def test_the_new_ranking_takes_the_earlier_ones_place_and_both_reproduce(capsys):
    world = DecisionWorld(bidders=2).until_ranked()
    first = world.ranking
    reopening = world.ask(world.bids[1])
    world.decide(reopening)
    world.agree(world.bids[1], score="5", reasons=BETTER, replaces=reopening.consensus_id, at=ANEW)
    world.rank(at=RANKED_ANEW)

    call_command("reproduce_decision", world.challenge.ocid)

    assert first.content["order"] == [str(bid.pk) for bid in world.bids]
    assert world.ranking.content["order"] == [str(bid.pk) for bid in reversed(world.bids)]
    assert [row.superseded_at is None for row in Ranking.objects.order_by("made_at")] == [False, True]
    assert capsys.readouterr().out.count("same bytes") == 2
    assert (
        FormulaMeasure.objects.values("panel", "bid", "criterion").distinct().count() == FormulaMeasure.objects.count()
    )
    call_command("verify_record", world.challenge.ocid)


def test_a_changed_earlier_score_is_found_by_reproducing():
    world = DecisionWorld(bidders=2).until_ranked()
    reopening = world.ask()
    world.decide(reopening)
    agree_anew(world, reopening)
    world.rank(at=RANKED_ANEW)
    Consensus.objects.filter(pk=reopening.consensus_id).update(score=1)

    with pytest.raises(Exception, match="1 of 2 rankings could not be reproduced"):
        call_command("reproduce_decision", world.challenge.ocid)


def test_the_letters_say_the_new_score_and_nothing_of_the_reopening():
    world = DecisionWorld(bidders=2).until_ranked()
    reopening = world.ask()
    world.decide(reopening)
    agree_anew(world, reopening)
    world.rank(at=RANKED_ANEW)
    award = world.approve(world.recommend(at=RANKED_ANEW), at=RANKED_ANEW)

    told = summary_contents(award_to_tell(award))[str(world.bids[0].pk)]

    plan = next(line for line in told.own.criteria if line.id == "plan")
    assert (plan.score, plan.reasons) == (5, BETTER)
    assert reopening.reason not in str(told)


def test_nothing_is_approved_while_a_request_waits():
    world = DecisionWorld(bidders=2).until_ranked()
    proposed = world.recommend()
    reopening = world.ask()

    assert refused(lambda: world.approve(proposed), DecisionRefused).startswith("Somebody has asked to reopen")
    world.decide(reopening, granted=False)

    assert world.approve(proposed).bid == world.bids[0]


def test_nothing_is_reopened_once_the_award_is_approved():
    world = DecisionWorld(bidders=2).until_ranked()
    award = world.approve(world.recommend())

    assert refused(world.ask) == "The award has been approved. From then on no score is reopened."
    assert Award.objects.get() == award
    assert Reopening.objects.count() == 0


def test_a_request_older_than_the_award_cannot_be_granted_after_it():
    world = DecisionWorld(bidders=2).until_ranked()
    proposed = world.recommend()
    reopening = world.ask()
    # As if the award had been approved by a hand that did not look.
    Award.objects.create(recommendation=proposed, panel=world.panel, bid=world.bids[0], decided_at=GRANTED)

    assert refused(lambda: world.decide(reopening)).startswith("The award has been approved")
    assert Ranking.objects.get().superseded_at is None


def test_one_ranking_stands_at_a_time():
    world = DecisionWorld(bidders=2).until_ranked()

    with pytest.raises(IntegrityError), transaction.atomic():
        Ranking.objects.create(
            panel=world.panel,
            specification_version=world.ranking.specification_version,
            content={},
            sha256="",
            made_at=RANKED_ANEW,
        )


def test_a_new_recommendation_follows_the_new_ranking():
    world = DecisionWorld(bidders=2).until_ranked()
    earlier = world.recommend()
    reopening = world.ask()
    world.decide(reopening)
    agree_anew(world, reopening)
    world.rank(at=RANKED_ANEW)

    later = world.recommend(at=RANKED_ANEW + timedelta(hours=1))

    assert list(Recommendation.objects.order_by("proposed_at").values_list("pk", "state")) == [
        (earlier.pk, "returned"),
        (later.pk, "proposed"),
    ]
