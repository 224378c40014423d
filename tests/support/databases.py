"""The tests' database: a kept one, the demonstration seeded once, and copied back after tests that commit.

Django would empty every table after a test that commits. Here that cannot be: the record's triggers refuse it, and
Wagtail's page tree, groups and locales come from migrations and would be gone for every later test. So a copy of the
migrated database is kept, and written back before the next test that needs it.

A test says what it starts from: `django_db` gives the migrated database, the fixture `demonstration` the seeded
world. Both hold for tests in a transaction and for tests that commit (`django_db(transaction=True)`).
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from tests.support.engines import commits, uses_database
from tests.support.kept import PostgresKept, SqliteKept, clone, server
from tests.support.worlds import keeper

MIGRATED = "migrated"
DEMONSTRATION = "demonstration"


class SqliteCopies:
    """Each time a file under a new name: whoever still has the last one open, a thread or a worker, reads that one.

    Written back in place instead, a worker that closes the last connection of a replaced file removes the log of its
    successor, which bears the same name.
    """

    def __init__(self, connection):
        self.settings = connection.settings_dict
        self.first = Path(self.settings["NAME"])
        self.written = 0

    def _copy(self, name):
        return self.first.with_name(f"{self.first.name}.{name}")

    def keep(self, name):
        with (
            closing(sqlite3.connect(self.settings["NAME"])) as source,
            closing(sqlite3.connect(self._copy(name))) as to,
        ):
            source.backup(to)

    def restore(self, name):
        last = Path(self.settings["NAME"])
        self.written += 1
        fresh = self.first.with_name(f"{self.first.name}.{self.written}")
        shutil.copyfile(self._copy(name), fresh)
        # One dictionary for the connections of all threads.
        self.settings["NAME"] = str(fresh)
        if last != self.first:
            _remove(last)

    def discard(self):
        self.settings["NAME"] = str(self.first)
        for copy in self.first.parent.glob(f"{self.first.name}.*"):
            copy.unlink()


def _remove(database):
    for part in ("", "-wal", "-shm"):
        Path(f"{database}{part}").unlink(missing_ok=True)


class PostgresCopies:
    """Each copy is a database of its own, and writing back is a clone of it."""

    def __init__(self, connection):
        self.settings = connection.settings_dict
        self.database = self.settings["NAME"]
        self.kept = set()

    def _copy(self, name):
        return f"{self.database}_{name}"

    def _clone(self, source, target):
        with server(self.settings) as run:
            clone(run, source, target)

    def keep(self, name):
        self._clone(self.database, self._copy(name))
        self.kept.add(name)

    def restore(self, name):
        self._clone(self._copy(name), self.database)

    def discard(self):
        with server(self.settings) as run:
            for name in self.kept:
                run("DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(self._copy(name)))


class SeededFiles:
    """The files that belong to the seeded rows, put back where a test has removed them."""

    def __init__(self, folder):
        self.kept = folder / "seeded-files"
        self.roots = [Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT)]

    def keep(self):
        for root in self.roots:
            if root.exists():
                shutil.copytree(root, self.kept / root.name)

    def restore(self):
        for root in self.roots:
            for file in (self.kept / root.name).rglob("*"):
                present = root / file.relative_to(self.kept / root.name)
                if file.is_file() and not present.exists():
                    present.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(file, present)


class Content:
    """What the database holds at present, so that it is written anew only when a test needs something else."""

    def __init__(self, copies, files):
        self.copies = copies
        self.files = files
        self.present = None
        self.has_demonstration = False

    def show(self, name):
        if name == DEMONSTRATION and not self.has_demonstration:
            self._seed()
        if self.present != name:
            self._restore(name)
        if name == DEMONSTRATION:
            self.files.restore()

    def forget(self):
        connections.close_all()
        self.present = None

    def _restore(self, name):
        connections.close_all()
        self.copies.restore(name)
        self.present = name

    def _seed(self):
        if self.present != MIGRATED:
            self._restore(MIGRATED)
        self.present = None
        call_command("seed_demo", verbosity=0)
        connections.close_all()
        self.copies.keep(DEMONSTRATION)
        self.files.keep()
        self.has_demonstration = True
        self.present = DEMONSTRATION


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """In place of the plugin's own, which would migrate an empty database for every run."""
    connection = connections["default"]
    kept = PostgresKept(connection) if connection.vendor == "postgresql" else SqliteKept(connection)
    own, of_tests = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    of_tests = of_tests or f"test_{own}"
    with django_db_blocker.unblock():
        kept.copy_to(of_tests)
        connection.settings_dict["NAME"] = of_tests
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        connection.settings_dict["NAME"] = own
        kept.remove(of_tests)


@pytest.fixture(scope="session")
def _content(django_db_setup, django_db_blocker):
    connection = connections["default"]
    copies = PostgresCopies(connection) if connection.vendor == "postgresql" else SqliteCopies(connection)
    content = Content(copies, SeededFiles(Path(settings.VAR_DIR)))
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        content.forget()
        copies.keep(MIGRATED)
        content.present = MIGRATED
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: content.forget())
        yield content
        content.forget()
        copies.discard()


@pytest.fixture
def _database_content(request, _content, django_db_blocker):
    name = DEMONSTRATION if "demonstration" in request.fixturenames else MIGRATED
    with django_db_blocker.unblock():
        _content.show(name)
        # Inside the transaction of a file's world there is more than was migrated.
        is_alone = not connections["default"].in_atomic_block
        keeper.begin(is_migrated=name == MIGRATED and is_alone and not commits(request.node))
        # Rate limits of an earlier test would answer 429 in this one.
        for cache in caches.all(initialized_only=False):
            cache.clear()


@pytest.fixture
def demonstration(_database_content, db):
    """The seeded demonstration world: what `seed_demo` builds, no more."""


def pytest_itemcollected(item):
    # First of all fixtures, before the test's own transaction opens.
    if uses_database(item) and "_database_content" not in item.fixturenames:
        item.fixturenames.insert(0, "_database_content")
