"""A bid the portal cannot open: set aside by two people, the others go on, and two people can take that back."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from bids.awards.models import Award, Summary
from bids.awards.selectors.decision_pages import public_award_rows
from bids.awards.selectors.summaries import award_to_tell, summary_contents
from bids.awards.services.award import publish_award, send_summaries
from bids.awards.services.recommendation import DecisionRefused
from bids.bidding.models import Opening
from bids.bidding.services.bidders import add_member
from bids.bidding.vault.keys import OpeningRefused
from bids.evaluation.models import Assessment, Consensus, SettingAside
from bids.evaluation.selectors.decision import NotDecidable
from bids.evaluation.services.conflicts import Declared, declare_interest
from bids.evaluation.services.moderation import ModerationRefused, lock_marks, open_moderation
from bids.evaluation.services.opening import finish_opening
from bids.evaluation.services.setting_aside import (
    ask_to_set_aside,
    ask_to_take_back,
    decide_setting_aside,
    decide_taking_back,
)
from challenges.ground.domain.two_people import Verdict
from challenges.ground.models import OutboxRow
from challenges.ground.services.two_people import ActRefused
from challenges.publishing.domain.words import EnvelopeKind
from tests.bids.decision_world import ASKED, RANKED, TRIED, VERDICT, DecisionWorld, damage
from tests.bids.evaluation_world import AGREEING, SCORING
from tests.support.worlds import kept

pytestmark = pytest.mark.django_db
QUALITY, COMMERCIAL = EnvelopeKind.QUALITY, EnvelopeKind.COMMERCIAL
RESTORED = "The stored bytes were found whole in the copy of the week before, and they open with the same key."
INTEREST = Declared(has_conflict=True, details="My sister runs the first of these bidders.")


def refused(act, error=ActRefused):
    with pytest.raises(error) as refusal:
        act()
    return str(refusal.value)


def ask(world, bid, kind=QUALITY, by=None, reason=TRIED, at=SCORING):
    return ask_to_set_aside(bid_id=bid.pk, kind=kind, reason=reason, by=(by or world.officer).pk, at=at)


def decide(world, aside, granted=True, by=None, reasons=VERDICT, at=SCORING):
    verdict = Verdict(is_granted=granted, reasons=reasons)
    return decide_setting_aside(setting_aside_id=aside.pk, verdict=verdict, by=(by or world.approver).pk, at=at)


def set_aside(world, bid, kind=QUALITY, at=SCORING):
    return decide(world, ask(world, bid, kind, at=at), at=at)


def take_back(world, aside, at=AGREEING):
    back = ask_to_take_back(setting_aside_id=aside.pk, reason=RESTORED, by=world.officer.pk, at=at)
    verdict = Verdict(is_granted=True, reasons=VERDICT)
    return decide_taking_back(taking_back_id=back.pk, verdict=verdict, by=world.approver.pk, at=at)


def try_again(world, kind=QUALITY, at=AGREEING):
    return finish_opening(opening_id=Opening.objects.get(stage=world.stage, kind=kind.value).pk, at=at)


@kept
def with_damaged_part_1(bidders=3):
    """The last bid's part 1 cannot be opened; the panel has declared about all."""
    world = DecisionWorld(bidders=bidders)
    world.stuck = world.bids[-1]
    world.mend = damage(world.stuck, "quality")
    world.until_scoring()
    return world


def without(world, bid):
    world.bids = [one for one in world.bids if one != bid]
    return world


def begin(world, at=AGREEING):
    for member in (world.first, world.second):
        for bid in world.bids:
            world.assess(member, bid)
            world.assess(member, bid, criterion="standing", score="1")
    world.panel = open_moderation(panel_id=world.panel.pk, by=world.chair.person_id, at=at)
    return world


@kept
def with_damaged_part_2(bidders=3):
    world = DecisionWorld(bidders=bidders)
    world.stuck = world.bids[-1]
    world.mend = damage(world.stuck, "commercial")
    world.until_locked()
    world.open_commercial()
    return world


# ---- part 1


def test_without_setting_aside_the_panel_cannot_lock():
    world = with_damaged_part_1()

    assert refused(lambda: begin(without(world, world.stuck)), ModerationRefused).startswith("4 scores are still")


def test_the_others_go_on_without_it():
    world = with_damaged_part_1()
    set_aside(world, world.stuck)

    begin(without(world, world.stuck)).agreed_and_locked()
    world.open_commercial()
    world.rank()

    assert world.ranking.content["order"] == [str(bid.pk) for bid in world.bids]
    assert world.ranking.content["set_aside"] == {str(world.stuck.pk): "quality"}
    assert str(world.stuck.pk) not in world.ranking.content["scores"]
    call_command("reproduce_decision", world.challenge.ocid)
    call_command("verify_record", world.challenge.ocid)


