"""A procurement as far as its decision, for the rules that hold between the lock and the award."""

from datetime import timedelta
from functools import partial

from bids.awards.services.recommendation import decide_recommendation, recommend_award
from bids.bidding.models import SealedEnvelope
from bids.evaluation.domain.acts import ToReopen
from bids.evaluation.services.moderation import lock_marks
from bids.evaluation.services.ranking import make_ranking
from bids.evaluation.services.reopening import ask_to_reopen, decide_reopening
from challenges.ground.domain.two_people import Verdict
from challenges.ground.services.memberships import add_member
from tests.bids.evaluation_world import AGREEING, DURING, EvaluationWorld
from tests.factories import a_person
from tests.support.worlds import kept

LOCKED = AGREEING + timedelta(hours=2)
ASKED = AGREEING + timedelta(days=3)
GRANTED = ASKED + timedelta(hours=1)
ANEW = ASKED + timedelta(days=1)
RANKED = AGREEING + timedelta(days=2)
RANKED_ANEW = ASKED + timedelta(days=2)
WRONG = "The panel read the second year's target as the first year's; page 4 of the answer says which is which."
NO_PRICE = "The error was found while the reasons were read out for the letters; nobody had looked at a price by then."
VERDICT = "The answer says what the request says it does, and the agreed reasons say the opposite of it."
TRIED = "Opened again three times and restored from last night's backup; the stored bytes are damaged in both."
RECOMMENDED = "First by the published method; no question of fact was left open after reading the reasons once more."


class DecisionWorld(EvaluationWorld):
    """Bid 0 leads: each one scores a point less than the one before."""

    def another_approver(self, role="approver"):
        person = a_person(role)
        add_member(authority_id=self.authority.pk, person_id=person.pk, role=role, at=DURING)
        return person

    @kept
    def until_locked(self):
        self.until_moderation()
        return self.agreed_and_locked()

    def agreed_and_locked(self):
        for number, bid in enumerate(self.bids):
            self.agree(bid, score=str(4 - number))
            self.agree(bid, criterion="standing", score="1")
        return self.lock()

    def lock(self, at=LOCKED):
        self.panel = lock_marks(panel_id=self.panel.pk, by=self.chair.person_id, at=at + self.moved)
        return self

    @kept
    def until_ranked(self):
        self.until_locked()
        self.open_commercial()
        return self.rank()

    def rank(self, at=RANKED):
        self.ranking = make_ranking(panel_id=self.panel.pk, by=self.officer.pk, at=at + self.moved)
        return self

    def recommend(self, at=RANKED):
        first = self.ranking.content["order"][0]
        return recommend_award(
            ranking_id=self.ranking.pk,
            bid_id=first,
            reasons=RECOMMENDED,
            by=self.officer.pk,
            at=at + self.moved,
        )

    def approve(self, proposed, at=RANKED):
        return decide_recommendation(
            recommendation_id=proposed.pk,
            is_approved=True,
            reasons="",
            by=self.approver.pk,
            at=at + self.moved,
        )

    def ask(self, bid=None, *, criterion="plan", by=None, error="fact", wrong=WRONG, price=NO_PRICE, at=ASKED):
        return ask_to_reopen(
            panel_id=self.panel.pk,
            bid_id=(bid or self.bids[0]).pk,
            criterion_id=self.criterion(criterion).pk,
            asked=ToReopen(error=error, what_is_wrong=wrong, price_reason=price),
            by=(by or self.officer).pk,
            at=at + self.moved,
        )

    def decide(self, reopening, *, granted=True, by=None, reasons=VERDICT, at=GRANTED):
        return decide_reopening(
            reopening_id=reopening.pk,
            verdict=Verdict(is_granted=granted, reasons=reasons),
            by=(by or self.approver).pk,
            at=at + self.moved,
        )

    def events(self):
        return list(self.challenge.record.entries.order_by("number").values_list("event", flat=True))


def damage(bid, kind):
    """Spoil one part of a bid as a bad disk would; give back what mends it."""
    part = SealedEnvelope.objects.get(bid=bid, kind=kind)
    sound = bytes(part.ciphertext)
    _overwrite(part.pk, sound[:-1] + bytes([sound[-1] ^ 1]))
    return partial(_overwrite, part.pk, sound)


def _overwrite(part_id, ciphertext):
    SealedEnvelope.objects.filter(pk=part_id).update(ciphertext=ciphertext)
