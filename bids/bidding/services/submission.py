"""Sending a bid, withdrawing it, and standing by it after a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.domain.asked import asked_of
from bids.bidding.domain.boxes import Fault
from bids.bidding.domain.draft import WholeDraft, read_draft
from bids.bidding.domain.payload import EnvelopeContent, FilePart, bid_sha256
from bids.bidding.domain.sealing import new_salt
from bids.bidding.domain.states import BidState
from bids.bidding.domain.typed import as_typed
from bids.bidding.models import Bid, Receipt, StoredFile
from bids.bidding.services.drafting import close_draft, locked_open_bid, read_pieces_of, require_draft
from bids.bidding.services.envelopes import latest_parts
from bids.bidding.services.files import ReadableFile, drafted_files, put_back_files
from bids.bidding.services.receipts import signed_receipt
from bids.bidding.services.sealing import seal_part, sound_opening_keys
from bids.bidding.services.states import admit_bid_late, move_bid
from challenges.ground.domain.refused import Refused
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import SpecificationVersion
from challenges.publishing.selectors.versions import current_specification, specification_of


class BidIncomplete(Refused):
    """The bid cannot be sent, or stand, as it is; each fault names its page and box."""

    def __init__(self, message: str, *, faults: Sequence[Fault]) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


@dataclass(frozen=True, kw_only=True)
class _ReadDraft:
    """A draft as it is about to be sent, with the version of the specification it was read against."""

    whole: WholeDraft
    files: tuple[ReadableFile, ...]
    version: SpecificationVersion


def submit_bid(*, bid_id: UUID, request_key: UUID, person_id: UUID, at: datetime) -> Receipt:
    """Send a bid: seal both parts, give the receipt, and let the draft go.

    Effects, in one transaction: the bid is locked and only then stage, keys and specification are read; the draft is
    read whole; both parts are sealed and opened again with the bidder's key; the receipt is signed; the bid gets its
    next version and stands confirmed for the version in force; the draft's key, pieces and file keys go; the event
    `bid.submitted` follows. The same form sent twice finds its receipt. Refuses what comes outside the stage's opening
    times (the draft stays), `BidIncomplete`, `NoDraft`, and `SealingUnavailable` while keys cannot be used.
    """
    with transaction.atomic():
        earlier = Receipt.objects.filter(request_key=request_key, bid=bid_id).first()
        if earlier:
            return earlier
        bid = _locked_whatever_the_time(bid_id)
        earlier = Receipt.objects.filter(request_key=request_key, bid=bid_id).first()
        if earlier:
            return earlier
        bid = locked_open_bid(bid_id=bid_id, at=at)
        receipt, version = _sealed(bid, request_key=request_key, person_id=person_id, at=at)
        sent = move_bid(bid_id=bid.pk, to=BidState.SUBMITTED, at=at)
        _close(sent, version=version, at=at)
    return receipt


def submit_late_bid(*, bid: Bid, request_key: UUID, person_id: UUID, at: datetime) -> Receipt:
    """Send a bid after closing as its draft stood then, inside the transaction in which two people admitted it.

    `bid` is locked, with bidder, stage and challenge. Effects: those of sending in time; the receipt says the moment of
    the admission, and the bid that it came late. Refuses `BidIncomplete`, `NoDraft`, and `SealingUnavailable` while
    keys cannot be used. Whether it is due, the caller has checked.
    """
    receipt, version = _sealed(bid, request_key=request_key, person_id=person_id, at=at)
    _close(admit_bid_late(bid_id=bid.pk, at=at), version=version, at=at)
    return receipt


def require_whole_draft(bid: Bid) -> None:
    """Refuse `NoDraft`, and `BidIncomplete` for a draft that could not be sent as it stands."""
    _require_whole(_read_draft(bid))


def _require_whole(draft: _ReadDraft) -> None:
    if draft.whole.faults:
        message = _("Some things still have to be put right before you can send this bid.")
        raise BidIncomplete(message, faults=draft.whole.faults)


def _sealed(bid: Bid, *, request_key: UUID, person_id: UUID, at: datetime) -> tuple[Receipt, SpecificationVersion]:
    opening_keys = sound_opening_keys(bid.stage)
    draft = _read_draft(bid)
    _require_whole(draft)
    quality, commercial = _contents(draft)
    for content, kind in ((quality, EnvelopeKind.QUALITY), (commercial, EnvelopeKind.COMMERCIAL)):
        seal_part(content, bid=bid, version=bid.version + 1, opening_key=opening_keys[kind], at=at)
    sha256 = bid_sha256(quality=draft.whole.quality, commercial=commercial)
    receipt = signed_receipt(
        bid=bid, version=bid.version + 1, specification_version=draft.version, sha256=sha256, at=at
    )
    receipt.submitted_by_id, receipt.request_key = person_id, request_key
    receipt.save(force_insert=True)
    return receipt, draft.version


def _close(sent: Bid, *, version: SpecificationVersion, at: datetime) -> None:
    sent.confirmed_version = version
    sent.save(update_fields=["confirmed_version"])
    _date_files(sent, at=at)
    close_draft(sent)


def _date_files(bid: Bid, *, at: datetime) -> None:
    """A file that arrived after this request and got the lock before it is sent with it: its date must say so.

    By their dates it is told, later, whose ciphertext a sent version may hold and must not be deleted.
    """
    StoredFile.objects.filter(bid=bid, removed_at=None, uploaded_at__gt=at).update(uploaded_at=at)


def _locked_whatever_the_time(bid_id: UUID) -> Bid:
    """The bid's lock alone: a form sent twice must find its receipt even when the stage has closed in between."""
    return Bid.objects.select_for_update(of=("self",)).get(pk=bid_id)


