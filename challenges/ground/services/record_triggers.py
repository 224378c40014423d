"""The database triggers that make the procurement record append-only, for both engines.

Idempotent, and run after every `migrate`: SQLite drops a table's triggers whenever a migration rebuilds the table.
They raise integrity errors (on PostgreSQL with an error code of class 23), so Django reports an `IntegrityError`.
"""

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "ground_recordentry"
TRIGGERS = {
    "sqlite": ("record_no_update", "record_no_delete", "record_no_replace"),
    "postgresql": ("record_no_update", "record_no_delete", "record_no_truncate"),
}

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the procurement record is append-only'); END
"""
# `INSERT OR REPLACE` takes the old row away without firing the other two.
_SQLITE_REPLACE = """
CREATE TRIGGER IF NOT EXISTS record_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (
    SELECT 1 FROM {table} WHERE id = NEW.id OR (record_id = NEW.record_id AND number = NEW.number)
)
BEGIN SELECT RAISE(ABORT, 'the procurement record is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_record_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the procurement record is append-only' USING ERRCODE = '23514'; END
$$ LANGUAGE plpgsql
"""
_POSTGRESQL = (
    "CREATE OR REPLACE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} EXECUTE FUNCTION refuse_record_change()"
)


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are missing."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, act in (("record_no_update", "UPDATE"), ("record_no_delete", "DELETE")):
                cursor.execute(_SQLITE.format(name=name, act=act, table=TABLE))
            cursor.execute(_SQLITE_REPLACE.format(table=TABLE))
            return
        cursor.execute(_POSTGRESQL_FUNCTION)
        for name, act, each in (
            ("record_no_update", "UPDATE", "ROW"),
            ("record_no_delete", "DELETE", "ROW"),
            ("record_no_truncate", "TRUNCATE", "STATEMENT"),
        ):
            cursor.execute(_POSTGRESQL.format(name=name, act=act, each=each, table=TABLE))


def missing_triggers(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Which triggers this database lacks; none when the record is protected."""
    question = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        present = {name for (name,) in cursor.fetchall()}
    return tuple(name for name in TRIGGERS[connection.vendor] if name not in present)


def install_after_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_kwargs: object) -> None:
    """`post_migrate` receiver; a partial migration that has not made the table yet is left alone."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install_triggers(connection)
