"""One world in which everything happens at once: a challenge of authority X in every phase, and a person in every role.

Built by the services, with timetables around the present, because what a page shows depends on the database's clock.
Every text that only some may read carries a sentinel, so that a page which shows it to others is found.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from bids.awards.services.award import publish_award, send_summaries
from bids.awards.services.recommendation import decide_recommendation, recommend_award
from bids.bidding.domain.payload import AnswerPart, QualityPart, StatementPart
from bids.bidding.domain.typed import as_typed
from bids.bidding.models import Bid, Bidder, BidderKind, BidderRole
from bids.bidding.services.bidders import Registration, register_bidder
from bids.bidding.services.bidders import add_member as add_to_bidder
from bids.bidding.services.closing import fix_list
from bids.bidding.services.drafting import save_piece, start_bid
from bids.bidding.services.files import add_file
from bids.bidding.services.submission import submit_bid
from bids.bidding.vault.keys import make_opening_keys
from bids.evaluation.models import Panel, PanelMember
from bids.evaluation.services.assessment import TypedAssessment, submit_assessment
from bids.evaluation.services.conflicts import Declared, declare_conflicts
from bids.evaluation.services.moderation import Agreed, lock_marks, open_moderation, record_consensus
from bids.evaluation.services.opening import ask_for_opening, open_parts
from bids.evaluation.services.panels import SeatPlan, seat_member, set_up_panel
from bids.evaluation.services.ranking import make_ranking
from challenges.ground.domain.frozen_json import as_plain, sha256_of
from challenges.ground.models import Mail, Message, Record
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.invitations import InvitedTo, invite
from challenges.ground.services.memberships import add_member, create_authority
from challenges.ground.services.messages import write_to
from challenges.missions.models import Mission
from challenges.publishing.domain.specification import DocumentSpec
from challenges.publishing.domain.words import EnvelopeKind, Route
from challenges.publishing.models import Challenge, Stage
from challenges.publishing.services.challenge_files import ChallengeFile
from challenges.publishing.services.clarifications import ask_clarification
from challenges.publishing.services.following import follow_challenge
from challenges.publishing.services.publication import Approved, publish_specification
from cms.editor.services import set_up_authority
from cms.importing.pages import draft_page_of
from portal.factor_resets import ask_for_reset
from portal.models import User
from tests.bids.bidding_world import arrived
from tests.bids.evaluation_world import a_commercial
from tests.factories import a_person
from tests.support.specifications import STAGE, outcome_specification
from tests.support.worlds import kept

PHASES = ("draft", "open", "closed", "evaluation", "moderation", "locked", "decided")
ROLES = (
    "anyone",
    "newcomer",
    "owner_a",
    "editor_a",
    "viewer_a",
    "owner_b",
    "officer_x",
    "approver_x",
    "officer_y",
    "evaluator",
    "chair",
    "observer",
    "administrator",
)
DAY = timedelta(days=1)
# When a challenge of that phase closes, in days from now; it opened thirty days before.
CLOSES_IN = {"draft": 35, "open": 10, "closed": -1}
LONG_CLOSED = -20
REASONS = "The plan names the people it is for and how they are found, with evidence from two similar places."
MAP = ChallengeFile(block_id="map", filename="map.txt", media_type="text/plain", content=b"Here, and there.")
AGREED = "The panel agreed that the plan says whom it is for; not higher, because the first year stays vague."


def sentinel(phase: str, bidder: str) -> str:
    """A word that stands in that bidder's bid for the challenge of that phase, and nowhere else."""
    return f"Quincunx{phase}{bidder}"


@dataclass
class Case:
    """The challenge of one phase, as far as that phase has come."""

    challenge: Challenge
    stage: Stage
    panel: Panel | None = None
    members: dict[str, PanelMember] = field(default_factory=dict)
    bids: dict[str, Bid] = field(default_factory=dict)
    question: UUID | None = None


