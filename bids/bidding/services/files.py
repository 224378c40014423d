"""Files of a bid: encrypted before they came here, kept, read in ranges, taken away.

The plain bytes of a file exist in memory only, a segment at a time. What lies in the private storage is ciphertext
under the file's own key; the key lies in the draft, later in the sealed part.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.domain.sealing import open_range, plain_size
from bids.bidding.models import Bid, StoredFile
from bids.bidding.services.drafting import locked_open_bid, require_draft
from bids.bidding.services.sealing import open_file_row, seal_file_row
from challenges.ground.domain.refused import Refused
from challenges.publishing.models import Question

MOST_FILES = 10


@dataclass(frozen=True, kw_only=True)
class ArrivedFile:
    """A file as the upload handler gives it: already sealed, with what was learned while its bytes went by."""

    name: str
    media_type: str
    size: int
    sha256: str
    scan: str
    key: bytes = field(repr=False)
    ciphertext: BinaryIO = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ReadableFile:
    """A file its own bidder may read: what it is, and how to get at its bytes."""

    id: UUID
    question: str
    name: str
    media_type: str
    size: int
    sha256: str
    scan: str
    storage_name: str
    stored_size: int
    key: bytes = field(repr=False)

    def chunks(self, *, start: int, length: int) -> Iterator[bytes]:
        """The plain bytes of a range, a segment at a time, straight from the storage."""
        return stored_range(
            key=self.key, storage_name=self.storage_name, stored_size=self.stored_size, start=start, length=length
        )


def stored_range(*, key: bytes, storage_name: str, stored_size: int, start: int, length: int) -> Iterator[bytes]:
    """Plain bytes of a range of any stored file, a segment at a time; it has `plain_size(stored_size)` of them."""
    with storages["private"].open(storage_name, "rb") as file:
        yield from open_range(key, stored_size=stored_size, start=start, length=length, read=_reader(file))


def _reader(file: BinaryIO) -> Callable[[int, int], bytes]:
    def read(offset: int, length: int) -> bytes:
        file.seek(offset)
        return file.read(length)

    return read


def add_file(
    *, bid_id: UUID, question_id: UUID, arrived: ArrivedFile, request_key: UUID, person_id: UUID, at: datetime
) -> StoredFile:
    """Keep a file with the draft.

    Effects: the ciphertext in the private storage first (slow, so outside the transaction), then its row; the same form
    sent twice keeps one. Refused: outside the stage's opening times, `NoDraft`, a question that takes
    no files or has enough; then the ciphertext goes too.
    """
    earlier = StoredFile.objects.filter(request_key=request_key, bid=bid_id).first()
    if earlier:
        return earlier
    arrived.ciphertext.seek(0)
    storage_name = storages["private"].save(f"bids/{uuid4()}", File(arrived.ciphertext))
    kept = None
    try:
        with transaction.atomic():
            bid = locked_open_bid(bid_id=bid_id, at=at)
            key = require_draft(bid)
            kept = StoredFile.objects.filter(request_key=request_key, bid=bid).first()
            if kept is None:
                _refuse_unless_wanted(bid=bid, question_id=question_id)
                kept = _new_row(bid=bid, question_id=question_id, arrived=arrived, storage_name=storage_name, key=key)
                kept.request_key, kept.uploaded_by_id, kept.uploaded_at = request_key, person_id, at
                kept.save(force_insert=True)
    finally:
        if kept is None or kept.storage_name != storage_name:
            storages["private"].delete(storage_name)
    return kept


def _refuse_unless_wanted(*, bid: Bid, question_id: UUID) -> None:
    if not Question.objects.filter(pk=question_id, challenge=bid.stage.challenge_id, dropped_in=None).exists():
        raise Refused(_("This question does not take files any more."), field="file")
    if StoredFile.objects.filter(bid=bid, question_id=question_id, removed_at=None).count() >= MOST_FILES:
        message = _("You can add %(most)d files to one question. Remove one first.") % {"most": MOST_FILES}
        raise Refused(message, field="file")


def _new_row(*, bid: Bid, question_id: UUID, arrived: ArrivedFile, storage_name: str, key: bytes) -> StoredFile:
    stored = StoredFile(
        bid=bid,
        question_id=question_id,
        storage_name=storage_name,
        stored_size=storages["private"].size(storage_name),
        scan=arrived.scan,
    )
    details = {
        "name": arrived.name,
        "media_type": arrived.media_type,
        "sha256": arrived.sha256,
        "size": arrived.size,
    }
    stored.sealed_details, stored.wrapped_key = seal_file_row(details, file_key=arrived.key, stored=stored, key=key)
    return stored


def remove_file(*, bid_id: UUID, file_id: UUID, at: datetime) -> None:
    """Take a file out of the draft. Nothing when it is gone already.

    Its ciphertext is deleted after commit, unless a version already sent may hold it. Refused outside the stage's
    opening times, and without a draft.
    """
    with transaction.atomic():
        bid = locked_open_bid(bid_id=bid_id, at=at)
        require_draft(bid)
        for stored in StoredFile.objects.filter(pk=file_id, bid=bid, removed_at=None):
            stored.removed_at, stored.wrapped_key = at, None
            stored.save(update_fields=["removed_at", "wrapped_key"])
            if not _may_be_sent(stored, bid=bid):
                delete_after_commit(stored)


def _may_be_sent(stored: StoredFile, *, bid: Bid) -> bool:
    return bid.submitted_at is not None and stored.uploaded_at <= bid.submitted_at


def delete_after_commit(stored: StoredFile) -> None:
    """Delete a file's ciphertext once the transaction stands."""
    name = stored.storage_name
    transaction.on_commit(lambda: storages["private"].delete(name), robust=True)


def put_back_files(bid: Bid, *, at: datetime) -> None:
    """Undo what a draft that is given up did to files: new ones go, those of the sent version that it removed return.

    Inside the caller's transaction.
    """
    for stored in StoredFile.objects.filter(bid=bid):
        if not _may_be_sent(stored, bid=bid):
            if stored.removed_at is None:
                StoredFile.objects.filter(pk=stored.pk).update(removed_at=at, wrapped_key=None)
                delete_after_commit(stored)
        elif stored.removed_at is not None and stored.removed_at > bid.submitted_at:
            StoredFile.objects.filter(pk=stored.pk).update(removed_at=None)


def drafted_files(bid: Bid, *, key: bytes) -> tuple[ReadableFile, ...]:
    """The files of the draft, opened with its key, in the order they came."""
    # All of each: a list of bids has fetched them for every bid at once.
    rows = [row for row in bid.files.all() if row.removed_at is None and row.wrapped_key is not None]
    blocks = {question.pk: question.block_id for question in bid.stage.challenge.questions.all()}
    return tuple(_drafted(stored, question=blocks.get(stored.question_id, ""), key=key) for stored in rows)


def _drafted(stored: StoredFile, *, question: str, key: bytes) -> ReadableFile:
    details, file_key = open_file_row(stored, key=key)
    return ReadableFile(
        id=stored.pk,
        question=question,
        name=details["name"],
        media_type=details["media_type"],
        size=plain_size(stored.stored_size),
        sha256=details["sha256"],
        scan=stored.scan,
        storage_name=stored.storage_name,
        stored_size=stored.stored_size,
        key=file_key,
    )