def test_totals_of_the_others_are_what_they_would_be_without_it():
    world, plain = with_damaged_part_1(), DecisionWorld(bidders=2).until_ranked()
    set_aside(world, world.stuck)
    begin(without(world, world.stuck)).agreed_and_locked()
    world.open_commercial()
    world.rank()

    totals = [world.ranking.content["totals"][str(bid.pk)] for bid in world.bids]

    assert totals == [plain.ranking.content["totals"][str(bid.pk)] for bid in plain.bids]


def test_part_2_of_a_bid_set_aside_stays_sealed():
    world = with_damaged_part_1()
    set_aside(world, world.stuck)
    begin(without(world, world.stuck)).agreed_and_locked()

    opened = world.open_commercial()

    assert set(opened.bids) == {bid.pk for bid in world.bids}
    assert world.stuck.envelopes.get(kind="commercial").opened_at is None


def test_it_is_recorded_with_both_people():
    world = with_damaged_part_1()

    aside = set_aside(world, world.stuck)

    assert world.events()[-2:] == ["setting_aside.asked", "bid.set_aside"]
    said = world.challenge.record.entries.get(event="bid.set_aside").content
    assert (said["asked_by"], said["by"]) == (str(world.officer.pk), str(world.approver.pk))
    assert (said["bid"], said["kind"], said["setting_aside"]) == (str(world.stuck.pk), "quality", str(aside.pk))
    assert TRIED not in str(said)


def test_asking_alone_changes_nothing():
    world = with_damaged_part_1()
    ask(world, world.stuck)

    assert refused(lambda: begin(without(world, world.stuck)), ModerationRefused).startswith("4 scores are still")


def test_one_person_cannot_be_both():
    world = with_damaged_part_1()
    aside = ask(world, world.stuck, by=world.approver)

    assert refused(lambda: decide(world, aside)) == "You asked for this. A second person has to decide."
    with pytest.raises(IntegrityError), transaction.atomic():
        SettingAside.objects.update(decided_by=world.approver, decided_at=SCORING, is_granted=True)


def test_only_a_bid_that_could_not_be_opened_is_set_aside():
    world = with_damaged_part_1()

    for bid, kind in ((world.bids[0], QUALITY), (world.stuck, COMMERCIAL)):
        message = refused(lambda bid=bid, kind=kind: ask(world, bid, kind))
        assert message == "Only a bid that could not be opened can be set aside."


def test_nothing_is_set_aside_before_the_opening():
    world = DecisionWorld(bidders=2)
    world.seat_panel()
    world.fix()

    assert refused(lambda: ask(world, world.bids[0])).startswith("Only a bid that could not be opened")


def test_a_bid_opened_meanwhile_is_not_set_aside():
    world = with_damaged_part_1()
    aside = ask(world, world.stuck)
    world.mend()
    try_again(world)

    assert refused(lambda: decide(world, aside)).startswith("Only a bid that could not be opened")
    assert decide(world, aside, granted=False).is_granted is False


def test_a_bid_not_set_aside_may_be_asked_about_again():
    world = with_damaged_part_1()
    decide(world, ask(world, world.stuck), granted=False)

    assert "setting_aside.refused" in world.events()
    assert set_aside(world, world.stuck).is_granted


def test_a_bid_is_asked_about_once_at_a_time():
    world = with_damaged_part_1()
    aside = ask(world, world.stuck)

    assert refused(lambda: ask(world, world.stuck)).startswith("Somebody has asked to set this bid aside")
    decide(world, aside)
    assert refused(lambda: decide(world, aside, by=world.another_approver())) == "This has been decided already."


def test_nobody_with_an_interest_or_a_bid_asks_or_decides():
    world = with_damaged_part_1()
    aside = ask(world, world.stuck)
    declare_interest(challenge_id=world.challenge.pk, by=world.approver.pk, declared=INTEREST, at=SCORING)
    member = world.another_approver()
    add_member(bidder_id=world.bids[0].bidder.pk, person_id=member.pk, role="viewer", at=SCORING)

    assert refused(lambda: decide(world, aside)).startswith("You declared an interest")
    assert refused(lambda: decide(world, aside, by=member)).startswith("You belong to an organisation")
    assert refused(lambda: ask(world, world.stuck, by=member)).startswith("You belong to an organisation")


def test_thin_reasons_are_refused():
    world = with_damaged_part_1()

    with pytest.raises(ActRefused) as refusal:
        ask(world, world.stuck, reason="Broken.")
    aside = ask(world, world.stuck)
    with pytest.raises(ActRefused) as again:
        decide(world, aside, reasons="Yes.")

    assert (refusal.value.field, again.value.field) == ("reason", "reasons")


