import pytest

from bids.bidding.services.bidders import add_member
from bids.evaluation.models import Assessment, ConflictDeclaration
from bids.evaluation.selectors.conflicts_assessment import conflicts_assessment
from bids.evaluation.selectors.opened_parts import words_readable_by
from bids.evaluation.selectors.scopes import bids_readable_by
from bids.evaluation.services.conflicts import DeclarationRefused, Declared, declare_conflicts, declare_interest
from bids.evaluation.services.moderation import lock_marks
from portal.viewer import viewer_of
from tests.bids.evaluation_world import AGREEING, DURING, SCORING, EvaluationWorld

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(DeclarationRefused) as refusal:
        act()
    return str(refusal.value)


def declare(world, member, bid, said, at=SCORING):
    return declare_conflicts(member_id=member.pk, declared={bid.bidder_id: said}, at=at)


def test_nothing_is_declared_before_the_opening():
    world = EvaluationWorld()
    world.seat_panel()

    said = Declared(has_conflict=False)

    assert refused(lambda: declare(world, world.first, world.bids[0], said)) == "The bids are not open yet."


def test_nothing_is_read_before_it_is_declared():
    world = EvaluationWorld(bidders=2)
    world.seat_panel()
    world.open_quality()
    viewer = world.viewer(world.first)

    assert list(bids_readable_by(viewer, world.panel)) == []
    declare(world, world.first, world.bids[0], Declared(has_conflict=False))

    assert list(bids_readable_by(viewer, world.panel)) == [world.bids[0]]
    assert set(words_readable_by(viewer, world.panel)) == {world.bids[0].pk}


def test_a_conflict_closes_the_bid_and_voids_marks_without_deleting_them():
    world = EvaluationWorld(bidders=2).until_scoring()
    kept = world.assess(world.first, world.bids[0])
    other = world.assess(world.first, world.bids[1])

    declare(world, world.first, world.bids[0], Declared(has_conflict=True, details="My sister works there."))

    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.state, kept.void_reason) == ("void", "Conflict declared: My sister works there.")
    assert (kept.score, bool(kept.reasons), other.state) == (4, True, "submitted")
    assert list(bids_readable_by(world.viewer(world.first), world.panel)) == [world.bids[1]]
    assert [e.event for e in world.challenge.record.entries.order_by("number")][-2:] == [
        "assessment.voided",
        "conflicts.declared",
    ]


def test_a_conflict_during_agreement_voids_a_locked_mark():
    world = EvaluationWorld().until_moderation()

    world.declare(world.first, conflict_with=world.bids, at=AGREEING)

    states = Assessment.objects.filter(member=world.first).values_list("state", flat=True)
    assert set(states) == {"void"}


def test_a_conflict_after_the_lock_is_kept_and_leaves_marks_alone():
    world = EvaluationWorld().until_moderation()
    world.agree_everything()
    lock_marks(panel_id=world.panel.pk, by=world.chair.person_id, at=AGREEING)

    world.declare(world.first, conflict_with=world.bids, at=AGREEING)

    assert set(Assessment.objects.filter(member=world.first).values_list("state", flat=True)) == {"locked"}
    assert ConflictDeclaration.objects.filter(member=world.first, has_conflict=True).count() == 1


def test_a_conflict_needs_its_details_and_its_withdrawal_too():
    world = EvaluationWorld().until_scoring()
    bid = world.bids[0]

    assert refused(lambda: declare(world, world.first, bid, Declared(has_conflict=True, details="  "))) == (
        "Say what the conflict is."
    )
    declare(world, world.first, bid, Declared(has_conflict=True, details="Old employer"))
    assert refused(lambda: declare(world, world.first, bid, Declared(has_conflict=False))) == (
        "You declared a conflict before. Say why there is none any more."
    )
    declare(world, world.first, bid, Declared(has_conflict=False, details="It was another firm of that name."))

    assert list(bids_readable_by(world.viewer(world.first), world.panel)) == [bid]
    assert ConflictDeclaration.objects.filter(member=world.first).count() == 3


def test_saying_the_same_again_writes_nothing():
    world = EvaluationWorld().until_scoring()
    before = world.challenge.record.entries.count()

    assert world.declare(world.first) == ()
    assert world.challenge.record.entries.count() == before


def test_only_bidders_of_this_stage_are_declared_about():
    world = EvaluationWorld().until_scoring()
    elsewhere = EvaluationWorld().bids[0]

    assert refused(lambda: declare(world, world.first, elsewhere, Declared(has_conflict=False))) == (
        "One of these organisations has not bid here."
    )


def test_a_member_of_a_bidder_judges_none_of_the_bids():
    world = EvaluationWorld(bidders=2)
    world.seat_panel()
    add_member(bidder_id=world.bids[0].bidder.pk, person_id=world.first.person_id, role="viewer", at=DURING)
    world.open_quality()

    assert refused(lambda: declare(world, world.first, world.bids[0], Declared(has_conflict=False))) == (
        "You belong to this organisation, so you have a conflict."
    )
    declare(world, world.first, world.bids[1], Declared(has_conflict=False))
    assert list(bids_readable_by(viewer_of(world.first.person), world.panel)) == []


def test_the_conflicts_assessment_is_complete_and_safe_to_open_in_a_spreadsheet():
    world = EvaluationWorld().until_scoring()
    formula = Declared(has_conflict=True, details='=HYPERLINK("http://example.org")')
    declare(world, world.first, world.bids[0], formula)
    declare_interest(
        challenge_id=world.challenge.pk, by=world.approver.pk, declared=Declared(has_conflict=False), at=DURING
    )

    rows = conflicts_assessment(viewer_of(world.officer), world.challenge)

    assert [len(row) for row in rows] == [7] * 6
    assert rows[1][1:7] == [world.approver.email] * 2 + ["Officer or approver", "The procedure", "no", ""]
    assert rows[-1][5:] == ["yes", '\'=HYPERLINK("http://example.org")']


def test_a_bidder_sees_no_declaration():
    world = EvaluationWorld().until_scoring()
    person = world.bids[0].bidder.memberships.get().person

    assert conflicts_assessment(viewer_of(person), world.challenge)[1:] == []
