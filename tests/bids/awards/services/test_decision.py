"""From locked marks to a public award: what the services refuse, what they write, and that it can be done again."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from bids.awards.domain.summary import SummaryContent
from bids.awards.models import Award, Summary
from bids.awards.selectors.decision_pages import public_award_rows, ranking_page
from bids.awards.services.award import publish_award, send_summaries
from bids.awards.services.recommendation import DecisionRefused, decide_recommendation, recommend_award
from bids.bidding.domain.payload import opened_sha256
from bids.bidding.models import OpenedPart, SealedEnvelope
from bids.bidding.services.bidders import add_member
from bids.evaluation.domain.scoring.ranking_content import RankingContent
from bids.evaluation.models import Consensus, FormulaMeasure, Ranking
from bids.evaluation.selectors.decision import NotDecidable, decision_of
from bids.evaluation.selectors.opened_parts import PartChanged
from bids.evaluation.services.conflicts import Declared, declare_interest
from bids.evaluation.services.moderation import lock_marks
from bids.evaluation.services.ranking import make_ranking
from challenges.ground.domain.frozen_json import sha256_of
from challenges.ground.domain.states import MOVED_ON, TransitionRefused
from challenges.ground.domain.words import ChallengeKind
from challenges.ground.models import RecordEntry
from challenges.publishing.models import Notice
from challenges.publishing.services.notices import (
    NoticeRefused,
    award_notice,
    enter_notice_number,
    prepare_tender_notice,
)
from portal.public.selectors.ocds import release_package
from portal.viewer import viewer_of
from tests.bids.evaluation_world import AGREEING, EvaluationWorld
from tests.factories import AuthorityWorld
from tests.support.specifications import outcome_specification
from tests.support.worlds import kept

pytestmark = pytest.mark.django_db

LOCKED = AGREEING + timedelta(hours=2)
RANKED = AGREEING + timedelta(days=2)
NUMBER = "2026/S 000-000001"
TAKEN = f"Notice number {NUMBER} already belongs to another notice. The central platform gives a number once."
REASONS = "First by the published method; no question of fact was left open after reading the reasons once more."


class DecisionWorld(EvaluationWorld):
    @kept
    def until_locked(self):
        """Each bid scores one point less than the one before it, so that somebody leads."""
        self.until_moderation()
        for number, bid in enumerate(self.bids):
            self.agree(bid, score=str(4 - number))
            self.agree(bid, criterion="standing", score="1")
        lock_marks(panel_id=self.panel.pk, by=self.chair.person_id, at=LOCKED)
        return self

    @kept
    def until_ranked(self):
        self.until_locked()
        self.open_commercial()
        self.ranking = make_ranking(panel_id=self.panel.pk, by=self.officer.pk, at=RANKED)
        return self

    def recommend(self, **changes):
        first = self.ranking.content["order"][0]
        said = {"bid_id": first, "reasons": REASONS, "by": self.officer.pk, **changes}
        return recommend_award(ranking_id=self.ranking.pk, at=RANKED, **said)

    @kept
    def until_awarded(self):
        self.until_ranked()
        proposed = self.recommend()
        self.award = decide_recommendation(
            recommendation_id=proposed.pk, is_approved=True, reasons="", by=self.approver.pk, at=RANKED
        )
        return self


def announced(world):
    """Told to the bidders, announced on the central platform and published."""
    person_id = world.officer.pk
    send_summaries(award_id=world.award.pk, by=person_id, at=RANKED)
    publish_award(award_id=world.award.pk, notice_number=NUMBER, noticed_at=RANKED, by=person_id, at=RANKED)
    return world


def a_prize():
    return outcome_specification(
        kind=ChallengeKind.CHALLENGE_PRIZE.value, prize={"en": "<p>£200,000 for the winner, the rest shared.</p>"}
    )


def events_of(world):
    return list(
        RecordEntry.objects.filter(record=world.challenge.pk).order_by("number").values_list("event", flat=True)
    )


def test_nothing_is_added_up_before_the_marks_are_locked():
    world = DecisionWorld(bidders=2).until_moderation()

    with pytest.raises(NotDecidable) as refusal:
        make_ranking(panel_id=world.panel.pk, by=world.officer.pk, at=RANKED)

    assert str(refusal.value) == "The panel has not locked its scores yet. The ranking can be made after that."
    assert Ranking.objects.count() == FormulaMeasure.objects.count() == 0


def test_nothing_is_added_up_while_part_two_is_sealed():
    world = DecisionWorld(bidders=2).until_locked()

    with pytest.raises(NotDecidable) as refusal:
        make_ranking(panel_id=world.panel.pk, by=world.officer.pk, at=RANKED)

    assert str(refusal.value) == "Part 2 of the bids has not been opened yet. The ranking can be made after that."


def test_the_ranking_is_made_once_and_its_hash_is_recorded():
    world = DecisionWorld(bidders=2).until_ranked()

    again = make_ranking(panel_id=world.panel.pk, by=world.officer.pk, at=RANKED + timedelta(days=1))

    assert again.pk == world.ranking.pk
    assert RecordEntry.objects.get(event="ranking.made").content["sha256"] == world.ranking.sha256
    assert sorted(world.ranking.content["order"]) == sorted(str(bid.pk) for bid in world.bids)


def test_a_decision_reproduces_to_the_same_bytes(capsys):
    world = DecisionWorld(bidders=3).until_ranked()

    call_command("reproduce_decision", world.challenge.ocid)

    assert "same bytes" in capsys.readouterr().out
    assert decision_of(world.fresh_panel()).as_plain() == world.ranking.content


def test_a_changed_mark_is_found_by_reproducing(capsys):
    world = DecisionWorld(bidders=2).until_ranked()
    Consensus.objects.filter(criterion=world.criterion("plan"), bid=world.bids[0]).update(score=5)

    with pytest.raises(CommandError):
        call_command("reproduce_decision", world.challenge.ocid)


def better_offer(part):
    part.content["content"]["outcomes"][0] |= {"low": "0.98", "likely": "0.99", "high": "1"}
    part.save()


def better_offer_with_its_hash(part):
    better_offer(part)
    part.sha256 = opened_sha256(part.content)
    part.save()


def better_offer_with_its_envelope(part):
    """Every hash an intruder without the receipt's signature could write anew."""
    better_offer_with_its_hash(part)
    SealedEnvelope.objects.filter(bid=part.bid, kind=part.kind).update(content_sha256=part.sha256)


