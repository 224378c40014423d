from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from challenges.ground.domain.frozen_json import Plain
from challenges.ground.domain.record import NOTHING_BEFORE, entry_sha256
from challenges.ground.models import Record, RecordEntry


def record_of(*, record_id: UUID | None, authority_id: UUID) -> Record:
    """The record of a thing: opened together with it, and handed over when the thing goes to another authority."""
    record, _is_new = Record.objects.update_or_create(pk=record_id or uuid4(), defaults={"authority_id": authority_id})
    return record


def append_to_record(*, record_id: UUID, event: str, content: Mapping[str, Plain], at: datetime) -> RecordEntry:
    """Append one entry to a record, inside the caller's transaction and as its last lock.

    Effects: locks the record's row (one writer a chain), writes the entry with the next number and its hash.
    `content` is plain JSON: random ids, numbers, dates as text; never names, never a bid's words.
    Refuses to run outside a transaction, because the entry must stand or fall with what it records.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("append_to_record needs the transaction of what it records")
    # no_key: what owns the record points at it, and must not wait behind the chain.
    Record.objects.select_for_update(no_key=True).get(pk=record_id)
    last = RecordEntry.objects.filter(record_id=record_id).order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = last.sha256 if last else NOTHING_BEFORE
    return RecordEntry.objects.create(
        record_id=record_id,
        number=number,
        at=at,
        event=event,
        content=content,
        previous_sha256=previous,
        sha256=entry_sha256(number=number, at=at, event=event, content=content, previous=previous),
    )
