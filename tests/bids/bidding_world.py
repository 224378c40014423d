"""An open challenge and a bidder with two members who write in its bid, built by the services."""

import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from bids.bidding.domain.sealing import StreamSealer
from bids.bidding.models import Bid, BidderKind, BidderRole
from bids.bidding.services.bidders import Registration, add_member, register_bidder
from bids.bidding.services.drafting import save_piece, start_bid
from bids.bidding.services.files import add_file
from bids.bidding.services.submission import submit_bid
from bids.bidding.vault.files import ArrivedFile
from challenges.publishing.domain.specification import QuestionSpec
from portal.viewer import viewer_of
from tests.factories import AuthorityWorld, a_person
from tests.support.specifications import CLOSES, JOBS, OPENS, STAGE, outcome_specification
from tests.support.worlds import kept

DURING = OPENS + timedelta(days=3)
SECOND = timedelta(seconds=1)
FIXED = CLOSES + timedelta(seconds=61)
SENTINEL = "Zwetschgenkuchen"
QUESTIONS = (
    QuestionSpec(id="q-plan", title={"en": "What is your plan?"}, criterion="plan", word_limit=20, allows_files=True),
    QuestionSpec(id="q-standing", title={"en": "Are you insured?"}, criterion="standing", word_limit=50),
)
TYPED = {
    "answer:q-plan": {"text": f"We visit people at home. {SENTINEL}"},
    "answer:q-standing": {"text": "Yes."},
    "outcome:jobs": {"volume_0": "90", "volume_1": "110", "low": "40", "likely": "55", "high": "70", "price": "6,200"},
    "money": {
        "cost_0": "£240,000",
        "cost_1": "250000",
        "cost_lower": "5",
        "cost_higher": "",
        "working_capital": "5000",
    },
    "pledge:m-jobs": {"quantity": "4", "years": "2", "statement": f"Four local people each year. {SENTINEL}"},
    "conditions": {"accepted": ["wage"]},
}


def a_specification(**changes):
    outcome = replace(JOBS, price=None, price_is_offered=True)
    return outcome_specification(**{"questions": QUESTIONS, "outcomes": (outcome,), **changes})


class BiddingWorld(AuthorityWorld):
    @kept
    def __init__(self, *, opens_at=OPENS, closes_at=CLOSES, **changes):
        super().__init__()
        stage = replace(STAGE, opens_at=opens_at, closes_at=closes_at, questions_close_at=opens_at + timedelta(hours=2))
        stage = replace(stage, decision_on=(closes_at + timedelta(days=40)).date())
        self.challenge = self.publish(a_specification(stages=(stage,), **changes), at=opens_at - timedelta(days=7))
        self.stage = self.challenge.stages.get()
        self.during = opens_at + timedelta(hours=1)
        self.person = a_person("bidder")
        self.bidder = self.register(self.person)

    def register(self, person, name="Bright Path (demonstration)"):
        registration = Registration(id=uuid4(), name=name, kind=BidderKind.CHARITY, contact_email=person.email)
        return register_bidder(registration=registration, by=person.pk, at=self.during)

    def colleague(self, role=BidderRole.EDITOR):
        person = a_person("colleague")
        add_member(bidder_id=self.bidder.pk, person_id=person.pk, role=role, at=self.during)
        return person

    def start(self, *, bidder=None, at=None):
        bidder = bidder or self.bidder
        return start_bid(stage_id=self.stage.pk, lot_id=None, bidder_id=bidder.pk, at=at or self.during)

    def save(self, bid, piece="answer:q-plan", typed=None, *, base_version=0, person=None, at=None, **more):
        return save_piece(
            bid_id=bid.pk,
            piece=piece,
            typed=typed or TYPED[piece],
            base_version=base_version,
            by=(person or self.person).pk,
            at=at or self.during,
            **more,
        )

    @kept
    def drafted(self, *, bidder=None, typed=TYPED):
        bid = self.start(bidder=bidder)
        for piece, boxes in typed.items():
            self.save(bid, piece, boxes)
        return bid

    def submit(self, bid, *, request_key=None, at=None):
        key = request_key or uuid4()
        return submit_bid(bid_id=bid.pk, request_key=key, by=self.person.pk, at=at or self.during)

    @kept
    def sent(self, *, bidder=None):
        bid = self.drafted(bidder=bidder)
        self.submit(bid)
        return Bid.objects.get(pk=bid.pk)

    @kept
    def upload(self, bid, *, content=b"%PDF-1.7 Zwetschgenkuchen", name=f"{SENTINEL}.pdf", at=None, key=None):
        question = self.challenge.questions.get(block_id="q-plan")
        return add_file(
            bid_id=bid.pk,
            question_id=question.pk,
            arrived=arrived(content, name=name),
            request_key=key or uuid4(),
            by=self.person.pk,
            at=at or self.during,
        )

    def viewer(self, person=None):
        return viewer_of(person or self.person)


def arrived(content, *, name="plan.pdf"):
    """A file as the upload handler hands it over."""
    sealer = StreamSealer()
    ciphertext = io.BytesIO(sealer.feed(content) + sealer.finish())
    return ArrivedFile(
        name=name,
        media_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan="not_scanned",
        key=sealer.key,
        ciphertext=ciphertext,
    )