def _read_draft(bid: Bid) -> _ReadDraft:
    key = require_draft(bid)
    version, specification = current_specification(bid.stage.challenge)
    asked = asked_of(specification, lot=bid.lot.block_id if bid.lot else "")
    files = drafted_files(bid, key=key)
    pieces = {name: saved.typed for name, saved in read_pieces_of(bid, key=key).items()}
    wanted = {question.id for question in asked.questions}
    kept = tuple(file for file in files if file.question in wanted)
    manifest = tuple(file_part(file) for file in kept)
    whole = read_draft(asked, pieces, files=manifest, bid=str(bid.pk), version=bid.version + 1)
    return _ReadDraft(whole=whole, files=kept, version=version)


def file_part(file: ReadableFile) -> FilePart:
    """A file as the manifest of a part lists it."""
    return FilePart(
        id=str(file.id),
        question=file.question,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
    )


def _contents(draft: _ReadDraft) -> tuple[EnvelopeContent, EnvelopeContent]:
    keys = {str(file.id): file.key for file in draft.files}
    quality = EnvelopeContent(part=draft.whole.quality, salt=new_salt(), file_keys=keys)
    return quality, EnvelopeContent(part=draft.whole.commercial, salt=new_salt())


def withdraw_bid(*, bid_id: UUID, at: datetime) -> None:
    """Withdraw a bid, sent or not. Its draft goes; what was sealed stays as ciphertext nobody opens.

    Refused outside the stage's opening times, and for a bid already withdrawn.
    """
    with transaction.atomic():
        bid = move_bid(bid_id=bid_id, to=BidState.WITHDRAWN, at=at)
        put_back_files(bid, at=at)
        close_draft(bid)


def confirm_bid(*, bid_id: UUID, version_id: UUID, at: datetime) -> None:
    """Stand by a sent bid after a change to what is asked, without sending it again.

    `version_id` is the version the person was shown. Refuses `BidIncomplete` when the change asks for something the
    bid does not have, a confirmation of what is no longer the newest version, and what comes outside the opening
    times.
    """
    with transaction.atomic():
        bid = locked_open_bid(bid_id=bid_id, at=at)
        version = bid.stage.challenge.versions.latest("number")
        if version.pk != version_id:
            raise Refused(_("What is asked has changed again. Read the changes, then confirm."))
        quality, commercial = latest_parts(bid)
        asked = asked_of(specification_of(version), lot=bid.lot.block_id if bid.lot else "")
        pieces = as_typed(quality=quality.part, commercial=commercial.part)
        whole = read_draft(asked, pieces, files=quality.part.files, bid=str(bid.pk), version=bid.version)
        if whole.faults:
            message = _(
                "The change asks for something your bid does not have. Choose “Change your bid”, complete it and send "
                "it."
            )
            raise BidIncomplete(message, faults=whole.faults)
        bid.confirmed_version = version
        bid.save(update_fields=["confirmed_version"])
