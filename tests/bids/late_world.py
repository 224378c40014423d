"""A procurement whose published rule lets two people admit a bid that was begun in time and not sent."""

from datetime import timedelta

from bids.evaluation.domain.acts import Proposed
from bids.evaluation.services.late_admission import (
    ask_for_late_admission,
    decide_late_admission,
    propose_on_late_request,
)
from bids.evaluation.services.moderation import open_moderation
from bids.evaluation.services.opening import ask_for_opening, open_parts
from challenges.ground.domain.two_people import Verdict
from challenges.publishing.domain.words import EnvelopeKind
from tests.bids.decision_world import VERDICT, DecisionWorld
from tests.bids.evaluation_world import AGREEING, OPENED, stage_moved
from tests.support.specifications import CLOSES, outcome_specification
from tests.support.worlds import kept

ASKED = CLOSES + timedelta(minutes=3)
PROPOSED = CLOSES + timedelta(minutes=6)
ADMITTED = CLOSES + timedelta(minutes=9)
RULE = "A bid begun in time may be admitted if the portal, and not the bidder, kept it from being sent."
WHY = "The page did not answer from ten to twelve until a minute past twelve; the provider says so on its status page."
MEANS = "The log shows the same gap for everybody, so that the portal and not the bidder kept the bid from being sent."


class LateWorld(DecisionWorld):
    """Two bids are sent in time; a third one is begun, whole, and not sent."""

    @kept
    def __init__(self, *, allowed=True, moved=timedelta(0), **changes):
        specification = outcome_specification(
            stages=(stage_moved(moved),), late_bids={"en": RULE}, late_admission=allowed, **changes
        )
        super().__init__(bidders=2, specification=specification, moved=moved)
        self.late = self.send_bid(2, sent=False)
        self.late_person = self.late.bidder.memberships.get().person

    def request(self, bid=None, *, reason=WHY, by=None, at=ASKED):
        by = by or self.late_person
        return ask_for_late_admission(bid_id=(bid or self.late).pk, reason=reason, by=by.pk, at=at + self.moved)

    def propose(self, request, *, recommended=True, reason=MEANS, by=None, at=PROPOSED):
        proposed = Proposed(is_recommended=recommended, reason=reason)
        return propose_on_late_request(
            request_id=request.pk, proposed=proposed, by=(by or self.officer).pk, at=at + self.moved
        )

    def settle(self, admission, *, granted=True, reasons=VERDICT, by=None, at=ADMITTED):
        verdict = Verdict(is_granted=granted, reasons=reasons)
        return decide_late_admission(
            admission_id=admission.pk, verdict=verdict, by=(by or self.approver).pk, at=at + self.moved
        )

    def admit(self):
        request = self.request()
        admission = self.propose(request)
        self.fix()
        self.settle(admission)
        self.late.refresh_from_db()
        return request

    def confirm(self, opening):
        return open_parts(opening_id=opening.pk, by=self.approver.pk, at=ADMITTED + self.moved)

    def open_quality_after_admission(self):
        at = OPENED + self.moved
        return open_parts(
            opening_id=ask_for_opening(stage_id=self.stage.pk, kind=EnvelopeKind.QUALITY, by=self.officer.pk, at=at).pk,
            by=self.approver.pk,
            at=at,
        )

    def mark_and_agree_everything(self):
        for member in (self.first, self.second):
            for bid in self.bids:
                self.assess(member, bid)
                self.assess(member, bid, criterion="standing", score="1")
        self.panel = open_moderation(panel_id=self.panel.pk, by=self.chair.person_id, at=AGREEING + self.moved)
        self.agree_everything()
