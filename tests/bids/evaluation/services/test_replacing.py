"""A seat changes hands while scores are agreed: two people decide it, and whoever lost the seat acts no more."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from bids.bidding.services.bidders import add_member as join_bidder
from bids.evaluation.models import Consensus, PanelMember, Replacement
from bids.evaluation.rules import seats_of
from bids.evaluation.selectors.scopes import bids_readable_by
from bids.evaluation.services.conflicts import Declared, declare_interest
from bids.evaluation.services.moderation import ModerationRefused, lock_marks
from bids.evaluation.services.replacing import REPLACEMENT, ask_to_replace, decide_replacement
from challenges.ground.domain.two_people import Verdict
from challenges.ground.models import OutboxRow
from challenges.ground.selectors.two_people import acts_waiting
from challenges.ground.services.memberships import add_member
from challenges.ground.services.two_people import ActRefused
from portal.viewer import viewer_of
from tests.bids.decision_world import VERDICT, DecisionWorld
from tests.bids.evaluation_world import AGREEING, DURING
from tests.factories import a_person

pytestmark = pytest.mark.django_db
GONE = AGREEING + timedelta(hours=1)
WHY = "The chair found a conflict with the second bidder yesterday and can agree no score of its bid any more."
INTEREST = Declared(has_conflict=True, details="My sister runs the first of these bidders.")


class PanelWorld(DecisionWorld):
    """A panel that agrees scores, and a colleague who could take a seat on it."""

    def __init__(self, **changes):
        super().__init__(bidders=2, **changes)
        self.colleague = a_person("colleague")
        add_member(authority_id=self.authority.pk, person_id=self.colleague.pk, role="auditor", at=DURING)

    def ask_to_replace(self, member=None, *, person=None, by=None, reason=WHY, at=GONE):
        return ask_to_replace(
            member_id=(member or self.chair).pk,
            person_id=(person or self.colleague).pk,
            reason=reason,
            by=(by or self.officer).pk,
            at=at + self.moved,
        )

    def replace(self, row, *, granted=True, by=None, reasons=VERDICT, at=GONE):
        verdict = Verdict(is_granted=granted, reasons=reasons)
        return decide_replacement(
            replacement_id=row.pk, verdict=verdict, by=(by or self.approver).pk, at=at + self.moved
        )

    def seat_of(self, person):
        return PanelMember.objects.get(panel=self.panel, person=person)

    def with_new_chair(self):
        """The seat has changed hands, and the world's chair is the new one."""
        self.former = self.chair
        self.replace(self.ask_to_replace())
        self.chair = self.seat_of(self.colleague)
        return self


@pytest.fixture
def world():
    return PanelWorld().until_moderation()


def refused(act, error=ActRefused):
    with pytest.raises(error) as refusal:
        act()
    return str(refusal.value)


def test_a_new_chair_takes_the_seat_as_it_was(world):
    member = world.first

    world.replace(world.ask_to_replace(member))

    seated = world.seat_of(world.colleague)
    member.refresh_from_db()
    assert (member.left_at, seated.left_at, seated.joined_at) == (GONE, None, GONE)
    assert (seated.role, seated.discipline) == (member.role, member.discipline)
    assert set(seated.criteria.all()) == set(member.criteria.all())


def test_a_procurement_goes_on_after_its_chair_declared_a_conflict(world):
    world.declare(world.chair, conflict_with=[world.bids[1]])
    with pytest.raises(ModerationRefused, match="You declared a conflict"):
        world.agree(world.bids[1], present=(world.first, world.second))

    world.with_new_chair()
    world.declare(world.chair)
    world.agree_everything()

    assert lock_marks(panel_id=world.panel.pk, by=world.chair.person_id, at=GONE).state == "locked"
    call_command("verify_record", world.challenge.ocid)


def test_who_takes_the_seat_reads_and_agrees_nothing_before_declaring(world):
    world.with_new_chair()
    assert list(bids_readable_by(world.viewer(world.chair), world.panel)) == []

    message = refused(lambda: world.agree(world.bids[0]), ModerationRefused)
    world.chair, new = world.former, world.chair

    assert message == "Declare first whether you have a conflict of interest with this bidder."
    world.declare(new)
    assert set(bids_readable_by(world.viewer(new), world.panel)) == set(world.bids)