def test_a_procedure_with_every_bid_set_aside_still_comes_to_an_end():
    world = with_damaged_part_1(bidders=1)
    set_aside(world, world.stuck)
    without(world, world.stuck)

    begin(world).lock()
    world.open_commercial()
    world.rank()

    assert (world.ranking.content["order"], list(world.ranking.content["set_aside"])) == ([], [str(world.stuck.pk)])


# ---- the letter


def test_its_letter_says_that_the_failure_was_the_portals():
    world = with_damaged_part_2()
    set_aside(world, world.stuck, COMMERCIAL, at=ASKED)
    world.rank(at=ASKED)
    award = world.approve(world.recommend(at=ASKED), at=ASKED)

    summaries = summary_contents(award_to_tell(award))
    send_summaries(award_id=award.pk, by=world.officer.pk, at=ASKED)

    told = Summary.objects.get(bid=world.stuck).content
    assert told == summaries[str(world.stuck.pk)].as_plain()
    assert (told["set_aside"], told["own"]["criteria"], told["own"]["total"]) == ("commercial", [], None)
    assert (told["disqualified_by"], told["is_winner"]) == ([], False)
    assert told["winner"]["name"] == world.bids[0].bidder.name
    assert all("set_aside" not in summaries[str(bid.pk)].as_plain() for bid in world.bids[:-1])
    assert Summary.objects.count() == 3


def test_the_public_is_told_how_many_were_judged():
    world = with_damaged_part_2()
    set_aside(world, world.stuck, COMMERCIAL, at=ASKED)
    world.rank(at=ASKED)
    award = world.approve(world.recommend(at=ASKED), at=ASKED)
    send_summaries(award_id=award.pk, by=world.officer.pk, at=ASKED)
    publish_award(award_id=award.pk, notice_number="", noticed_at=None, by=world.officer.pk, at=ASKED)

    [row] = public_award_rows(at=ASKED)

    assert row.lots[0].bids_assessed == 2


# ---- part 2


def test_part_2_that_cannot_be_opened_is_set_aside_after_the_lock():
    world = with_damaged_part_2()
    said = "Part 2 of the bids has not been opened yet. The ranking can be made after that."
    assert refused(world.rank, NotDecidable) == said

    set_aside(world, world.stuck, COMMERCIAL, at=ASKED)
    world.rank(at=ASKED)

    assert world.ranking.content["set_aside"] == {str(world.stuck.pk): "commercial"}
    assert world.ranking.content["order"] == [str(bid.pk) for bid in world.bids[:-1]]
    assert Consensus.objects.filter(bid=world.stuck, replaced_at=None).count() == 2
    call_command("reproduce_decision", world.challenge.ocid)


def test_a_bid_set_aside_cannot_be_recommended():
    world = with_damaged_part_2()
    set_aside(world, world.stuck, COMMERCIAL, at=ASKED)
    world.rank(at=ASKED)
    world.ranking.content["order"] = [str(world.stuck.pk)]

    assert refused(world.recommend, DecisionRefused) == "Only the bid in first place can be recommended."


def test_its_scores_are_not_reopened():
    world = with_damaged_part_2()
    set_aside(world, world.stuck, COMMERCIAL, at=ASKED)

    assert refused(lambda: world.ask(world.stuck)).startswith("The panel has agreed no score here")


# ---- taking back


def test_part_2_that_can_be_opened_after_all_counts_again():
    world = with_damaged_part_2()
    aside = set_aside(world, world.stuck, COMMERCIAL, at=ASKED)

    take_back(world, aside, at=ASKED)
    world.mend()
    again = try_again(world, COMMERCIAL, at=ASKED)
    world.rank(at=ASKED)

    assert again.bids == (world.stuck.pk,)
    assert "set_aside" not in world.ranking.content
    assert len(world.ranking.content["order"]) == 3
    assert world.fresh_panel().state == "locked"


