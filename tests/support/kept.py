"""The migrated database that every run starts from: made once, kept, and copied.

Migrating an empty database takes far longer than copying it. What is kept bears a name made of all that decides it:
the migrations, the triggers, the settings, the pinned libraries and the engine. A change of any of them makes another;
runs side by side wait for the one that makes it. On SQLite it is a file below `var/` (or where `KEPT_DATABASES` says),
on PostgreSQL a template database of the server.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from psycopg import sql

from challenges.ground.services import record_triggers

ROOT = Path(settings.BASE_DIR)
FOLDER = Path(os.environ.get("KEPT_DATABASES") or ROOT / "var" / "kept-databases")
# Enough for a few branches side by side.
NEWEST = 8


def fingerprint(engine):
    """A change of any of these files may give another database."""
    files = [ROOT / "portal" / "settings.py", Path(record_triggers.__file__)]
    files += sorted((ROOT / "requirements").glob("*.txt")) + sorted(ROOT.glob("*/**/migrations/*.py"))
    digest = hashlib.sha256(engine.encode())
    for file in files:
        content = file.read_bytes()
        digest.update(f"\n{file.relative_to(ROOT)} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:20]


def _migrate(connection, name):
    connection.close()
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    connection.close()


class SqliteKept:
    def __init__(self, connection):
        self.connection = connection
        self.file = FOLDER / f"{fingerprint(f'sqlite {sqlite3.sqlite_version}')}.sqlite3"

    def copy_to(self, name):
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.file.exists():
                self._make()
            shutil.copyfile(self.file, name)

    def remove(self, name):
        for part in ("", "-wal", "-shm"):
            Path(f"{name}{part}").unlink(missing_ok=True)

    def _make(self):
        unfinished = self.file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        _migrate(self.connection, str(unfinished))
        unfinished.rename(self.file)
        for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)[:-NEWEST]:
            old.unlink()


class PostgresKept:
    PREFIX = "portal_migrated_"
    # Any number that all runs agree on.
    LOCK = 2_026_111

    def __init__(self, connection):
        self.connection = connection
        self.name = self.PREFIX + fingerprint("postgresql")

    def copy_to(self, name):
        with server(self.connection.settings_dict) as run:
            run("SELECT pg_advisory_lock({})", sql.Literal(self.LOCK))
            if self.name not in self._all(run):
                self._make(run)
            clone(run, self.name, name)

    def remove(self, name):
        with server(self.connection.settings_dict) as run:
            run("DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(name))

    def _all(self, run):
        question = "SELECT datname FROM pg_database WHERE starts_with(datname, {}) ORDER BY oid"
        found = run(question, sql.Literal(self.PREFIX))
        return [name for (name,) in found.fetchall()]

    def _make(self, run):
        unfinished = f"unfinished_{self.name}"
        run("DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(unfinished))
        run("CREATE DATABASE {}", sql.Identifier(unfinished))
        _migrate(self.connection, unfinished)
        run("ALTER DATABASE {} RENAME TO {}", sql.Identifier(unfinished), sql.Identifier(self.name))
        for old in self._all(run)[:-NEWEST]:
            with suppress(psycopg.errors.ObjectInUse):
                run("DROP DATABASE IF EXISTS {}", sql.Identifier(old))


@contextmanager
def server(database):
    """Statements about databases: they cannot be given inside the one they are about, nor in a transaction."""
    with psycopg.connect(
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield lambda statement, *parts: connection.execute(sql.SQL(statement).format(*parts))


def clone(run, source, target):
    run("DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(target))
    run("CREATE DATABASE {} TEMPLATE {}", sql.Identifier(target), sql.Identifier(source))