def test_nobody_is_present_who_has_not_declared(world):
    world.replace(world.ask_to_replace(world.first))
    new = world.seat_of(world.colleague)

    message = refused(lambda: world.agree(world.bids[0], present=(world.chair, new)), ModerationRefused)
    world.declare(new)

    assert message.startswith("Somebody you chose has not declared yet")
    assert world.agree(world.bids[0], present=(world.chair, new)).score == 3


def test_a_replaced_chair_acts_no_more(world):
    world.with_new_chair()
    world.chair = world.former

    for act in (lambda: world.agree(world.bids[0], present=(world.first, world.second)), world.lock):
        assert refused(act, ModerationRefused) == "Only the chair who sits on the panel now does this."
    assert Consensus.objects.count() == 0
    assert seats_of(viewer_of(world.former.person)) == {}


def test_a_replaced_member_is_not_present_any_more(world):
    world.replace(world.ask_to_replace(world.first))

    message = refused(lambda: world.agree(world.bids[0], present=(world.chair, world.first)), ModerationRefused)

    assert message.startswith("Choose who was present")


def test_scores_of_a_replaced_member_stay_and_count(world):
    world.replace(world.ask_to_replace(world.first))

    assert world.first.assessments.filter(state="locked").count() == 4
    assert world.seat_of(world.colleague).assessments.count() == 0


def test_it_is_recorded_with_both_people_and_no_words(world):
    row = world.ask_to_replace()
    world.replace(row)

    assert world.events()[-4:] == [
        "replacement.asked",
        "replacement.granted",
        "panel.member_released",
        "panel.member_seated",
    ]
    said = world.challenge.record.entries.get(event="replacement.granted").content
    assert (said["asked_by"], said["by"]) == (str(world.officer.pk), str(world.approver.pk))
    assert (said["member"], said["role"]) == (str(world.chair.pk), "chair")
    assert (said["person"], said["replacement"]) == (str(world.colleague.pk), str(row.pk))
    assert all(WHY not in str(entry.content) for entry in world.challenge.record.entries.all())
    call_command("verify_record", world.challenge.ocid)


def test_everybody_concerned_is_told(world):
    world.replace(world.ask_to_replace())

    events = set(OutboxRow.objects.values_list("event", flat=True))
    told = {one.pk for message in REPLACEMENT.messages["granted"] for one in message.people(Replacement.objects.get())}

    assert {"replacement.asked", "replacement.granted"} <= events
    assert OutboxRow.objects.filter(
        event="panel.invited", payload__member=str(world.seat_of(world.colleague).pk)
    ).exists()
    assert told == {world.officer.pk, world.chair.person_id}


def test_a_refusal_leaves_the_panel_as_it_is(world):
    world.replace(world.ask_to_replace(), granted=False)

    world.chair.refresh_from_db()
    assert world.chair.left_at is None
    assert not PanelMember.objects.filter(person=world.colleague).exists()
    assert world.replace(world.ask_to_replace()).is_granted


def test_the_same_person_does_not_do_both_halves(world):
    row = world.ask_to_replace(by=world.approver)

    assert refused(lambda: world.replace(row)) == "You asked for this. A second person has to decide."
    with pytest.raises(IntegrityError), transaction.atomic():
        Replacement.objects.update(decided_by=world.approver, decided_at=GONE, is_granted=True)


def test_nobody_decides_about_their_own_seat(world):
    row = world.ask_to_replace()
    for person in (world.chair.person, world.colleague):
        add_member(authority_id=world.authority.pk, person_id=person.pk, role="approver", at=DURING)

    assert refused(lambda: world.replace(row, by=world.chair.person)).startswith("This is your own seat")
    assert refused(lambda: world.replace(row, by=world.colleague)).startswith("You would take this seat yourself")
    assert refused(lambda: world.ask_to_replace(world.first, by=world.colleague)).startswith("You would take this seat")
    with pytest.raises(IntegrityError), transaction.atomic():
        Replacement.objects.update(decided_by=world.colleague, decided_at=GONE, is_granted=True)