def another_bids_offer(part):
    other = OpenedPart.objects.filter(kind=part.kind).exclude(bid=part.bid).first()
    OpenedPart.objects.filter(pk=part.pk).update(content=other.content, sha256=other.sha256)


def no_offer(part):
    part.delete()


def nothing_that_can_be_read(part):
    OpenedPart.objects.filter(pk=part.pk).update(content={"format": 1})


def other_salt(part):
    part.content["salt"] = "00" * 32
    part.save()


PLANTED = [
    better_offer,
    better_offer_with_its_hash,
    better_offer_with_its_envelope,
    another_bids_offer,
    no_offer,
    nothing_that_can_be_read,
    other_salt,
]


def test_an_offer_changed_after_the_opening_is_found_before_it_is_ranked_and_by_reproducing(capsys):
    world = DecisionWorld(bidders=2).until_locked()
    world.open_commercial()
    second = world.bids[1]

    for plant in PLANTED:
        with planted(plant, second), pytest.raises(PartChanged, match=f"Part 2 of the bid {second.pk} is not what was"):
            make_ranking(panel_id=world.panel.pk, by=world.officer.pk, at=RANKED)
    assert Ranking.objects.count() == 0

    world.ranking = make_ranking(panel_id=world.panel.pk, by=world.officer.pk, at=RANKED)
    proposed = world.recommend()
    for plant in PLANTED:
        with planted(plant, second), pytest.raises(CommandError, match="1 of 1 rankings could not be reproduced"):
            call_command("reproduce_decision", world.challenge.ocid)
        assert f"DIFFERENT Part 2 of the bid {second.pk} is not what was sealed." in capsys.readouterr().out
        with planted(plant, second), pytest.raises(PartChanged):
            decide_recommendation(
                recommendation_id=proposed.pk, is_approved=True, reasons="", by=world.approver.pk, at=RANKED
            )
    assert Award.objects.count() == 0
    call_command("reproduce_decision", world.challenge.ocid)


@contextmanager
def planted(plant, bid):
    """One change of a bid's part 2 in the database, taken back afterwards."""
    with transaction.atomic():
        plant(OpenedPart.objects.get(bid=bid, kind="commercial"))
        yield
        transaction.set_rollback(True)


