"""Who sees what of bids and marks, with what could leak put there first."""

import pytest

from bids.bidding.models import OpenedPart
from bids.bidding.selectors.scopes import bids_counted_for
from bids.evaluation.selectors.conflicts import declarations_visible_to, declarations_within_panel
from bids.evaluation.selectors.evaluation import (
    assessment_list,
    declarations_to_make,
    excerpt_of,
    excerpts_of,
    own_assessment,
    panel_cards,
)
from bids.evaluation.selectors.moderation import consensus_page, moderation_board
from bids.evaluation.selectors.opened_parts import PartChanged, words_readable_by
from bids.evaluation.selectors.openings import openings_of
from bids.evaluation.selectors.panels import judged_criteria, overview_of
from bids.evaluation.selectors.scopes import (
    assessments_counted_for,
    assessments_visible_to,
    bids_opened_for_officers,
    bids_opened_for_panel,
    bids_readable_by,
    consensus_visible_to,
    criteria_readable_by,
    earlier_consensus_visible_to,
    files_readable_by,
    locked_consensus_of,
    panels_visible_to,
    parts_decided_on,
    parts_readable_by,
    questions_readable_by,
)
from bids.evaluation.services.assessment import TypedAssessment, save_assessment
from bids.evaluation.services.moderation import lock_marks, open_moderation
from challenges.ground.rules import ANYONE
from challenges.ground.services.memberships import add_member
from portal.viewer import viewer_of
from portal.workspace.selectors.procedure import procedure_overview
from portal.workspace.wording.procedure import chapters_in_words
from tests.bids.evaluation_world import AGREEING, FIXED, OPENED, SCORING, SECRET, EvaluationWorld
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def outsiders(world):
    """Everybody who must read nothing of a panel's work, whatever else they may do."""
    bidder = world.bids[0].bidder.memberships.get().person
    elsewhere = EvaluationWorld().until_scoring()
    return {
        "anyone": ANYONE,
        "officer": viewer_of(world.officer),
        "approver": viewer_of(world.approver),
        "bidder": viewer_of(bidder),
        "another panel": elsewhere.viewer(elsewhere.first),
        "another officer": viewer_of(elsewhere.officer),
        "administrator": viewer_of(a_person("administrator", is_superuser=True)),
    }


def test_only_the_panel_reads_opened_bids_and_marks():
    world = EvaluationWorld().until_moderation()
    world.agree(world.bids[0])
    scopes = [bids_opened_for_panel, bids_readable_by, parts_readable_by, files_readable_by, questions_readable_by]
    scopes += [assessments_visible_to, consensus_visible_to, earlier_consensus_visible_to, declarations_within_panel]
    scopes += [criteria_readable_by]

    outside = outsiders(world)
    seen = {
        (who, scope.__name__): scope(viewer, world.panel).count() for who, viewer in outside.items() for scope in scopes
    }

    assert {place: n for place, n in seen.items() if n} == {}
    assert [words_readable_by(viewer, world.panel) for viewer in outside.values()] == [{}] * len(outside)
    assert assessments_visible_to(world.viewer(world.first), world.panel).count() == 4


def test_others_marks_are_invisible_while_scoring():
    world = EvaluationWorld().until_scoring()
    mine = world.assess(world.first, world.bids[0], score="5")
    world.assess(world.second, world.bids[0], score="0")
    save_assessment(
        member_id=world.second.pk,
        bid_id=world.bids[0].pk,
        criterion_id=world.criterion("standing").pk,
        assessment=TypedAssessment(reasons=SECRET),
        at=SCORING,
    )
    observer = world.seat("observer", role="observer", criteria=())
    world.declare(observer)

    assert list(assessments_visible_to(world.viewer(world.first), world.panel)) == [mine]
    for member in (world.chair, observer):
        assert assessments_visible_to(world.viewer(member), world.panel).count() == 0


def test_marks_nobody_submitted_stay_their_writers_alone():
    world = EvaluationWorld().until_scoring()
    world.assess(world.first, world.bids[0])
    where = {"bid_id": world.bids[0].pk, "criterion_id": world.criterion("standing").pk}
    save_assessment(member_id=world.first.pk, **where, assessment=TypedAssessment(reasons=SECRET), at=SCORING)
    panel = open_moderation(panel_id=world.panel.pk, by=world.chair.person_id, at=AGREEING, gaps_reason="Illness")

    for member, expected in ((world.first, {"locked", "draft"}), (world.second, {"locked"}), (world.chair, {"locked"})):
        seen = assessments_visible_to(world.viewer(member), panel).values_list("state", flat=True)
        assert set(seen) == expected


