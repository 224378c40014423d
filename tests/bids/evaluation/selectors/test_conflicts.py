"""Everybody who asks what a member declared about a bidder gets the answer that stands."""

from datetime import timedelta

import pytest
from django.db import transaction

from bids.bidding.services.bidders import add_member
from bids.evaluation.domain.acts import Declared
from bids.evaluation.models import Consensus, Panel, PanelMember, Reopening, Replacement, SettingAside
from bids.evaluation.selectors.conflicts import conflicts_of, declared_by
from bids.evaluation.selectors.evaluation import assessment_list, declarations_to_make, panel_cards
from bids.evaluation.selectors.moderation import consensus_page
from bids.evaluation.selectors.opened_parts import words_readable_by
from bids.evaluation.selectors.panels import overview_of
from bids.evaluation.selectors.recipients import members_in_arrears
from bids.evaluation.selectors.scopes import bids_readable_by
from bids.evaluation.services.conflicts import declare_conflicts
from bids.evaluation.services.moderation import missing_assessments, open_moderation
from bids.evaluation.services.reopening import REOPENING
from bids.evaluation.services.replacing import REPLACEMENT
from bids.evaluation.services.setting_aside import SETTING_ASIDE
from bids.evaluation.services.two_people import why_kept_from
from challenges.ground.domain.refused import Refused
from portal.viewer import viewer_of
from portal.workspace.selectors.desk import panel_work_waiting
from portal.workspace.wording.desk import desk_rows
from tests.bids.evaluation_world import AGREEING, DURING, SCORING, EvaluationWorld

pytestmark = pytest.mark.django_db


class Asked(EvaluationWorld):
    """A panel of which the chair has no conflict, the second evaluator has one, and the first is asked about."""

    def __init__(self):
        super().__init__()
        self.seat_panel()

    def opened(self):
        self.open_quality()
        self.declare(self.chair)
        self.declare(self.second, conflict_with=self.bids)
        return self

    def says(self, *said, apart=timedelta(hours=1)):
        for number, has_conflict in enumerate(said, start=1):
            declared = {self.bids[0].bidder_id: Declared(has_conflict=has_conflict, details="My sister works there.")}
            declare_conflicts(member_id=self.first.pk, declared=declared, at=SCORING + number * apart)


# ---- the situations


def nothing_said():
    return Asked().opened()


def said(*answers, **changes):
    def situation():
        world = Asked().opened()
        world.says(*answers, **changes)
        return world

    return situation


def of_the_bidder():
    world = Asked()
    add_member(bidder_id=world.bids[0].bidder.pk, person_id=world.first.person_id, role="viewer", at=DURING)
    world.opened().says(True)
    return world


def on_two_panels(*, here, there):
    def situation():
        world = Asked().opened()
        world.says(here)
        lot = world.challenge.lots.create(block_id="north", title={"en": "North"}, position=1)
        other = Panel.objects.create(stage=world.stage, lot=lot, created_at=DURING)
        seat = PanelMember.objects.create(panel=other, person=world.first.person, role="evaluator", joined_at=DURING)
        seat.declarations.create(bidder=world.bids[0].bidder, has_conflict=there, declared_at=SCORING)
        return world

    return situation


#: What stands for the seat, and for the person in the acts of two people about the stage.
SITUATIONS = {
    "none": (nothing_said, "unsaid", "unsaid"),
    "no conflict": (said(False), "clear", "clear"),
    "a conflict": (said(True), "conflict", "conflict"),
    "a conflict, then none": (said(True, False), "clear", "clear"),
    "none, then a conflict": (said(False, True), "conflict", "conflict"),
    "there and back": (said(True, False, True), "conflict", "conflict"),
    "two at one moment": (said(True, False, apart=timedelta(0)), "clear", "clear"),
    "the bid is their own": (of_the_bidder, "conflict", "conflict"),
    "a conflict at the other of two seats": (on_two_panels(here=False, there=True), "clear", "conflict"),
    "a conflict at this one of two seats": (on_two_panels(here=True, there=False), "conflict", "conflict"),
}


# ---- who asks


def of_panel(world, viewer):
    panel = world.fresh_panel()
    seated = next(one for one in overview_of(viewer, panel, at=SCORING).seated if one.member == world.first)
    return seated.declared, seated.conflicts, seated.to_give


def own_card(world):
    [card] = [one for one in panel_cards(world.viewer(world.first)) if one.panel == world.panel]
    return card.to_declare, card.to_give


def own_list(world):
    marking = assessment_list(world.viewer(world.first), world.panel)
    return marking.to_declare, len(marking.cells), len(marking.recused)