class World:
    @kept
    def __init__(self):
        self.now = database_now()
        self.people: dict[str, User] = {
            role: a_person(role, first_name=role) for role in ROLES if role not in {"anyone", "administrator"}
        }
        self.people["second_evaluator"] = a_person("second")
        self.people["administrator"] = User.objects.create_superuser("admin@example.org", "a long enough password")
        self.x = self._authority("Authority X (demonstration)", officer_x="officer", approver_x="approver")
        self.y = self._authority("Authority Y (demonstration)", officer_y="officer")
        self.bidders: dict[str, Bidder] = {"a": self._bidder("a"), "b": self._bidder("b")}
        for role, held in (("editor_a", BidderRole.EDITOR), ("viewer_a", BidderRole.VIEWER)):
            add_to_bidder(
                bidder_id=self.bidders["a"].pk, person_id=self.people[role].pk, role=held, at=self.now - 90 * DAY
            )
        self.invitation, self.token = self._invite_newcomer()
        self.letter = self._letter_to_owner_a()
        self.reset = self._observer_lost_a_factor()
        self.mission = Mission.objects.create(
            record=Record.objects.create(authority=self.x),
            authority=self.x,
            slug="work-for-all",
            title={"en": "Work for all"},
            is_published=True,
        )
        self.cases: dict[str, Case] = {phase: self._case(phase) for phase in PHASES}
        self.draft, _not_taken = draft_page_of(
            specification=outcome_specification(title={"en": "A draft of authority X"}),
            authority=self.x,
            person=self.people["officer_x"],
            at=self.now,
        )

    def __getitem__(self, phase: str) -> Case:
        return self.cases[phase]

    # ---- who

    def _authority(self, name, **roles):
        authority = create_authority(name=name)
        set_up_authority(authority_id=authority.pk, at=self.now - 200 * DAY)
        for person, role in roles.items():
            add_member(authority_id=authority.pk, person_id=self.people[person].pk, role=role, at=self.now - 200 * DAY)
        return authority

    def _bidder(self, letter):
        registration = Registration(
            id=uuid4(),
            name=f"Bidder {letter.upper()} (demonstration)",
            kind=BidderKind.CHARITY,
            contact_email=f"bidder-{letter}@example.org",
        )
        return register_bidder(registration=registration, by=self.people[f"owner_{letter}"].pk, at=self.now - 100 * DAY)

    def _invite_newcomer(self):
        person = self.people["newcomer"]
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        place = InvitedTo(kind="authority", target=self.x.pk, name=self.x.name, role="auditor", role_name="Auditor")
        invitation = invite(place=place, email=person.email, by=self.people["officer_x"].pk, at=self.now)
        mail = Mail.objects.get(to=[person.email])
        return invitation, re.search(r"/invitations/([\w-]+)/", mail.body).group(1)

    def _observer_lost_a_factor(self):
        observer = self.people["observer"]
        TOTP.activate(observer, generate_totp_secret())
        reason = "I rang the number I have always had."
        return ask_for_reset(person_id=observer.pk, reason=reason, by=self.people["officer_x"].pk, at=self.now)

    def _letter_to_owner_a(self):
        write_to(
            people=[self.people["owner_a"]],
            subject="Public now: Homes",
            template="challenge_public",
            context={"title": "Homes"},
            address="/opportunities/",
            key="world",
            at=self.now,
        )
        return Message.objects.get(unique_key__startswith="world")

    # ---- one challenge after the other

    def _case(self, phase):
        case = self._published(phase)
        if phase == "draft":
            return case
        self._draw_bids(case, phase)
        for step in ("closed", "evaluation", "moderation", "locked", "decided"):
            if PHASES.index(phase) >= PHASES.index(step):
                getattr(self, f"_until_{step}")(case)
        return case

    def _published(self, phase):
        closes_at = self.now + CLOSES_IN.get(phase, LONG_CLOSED) * DAY
        opens_at = closes_at - 30 * DAY
        stage = replace(
            STAGE,
            opens_at=opens_at,
            questions_close_at=closes_at - 5 * DAY,
            closes_at=closes_at,
            decision_on=(closes_at + 60 * DAY).date(),
        )
        route = Route.BELOW_THRESHOLD if phase == "draft" else Route.RD_CONTRACT
        specification = outcome_specification(
            title={"en": f"Back into work, {phase}"},
            route=route.value,
            stages=(stage,),
            documents=(DocumentSpec(id="map", title={"en": "Map"}, source="map.txt", sha256=MAP.sha256),),
            starts_on=(closes_at + 90 * DAY).date(),
            ends_on=(closes_at + 800 * DAY).date(),
        )
        challenge = publish_specification(
            approved=Approved(
                specification=specification,
                sha256=sha256_of(as_plain(specification)),
                author_ids=[self.people["officer_x"].pk],
                documents=[MAP],
            ),
            translation_key=uuid4(),
            authority_id=self.x.pk,
            by=self.people["approver_x"].pk,
            at=opens_at - 7 * DAY,
        )
        return Case(challenge=challenge, stage=challenge.stages.get())

    def _draw_bids(self, case, phase):
        during = case.stage.opens_at + 3 * DAY
        make_opening_keys(challenge_id=case.challenge.pk, at=during)
        self._set_up_panel(case, at=during)
        for letter in "ab":
            case.bids[letter] = self._bid(case, phase, letter, at=during)
        if phase == "open":
            case.question = self._ask(case, at=during)
        follow_challenge(challenge_id=case.challenge.pk, by=self.people["newcomer"].pk, at=during)

    def _ask(self, case, *, at):
        return ask_clarification(
            challenge_id=case.challenge.pk,
            by=self.people["owner_a"].pk,
            question="May two charities bid together?",
            request_key=uuid4(),
            at=at,
        ).pk

    def _bid(self, case, phase, letter, *, at):
        person = self.people[f"owner_{letter}"]
        bid = start_bid(stage_id=case.stage.pk, lot_id=None, bidder_id=self.bidders[letter].pk, at=at)
        word = sentinel(phase, letter)
        if letter == "a":
            self._attach(case, bid, word, at=at)
        for piece, typed in as_typed(
            quality=_quality(bid, word), commercial=a_commercial(bid, 0 if letter == "a" else 50)
        ).items():
            save_piece(bid_id=bid.pk, piece=piece, typed=typed, base_version=0, by=person.pk, at=at)
        # In the open phase bidder A has a draft and bidder B has sent.
        if phase != "open" or letter == "b":
            submit_bid(bid_id=bid.pk, request_key=uuid4(), by=person.pk, at=at)
        return Bid.objects.select_related("bidder").get(pk=bid.pk)

    def _attach(self, case, bid, word, *, at):
        question = case.challenge.questions.get(block_id="q-plan")
        file = arrived(f"%PDF-1.7 {word}".encode(), name=f"{word}.pdf")
        person_id = self.people["owner_a"].pk
        add_file(bid_id=bid.pk, question_id=question.pk, arrived=file, request_key=uuid4(), by=person_id, at=at)

    def _set_up_panel(self, case, *, at):
        officer = self.people["officer_x"]
        case.panel = set_up_panel(stage_id=case.stage.pk, lot_id=None, by=officer.pk, at=at)
        judged = tuple(case.challenge.criteria.filter(block_id__in=["plan", "standing"]).values_list("pk", flat=True))
        for role, held, criteria in (
            ("chair", "chair", ()),
            ("evaluator", "evaluator", judged),
            ("second_evaluator", "evaluator", judged),
            ("observer", "observer", ()),
        ):
            plan = SeatPlan(role=held, discipline="Health", criteria=criteria)
            case.members[role] = seat_member(
                panel_id=case.panel.pk, person_id=self.people[role].pk, plan=plan, by=officer.pk, at=at
            )

    def _until_closed(self, case):
        fix_list(stage_id=case.stage.pk, at=case.stage.closes_at + timedelta(seconds=61))
        case.stage.refresh_from_db()

    def _open(self, case, kind, *, after):
        at = case.stage.closes_at + after
        opening = ask_for_opening(stage_id=case.stage.pk, kind=kind, by=self.people["officer_x"].pk, at=at)
        open_parts(opening_id=opening.pk, by=self.people["approver_x"].pk, at=at + timedelta(minutes=5))

    def _until_evaluation(self, case):
        self._open(case, EnvelopeKind.QUALITY, after=timedelta(hours=1))
        declared = {bid.bidder_id: Declared(has_conflict=False, details="") for bid in case.bids.values()}
        for member in case.members.values():
            declare_conflicts(member_id=member.pk, declared=declared, at=case.stage.closes_at + DAY)

    def _until_moderation(self, case):
        at = case.stage.closes_at + 2 * DAY
        for role in ("evaluator", "second_evaluator"):
            for bid in case.bids.values():
                for block, score in (("plan", 4), ("standing", 1)):
                    submit_assessment(
                        member_id=case.members[role].pk,
                        bid_id=bid.pk,
                        criterion_id=case.challenge.criteria.get(block_id=block).pk,
                        assessment=TypedAssessment(score=Decimal(score), reasons=REASONS),
                        at=at,
                    )
        open_moderation(panel_id=case.panel.pk, by=self.people["chair"].pk, at=at + DAY)

    def _until_locked(self, case):
        at = case.stage.closes_at + 4 * DAY
        present = tuple(case.members[role].pk for role in ("chair", "evaluator", "second_evaluator"))
        for letter, bid in case.bids.items():
            for block, score in (("plan", 4 if letter == "a" else 3), ("standing", 1)):
                record_consensus(
                    panel_id=case.panel.pk,
                    bid_id=bid.pk,
                    criterion_id=case.challenge.criteria.get(block_id=block).pk,
                    agreed=Agreed(score=Decimal(score), reasons=AGREED, present=present),
                    by=self.people["chair"].pk,
                    at=at,
                )
        lock_marks(panel_id=case.panel.pk, by=self.people["chair"].pk, at=at + DAY)
        self._open(case, EnvelopeKind.COMMERCIAL, after=6 * DAY)

    def _until_decided(self, case):
        at = case.stage.closes_at + 7 * DAY
        officer, approver = self.people["officer_x"].pk, self.people["approver_x"].pk
        ranking = make_ranking(panel_id=case.panel.pk, by=officer, at=at)
        proposed = recommend_award(ranking_id=ranking.pk, bid_id=case.bids["a"].pk, reasons=REASONS, by=officer, at=at)
        award = decide_recommendation(
            recommendation_id=proposed.pk, is_approved=True, reasons=REASONS, by=approver, at=at
        )
        send_summaries(award_id=award.pk, by=officer, at=at + DAY)
        publish_award(award_id=award.pk, notice_number="", noticed_at=None, by=officer, at=at + 2 * DAY)


def _quality(bid, word):
    return QualityPart(
        bid=str(bid.pk),
        version=bid.version + 1,
        answers=(
            AnswerPart(question="q-plan", text=f"We meet people where they already go. {word}"),
            AnswerPart(question="q-standing", text="Yes, for ten million pounds."),
        ),
        statements=(StatementPart(measure="m-jobs", statement="Local people run the service."),),
        accepted_conditions=("wage",),
    )
