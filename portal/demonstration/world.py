"""Builds the demonstration by calling the services people's clicks call, handing them its own moments.

Five procedures in five phases: a draft made from an imported notice, one open for bids, one closed and waiting to be
opened, one being judged, one decided. Nothing here writes a row itself, but people's accounts (`people.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from bids.awards.services.award import publish_award, send_summaries
from bids.awards.services.recommendation import decide_recommendation, recommend_award
from bids.bidding.models import Bid
from bids.bidding.services.closing import fix_list
from bids.bidding.services.drafting import save_piece, start_bid
from bids.bidding.services.submission import submit_bid
from bids.evaluation.domain.scoring.ranking_content import RankingContent
from bids.evaluation.models import Panel, PanelMember
from bids.evaluation.services.assessment import TypedAssessment, submit_assessment
from bids.evaluation.services.conflicts import Declared, declare_conflicts, declare_interest
from bids.evaluation.services.moderation import Agreed, lock_marks, open_moderation, record_consensus
from bids.evaluation.services.opening import ask_for_opening, open_parts
from bids.evaluation.services.panels import SeatPlan, seat_member, set_up_panel
from bids.evaluation.services.ranking import make_ranking
from challenges.publishing.domain.notices import read_notice
from challenges.publishing.domain.specification import Specification
from challenges.publishing.domain.words import EnvelopeKind, Method
from challenges.publishing.models import Challenge, Lot, Stage
from challenges.publishing.services.clarifications import answer_clarification, ask_clarification
from challenges.publishing.services.notices import enter_notice_number
from cms.importing.pages import draft_page_from, draft_page_of
from cms.publishing.pages import PageApproval, publish_page, read
from portal.demonstration import judged, offered, sought, sought_more
from portal.demonstration.missions import set_mission
from portal.demonstration.offered import Offered
from portal.demonstration.parts import block, noon
from portal.demonstration.people import Cast, bring_together

_KEYS = UUID("0d9a5e0e-57d5-5b5c-9a6c-3e1c6a1a7f21")
MINUTES, DAYS = timedelta(minutes=1), timedelta(days=1)
NOTICE_YEAR = "demonstration"


@dataclass(frozen=True, kw_only=True)
class ShownChallenge:
    """One published procedure and the acts upon it."""

    cast: Cast
    challenge: Challenge
    stage: Stage
    lot: Lot | None = None

    def criterion_id(self, name: str) -> UUID:
        return self.challenge.criteria.get(block_id=block(name)).pk

    @property
    def closes_at(self) -> datetime:
        return self.stage.closes_at


def build(*, now: datetime) -> None:
    """The whole demonstration, as if its months had passed by `now`."""
    # From today's noon backwards, so that every moment on the pages is one people work at.
    now = noon(now, days=0) if noon(now, days=0) <= now else noon(now, days=-1)
    cast = bring_together(at=now - 100 * DAYS)
    set_mission(cast, now=now)
    _draft(cast, at=now - 2 * DAYS)
    _open(cast, now=now)
    _closed(cast, now=now)
    _being_judged(cast, now=now)
    _decided(cast, now=now)


def _draft(cast: Cast, *, at: datetime) -> None:
    original = (sought.DATA / "fts-uk4-tender-harrogate-heat.json").read_bytes()
    draft_page_from(
        draft=read_notice(original), original=original, authority=cast.authority, person=cast["officer"], at=at
    )


def _publish(cast: Cast, specification: Specification, *, notice: str, at: datetime) -> ShownChallenge:
    """Written by the officer, approved by the approver, interests declared, its notice number entered an hour later."""
    page, _left = draft_page_of(
        specification=specification, authority=cast.authority, person=cast["officer"], at=at - 60 * MINUTES
    )
    revision = page.get_latest_revision()
    publish_page(
        page=page,
        revision=revision,
        approval=PageApproval(approver_id=cast["approver"].pk, sha256=read(revision.as_object()).sha256),
        at=at,
        make_live=lambda: PublishPageRevisionAction(revision, user=cast["approver"]).execute(
            skip_permission_checks=True
        ),
    )
    challenge = Challenge.objects.get(translation_key=page.translation_key)
    for person in (cast["officer"], cast["approver"]):
        nothing = Declared(has_conflict=False)
        declare_interest(challenge_id=challenge.pk, by=person.pk, declared=nothing, at=at + 10 * MINUTES)
    for waiting in challenge.notices.filter(state="approved"):
        enter_notice_number(
            notice_id=waiting.pk,
            number=notice,
            published_at=at + 30 * MINUTES,
            by=cast["officer"].pk,
            at=at + 60 * MINUTES,
        )
    return ShownChallenge(cast=cast, challenge=challenge, stage=challenge.stages.get())


def _key(*parts: object) -> UUID:
    return uuid5(_KEYS, "/".join(map(str, parts)))


def _bid(procedure: ShownChallenge, bidder: str, content: Offered, *, at: datetime, lot: Lot | None = None) -> Bid:
    """A draft, page by page, five minutes each."""
    person = procedure.cast[bidder]
    bid = start_bid(
        stage_id=procedure.stage.pk,
        lot_id=lot.pk if lot else None,
        bidder_id=procedure.cast.bidders[bidder].pk,
        at=at,
    )
    for number, (piece, typed) in enumerate(content.typed().items(), start=1):
        saved_at = at + 5 * number * MINUTES
        save_piece(bid_id=bid.pk, piece=piece, typed=typed, base_version=0, by=person.pk, at=saved_at)
    return bid


def _send(procedure: ShownChallenge, bidder: str, content: Offered, *, at: datetime, lot: Lot | None = None) -> Bid:
    bid = _bid(procedure, bidder, content, at=at, lot=lot)
    person = procedure.cast[bidder]
    submit_bid(bid_id=bid.pk, request_key=_key("sent", bid.pk), by=person.pk, at=at + 120 * MINUTES)
    return bid


def _ask(procedure: ShownChallenge, bidder: str, question: str, *, at: datetime, answer: str = "") -> None:
    asked = ask_clarification(
        challenge_id=procedure.challenge.pk,
        by=procedure.cast[bidder].pk,
        question=question,
        request_key=_key("asked", procedure.challenge.pk, question),
        at=at,
    )
    if answer:
        answer_clarification(
            clarification_id=asked.pk,
            published_question=question,
            answer=answer,
            by=procedure.cast["officer"].pk,
            at=at + DAYS,
        )


def _panel(procedure: ShownChallenge, *, at: datetime, lot: Lot | None = None) -> Panel:
    """The chair, and two evaluators who judge every criterion that people judge."""
    officer = procedure.cast["officer"]
    panel = set_up_panel(stage_id=procedure.stage.pk, lot_id=lot.pk if lot else None, by=officer.pk, at=at)
    criteria = procedure.challenge.criteria.exclude(method=Method.FORMULA.value).filter(lot=lot)
    given = tuple(criteria.values_list("pk", flat=True))
    for key, role, discipline, judges in (
        ("chair", "chair", "Commissioning", ()),
        ("evaluator-1", "evaluator", "Practice", given),
        ("evaluator-2", "evaluator", "Research", given),
    ):
        plan = SeatPlan(role=role, discipline=discipline, criteria=judges)
        seat_member(panel_id=panel.pk, person_id=procedure.cast[key].pk, plan=plan, by=officer.pk, at=at)
    return panel


def _open(cast: Cast, *, now: datetime) -> None:
    procedure = _publish(cast, sought.prevention(now), notice=f"{NOTICE_YEAR}/000001", at=now - 11 * DAYS)
    _send(procedure, "bridge", offered.PREVENTION["bridge"], at=now - 3 * DAYS)
    _bid(procedure, "steps", offered.PREVENTION["steps"], at=now - DAYS)
    _ask(
        procedure,
        "steps",
        "May a group of small charities bid together with one of them as the lead?",
        at=now - 6 * DAYS,
        answer="Yes. One organisation sends the bid and signs; name the others in your answers.",
    )
    _ask(procedure, "bridge", "Does a training course of eight hours a week count as training?", at=now - DAYS)


def _closed(cast: Cast, *, now: datetime) -> None:
    procedure = _publish(cast, sought.recovery(now), notice=f"{NOTICE_YEAR}/000002", at=now - 33 * DAYS)
    for position, lot in enumerate(procedure.challenge.lots.order_by("position")):
        _panel(procedure, at=procedure.closes_at - 5 * DAYS, lot=lot)
        for bidder, content in offered.RECOVERY[position].items():
            _send(procedure, bidder, content, at=procedure.closes_at - 4 * DAYS, lot=lot)
    fix_list(stage_id=procedure.stage.pk, at=procedure.closes_at + MINUTES)


def _opened(procedure: ShownChallenge, bids: Mapping[str, Offered]) -> tuple[dict[str, Bid], Panel]:
    """Sent, closed, opened by two people, and everybody on the panel has declared."""
    sent = {
        bidder: _send(procedure, bidder, content, at=procedure.closes_at - 4 * DAYS) for bidder, content in bids.items()
    }
    panel = _panel(procedure, at=procedure.closes_at - 5 * DAYS)
    fix_list(stage_id=procedure.stage.pk, at=procedure.closes_at + MINUTES)
    _two_people_open(procedure, EnvelopeKind.QUALITY, at=procedure.closes_at + 180 * MINUTES)
    declared = {bid.bidder_id: Declared(has_conflict=False) for bid in sent.values()}
    for member in panel.members.all():
        declare_conflicts(member_id=member.pk, declared=declared, at=procedure.closes_at + DAYS)
    return sent, panel


def _two_people_open(procedure: ShownChallenge, kind: EnvelopeKind, *, at: datetime) -> None:
    opening = ask_for_opening(stage_id=procedure.stage.pk, kind=kind, by=procedure.cast["officer"].pk, at=at)
    open_parts(opening_id=opening.pk, by=procedure.cast["approver"].pk, at=at + 10 * MINUTES)


def _member(panel: Panel, person: str, *, cast: Cast) -> PanelMember:
    return panel.members.get(person=cast[person])


def _assess(
    procedure: ShownChallenge, member: PanelMember, bid: Bid, name: str, given: tuple[str, str], *, at: datetime
) -> None:
    score, reasons = given
    submit_assessment(
        member_id=member.pk,
        bid_id=bid.pk,
        criterion_id=procedure.criterion_id(name),
        assessment=TypedAssessment(score=Decimal(score), reasons=reasons),
        at=at,
    )


def _being_judged(cast: Cast, *, now: datetime) -> None:
    procedure = _publish(cast, sought_more.ecotox(now), notice="", at=now - 62 * DAYS)
    sent, panel = _opened(procedure, offered.ECOTOX)
    for person, by_bidder in judged.ECOTOX_SCORES.items():
        member = _member(panel, person, cast=cast)
        for bidder, marks in by_bidder.items():
            for name, given in marks.items():
                _assess(procedure, member, sent[bidder], name, given, at=now - 3 * DAYS)


def _decided(cast: Cast, *, now: datetime) -> None:
    procedure = _publish(cast, sought_more.employment(now), notice=f"{NOTICE_YEAR}/000003", at=now - 78 * DAYS)
    sent, panel = _opened(procedure, offered.EMPLOYMENT)
    _agree(procedure, panel, sent, at=procedure.closes_at + 10 * DAYS)
    _two_people_open(procedure, EnvelopeKind.COMMERCIAL, at=procedure.closes_at + 13 * DAYS)
    _award(procedure, panel, at=procedure.closes_at + 14 * DAYS)


def _agree(procedure: ShownChallenge, panel: Panel, sent: Mapping[str, Bid], *, at: datetime) -> None:
    """Both evaluators mark, the chair records what was agreed, and locks."""
    cast, chair = procedure.cast, procedure.cast["chair"]
    for bidder, marks in judged.EMPLOYMENT_SCORES.items():
        for name, both in marks.items():
            for person, given in zip(("evaluator-1", "evaluator-2"), both, strict=True):
                _assess(procedure, _member(panel, person, cast=cast), sent[bidder], name, given, at=at - 3 * DAYS)
    open_moderation(panel_id=panel.pk, by=chair.pk, at=at)
    present = tuple(panel.members.values_list("pk", flat=True))
    for bidder, agreed in judged.EMPLOYMENT_AGREED.items():
        for name, (score, reasons) in agreed.items():
            record_consensus(
                panel_id=panel.pk,
                bid_id=sent[bidder].pk,
                criterion_id=procedure.criterion_id(name),
                agreed=Agreed(score=Decimal(score), reasons=reasons, present=present),
                by=chair.pk,
                at=at + 60 * MINUTES,
            )
    lock_marks(panel_id=panel.pk, by=chair.pk, at=at + DAYS)


def _award(procedure: ShownChallenge, panel: Panel, *, at: datetime) -> None:
    cast = procedure.cast
    ranking = make_ranking(panel_id=panel.pk, by=cast["officer"].pk, at=at)
    proposed = recommend_award(
        ranking_id=ranking.pk,
        bid_id=UUID(RankingContent.from_plain(ranking.content).order[0]),
        reasons="First by the published method, with the strongest plan; no question of fact was left open.",
        by=cast["officer"].pk,
        at=at + 60 * MINUTES,
    )
    award = decide_recommendation(
        recommendation_id=proposed.pk, is_approved=True, reasons="", by=cast["approver"].pk, at=at + DAYS
    )
    send_summaries(award_id=award.pk, by=cast["officer"].pk, at=at + 2 * DAYS)
    publish_award(
        award_id=award.pk,
        notice_number=f"{NOTICE_YEAR}/000004",
        noticed_at=at + 3 * DAYS,
        by=cast["officer"].pk,
        at=at + 3 * DAYS + 30 * MINUTES,
    )
