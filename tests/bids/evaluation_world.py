"""A procurement with bids in it, built by the services as far as a test asks."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

from django.core.files.base import ContentFile

from bids.bidding.domain.payload import (
    AnswerPart,
    CommercialPart,
    OutcomeOfferPart,
    PledgePart,
    QualityPart,
    StatementPart,
)
from bids.bidding.domain.sealing import StreamSealer
from bids.bidding.domain.typed import as_typed
from bids.bidding.models import Bid, BidderKind
from bids.bidding.services.bidders import Registration, register_bidder
from bids.bidding.services.closing import fix_list
from bids.bidding.services.drafting import save_piece, start_bid
from bids.bidding.services.files import add_file
from bids.bidding.services.submission import submit_bid
from bids.bidding.vault.files import ArrivedFile
from bids.bidding.vault.keys import make_opening_keys
from bids.evaluation.models import Panel
from bids.evaluation.services.assessment import TypedAssessment, submit_assessment
from bids.evaluation.services.conflicts import Declared, declare_conflicts
from bids.evaluation.services.moderation import Agreed, open_moderation, record_consensus
from bids.evaluation.services.opening import ask_for_opening, open_parts
from bids.evaluation.services.panels import SeatPlan, seat_member, set_up_panel
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Criterion
from portal.viewer import viewer_of
from tests.factories import BEFORE_OPENING, AuthorityWorld, a_person
from tests.support.specifications import CLOSES, OPENS, STAGE, outcome_specification
from tests.support.worlds import kept

DURING = OPENS + timedelta(days=3)
FIXED = CLOSES + timedelta(seconds=61)
OPENED = CLOSES + timedelta(minutes=20)
SCORING = CLOSES + timedelta(days=2)
AGREEING = CLOSES + timedelta(days=9)
REASONS = "The plan names the people it is for and how they are found, with evidence from two similar places."
AGREED = (
    "The panel agreed that the plan is clear about whom it is for; it was not higher because the first year is vague."
)
ANSWER = "We meet people where they already go, in libraries and surgeries. A peer stays with them for a year."
SECRET = "Seven hundred peers of our own, found through the bakery in Mill Lane."


class EvaluationWorld(AuthorityWorld):
    """Officer, approver, chair and two evaluators; each bidder has one member who sends its bid."""

    @kept
    def __init__(self, *, bidders=1, specification=None, moved=timedelta(0)):
        """`moved` shifts the whole timetable, for pages that read the real clock."""
        super().__init__()
        self.moved = moved
        specification = specification or outcome_specification(stages=(stage_moved(moved),))
        self.challenge = self.publish(specification, at=BEFORE_OPENING + moved)
        make_opening_keys(challenge_id=self.challenge.pk, at=DURING + moved)
        self.stage = self.challenge.stages.first()
        self.bids = [self.send_bid(number) for number in range(bidders)]

    # ---- before closing

    def send_bid(self, number, *, sent=True, with_file=b""):
        person = a_person("bidder")
        registration = Registration(
            id=uuid4(), name=f"Bidder {number} (demonstration)", kind=BidderKind.CHARITY, contact_email=person.email
        )
        bidder = register_bidder(registration=registration, by=person.pk, at=DURING + self.moved)
        bid = start_bid(stage_id=self.stage.pk, lot_id=None, bidder_id=bidder.pk, at=DURING + self.moved)
        for piece, typed in as_typed(quality=a_quality(bid, number), commercial=a_commercial(bid, number)).items():
            save_piece(bid_id=bid.pk, piece=piece, typed=typed, base_version=0, by=person.pk, at=DURING + self.moved)
        if with_file:
            self.attach(bid, person, with_file)
        if sent:
            submit_bid(bid_id=bid.pk, request_key=uuid4(), by=person.pk, at=DURING + self.moved)
        return Bid.objects.select_related("bidder").get(pk=bid.pk)

    def attach(self, bid, person, plain):
        sealer = StreamSealer()
        arrived = ArrivedFile(
            name="plan.pdf",
            media_type="application/pdf",
            size=len(plain),
            sha256=sha256(plain).hexdigest(),
            scan="clean",
            ciphertext=ContentFile(sealer.feed(plain) + sealer.finish()),
            key=sealer.key,
        )
        question = self.challenge.questions.get(block_id="q-plan")
        at = DURING + self.moved
        return add_file(
            bid_id=bid.pk, question_id=question.pk, arrived=arrived, request_key=uuid4(), by=person.pk, at=at
        )

    def criterion(self, block_id) -> Criterion:
        return self.challenge.criteria.get(block_id=block_id)

    # ---- the panel

    def seat_panel(self):
        self.panel = set_up_panel(stage_id=self.stage.pk, lot_id=None, by=self.officer.pk, at=DURING + self.moved)
        self.chair = self.seat("chair", role="chair", criteria=())
        self.first = self.seat("evaluator")
        self.second = self.seat("evaluator")
        return self.panel

    def seat(self, name, *, role="evaluator", criteria=("plan", "standing"), person=None):
        plan = SeatPlan(role=role, discipline="Health", criteria=tuple(self.criterion(block).pk for block in criteria))
        person = person or a_person(name)
        return seat_member(
            panel_id=self.panel.pk, person_id=person.pk, plan=plan, by=self.officer.pk, at=DURING + self.moved
        )

    def viewer(self, member):
        return viewer_of(member.person)

    # ---- after closing

    def fix(self):
        fix_list(stage_id=self.stage.pk, at=FIXED + self.moved)
        self.stage.refresh_from_db()

    def open_quality(self):
        self.fix()
        opening = ask_for_opening(
            stage_id=self.stage.pk, kind=EnvelopeKind.QUALITY, by=self.officer.pk, at=OPENED + self.moved
        )
        return open_parts(opening_id=opening.pk, by=self.approver.pk, at=OPENED + self.moved + timedelta(minutes=5))

    def open_commercial(self):
        at = AGREEING + self.moved + timedelta(days=1)
        opening = ask_for_opening(stage_id=self.stage.pk, kind=EnvelopeKind.COMMERCIAL, by=self.officer.pk, at=at)
        return open_parts(opening_id=opening.pk, by=self.approver.pk, at=at + timedelta(minutes=5))

    @kept
    def until_scoring(self):
        self.seat_panel()
        self.open_quality()
        for member in (self.chair, self.first, self.second):
            self.declare(member)
        return self

    def declare(self, member, *, conflict_with=(), details="My sister works there.", at=None):
        declared = {
            bid.bidder_id: Declared(has_conflict=bid in conflict_with, details=details if bid in conflict_with else "")
            for bid in self.bids
        }
        return declare_conflicts(member_id=member.pk, declared=declared, at=at or SCORING + self.moved)

    def assess(self, member, bid, *, criterion="plan", score="4", reasons=REASONS, at=None, **changes):
        mark = TypedAssessment(score=Decimal(score), reasons=reasons, **changes)
        criterion_id = self.criterion(criterion).pk
        return submit_assessment(
            member_id=member.pk,
            bid_id=bid.pk,
            criterion_id=criterion_id,
            assessment=mark,
            at=at or SCORING + self.moved,
        )

    @kept
    def until_moderation(self):
        self.until_scoring()
        for member in (self.first, self.second):
            for bid in self.bids:
                self.assess(member, bid)
                self.assess(member, bid, criterion="standing", score="1")
        self.panel = open_moderation(panel_id=self.panel.pk, by=self.chair.person_id, at=AGREEING + self.moved)
        return self

    def agree(self, bid, *, criterion="plan", score="3", reasons=AGREED, present=None, at=None, **changes):
        people = present if present is not None else (self.chair, self.first, self.second)
        agreed = Agreed(score=Decimal(score), reasons=reasons, present=tuple(member.pk for member in people), **changes)
        return record_consensus(
            panel_id=self.panel.pk,
            bid_id=bid.pk,
            criterion_id=self.criterion(criterion).pk,
            agreed=agreed,
            by=self.chair.person_id,
            at=at or AGREEING + self.moved,
        )

    def agree_everything(self):
        for bid in self.bids:
            self.agree(bid)
            self.agree(bid, criterion="standing", score="1")

    def fresh_panel(self):
        return Panel.objects.select_related("stage__challenge__authority", "lot").get(pk=self.panel.pk)


def stage_moved(moved):
    moments = {name: getattr(STAGE, name) + moved for name in ("opens_at", "questions_close_at", "closes_at")}
    return replace(STAGE, **moments)


#: Far enough into the past that every page finds the stage closed.
LONG_AGO = timedelta(days=-400)


def a_quality(bid, number):
    return QualityPart(
        bid=str(bid.pk),
        version=bid.version + 1,
        answers=(
            AnswerPart(question="q-plan", text=f"{ANSWER}\n\n{SECRET}"),
            AnswerPart(question="q-standing", text="Yes, for ten million pounds."),
        ),
        statements=(StatementPart(measure="m-jobs", statement="Local people run the service."),),
        accepted_conditions=("wage",),
    )


def a_commercial(bid, number):
    return CommercialPart(
        bid=str(bid.pk),
        version=bid.version + 1,
        outcomes=(
            OutcomeOfferPart(
                outcome="jobs",
                volumes=(Decimal(100), Decimal(120)),
                low=Decimal("0.4"),
                likely=Decimal("0.5"),
                high=Decimal("0.6"),
            ),
        ),
        yearly_costs=(Decimal(200000), Decimal(210000)),
        pledges=(PledgePart(measure="m-jobs", quantity=Decimal(4), years=2),),
        price=Decimal(600000 + 1000 * number),
    )
