"""Late admission: a bid begun before closing and not sent in time, under the published rule and by two people.

Its bidder asks, before anything is opened; an officer proposes; an approver decides. What is sent is the draft as it
stood at closing: nobody could write in it since. Who asks stays closed to both of them until the opening.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bids.bidding.domain.states import BidState
from bids.bidding.models import Bid, BidderMembership, Opening, Receipt
from bids.bidding.selectors.recipients import members_of_bidder
from bids.bidding.services.receipts import LIST_EXTENDED, public_keys
from bids.bidding.services.submission import BidIncomplete, require_whole_draft, submit_late_bid
from bids.evaluation.domain.acts import Proposed
from bids.evaluation.models import LateAdmission, LateRequest
from bids.evaluation.selectors.scopes import late_admissions_visible_to
from bids.evaluation.services.conflicts import why_kept_out
from challenges.ground.domain.frozen_json import sha256_of
from challenges.ground.domain.two_people import ActWords, RecordLine, Step, Verdict
from challenges.ground.selectors.two_people import Act, ActMessage
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.ground.services.two_people import ActRefused, ask, decide_act, require_words
from challenges.publishing.models import Stage
from challenges.publishing.selectors.versions import current_specification


def _why_kept_from_late_bid(row: LateAdmission, person_id: UUID) -> str:
    bid = row.request.bid
    kept_out = why_kept_out(stage=bid.stage, person_id=person_id)
    if not kept_out and BidderMembership.objects.filter(person=person_id, bidder=bid.bidder_id).exists():
        # Before the opening nobody is told whose bid this is; those who are kept out by it belong to it.
        return gettext("You belong to an organisation that has bid here, so somebody else has to do this.")
    return kept_out


def _late_page(row: LateAdmission) -> str:
    stage = row.request.bid.stage
    return reverse("late_request", args=[stage.challenge.ocid, stage.pk, row.request_id])


_TO_ITS_BIDDER = ActMessage(
    subject=_("Decided, late admission: %(title)s"),
    template="late_admission_decided",
    people=lambda row: members_of_bidder(row.request.bid.bidder),
    address=lambda row: reverse("bid", args=[row.request.bid_id]),
)

LATE_ADMISSION = Act(
    name="late_admission",
    model=LateAdmission,
    words=ActWords(
        on_desk=_("Decide on late admission"),
        ask_button=_("Send to the approvers"),
        too_thin=_("Say in a sentence or two what the published rule means for this bid"),
        has_asked=_("Recorded. Now an approver has to decide."),
        asked_already=_("Somebody has made a proposal on this already."),
        before_deciding=_(
            "If you admit the bid, it is sent at once and its bidder gets a receipt. The bidder reads your reasons "
            "either way."
        ),
        grant=_("Admit the bid late"),
        refuse=_("Do not admit the bid"),
        after_granting=_("Your decision has been recorded, and the bidder is told."),
        after_refusing=_("Your decision has been recorded, and the bidder is told."),
        told={
            Step.ASKED: _(
                "A request for late admission for “%(title)s” has an officer’s proposal and needs the decision "
                "of a second person. The bids cannot be opened before that."
            ),
        },
        record={
            Step.ASKED: RecordLine(
                event="late_admission.proposed", sentence=_("A decision on a late bid was proposed")
            ),
            Step.GRANTED: RecordLine(event="late_admission.granted", sentence=_("A late bid was admitted")),
            Step.REFUSED: RecordLine(event="late_admission.refused", sentence=_("A late bid was refused")),
        },
    ),
    may_ask="bids.propose_late_admission",
    may_decide="bids.decide_late_admission",
    place="request__bid__stage__challenge",
    visible_to=late_admissions_visible_to,
    address=_late_page,
    overview=lambda row: reverse("manage_opening", args=[row.request.bid.stage.challenge.ocid]),
    why_kept_out=_why_kept_from_late_bid,
    in_the_way=lambda row: LateAdmission.objects.filter(request=row.request),
    # Whose bid it is the record does not say.
    said=lambda row: {
        "request": str(row.request_id),
        "stage": str(row.request.bid.stage_id),
        "is_recommended": row.is_recommended,
    },
    messages={Step.GRANTED: (_TO_ITS_BIDDER,), Step.REFUSED: (_TO_ITS_BIDDER,)},
)


def ask_for_late_admission(*, bid_id: UUID, reason: str, by: UUID, at: datetime) -> LateRequest:
    """The bidder's act: ask that a bid be admitted that was begun in time and not sent.

    Effects: the request; a record entry without the bidder; the event `late_admission.requested`. Refuses before
    closing, where the published rule does not allow it, once an opening is confirmed or the challenge withdrawn, a bid
    that was sent or withdrawn, a draft that could not be sent as it stands, a thin reason, and a second request.
    """
    with transaction.atomic():
        bid = _locked(bid_id)
        _refuse_unless_due(bid, at=at)
        try:
            require_whole_draft(bid)
        except BidIncomplete as incomplete:
            message = gettext("The bid was not complete at closing, and nothing can be written in it since.")
            raise ActRefused(message) from incomplete
        message = gettext("Say in a sentence or two why the bid was not sent in time")
        reason = require_words(reason, field="reason", message=message)
        try:
            with transaction.atomic():
                request = LateRequest.objects.create(bid=bid, reason=reason, requested_by_id=by, requested_at=at)
        except IntegrityError as twice:
            raise ActRefused(gettext("Your organisation has asked for this already.")) from twice
        _record_request(request, bid, at=at)
    return request


def propose_on_late_request(*, request_id: UUID, proposed: Proposed, by: UUID, at: datetime) -> LateAdmission:
    """The first person's act: recommend that a late bid be admitted, or that it be not, and why.

    Effects: the proposal, waiting; a record entry; the event `late_admission.proposed`. Refuses a second proposal, a
    thin reason, a person with an interest or who belongs to an organisation that bids here, this one included, and
    all of it once an opening is confirmed.
    """
    with transaction.atomic():
        bid = _locked(LateRequest.objects.values_list("bid", flat=True).get(pk=request_id))
        request = LateRequest.objects.get(pk=request_id)
        _refuse_unless_due(bid, at=at)
        request.bid = bid
        proposal = LateAdmission(request=request, is_recommended=proposed.is_recommended, reason=proposed.reason)
        return ask(LATE_ADMISSION, row=proposal, by=by, at=at)


def decide_late_admission(*, admission_id: UUID, verdict: Verdict, by: UUID, at: datetime) -> LateAdmission:
    """The second person's act: admit the bid as it stood at closing, or leave it out, with reasons for the bidder.

    Effects: the decision and a record entry; granted: the bid is sealed and sent at this moment and marked late, its
    receipt says so, and the list of bids gets a further hash by an entry of its own; the event
    `late_admission.granted` or `late_admission.refused` tells the bidder. Refuses whoever proposed, a second decision,
    thin reasons, whom proposing refuses, and granting before the list of bids is fixed, once an opening is confirmed,
    or while keys cannot be used (`SealingUnavailable`).
    """
    with transaction.atomic():
        request = LateRequest.objects.get(admission=admission_id)
        bid = _locked(request.bid_id)
        admission = LateAdmission.objects.select_for_update(of=("self",)).get(pk=admission_id)
        _refuse_unless_due(bid, at=at, was_decided=admission.is_granted is not None)
        if verdict.is_granted and (bid.stage.list_fixed_at is None or at < bid.stage.list_fixed_at):
            raise ActRefused(gettext("The list of bids is not fixed yet. That happens a minute after closing."))
        request.bid = bid
        admission.request = request
        decide_act(LATE_ADMISSION, row=admission, verdict=verdict, by=by, at=at)
        if verdict.is_granted:
            receipt = submit_late_bid(bid=bid, request_key=request.pk, by=request.requested_by_id, at=at)
            _extend_list(receipt, bid.stage, at=at)
    return admission


def _locked(bid_id: UUID) -> Bid:
    """The bid's lock, then its stage's, as fixing the list takes them: no opening comes in between."""
    bid = Bid.objects.select_for_update(of=("self",)).select_related("bidder", "lot").get(pk=bid_id)
    bid.stage = Stage.objects.select_for_update(of=("self",)).select_related("challenge").get(pk=bid.stage_id)
    return bid


def _refuse_unless_due(bid: Bid, *, at: datetime, was_decided: bool = False) -> None:
    stage = bid.stage
    _version, specification = current_specification(stage.challenge)
    if not specification.late_admission:
        raise ActRefused(gettext("The published rule admits no late bids."))
    if at < stage.closes_at:
        raise ActRefused(gettext("Bids have not closed yet. Send the bid in time."))
    if stage.dropped_in_id is not None or stage.challenge.withdrawn_at is not None:
        raise ActRefused(gettext("This was withdrawn, so no bid is admitted any more."))
    if Opening.objects.filter(stage=stage, second_at__isnull=False).exists():
        raise ActRefused(gettext("The bids have been opened. From then on none is admitted."))
    if bid.state != BidState.DRAFT.value and not was_decided:
        raise ActRefused(gettext("Only a bid that was begun and not sent can be admitted late."))


def _extend_list(receipt: Receipt, stage: Stage, *, at: datetime) -> None:
    content = {
        "stage": str(stage.pk),
        "receipts": [receipt.sha256],
        "extends": stage.list_sha256,
        "signing_keys": dict(public_keys()),
    }
    append_to_record(record_id=stage.challenge_id, event=LIST_EXTENDED, content=content, at=at)


def _record_request(request: LateRequest, bid: Bid, *, at: datetime) -> None:
    """The entry names the request and holds the hash of what was written; whose bid it is it does not say."""
    event = "late_admission.requested"
    content = {
        "request": str(request.pk),
        "stage": str(bid.stage_id),
        "words_sha256": sha256_of({"words": [request.reason]}),
    }
    append_to_record(record_id=bid.stage.challenge_id, event=event, content=content, at=at)
    add_event(event=event, payload={"request": str(request.pk)}, key=f"{event}:{request.pk}", at=at)