def test_void_marks_are_not_shown_to_the_others():
    world = EvaluationWorld(bidders=2).until_moderation()
    world.declare(world.second, conflict_with=world.bids[:1], at=AGREEING)

    seen = assessments_visible_to(world.viewer(world.first), world.panel)

    assert seen.filter(member=world.second, bid=world.bids[0]).count() == 0
    assert seen.filter(member=world.second, bid=world.bids[1]).count() == 2


def test_who_is_recused_sees_nothing_of_that_bid_in_the_agreement():
    world = EvaluationWorld(bidders=2).until_moderation()
    world.agree(world.bids[0])
    world.declare(world.second, conflict_with=world.bids[:1], at=AGREEING)
    viewer = world.viewer(world.second)
    criterion = world.criterion("plan")

    assert consensus_page(viewer, world.panel, bid_id=world.bids[0].pk, criterion_id=criterion.pk) is None
    board = moderation_board(viewer, world.panel)
    assert ({cell.bid for cell in board.cells}, board.hidden) == ({world.bids[1]}, 1)
    assert consensus_visible_to(viewer, world.panel).count() == 0


def test_an_evaluator_reads_only_answers_to_the_criteria_given():
    world = EvaluationWorld()
    world.seat_panel()
    adviser = world.seat("adviser", criteria=("standing",))
    world.open_quality()
    world.declare(adviser)
    world.declare(world.first)

    seen = words_readable_by(world.viewer(adviser), world.panel)[world.bids[0].pk].answers

    assert [answer.question.block_id for answer in seen] == ["q-standing"]
    assert len(words_readable_by(world.viewer(world.first), world.panel)[world.bids[0].pk].answers) == 2


@pytest.mark.parametrize(
    ("role", "while_scoring"), [("evaluator", {"standing"}), ("observer", {"plan", "price", "standing"})]
)
def test_criteria_and_questions_are_read_by_one_rule(role, while_scoring):
    world = EvaluationWorld()
    world.seat_panel()
    adviser = world.seat("adviser", role=role, criteria=("standing",) if role == "evaluator" else ())
    viewer = world.viewer(adviser)

    for state, expected in (("scoring", while_scoring), ("moderation", {"plan", "price", "standing"})):
        world.panel.state = state
        criteria = criteria_readable_by(viewer, world.panel).values_list("block_id", flat=True)
        asked = questions_readable_by(viewer, world.panel).values_list("criterion__block_id", flat=True)
        assert (set(criteria), set(asked)) == (expected, expected - {"price"})


def test_the_panel_reads_no_figure_of_part_2_even_when_it_is_open():
    world = EvaluationWorld().until_moderation()
    world.agree_everything()
    lock_marks(panel_id=world.panel.pk, by=world.chair.person_id, at=AGREEING)
    world.open_commercial()
    figures = OpenedPart.objects.get(kind="commercial").content["content"]
    assert (figures["yearly_costs"][0], figures["pledges"][0]["quantity"]) == ("200000", "4")
    assert [offer["outcome"] for offer in figures["outcomes"]] == ["jobs"]

    panel, viewer = world.fresh_panel(), world.viewer(world.first)
    (statement,) = words_readable_by(viewer, panel)[world.bids[0].pk].statements

    assert vars(statement) == {"measure": "m-jobs", "statement": "Local people run the service."}
    assert list(parts_readable_by(viewer, panel).values_list("kind", flat=True)) == ["quality"]
    readings = excerpts_of(world.viewer(world.first), panel, bid=world.bids[0], criteria=list(judged_criteria(panel)))
    assert [figure for figure in ("600000", "200000", "quantity") if figure in repr(readings)] == []


def test_no_figure_reaches_the_decision_before_the_lock():
    world = EvaluationWorld().until_moderation()
    world.agree_everything()
    assert OpenedPart.objects.count() == 1

    assert parts_decided_on(world.fresh_panel()).count() == 0
    lock_marks(panel_id=world.panel.pk, by=world.chair.person_id, at=AGREEING)
    assert parts_decided_on(world.fresh_panel()).count() == 1


