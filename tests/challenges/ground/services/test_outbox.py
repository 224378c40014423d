from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from challenges.ground.models import OutboxRow
from challenges.ground.services.outbox import (
    ATTEMPTS,
    LEASE,
    LONGEST_PAUSE,
    add_event,
    bury_exhausted,
    claim_row,
    fail_row,
    finish_row,
    run_again,
)
from tests.support.announcements import heard

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_row(**fields):
    add_event(event="mail.queued", payload={"mail": "1"}, key="one", at=AT, **fields)
    return OutboxRow.objects.get(unique_key="one")


@pytest.mark.django_db
def test_event_with_the_same_key_is_written_once():
    a_row()
    a_row()

    assert OutboxRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_event_is_announced_after_the_commit_and_not_before(settings):
    settings.OUTBOX_ANNOUNCER = "tests.support.announcements.remember"
    heard.clear()

    with transaction.atomic():
        row = a_row()
        before_commit = list(heard)

    assert (before_commit, heard) == ([], [str(row.pk)])


@pytest.mark.django_db(transaction=True)
def test_event_of_a_transaction_that_fails_is_gone():
    with transaction.atomic():
        a_row()
        transaction.set_rollback(True)

    assert OutboxRow.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_event_for_later_is_not_announced_yet(settings):
    settings.OUTBOX_ANNOUNCER = "tests.support.announcements.remember"
    heard.clear()

    a_row(not_before=AT + MINUTE)

    assert heard == []


@pytest.mark.django_db
def test_row_is_claimed_once_until_its_lease_ends():
    row_id = str(a_row().pk)

    first = claim_row(row_id=row_id, at=AT)
    while_held = claim_row(row_id=row_id, at=AT + LEASE)
    after_the_lease = claim_row(row_id=row_id, at=AT + LEASE + MINUTE)

    assert (first.attempts, while_held, after_the_lease.attempts) == (1, None, 2)


@pytest.mark.django_db
def test_row_is_not_claimed_before_its_time():
    row = a_row(not_before=AT + MINUTE)

    assert claim_row(row_id=str(row.pk), at=AT) is None


@pytest.mark.django_db(transaction=True)
def test_row_is_claimed_by_one_of_four_workers():
    row_ids = []
    for number in range(25):
        add_event(event="mail.queued", payload={}, key=f"row {number}", at=AT)
        row_ids.append(str(OutboxRow.objects.get(unique_key=f"row {number}").pk))

    def claims_of_a_worker(_worker):
        try:
            return [row_id for row_id in row_ids if claim_row(row_id=row_id, at=AT)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        claimed = [row_id for mine in workers.map(claims_of_a_worker, range(4)) for row_id in mine]

    assert sorted(claimed) == sorted(row_ids)


@pytest.mark.django_db
def test_finished_row_is_not_claimed_again():
    row = claim_row(row_id=str(a_row().pk), at=AT)

    finish_row(row=row, at=AT)

    assert claim_row(row_id=str(row.pk), at=AT + LEASE + MINUTE) is None


@pytest.mark.django_db
def test_worker_whose_lease_ran_out_cannot_finish_for_the_next_one():
    slow = claim_row(row_id=str(a_row().pk), at=AT)
    claim_row(row_id=str(slow.pk), at=AT + LEASE + MINUTE)

    finish_row(row=slow, at=AT + LEASE + MINUTE)

    assert OutboxRow.objects.get().done_at is None


@pytest.mark.django_db
def test_failed_row_comes_back_after_pauses_that_double():
    row_id, at, pauses = str(a_row().pk), AT, []

    for _attempt in range(ATTEMPTS - 1):
        fail_row(row=claim_row(row_id=row_id, at=at), error="OSError", at=at)
        due = OutboxRow.objects.get().not_before
        pauses.append((due - at).total_seconds())
        at = due

    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, LONGEST_PAUSE.total_seconds()]


@pytest.mark.django_db
def test_row_that_fails_to_the_last_is_a_dead_letter_and_can_be_run_again():
    row_id, at = str(a_row().pk), AT
    for _attempt in range(ATTEMPTS):
        fail_row(row=claim_row(row_id=row_id, at=at), error="OSError", at=at)
        at += LONGEST_PAUSE
    dead = OutboxRow.objects.get()

    came_back = run_again(row_id=row_id, at=at)

    assert (dead.dead_at is not None, dead.error, came_back) == (True, "OSError", True)
    assert claim_row(row_id=row_id, at=at).attempts == 1
    assert run_again(row_id=row_id, at=at) is False


@pytest.mark.django_db
def test_row_that_kills_its_workers_ends_as_a_dead_letter():
    row_id, at = str(a_row().pk), AT
    for _attempt in range(ATTEMPTS):
        claim_row(row_id=row_id, at=at)
        at += LEASE + MINUTE

    assert claim_row(row_id=row_id, at=at) is None
    assert bury_exhausted(at=at) == 1
    assert OutboxRow.objects.get().dead_at == at
