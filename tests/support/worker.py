"""A real Celery worker in a process of its own, on the test's database and broker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connections

from portal.celery import app

START_SECONDS = 60


def database_url():
    """The address of the database the tests use, for a process that reads its settings anew."""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    password = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    host = f"{database['HOST'] or 'localhost'}:{database['PORT'] or 5432}"
    return f"postgres://{quote(database['USER'])}{password}@{host}/{database['NAME']}"


def wait_until(condition, *, seconds=120):
    """Look again until it holds; for what another process does. Fails with the last answer."""
    give_up_at = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > give_up_at:
            pytest.fail(f"still {answer!r} after {seconds} s")
        time.sleep(0.05)
    return answer


class Worker:
    def __init__(self, log):
        self.log = log
        self.process = None
        self.database = None

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def is_on_the_tests_database(self):
        return self.is_running and self.database == database_url()

    def start(self):
        if self.is_running:
            self.kill()
        self.database = database_url()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "portal.celery:app", "worker"]
                + ["--pool", "solo", "--loglevel", "INFO", "--without-gossip", "--without-mingle"],
                env={**os.environ, "DATABASE_URL": self.database, "LOG_LEVEL": "INFO"},
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(self._is_ready, seconds=START_SECONDS)

    def _is_ready(self):
        if not self.is_running:
            pytest.fail(f"the worker ended at once:\n{self.log.read_text()}")
        return " ready." in self.log.read_text()

    def kill(self):
        """As the power cut does it: no goodbye, no acknowledgement."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="session")
def _worker_process(_content):
    worker = Worker(Path(settings.VAR_DIR) / "test-worker.log")
    yield worker
    # Nothing of the run is left to finish, and a warm shutdown takes seconds.
    if worker.is_running:
        worker.kill()


@pytest.fixture
def worker(_worker_process, transactional_db):
    """A running worker with an empty queue; a test may `kill()` and `start()` it."""
    app.control.purge()
    if not _worker_process.is_on_the_tests_database:
        _worker_process.start()
    return _worker_process
