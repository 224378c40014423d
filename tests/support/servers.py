"""PostgreSQL and Redis for the second engine's run: what answers on this machine, else a server of our own.

Needs no Django; `scripts/test` and the benchmarks use it.
"""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from redis import Redis, RedisError

from tests.support.environment import PATIENCE_SECONDS

OLDEST_POSTGRESQL = 150000
STOP_SECONDS = 20


class Unavailable(Exception):
    """Why a server cannot be had here, in words for the person who runs the tests."""


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(condition, process, what):
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if process.poll() is not None or time.monotonic() > give_up_at:
            raise Unavailable(f"{what} did not start")
        time.sleep(0.05)


def _stop(process):
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# ---- PostgreSQL


def _admin(port):
    return psycopg.connect(
        host="127.0.0.1", port=port, user="postgres", dbname="postgres", autocommit=True, connect_timeout=3
    )


def _takes_us(port):
    """A server of a version Django supports lets `postgres` in without a password."""
    try:
        with _admin(port) as server:
            return server.info.server_version >= OLDEST_POSTGRESQL
    except psycopg.Error:
        return False


def _postgresql_programs():
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else []
    found += [Path(initdb).parent for initdb in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    if not found:
        raise Unavailable("no PostgreSQL answers on 127.0.0.1:5432 and none is installed")
    return found[-1]


def _owner():
    """PostgreSQL refuses to run as root; there it runs as the user its package made."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        raise Unavailable("PostgreSQL does not run as root, and there is no user `postgres`") from None


@contextmanager
def _own_cluster():
    programs, owner, port = _postgresql_programs(), _owner(), _free_port()
    with tempfile.TemporaryDirectory(prefix="portal-postgresql-", ignore_cleanup_errors=True) as folder:
        user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        made = subprocess.run(
            [programs / "initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"],
            cwd=folder,
            capture_output=True,
            text=True,
            **user,
        )
        if made.returncode:
            raise Unavailable(f"initdb refused: {made.stderr.strip()}")
        # Nothing here has to survive a power cut, so nothing waits for the disk.
        command = [programs / "postgres", "-D", f"{folder}/data", "-p", str(port), "-k", folder, "-h", "127.0.0.1"]
        command += ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
        server = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **user
        )
        try:
            _wait(lambda: _takes_us(port), server, "PostgreSQL")
            yield port
        finally:
            # An interrupt is PostgreSQL's fast shutdown; a terminate would wait for every client.
            server.send_signal(2)
            _stop(server)


def _drop_leftovers(port, name):
    with _admin(port) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"test_{name}"])
        for (database,) in rows.fetchall():
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


@contextmanager
def _databases(port):
    name = f"portal_{os.getpid()}"
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/{name}"
    finally:
        _drop_leftovers(port, name)


@contextmanager
def postgresql():
    """Yield a DATABASE_URL under which a run may make databases; they are gone afterwards."""
    if _takes_us(5432):
        with _databases(5432) as url:
            yield url
    else:
        with _own_cluster() as port, _databases(port) as url:
            yield url


# ---- Redis


def _answers(port):
    try:
        return Redis(port=port, socket_connect_timeout=2).ping()
    except RedisError:
        return False


def _addresses(port):
    """Two databases of the server that hold nothing: one for the broker, one for the cache, emptied afterwards."""
    empty = [number for number in range(15, 0, -1) if Redis(port=port, db=number).dbsize() == 0][:2]
    if len(empty) < 2:
        raise Unavailable("Redis answers, but has no two empty databases")
    return empty


@contextmanager
def _redis_databases(port):
    broker, cache = _addresses(port)
    try:
        yield f"redis://127.0.0.1:{port}/{broker}", f"rediscache://127.0.0.1:{port}/{cache}"
    finally:
        for number in (broker, cache):
            Redis(port=port, db=number).flushdb()


@contextmanager
def _own_redis():
    program, port = shutil.which("redis-server"), _free_port()
    if not program:
        raise Unavailable("no Redis answers on 127.0.0.1:6379 and none is installed")
    with tempfile.TemporaryDirectory(prefix="portal-redis-") as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            _wait(lambda: _answers(port), server, "Redis")
            yield port
        finally:
            _stop(server)


@contextmanager
def redis():
    """Yield the addresses of a broker and of a cache that nobody else uses."""
    if _answers(6379):
        with _redis_databases(6379) as addresses:
            yield addresses
    else:
        with _own_redis() as port, _redis_databases(port) as addresses:
            yield addresses
