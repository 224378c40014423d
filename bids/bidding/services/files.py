"""Files of a bid: encrypted before they came here, kept with the draft, taken away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.models import Bid, StoredFile
from bids.bidding.services.drafting import locked_open_bid, require_draft
from bids.bidding.vault.files import ArrivedFile, drafted_row, drop_after_commit, drop_ciphertext, store_ciphertext
from challenges.ground.domain.refused import Refused
from challenges.publishing.models import Question

MOST_FILES = 10


def add_file(
    *, bid_id: UUID, question_id: UUID, arrived: ArrivedFile, request_key: UUID, by: UUID, at: datetime
) -> StoredFile:
    """Keep a file with the draft.

    Effects: the ciphertext in the private storage first (slow, so outside the transaction), then its row; the same form
    sent twice keeps one. Refused: outside the stage's opening times, `NoDraft`, a question that takes
    no files or has enough; then the ciphertext goes too.
    """
    earlier = StoredFile.objects.filter(request_key=request_key, bid=bid_id).first()
    if earlier:
        return earlier
    storage_name = store_ciphertext(arrived)
    kept = None
    try:
        with transaction.atomic():
            bid = locked_open_bid(bid_id=bid_id, at=at)
            key = require_draft(bid)
            kept = StoredFile.objects.filter(request_key=request_key, bid=bid).first()
            if kept is None:
                _refuse_unless_wanted(bid=bid, question_id=question_id)
                kept = drafted_row(
                    bid=bid, question_id=question_id, arrived=arrived, storage_name=storage_name, key=key
                )
                kept.request_key, kept.uploaded_by_id, kept.uploaded_at = request_key, by, at
                kept.save(force_insert=True)
    finally:
        if kept is None or kept.storage_name != storage_name:
            drop_ciphertext(storage_name)
    return kept


def _refuse_unless_wanted(*, bid: Bid, question_id: UUID) -> None:
    if not Question.objects.filter(pk=question_id, challenge=bid.stage.challenge_id, dropped_in=None).exists():
        raise Refused(_("This question does not take files any more."), field="file")
    if StoredFile.objects.filter(bid=bid, question_id=question_id, removed_at=None).count() >= MOST_FILES:
        message = _("You can add %(most)d files to one question. Remove one first.") % {"most": MOST_FILES}
        raise Refused(message, field="file")


def remove_file(*, bid_id: UUID, file_id: UUID, at: datetime) -> None:
    """Take a file out of the draft. Nothing when it is gone already.

    Its ciphertext is deleted after commit, unless a version already sent may hold it. Refused outside the stage's
    opening times, and without a draft.
    """
    with transaction.atomic():
        bid = locked_open_bid(bid_id=bid_id, at=at)
        require_draft(bid)
        for stored in StoredFile.objects.filter(pk=file_id, bid=bid, removed_at=None):
            _take_out(stored, at=at)
            if not _may_be_sent(stored, bid=bid):
                drop_after_commit(stored)


def _take_out(stored: StoredFile, *, at: datetime) -> None:
    StoredFile.objects.filter(pk=stored.pk).update(removed_at=at, wrapped_key=None)


def _may_be_sent(stored: StoredFile, *, bid: Bid) -> bool:
    return bid.submitted_at is not None and stored.uploaded_at <= bid.submitted_at


def put_back_files(bid: Bid, *, at: datetime) -> None:
    """Undo what a draft that is given up did to files: new ones go, those of the sent version that it removed return.

    Inside the caller's transaction.
    """
    for stored in StoredFile.objects.filter(bid=bid):
        if not _may_be_sent(stored, bid=bid):
            if stored.removed_at is None:
                _take_out(stored, at=at)
                drop_after_commit(stored)
        elif stored.removed_at is not None and stored.removed_at > bid.submitted_at:
            StoredFile.objects.filter(pk=stored.pk).update(removed_at=None)
