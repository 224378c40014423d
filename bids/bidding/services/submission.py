"""Sending a bid, withdrawing it, and standing by it after a change."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.domain.asked import asked_of
from bids.bidding.domain.boxes import PieceFault
from bids.bidding.domain.draft import read_draft
from bids.bidding.domain.payload import EnvelopeContent, bid_sha256
from bids.bidding.domain.states import BidState
from bids.bidding.domain.typed import as_typed
from bids.bidding.models import Bid, Receipt, StoredFile
from bids.bidding.services.drafting import drop_draft, locked_bid, locked_open_bid, require_bid_open, require_draft
from bids.bidding.services.files import put_back_files
from bids.bidding.services.receipts import signed_receipt
from bids.bidding.services.states import admit_bid_late, move_bid
from bids.bidding.vault.envelopes import latest_parts, salted, seal_part
from bids.bidding.vault.keys import sound_opening_keys
from bids.bidding.vault.own_reading import OwnDraft, asking_of, open_draft
from challenges.ground.domain.refused import Refused
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.selectors.versions import specification_of


class BidIncomplete(Refused):
    """The bid cannot be sent, or stand, as it is; each fault names its page and box."""

    def __init__(self, message: str, *, faults: Sequence[PieceFault]) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


def submit_bid(*, bid_id: UUID, request_key: UUID, by: UUID, at: datetime) -> Receipt:
    """Send a bid: seal both parts, give the receipt, and let the draft go.

    Effects, in one transaction: the bid is locked and only then stage, keys and specification are read, once each; the
    draft is read whole; both parts are sealed and opened again with the bidder's key; the receipt is signed; the bid
    gets its next version and stands confirmed for the version in force; the draft's key, pieces and file keys go; the
    event `bid.submitted` follows. The same form sent twice finds its receipt, even when the stage has closed in
    between. Refuses what comes outside the stage's opening times (the draft stays), `BidIncomplete`, `NoDraft`, and
    `SealingUnavailable` while keys cannot be used.
    """
    with transaction.atomic():
        bid = locked_bid(bid_id)
        earlier = Receipt.objects.filter(request_key=request_key, bid=bid).first()
        if earlier:
            return earlier
        require_bid_open(bid, at=at)
        receipt = _sealed(bid, request_key=request_key, by=by, at=at)
        move_bid(bid=bid, to=BidState.SUBMITTED, at=at, confirmed=receipt.specification_version)
        _let_draft_go(bid, at=at)
    return receipt


def submit_late_bid(*, bid: Bid, request_key: UUID, by: UUID, at: datetime) -> Receipt:
    """Send a bid after closing as its draft stood then, inside the transaction in which two people admitted it.

    `bid` is locked, with bidder, lot, stage and challenge. Effects: those of sending in time; the receipt says the
    moment of the admission, and the bid that it came late. Refuses `BidIncomplete`, `NoDraft`, and
    `SealingUnavailable` while keys cannot be used. Whether it is due, the caller has checked.
    """
    receipt = _sealed(bid, request_key=request_key, by=by, at=at)
    admit_bid_late(bid=bid, at=at, confirmed=receipt.specification_version)
    _let_draft_go(bid, at=at)
    return receipt


def require_whole_draft(bid: Bid) -> OwnDraft:
    """The draft as it would be sent. Refuses `NoDraft`, and `BidIncomplete` for one that could not be as it stands."""
    require_draft(bid)
    draft = open_draft(bid, asking_of(bid))
    if draft.whole.faults:
        message = _("Some things still have to be put right before you can send this bid.")
        raise BidIncomplete(message, faults=draft.whole.faults)
    return draft


def _sealed(bid: Bid, *, request_key: UUID, by: UUID, at: datetime) -> Receipt:
    """Both parts of the draft, sealed as the bid's next version, and the receipt for them."""
    opening_keys = sound_opening_keys(bid.stage)
    draft, version = require_whole_draft(bid), bid.version + 1
    quality, commercial = _contents(draft)
    for content, kind in ((quality, EnvelopeKind.QUALITY), (commercial, EnvelopeKind.COMMERCIAL)):
        seal_part(content, bid=bid, version=version, opening_key=opening_keys[kind], at=at)
    sha256 = bid_sha256(quality=draft.whole.quality, commercial=commercial)
    receipt = signed_receipt(bid=bid, version=version, specification_version=draft.version, sha256=sha256, at=at)
    receipt.submitted_by_id, receipt.request_key = by, request_key
    receipt.save(force_insert=True)
    return receipt


def _contents(draft: OwnDraft) -> tuple[EnvelopeContent, EnvelopeContent]:
    keys, manifest = {str(file.id): file.key for file in draft.files}, draft.whole.quality.files
    file_keys = {file.id: keys[file.id] for file in manifest}
    return salted(draft.whole.quality, file_keys=file_keys), salted(draft.whole.commercial)


def _let_draft_go(bid: Bid, *, at: datetime) -> None:
    # A file that arrived after this request and got the lock before it is sent with it: its date must say so, for by
    # their dates it is told, later, whose ciphertext a sent version may hold and must not be deleted.
    StoredFile.objects.filter(bid=bid, removed_at=None, uploaded_at__gt=at).update(uploaded_at=at)
    drop_draft(bid)


def withdraw_bid(*, bid_id: UUID, at: datetime) -> None:
    """Withdraw a bid, sent or not. Its draft goes; what was sealed stays as ciphertext nobody opens.

    Refused outside the stage's opening times, and for a bid already withdrawn.
    """
    with transaction.atomic():
        bid = move_bid(bid=locked_open_bid(bid_id=bid_id, at=at), to=BidState.WITHDRAWN, at=at)
        put_back_files(bid, at=at)
        drop_draft(bid)


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