def test_words_that_are_not_what_was_sealed_are_not_read():
    world = EvaluationWorld(bidders=2).until_scoring()
    part = OpenedPart.objects.get(bid=world.bids[0])
    part.content["content"]["answers"][0]["text"] = "Better words, written after the opening."
    part.save()
    viewer, plan = world.viewer(world.first), world.criterion("plan").pk

    with pytest.raises(PartChanged, match=f"Part 1 of the bid {world.bids[0].pk} is not what was sealed"):
        excerpt_of(viewer, world.panel, bid_id=world.bids[0].pk, criterion_id=plan)
    with pytest.raises(PartChanged):
        world.assess(world.first, world.bids[0], citations=("Better words, written after the opening.",))
    assert excerpt_of(viewer, world.panel, bid_id=world.bids[1].pk, criterion_id=plan).answers[0].text


def test_officers_see_that_it_progresses_and_no_score():
    world = EvaluationWorld(bidders=2).until_scoring()
    world.assess(world.first, world.bids[0], score="5")
    officer = viewer_of(world.officer)

    overview = overview_of(officer, world.panel, at=SCORING)

    progress = {one.member.pk: (one.declared, one.to_declare, one.given, one.to_give) for one in overview.seated}
    assert progress == {world.chair.pk: (2, 2, 0, 0), world.first.pk: (2, 2, 1, 4), world.second.pk: (2, 2, 0, 4)}
    counted = assessments_counted_for(officer, world.panel).get()
    assert counted.get_deferred_fields() == {"score", "reasons", "citations"}


def test_nobody_counts_bids_before_the_list_is_fixed():
    world = EvaluationWorld(bidders=2)
    officer = viewer_of(world.officer)

    assert bids_counted_for(officer, world.stage).count() == 0
    assert openings_of(officer, world.challenge, at=FIXED)[0].bids is None
    world.fix()
    assert openings_of(officer, world.challenge, at=FIXED)[0].bids == 2
    assert bids_opened_for_officers(officer, world.stage).count() == 0


def test_an_agreed_score_reaches_the_decision_only_after_the_lock():
    world = EvaluationWorld().until_moderation()
    world.agree_everything()

    assert locked_consensus_of(world.fresh_panel()).count() == 0
    lock_marks(panel_id=world.panel.pk, by=world.chair.person_id, at=AGREEING)
    assert locked_consensus_of(world.fresh_panel()).count() == 2


def test_a_colleague_without_a_part_in_it_sees_no_declaration():
    world = EvaluationWorld().until_scoring()
    world.declare(world.first, conflict_with=world.bids, at=AGREEING)
    owner = a_person("owner")
    add_member(authority_id=world.authority.pk, person_id=owner.pk, role="mission_owner", at=OPENED)

    assert declarations_visible_to(viewer_of(owner)).count() == 0
    assert declarations_visible_to(viewer_of(world.officer)).count() == 4
    assert panels_visible_to(viewer_of(owner)).count() == 1
    procedure = procedure_overview(viewer_of(owner), world.challenge, at=OPENED)
    assert (procedure.is_overseer, [c.title for c in chapters_in_words(procedure)]) == (
        False,
        ["Before bids", "Decision"],
    )


READS = {
    "panel_cards": (4, lambda w, v: panel_cards(v)),
    "declarations": (2, lambda w, v: declarations_to_make(v, w.panel)),
    "marking_list": (6, lambda w, v: assessment_list(v, w.panel)),
    "reading": (
        8,
        lambda w, v: excerpt_of(v, w.panel, bid_id=w.bids[0].pk, criterion_id=w.criterion("plan").pk),
    ),
    "own_mark": (2, lambda w, v: own_assessment(v, w.panel, bid_id=w.bids[0].pk, criterion_id=w.criterion("plan").pk)),
    "board": (6, lambda w, v: moderation_board(v, w.panel)),
    "overview": (7, lambda w, v: overview_of(w.officers_view, w.panel, at=AGREEING)),
}


@pytest.mark.parametrize("bidders", [1, 3])
@pytest.mark.parametrize("name", READS)
def test_reading_takes_as_many_queries_for_three_bids_as_for_one(name, bidders, django_assert_num_queries):
    world = EvaluationWorld(bidders=bidders).until_moderation()
    viewer = world.viewer(world.first)
    world.panel, world.officers_view = world.fresh_panel(), viewer_of(world.officer)
    expected, read = READS[name]

    with django_assert_num_queries(expected):
        read(world, viewer)
