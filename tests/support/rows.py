"""The rows of a table, read and changed as they lie in the database, with nothing of Django in between."""

import psycopg
from django.apps import apps
from django.db import connections
from django.db.models import AutoField, BigAutoField
from psycopg import sql


class _Rows:
    def __init__(self):
        self.models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}

    @property
    def connection(self):
        """The one of this moment: a browser's event loop gives its tests a connection of their own."""
        return connections["default"]

    def columns(self, table):
        return [field.column for field in self.models[table]._meta.local_concrete_fields]

    def key(self, table):
        return self.models[table]._meta.pk.column

    def text(self, table, row, column):
        return self.values(row)[self.columns(table).index(column)]


def _difference(now, then):
    return (
        [key for key in now if key not in then],
        {key: row for key, row in then.items() if key in now and now[key] != row},
        [row for key, row in then.items() if key not in now],
    )


class SqliteRows(_Rows):
    def values(self, row):
        return row

    def read(self, table):
        key = self.columns(table).index(self.key(table))
        # With a sign before it a column has no declared type, and its value is handed over as it is.
        columns = ", ".join(f'+"{column}"' for column in self.columns(table))
        found = self.connection.connection.cursor().execute(f'SELECT {columns} FROM "{table}" ORDER BY rowid')
        return {row[key]: tuple(row) for row in found}

    def change(self, table, now, then):
        columns, key = self.columns(table), self.key(table)
        gone, changed, new = _difference(now, then)
        run = self.connection.connection.cursor()
        run.executemany(f'DELETE FROM "{table}" WHERE "{key}" = ?', [(one,) for one in gone])
        assignments = ", ".join(f'"{column}" = ?' for column in columns)
        run.executemany(
            f'UPDATE "{table}" SET {assignments} WHERE "{key}" = ?', [(*row, one) for one, row in changed.items()]
        )
        names, places = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        run.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', new)

    def continue_numbers(self, tables):
        """A table counts on from the highest number that was ever in it."""


class PostgresRows(_Rows):
    def values(self, row):
        return [value.decode() for value in row.rstrip(b"\n").split(b"\t")]

    def _run(self):
        return psycopg.Cursor(self.connection.connection)

    def _copy(self, table, what, way):
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns(table)))
        return sql.SQL(what).format(table=sql.Identifier(table), columns=columns) + sql.SQL(way)

    def read(self, table):
        key = self.columns(table).index(self.key(table))
        with self._run() as run, run.copy(self._copy(table, "COPY {table} ({columns})", " TO STDOUT")) as copy:
            lines = b"".join(copy).splitlines(keepends=True)
        return {line.rstrip(b"\n").split(b"\t")[key]: line for line in lines}

    def change(self, table, now, then):
        gone, changed, new = _difference(now, then)
        names = {"table": sql.Identifier(table), "key": sql.Identifier(self.key(table))}
        with self._run() as run:
            if away := [one.decode() for one in (*gone, *changed)]:
                run.execute(sql.SQL("DELETE FROM {table} WHERE {key}::text = ANY(%s)").format(**names), [away])
            with run.copy(self._copy(table, "COPY {table} ({columns})", " FROM STDIN")) as copy:
                copy.write(b"".join((*changed.values(), *new)))

    def continue_numbers(self, tables):
        """What was numbered in another copy of the database must not be numbered again in this one."""
        counted = [table for table in tables if isinstance(self.models[table]._meta.pk, AutoField | BigAutoField)]
        if not counted:
            return
        one = sql.SQL("SELECT setval({q}, GREATEST((SELECT MAX({key}) FROM {table}), nextval({q})))")
        parts = []
        for table in counted:
            key = self.key(table)
            sequence = sql.SQL("pg_get_serial_sequence({}, {})").format(sql.Literal(f'"{table}"'), sql.Literal(key))
            parts.append(one.format(q=sequence, key=sql.Identifier(key), table=sql.Identifier(table)))
        with self._run() as run:
            run.execute(sql.SQL(" UNION ALL ").join(parts))