def test_an_accepted_condition_taken_away_is_found():
    world = DecisionWorld(bidders=2).until_locked()
    world.open_commercial()
    part = OpenedPart.objects.get(bid=world.bids[0], kind="quality")
    part.content["content"]["accepted_conditions"] = []
    part.sha256 = opened_sha256(part.content)
    part.save()

    with pytest.raises(PartChanged, match=f"Part 1 of the bid {world.bids[0].pk} is not what was sealed"):
        make_ranking(panel_id=world.panel.pk, by=world.officer.pk, at=RANKED)


def test_ranking_and_letters_say_their_format_and_read_back_as_they_were():
    world = DecisionWorld(bidders=2).until_awarded()
    send_summaries(award_id=world.award.pk, by=world.officer.pk, at=RANKED)
    ranking, letters = Ranking.objects.get(), list(Summary.objects.all())

    read = [RankingContent.from_plain(ranking.content), *(SummaryContent.from_plain(one.content) for one in letters)]

    kept = [ranking, *letters]
    assert [one.content["format"] for one in kept] == [1, 1, 1]
    assert [sha256_of(one.as_plain()) for one in read] == [one.sha256 for one in kept]


def test_a_letter_of_an_unknown_format_is_not_half_understood(client):
    world = DecisionWorld(bidders=1).until_awarded()
    send_summaries(award_id=world.award.pk, by=world.officer.pk, at=RANKED)
    letter = Summary.objects.get()
    client.force_login(world.bids[0].bidder.memberships.get().person)
    url = reverse("bid_summary", args=[letter.bid_id])
    assert client.get(url).status_code == 200

    Summary.objects.update(content={**letter.content, "format": 2})

    with pytest.raises(ValueError, match="format of SummaryContent: 2 refused, must be 1"):
        client.get(url)


def test_the_least_change_that_would_turn_the_order_is_told_as_the_new_score_instead_of_the_agreed_one():
    world = DecisionWorld(bidders=2).until_ranked()

    page = ranking_page(world.panel, viewer=viewer_of(world.officer))

    agreed = {bid.bidder.name: str(4 - number) for number, bid in enumerate(world.bids)}
    judged = [flip for flip in page.flips if flip[1]["en"] == world.criterion("plan").title["en"]]
    assert judged
    assert all(was == agreed[name] != other for name, _title, other, was in judged)


def test_only_the_bid_in_first_place_can_be_recommended():
    world = DecisionWorld(bidders=2).until_ranked()

    with pytest.raises(DecisionRefused):
        world.recommend(bid_id=world.ranking.content["order"][1])


@pytest.mark.parametrize(
    ("amount", "message"),
    [(None, "Enter the amount"), (Decimal(0), "more than nothing"), (Decimal(840001), "no more than the prize fund")],
)
def test_a_prize_needs_an_amount_within_the_fund(amount, message):
    world = DecisionWorld(specification=a_prize()).until_ranked()

    with pytest.raises(DecisionRefused, match=message) as refused:
        world.recommend(prize_amount=amount)

    assert refused.value.field == "prize_amount"


def test_a_prizes_award_is_worth_what_was_recommended():
    world = DecisionWorld(specification=a_prize()).until_ranked()
    proposed = world.recommend(prize_amount=Decimal(200_000))

    award = decide_recommendation(
        recommendation_id=proposed.pk, is_approved=True, reasons="", by=world.approver.pk, at=RANKED
    )

    assert award.value_amount == 200_000
    assert world.challenge.record.entries.get(event="recommendation.proposed").content["prize_amount"] == "200000"


def test_no_award_of_a_prize_needs_no_amount():
    world = DecisionWorld(specification=a_prize()).until_ranked()

    assert world.recommend(bid_id=None).prize_amount is None


@pytest.mark.parametrize("reasons", ["", "Best."])
def test_a_recommendation_needs_reasons(reasons):
    world = DecisionWorld().until_ranked()

    with pytest.raises(DecisionRefused) as refused:
        world.recommend(reasons=reasons)

    assert refused.value.field == "reasons"


def test_one_recommendation_at_a_time():
    world = DecisionWorld().until_ranked()
    world.recommend()

    with pytest.raises(DecisionRefused):
        world.recommend()


