"""Worlds built once and copied: what a function of the tests has built from a known state is written back as rows.

    class EvaluationWorld(AuthorityWorld):
        @kept
        def __init__(self, *, bidders=1): ...

        @kept
        def until_scoring(self): ...

The first test that asks has its world built by the services of the portal. Then the rows that came about, the files
they name and the Python objects are kept; the next test that asks for the same, from the same state, is given copies.

A state is known while a test, in its own transaction, has written nothing but kept worlds since the migrated database.
After any other write the function runs as if it were not decorated, and so it does for tests that commit. "The same"
is the function, its arguments, the object it belongs to, the settings and the language.
"""

import functools
import hashlib
import pickle
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import UserSettingsHolder, settings
from django.core.files.storage import storages
from django.db import connections
from django.utils.translation import get_language

from tests.support.rows import PostgresRows, SqliteRows

_READS = re.compile(r"\s*\(?\s*(SELECT|BEGIN|SAVEPOINT|RELEASE|PRAGMA|EXPLAIN|SET|SHOW)\b", re.I)
_WRITES = re.compile(r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.I)
_UNPICKLED = (pickle.PicklingError, TypeError, AttributeError)


@dataclass(frozen=True, eq=False)
class State:
    """What the tables hold that differ from the migrated database, by primary key, and the files their rows name."""

    tables: dict[str, dict] = field(default_factory=dict)
    files: dict[Path, bytes] = field(default_factory=dict)


MIGRATED = State()


class Keeper:
    """Follows what a test writes, so that it is always known whether the database stands in a kept state."""

    def __init__(self):
        self.rows = None
        self.is_following = False
        self.state = MIGRATED
        # Written since that state was reached; written at all.
        self.changed, self.touched = set(), set()
        self.migrated = {}
        self.built = {}

    def begin(self, *, is_migrated):
        """A test or a file's world starts; `is_migrated`: in a transaction of its own, from the migrated database."""
        connection = connections["default"]
        if self.rows is None:
            self.rows = (PostgresRows if connection.vendor == "postgresql" else SqliteRows)()
        if self.watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.watch)
        self.is_following = is_migrated
        self.state, self.changed, self.touched = MIGRATED, set(), set()

    @property
    def knows_state(self):
        return self.is_following and not self.changed and connections["default"].in_atomic_block

    def watch(self, execute, statement, parameters, many, context):
        if self.is_following and not _READS.match(statement):
            self._note(statement)
        return execute(statement, parameters, many, context)

    def _note(self, statement):
        if written := _WRITES.match(statement):
            table = written.group(1)
            if table not in self.rows.models:
                self.is_following = False
            elif table not in self.touched and table not in self.migrated:
                self.migrated[table] = self.rows.read(table)
            self.changed.add(table)
            self.touched.add(table)
        elif statement.upper().startswith("ROLLBACK TO"):
            self.changed |= self.touched
        else:
            self.is_following = False

    def keep(self):
        """The state the database stands in now."""
        tables = {**self.state.tables, **{table: self.rows.read(table) for table in self.changed}}
        self.state, self.changed = State(tables=tables, files=_files(tables, self.rows)), set()
        return self.state

    def restore(self, state):
        for table in self.state.tables | state.tables:
            now, then = (one.tables.get(table, self.migrated[table]) for one in (self.state, state))
            if now is not then:
                self.rows.change(table, now, then)
        for path, content in state.files.items():
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        self.rows.continue_numbers(state.tables)
        self.touched |= set(state.tables)
        self.state = state


keeper = Keeper()


def kept(build):
    """See the module. Whoever held an object of a world before a kept function changed that world holds an old copy."""

    @functools.wraps(build)
    def building(*arguments, **named):
        key = _key(build, arguments, named) if keeper.knows_state else None
        if key is None:
            return build(*arguments, **named)
        if key not in keeper.built:
            result = build(*arguments, **named)
            pickled = _pickled(build, arguments, result)
            if pickled is None or not keeper.is_following:
                return result
            keeper.built[key] = keeper.keep(), pickled
        else:
            keeper.restore(keeper.built[key][0])
        return _copy(keeper.built[key][1], arguments)

    return building


def _is_method(build, arguments):
    return bool(arguments) and hasattr(type(arguments[0]), build.__name__)


def _key(build, arguments, named):
    """Names what is asked for; None where an argument cannot be told by its content."""
    told = [get_language(), _overridden_settings(), sorted(named.items())]
    if _is_method(build, arguments):
        world, *arguments = arguments
        told += [type(world).__module__, type(world).__qualname__, vars(world)]
    try:
        digest = hashlib.sha256(pickle.dumps([*told, *arguments])).hexdigest()
    except _UNPICKLED:
        return None
    return id(keeper.state), build.__module__, build.__qualname__, digest


def _overridden_settings():
    found, layer = {}, settings._wrapped
    while isinstance(layer, UserSettingsHolder):
        found = {name: repr(value) for name, value in vars(layer).items() if name.isupper()} | found
        layer = layer.default_settings
    return sorted(found.items())


def _pickled(build, arguments, result):
    """The world as it has become, if there is one, and what was returned, if that is not the world itself."""
    world = arguments[0] if _is_method(build, arguments) else None
    try:
        return pickle.dumps((world and vars(world), None if result is world else result, result is world))
    except _UNPICKLED:
        return None


def _copy(pickled, arguments):
    attributes, result, is_world = pickle.loads(pickled)
    if attributes is not None:
        vars(arguments[0]).clear()
        vars(arguments[0]).update(attributes)
    return arguments[0] if is_world else result


def _files(tables, rows):
    found = {}
    for table, content in tables.items():
        for one in rows.models[table]._meta.local_concrete_fields:
            if storage := _storage_of(one):
                names = filter(None, (rows.text(table, row, one.column) for row in content.values()))
                paths = [Path(storage.path(name)) for name in names]
                found |= {path: path.read_bytes() for path in paths if path.exists()}
    return found


def _storage_of(field):
    # Bids' files are not named to the database by a field for files: nothing may be told about them.
    return storages["private"] if field.name == "storage_name" else getattr(field, "storage", None)
