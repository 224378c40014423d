"""Files of a bid: ciphertext in the private storage, its key in the draft, later in the sealed part.

The plain bytes of a file exist in memory only, a segment at a time.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction

from bids.bidding.domain import sealing
from bids.bidding.domain.payload import EnvelopeContent, FilePart
from bids.bidding.models import Bid, OpenedFile, StoredFile
from bids.bidding.vault.keys import keyring, opened_file_context
from challenges.ground.domain.frozen_json import canonical


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

    @property
    def part(self) -> FilePart:
        """The file as the manifest of a part lists it."""
        return FilePart(
            id=str(self.id),
            question=self.question,
            name=self.name,
            media_type=self.media_type,
            size=self.size,
            sha256=self.sha256,
        )

    def chunks(self, *, start: int, length: int) -> Iterator[bytes]:
        """The plain bytes of a range, a segment at a time, straight from the storage."""
        return stored_range(
            key=self.key, storage_name=self.storage_name, stored_size=self.stored_size, start=start, length=length
        )


def stored_range(*, key: bytes, storage_name: str, stored_size: int, start: int, length: int) -> Iterator[bytes]:
    """Plain bytes of a range of any stored file, a segment at a time; it has `plain_size(stored_size)` of them."""
    with storages["private"].open(storage_name, "rb") as file:
        read = _reader(file)
        yield from sealing.open_range(key, stored_size=stored_size, start=start, length=length, read=read)


def _reader(file: BinaryIO) -> Callable[[int, int], bytes]:
    def read(offset: int, length: int) -> bytes:
        file.seek(offset)
        return file.read(length)

    return read


def store_ciphertext(arrived: ArrivedFile) -> str:
    """Put a file's ciphertext into the private storage; the name it has there."""
    arrived.ciphertext.seek(0)
    return storages["private"].save(f"bids/{uuid4()}", File(arrived.ciphertext))


def drop_ciphertext(storage_name: str) -> None:
    storages["private"].delete(storage_name)


def drop_after_commit(stored: StoredFile) -> None:
    """Delete a file's ciphertext once the transaction stands."""
    name = stored.storage_name
    transaction.on_commit(lambda: drop_ciphertext(name), robust=True)


def drafted_row(*, bid: Bid, question_id: UUID, arrived: ArrivedFile, storage_name: str, key: bytes) -> StoredFile:
    """The row of a file that joins a draft, sealed under the draft's key and not yet saved."""
    stored = StoredFile(
        bid=bid,
        question_id=question_id,
        storage_name=storage_name,
        stored_size=storages["private"].size(storage_name),
        scan=arrived.scan,
    )
    said = {name: getattr(arrived, name) for name in ("name", "media_type", "sha256", "size")}
    _seal_row(stored, said, file_key=arrived.key, key=key)
    return stored


def redrafted_row(stored: StoredFile, file: FilePart, *, file_key: bytes, key: bytes) -> StoredFile:
    """The row of a sent file as part of a draft again, not yet saved."""
    said = {name: getattr(file, name) for name in ("name", "media_type", "sha256", "size")}
    _seal_row(stored, said, file_key=file_key, key=key)
    return stored


def _seal_row(stored: StoredFile, said: Mapping[str, object], *, file_key: bytes, key: bytes) -> None:
    """A file's details and its data key, both under the draft's key and bound to the file's row."""
    context = _context(stored)
    stored.sealed_details = sealing.seal_field(canonical(said), key=key, context=context + b":details")
    stored.wrapped_key = sealing.seal_field(file_key, key=key, context=context + b":key")


def _context(stored: StoredFile) -> bytes:
    return f"{stored.bid_id}:file:{stored.pk}".encode()


def drafted_files(bid: Bid, *, key: bytes) -> tuple[ReadableFile, ...]:
    """The files of the draft, opened with its key, in the order they came."""
    # All of each: a list of bids has fetched them for every bid at once.
    rows = [row for row in bid.files.all() if row.removed_at is None and row.wrapped_key is not None]
    blocks = {question.pk: question.block_id for question in bid.stage.challenge.questions.all()}
    return tuple(_drafted(stored, question=blocks.get(stored.question_id, ""), key=key) for stored in rows)


def count_drafted(bid: Bid, *, question: str) -> int:
    """How many files the draft has for one question, opening none."""
    asked = bid.stage.challenge.questions.filter(block_id=question).values("pk")
    return bid.files.filter(question_id__in=asked, removed_at=None, wrapped_key__isnull=False).count()


def _drafted(stored: StoredFile, *, question: str, key: bytes) -> ReadableFile:
    context = _context(stored)
    said = json.loads(sealing.open_field(stored.sealed_details, key=key, context=context + b":details"))
    file_key = sealing.open_field(stored.wrapped_key, key=key, context=context + b":key")
    # The size is told by the stored bytes, whatever was said of it.
    size = sealing.plain_size(stored.stored_size)
    return _readable(stored, FilePart(**{**said, "id": str(stored.pk), "question": question, "size": size}), file_key)


def sent_files(bid: Bid, *, quality: EnvelopeContent) -> tuple[ReadableFile, ...]:
    """The files of a sent version, opened with the keys that lie in its part 1."""
    rows = {str(row.pk): row for row in StoredFile.objects.filter(bid=bid)}
    return tuple(_readable(rows[file.id], file, quality.file_keys[file.id]) for file in quality.part.files)


def _readable(stored: StoredFile, file: FilePart, key: bytes) -> ReadableFile:
    return ReadableFile(
        id=stored.pk,
        question=file.question,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        scan=stored.scan,
        storage_name=stored.storage_name,
        stored_size=stored.stored_size,
        key=key,
    )


def forget_drafted_keys(bid: Bid) -> None:
    """Files lose their key and name under the draft, inside the caller's transaction; a sealed part holds both."""
    StoredFile.objects.filter(bid=bid).update(wrapped_key=None, sealed_details=b"")


def keep_file_key(file_key: bytes, *, stored_file_id: UUID) -> bytes:
    """A file's key for reading on after the opening (`OpenedFile.wrapped_key`), under the keyring."""
    return sealing.wrap_private_key(keyring(), file_key, context=opened_file_context(stored_file_id))


def opened_file_key(opened: OpenedFile) -> bytes:
    """The data key of an opened file, for whoever a scope lets read it."""
    context = opened_file_context(opened.stored_file_id)
    return sealing.unwrap_private_key(keyring(), opened.wrapped_key, context=context)