def test_nobody_approves_what_they_recommended():
    world = DecisionWorld().until_ranked()
    proposed = world.recommend(by=world.approver.pk)

    with pytest.raises(DecisionRefused):
        decide_recommendation(
            recommendation_id=proposed.pk, is_approved=True, reasons="", by=world.approver.pk, at=RANKED
        )

    assert Award.objects.count() == 0


def test_nobody_with_an_interest_recommends_or_approves():
    world = DecisionWorld().until_ranked()
    interest = Declared(has_conflict=True, details="My sister runs the first of these bidders.")
    for person in (world.officer, world.approver):
        declare_interest(challenge_id=world.challenge.pk, by=person.pk, declared=interest, at=RANKED)

    with pytest.raises(DecisionRefused):
        world.recommend()
    proposed = world.recommend(by=world.chair.person_id)
    with pytest.raises(DecisionRefused):
        decide_recommendation(
            recommendation_id=proposed.pk, is_approved=True, reasons="", by=world.approver.pk, at=RANKED
        )

    assert Award.objects.count() == 0


def test_nobody_who_belongs_to_a_bidder_recommends_or_approves():
    world = DecisionWorld(bidders=2).until_ranked()
    for person in (world.officer, world.approver):
        add_member(bidder_id=world.bids[0].bidder.pk, person_id=person.pk, role="viewer", at=RANKED)

    with pytest.raises(DecisionRefused):
        world.recommend()
    proposed = world.recommend(by=world.chair.person_id)
    with pytest.raises(DecisionRefused):
        decide_recommendation(
            recommendation_id=proposed.pk, is_approved=True, reasons="", by=world.approver.pk, at=RANKED
        )

    assert Award.objects.count() == 0


def test_a_returned_recommendation_makes_way_for_another():
    world = DecisionWorld().until_ranked()
    returned = world.recommend()
    decide_recommendation(
        recommendation_id=returned.pk, is_approved=False, reasons=REASONS, by=world.approver.pk, at=RANKED
    )

    second = world.recommend(bid_id=None)

    assert second.bid is None


def test_a_decision_is_taken_once():
    world = DecisionWorld().until_awarded()

    with pytest.raises(TransitionRefused) as refusal:
        decide_recommendation(
            recommendation_id=world.award.recommendation_id,
            is_approved=True,
            reasons="",
            by=world.approver.pk,
            at=RANKED,
        )

    assert str(refusal.value) == MOVED_ON


def test_no_letter_goes_while_one_lacks_a_reason():
    world = DecisionWorld(bidders=2).until_awarded()
    Consensus.objects.filter(criterion=world.criterion("plan"), bid=world.bids[1]).update(reasons=" ")

    with pytest.raises(DecisionRefused):
        send_summaries(award_id=world.award.pk, by=world.officer.pk, at=RANKED)

    assert Summary.objects.count() == 0
    assert Award.objects.get().state == "approved"


def test_every_bidder_is_told_at_the_same_moment_and_before_publication():
    world = DecisionWorld(bidders=3).until_awarded()

    with pytest.raises(TransitionRefused):
        publish_award(award_id=world.award.pk, notice_number="", noticed_at=None, by=world.officer.pk, at=RANKED)
    send_summaries(award_id=world.award.pk, by=world.officer.pk, at=RANKED)

    assert set(Summary.objects.values_list("sent_at", flat=True)) == {RANKED}
    assert Summary.objects.count() == 3


def test_a_published_award_is_public_from_then_on_and_not_before():
    world = DecisionWorld(bidders=2).until_awarded()
    send_summaries(award_id=world.award.pk, by=world.officer.pk, at=RANKED)
    assert public_award_rows(at=RANKED + timedelta(days=9)) == []

    published = RANKED + timedelta(days=1)
    publish_award(award_id=world.award.pk, notice_number="", noticed_at=None, by=world.officer.pk, at=published)

    assert public_award_rows(at=RANKED) == []
    [row] = public_award_rows(at=published)
    assert row.lots[0].bids_assessed == 2
    assert events_of(world)[-4:] == [
        "recommendation.proposed",
        "recommendation.approved",
        "summaries.sent",
        "award.published",
    ]


