"""The one clock: the database's, so that several web hosts agree on whether a bid came in time.

Only entry points read it, once, after the whole request is read and parsed and before any transaction; it goes down
as `at`. It is the statement's time, not the transaction's, on both engines; milliseconds on SQLite.
"""

from datetime import UTC, datetime

from django.db import connection

_QUESTIONS = {
    "postgresql": "SELECT STATEMENT_TIMESTAMP()",
    "sqlite": "SELECT STRFTIME('%Y-%m-%d %H:%M:%f', 'now')",
}


def database_now() -> datetime:
    """This moment on the database's clock, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS[connection.vendor])
        (moment,) = cursor.fetchone()
    if isinstance(moment, str):
        return datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return moment.astimezone(UTC)