def test_nobody_with_an_interest_a_bid_or_a_conflict_asks_or_decides(world):
    row = world.ask_to_replace()
    bidding, conflicted = world.another_approver(), world.second.person
    join_bidder(bidder_id=world.bids[0].bidder_id, person_id=bidding.pk, role="viewer", at=DURING)
    world.declare(world.second, conflict_with=[world.bids[0]])
    declare_interest(challenge_id=world.challenge.pk, by=world.approver.pk, declared=INTEREST, at=GONE)

    for person, words in (
        (world.approver, "You declared an interest"),
        (bidding, "You belong to an organisation"),
        (conflicted, "You declared a conflict of interest with a bidder here"),
    ):
        assert refused(lambda person=person: world.replace(row, by=person)).startswith(words)
        assert refused(lambda person=person: world.ask_to_replace(world.first, by=person)).startswith(words)
    assert Replacement.objects.get().is_granted is None


def test_who_cannot_judge_takes_no_seat(world):
    interested, bidding = (world.another_approver(role="auditor") for _one in range(2))
    declare_interest(challenge_id=world.challenge.pk, by=interested.pk, declared=INTEREST, at=GONE)
    join_bidder(bidder_id=world.bids[0].bidder_id, person_id=bidding.pk, role="viewer", at=DURING)

    for person, words in (
        (interested, "This person has an interest"),
        (bidding, "This person has an interest"),
        (a_person("stranger"), "Choose somebody of your authority"),
        (world.second.person, "This person sits on the panel already"),
    ):
        assert refused(lambda person=person: world.ask_to_replace(person=person)).startswith(words)


def test_an_interest_found_meanwhile_keeps_the_person_off_the_panel(world):
    row = world.ask_to_replace()
    declare_interest(challenge_id=world.challenge.pk, by=world.colleague.pk, declared=INTEREST, at=GONE)

    assert refused(lambda: world.replace(row)).startswith("This person has an interest")
    assert world.replace(row, granted=False).is_granted is False


def test_it_is_asked_once_and_decided_once(world):
    row = world.ask_to_replace()

    assert refused(world.ask_to_replace).startswith("Somebody has asked to replace this person already")
    world.replace(row)
    another = world.another_approver()
    assert refused(lambda: world.replace(row, by=another)) == "This has been decided already."
    assert refused(world.ask_to_replace).startswith("Only a chair or an evaluator who sits")


def test_thin_words_are_refused(world):
    with pytest.raises(ActRefused) as asking:
        world.ask_to_replace(reason="Ill.")
    row = world.ask_to_replace()
    with pytest.raises(ActRefused) as deciding:
        world.replace(row, reasons="Yes.")

    assert (asking.value.field, deciding.value.field) == ("reason", "reasons")


def test_before_and_after_the_agreement_no_seat_changes_hands_like_this(world):
    words = "The panel is not agreeing scores at the moment, so no seat changes hands like this."
    before = PanelWorld().until_scoring()
    assert refused(before.ask_to_replace) == words
    row = world.ask_to_replace()
    world.agreed_and_locked()

    assert refused(lambda: world.ask_to_replace(world.first)) == words
    assert refused(lambda: world.replace(row)) == words


def test_a_reopened_score_finds_its_chair():
    world = PanelWorld().until_locked()
    world.decide(world.ask(price=""))

    world.with_new_chair()

    assert world.seat_of(world.colleague).role == "chair"


def test_observers_are_not_replaced(world):
    observer = PanelMember.objects.create(panel=world.panel, person=a_person(), role="observer", joined_at=DURING)

    assert refused(lambda: world.ask_to_replace(observer)).startswith("Only a chair or an evaluator")


def test_who_left_may_come_back(world):
    world.with_new_chair()
    add_member(authority_id=world.authority.pk, person_id=world.former.person_id, role="auditor", at=DURING)

    world.replace(world.ask_to_replace(person=world.former.person))

    assert world.seat_of(world.former.person).left_at is None
    world.chair.refresh_from_db()
    assert world.chair.left_at == GONE


def test_the_desk_names_it_to_whom_it_waits_for(world):
    world.ask_to_replace(by=world.officer)

    titles = {
        name: [str(row.act.words.on_desk) for row in acts_waiting(viewer_of(person), [REPLACEMENT], "en")]
        for name, person in (("approver", world.approver), ("officer", world.officer), ("chair", world.chair.person))
    }

    assert titles == {"approver": ["Decide who takes a seat on the panel"], "officer": [], "chair": []}
