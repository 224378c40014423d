"""Work that follows from a change, written in the change's own transaction; the table is the truth, not the broker."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from challenges.ground.domain.frozen_json import Plain
from challenges.ground.models import OutboxRow

# Longer than a worker lets one piece of work run, so that a row is never worked on twice at once.
LEASE = timedelta(minutes=12)
ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


def add_event(
    *, event: str, payload: Mapping[str, Plain], key: str, at: datetime, not_before: datetime | None = None
) -> None:
    """Put one event into the outbox, inside the caller's transaction.

    Effects: one row per `key` (a second call with the same key changes nothing); after commit the row is announced to
    the broker, failing quietly, since the clock task finds what is overdue. `event` is a name of `portal/events.py`;
    the payload holds ids and nothing that gives a bid away.
    """
    row, is_new = OutboxRow.objects.get_or_create(
        unique_key=key,
        defaults={"event": event, "payload": payload, "created_at": at, "not_before": not_before or at},
    )
    if is_new and (not_before is None or not_before <= at):
        announce_after_commit(str(row.pk))


def announce_after_commit(row_id: str) -> None:
    """Tell the broker of a row once it is there for the worker to find; a silent broker changes nothing."""
    transaction.on_commit(lambda: import_string(settings.OUTBOX_ANNOUNCER)(row_id), robust=True)


def _unfinished(at: datetime) -> QuerySet[OutboxRow]:
    """Rows nobody works on: not done, not given up, and whoever claimed them last has run out of time."""
    is_free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    return OutboxRow.objects.filter(is_free, done_at__isnull=True, dead_at__isnull=True)


def claim_row(*, row_id: str, at: datetime) -> OutboxRow | None:
    """Take a row to work on, or learn that it is not to be had: done, given up, not due, or somebody else's.

    One conditional UPDATE decides between workers, on both engines. The claim ends by itself after `LEASE`, so a
    worker that dies loses nothing; the attempt is counted at the claim, so a row that kills workers ends too.
    """
    due = _unfinished(at).filter(pk=row_id, not_before__lte=at, attempts__lt=ATTEMPTS)
    if due.update(claimed_until=at + LEASE, attempts=F("attempts") + 1) != 1:
        return None
    return OutboxRow.objects.get(pk=row_id)


def _held(row: OutboxRow) -> QuerySet[OutboxRow]:
    """The row, unless its lease ran out and another worker has claimed it since."""
    return OutboxRow.objects.filter(pk=row.pk, attempts=row.attempts, done_at__isnull=True)


def finish_row(*, row: OutboxRow, at: datetime) -> None:
    """Mark a claimed row as done."""
    _held(row).update(done_at=at, claimed_until=None, error="")


def fail_row(*, row: OutboxRow, error: str, at: datetime) -> None:
    """Give a claimed row back: due again after a pause that doubles, or, after the last attempt, a dead letter."""
    if row.attempts >= ATTEMPTS:
        _held(row).update(dead_at=at, claimed_until=None, error=error)
        return
    pause = min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
    _held(row).update(not_before=at + pause, claimed_until=None, error=error)


def bury_exhausted(*, at: datetime) -> int:
    """Make dead letters of rows whose last attempt never came back (a worker died over them); returns how many."""
    exhausted = _unfinished(at).filter(attempts__gte=ATTEMPTS)
    return exhausted.update(dead_at=at, claimed_until=None, error="The worker ended while doing this.")


def run_again(*, row_id: str, at: datetime) -> bool:
    """Bring a dead letter back, with all its attempts; says whether it was one."""
    with transaction.atomic():
        dead = OutboxRow.objects.filter(pk=row_id, dead_at__isnull=False, done_at__isnull=True)
        if dead.update(dead_at=None, attempts=0, not_before=at, claimed_until=None) != 1:
            return False
        announce_after_commit(row_id)
    return True