def test_part_1_that_can_be_opened_after_all_is_scored_before_anything_goes_on():
    world = with_damaged_part_1()
    bids = world.bids
    aside = set_aside(world, world.stuck)
    begin(without(world, world.stuck)).agreed_and_locked()
    world.open_commercial()
    locked = {mark.pk: mark.score for mark in Assessment.objects.all()}
    agreed = set(Consensus.objects.values_list("pk", flat=True))

    take_back(world, aside, at=ASKED)
    world.mend()
    try_again(world, at=ASKED)

    assert world.fresh_panel().state == "scoring"
    assert refused(lambda: try_again(world, COMMERCIAL, at=ASKED), OpeningRefused).startswith("The panel has not")
    said = "The panel has not locked its scores yet. The ranking can be made after that."
    assert refused(world.rank, NotDecidable) == said

    world.bids = [world.stuck]
    begin(world, at=ASKED)
    standing = Consensus.objects.get(bid=bids[0], criterion=world.criterion("plan"))
    message = refused(lambda: world.agree(bids[0], score="5", replaces=standing.pk, at=ASKED), ModerationRefused)
    assert message.startswith("This score was locked.")
    world.agree(world.stuck, score="5", at=ASKED)
    world.agree(world.stuck, criterion="standing", score="1", at=ASKED)
    world.lock(at=ASKED)
    try_again(world, COMMERCIAL, at=ASKED)
    world.rank(at=ASKED)

    assert world.ranking.content["order"][0] == str(world.stuck.pk)
    assert {mark.pk: mark.score for mark in Assessment.objects.filter(pk__in=locked)} == locked
    assert agreed <= set(Consensus.objects.filter(replaced_at=None).values_list("pk", flat=True))
    call_command("reproduce_decision", world.challenge.ocid)
    call_command("verify_record", world.challenge.ocid)


def test_while_the_panel_scores_nothing_goes_back():
    world = with_damaged_part_1()
    aside = set_aside(world, world.stuck)

    take_back(world, aside, at=SCORING)

    assert world.fresh_panel().state == "scoring"
    assert OutboxRow.objects.filter(event="panel.returned_to_scoring").count() == 0
    assert world.events()[-2:] == ["taking_back.asked", "bid.counts_again"]


def test_a_bid_that_counts_again_can_be_set_aside_again():
    world = with_damaged_part_1()
    take_back(world, set_aside(world, world.stuck), at=SCORING)

    assert set_aside(world, world.stuck).is_granted
    assert SettingAside.objects.count() == 2


def test_taking_back_needs_two_people():
    world = with_damaged_part_1()
    aside = set_aside(world, world.stuck)
    back = ask_to_take_back(setting_aside_id=aside.pk, reason=RESTORED, by=world.approver.pk, at=AGREEING)
    verdict = Verdict(is_granted=True, reasons=VERDICT)

    def alone():
        return decide_taking_back(taking_back_id=back.pk, verdict=verdict, by=world.approver.pk, at=AGREEING)

    assert refused(alone) == "You asked for this. A second person has to decide."
    assert SettingAside.objects.get().taken_back_at is None


def test_it_is_not_taken_back_once_the_ranking_is_made():
    world = with_damaged_part_2()
    aside = set_aside(world, world.stuck, COMMERCIAL, at=ASKED)
    back = ask_to_take_back(setting_aside_id=aside.pk, reason=RESTORED, by=world.officer.pk, at=ASKED)
    world.rank(at=ASKED)
    verdict = Verdict(is_granted=True, reasons=VERDICT)

    def late():
        return decide_taking_back(taking_back_id=back.pk, verdict=verdict, by=world.approver.pk, at=ASKED)

    assert refused(late) == "The ranking has been made, so which bids count no longer changes."
    message = refused(
        lambda: ask_to_take_back(setting_aside_id=aside.pk, reason=RESTORED, by=world.officer.pk, at=ASKED)
    )
    assert message == "The ranking has been made, so which bids count no longer changes."


def test_a_reopened_ranking_does_not_let_it_come_back():
    world = with_damaged_part_2()
    aside = set_aside(world, world.stuck, COMMERCIAL, at=ASKED)
    world.rank(at=RANKED)
    world.decide(world.ask())

    message = refused(lambda: take_back(world, aside, at=ASKED + timedelta(days=1)))

    assert message == "The ranking has been made, so which bids count no longer changes."
    assert Award.objects.count() == 0


def test_what_is_not_set_aside_is_not_taken_back():
    world = with_damaged_part_1()
    waiting = ask(world, world.stuck)

    assert refused(lambda: take_back(world, waiting)) == "This bid is not set aside."
    aside = decide(world, waiting)
    take_back(world, aside, at=SCORING)
    assert refused(lambda: take_back(world, aside)) == "This bid is not set aside."


def test_the_panel_locks_only_what_is_judged():
    world = with_damaged_part_1()
    set_aside(world, world.stuck)
    begin(without(world, world.stuck))
    for bid in world.bids:
        world.agree(bid)
        world.agree(bid, criterion="standing", score="1")

    panel = lock_marks(panel_id=world.panel.pk, by=world.chair.person_id, at=AGREEING)

    agreed = world.challenge.record.entries.get(event="panel.locked").content["agreed"]
    assert panel.state == "locked"
    assert {one["bid"] for one in agreed} == {str(bid.pk) for bid in world.bids}
