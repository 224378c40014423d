"""The record cannot be changed by any statement, on either engine."""

import pytest
from django.db import IntegrityError, connection, transaction

from challenges.ground.models import RecordEntry
from challenges.ground.services.record_triggers import install_triggers, missing_triggers
from tests.factories import AuthorityWorld

pytestmark = pytest.mark.django_db


def test_replacing_an_entry_is_refused_like_changing_it():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite replaces rows")
    install_triggers(connection)
    AuthorityWorld().publish()
    before = list(RecordEntry.objects.order_by("number").values())
    columns = "id, record_id, number, at, event, content, previous_sha256, sha256"
    changed = columns.replace("event", "'forged'")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO ground_recordentry ({columns}) SELECT {changed} FROM ground_recordentry"
        )

    assert list(RecordEntry.objects.order_by("number").values()) == before
    assert missing_triggers(connection) == ()