def test_the_waiting_period_is_not_counted_from_a_notice_before_the_letters():
    world = DecisionWorld(bidders=2).until_awarded()
    send_summaries(award_id=world.award.pk, by=world.officer.pk, at=RANKED)

    with pytest.raises(DecisionRefused) as refused:
        publish_award(
            award_id=world.award.pk,
            notice_number="2026/S 000-000001",
            noticed_at=RANKED - timedelta(days=9),
            by=world.officer.pk,
            at=RANKED + timedelta(days=1),
        )

    assert refused.value.field == "noticed_at"
    assert Award.objects.get().state == "summaries_sent"


def test_the_number_of_another_notice_is_refused():
    world = DecisionWorld(bidders=2).until_awarded()
    send_summaries(award_id=world.award.pk, by=world.officer.pk, at=RANKED)
    Notice.objects.create(challenge=world.challenge, code="UK4", external_number=NUMBER, created_at=RANKED)

    with pytest.raises(DecisionRefused) as refused:
        publish_award(
            award_id=world.award.pk,
            notice_number=NUMBER,
            noticed_at=RANKED,
            by=world.officer.pk,
            at=RANKED + timedelta(days=1),
        )

    assert (refused.value.field, Award.objects.get().state) == ("notice_number", "summaries_sent")
    assert str(refused.value) == TAKEN


def test_the_number_of_another_award_is_refused_and_lots_announced_together_share_theirs():
    first = announced(DecisionWorld(bidders=1).until_awarded())
    world = DecisionWorld(bidders=1).until_awarded()

    with pytest.raises(DecisionRefused, match=TAKEN):
        announced(world)
    shared = award_notice(
        challenge_id=first.challenge.pk, number=NUMBER, published_at=RANKED, by=first.officer.pk, at=RANKED
    )

    assert [shared] == list(Notice.objects.all())
    assert Award.objects.get(notice=shared).panel == first.panel


def test_a_tender_notice_may_not_take_the_number_of_an_award():
    world = announced(DecisionWorld(bidders=1).until_awarded())
    tender = prepare_tender_notice(challenge=world.challenge, version=world.challenge.versions.get(), at=RANKED)

    with pytest.raises(NoticeRefused, match=TAKEN):
        enter_notice_number(notice_id=tender.pk, number=NUMBER, published_at=RANKED, by=world.officer.pk, at=RANKED)

    tender.refresh_from_db()
    assert (tender.state, tender.external_number) == ("approved", "")


@pytest.mark.parametrize("code", ["UK0", "UK18", "tender"])
def test_only_the_codes_of_the_act_are_kept(code):
    world = AuthorityWorld()

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(challenge=world.publish(), code=code, created_at=RANKED)


@pytest.mark.usefixtures("factor_switched_off")
def test_an_award_notice_is_told_with_its_award_only(client):
    world = announced(DecisionWorld(bidders=1).until_awarded())
    ocid = world.challenge.ocid

    notice = Award.objects.get().notice
    assert (notice.code, notice.state, notice.published_at) == ("UK6", "published", RANKED)
    assert events_of(world)[-2:] == ["summaries.sent", "award.published"]
    assert [row.lots[0].notice_number for row in public_award_rows(at=RANKED)] == [NUMBER]

    listed = client.get(f"/opportunities/{ocid}/").context["page"].notices
    client.force_login(world.officer)
    managed = client.get(f"/manage/{ocid}/notice/").context["notices"]
    release = release_package(ocid, at=RANKED)["releases"][-1]
    documents = [document for award in release["awards"] for document in award["documents"]]
    assert (listed, managed) == ((), [])
    assert [(d["id"], d["documentType"], d["noticeType"]) for d in documents] == [(NUMBER, "awardNotice", "UK6")]
    assert NUMBER not in str(release["tender"])


def test_the_list_of_awards_asks_no_more_questions_for_more_awards(django_assert_max_num_queries):
    asked = []
    for _number in range(2):
        world = DecisionWorld(bidders=1).until_awarded()
        send_summaries(award_id=world.award.pk, by=world.officer.pk, at=RANKED)
        publish_award(award_id=world.award.pk, notice_number="", noticed_at=None, by=world.officer.pk, at=RANKED)
        with django_assert_max_num_queries(4) as captured:
            public_award_rows(at=RANKED)
        asked.append(len(captured))

    assert asked[0] == asked[1]