def own_desk(world):
    rows = desk_rows(panel_work_waiting(world.viewer(world.first), "en"))
    return [one.title for one in rows if one.url.endswith(f"{world.panel.pk}/")]


def may_be_present(world):
    where = {"bid_id": world.bids[0].pk, "criterion_id": world.criterion("plan").pk}
    return world.first in consensus_page(world.viewer(world.chair), world.panel, **where).may_be_present


def refusal_of(act):
    try:
        act()
    except Refused as refusal:
        return str(refusal)
    return ""


def agreeing_with(world):
    open_moderation(panel_id=world.panel.pk, by=world.chair.person_id, at=AGREEING, gaps_reason="Illness")
    return refusal_of(lambda: world.agree(world.bids[0], present=(world.chair, world.first)))


def standing(world):
    conflicts, pair = conflicts_of([world.first.pk]), (world.first.pk, world.bids[0].bidder_id)
    return conflicts.has_declared(*pair), conflicts.has_conflict(*pair), conflicts.has_no_conflict(*pair)


#: What each answers where nothing was said, where no conflict stands, and where one does.
USERS = {
    "conflicts_of": (standing, (False, False, False), (True, False, True), (True, True, False)),
    "declared_by": (
        lambda w: [one.has_conflict for one in declared_by(w.first.pk).values()],
        [],
        [False],
        [True],
    ),
    "reading": (lambda w: bids_readable_by(w.viewer(w.first), w.panel).exists(), False, True, False),
    "reading words": (lambda w: len(words_readable_by(w.viewer(w.first), w.panel)), 0, 1, 0),
    "officer's overview": (lambda w: of_panel(w, viewer_of(w.officer)), (0, 0, 2), (1, 0, 2), (1, 1, 0)),
    "chair's overview": (lambda w: of_panel(w, w.viewer(w.chair)), (0, 0, 2), (1, 0, 2), (1, 1, 0)),
    "own card": (own_card, (1, 0), (0, 2), (0, 0)),
    "own declarations": (
        lambda w: [one.has_conflict for one in declarations_to_make(w.viewer(w.first), w.panel)],
        [None],
        [False],
        [True],
    ),
    "own list": (own_list, (1, 0, 0), (0, 2, 0), (0, 0, 1)),
    "own desk": (own_desk, ["Declare conflicts of interest"], ["Give 2 marks"], []),
    "reminders": (lambda w: w.first in members_in_arrears(w.panel), True, True, False),
    "marks missing": (lambda w: missing_assessments(w.panel), 2, 2, 0),
    "who may be present": (may_be_present, True, True, False),
    "giving a mark": (
        lambda w: refusal_of(lambda: w.assess(w.first, w.bids[0], at=SCORING + timedelta(days=1))),
        "Declare first whether you have a conflict of interest with this bidder.",
        "",
        "You declared a conflict of interest with this bidder.",
    ),
    "agreeing": (
        agreeing_with,
        "Somebody you chose has not declared yet whether they have a conflict of interest",
        "",
        "Somebody you chose declared a conflict of interest with this bidder and cannot be present",
    ),
}


def reopening(world):
    return REOPENING.why_kept_out(
        Reopening(panel=world.panel, consensus=Consensus(bid=world.bids[0])), world.first.person_id
    )


def replacing(world):
    return REPLACEMENT.why_kept_out(Replacement(member=world.second, person=world.officer), world.first.person_id)


def setting_aside(world):
    return SETTING_ASIDE.why_kept_out(SettingAside(bid=world.bids[0]), world.first.person_id)


#: Whom the acts of two people keep out: for a conflict declared at any seat of the stage.
ACTS = {
    "any bidder": lambda w: why_kept_from(stage=w.stage, person_id=w.first.person_id),
    "this bidder": lambda w: why_kept_from(stage=w.stage, person_id=w.first.person_id, bidder_id=w.bids[0].bidder_id),
    "reopening": reopening,
    "replacing": replacing,
    "setting aside": setting_aside,
}


def asked(world, ask):
    """What somebody answers, without what their asking wrote."""
    with transaction.atomic():
        answer = ask(world)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("name", SITUATIONS)
def test_all_who_ask_agree_on_what_stands(name):
    situation, for_the_seat, for_the_person = SITUATIONS[name]
    world = situation()
    at = ("unsaid", "clear", "conflict").index(for_the_seat)

    answers = {user: asked(world, ask) for user, (ask, *_answers) in USERS.items()}
    kept_out = {act: bool(asked(world, ask)) for act, ask in ACTS.items()}

    assert answers == {user: told[at] for user, (_ask, *told) in USERS.items()}
    assert kept_out == dict.fromkeys(ACTS, for_the_person == "conflict")
