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
from tests.support.environment import PATIENCE_SECONDS


def database_url():
    """The address of the database the tests use, for a process that reads its settings anew."""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    password = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    host = f"{database['HOST'] or 'localhost'}:{database['PORT'] or 5432}"
    return f"postgres://{quote(database['USER'])}{password}@{host}/{database['NAME']}"


def wait_until(condition, *, seconds=PATIENCE_SECONDS):
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

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def start(self):
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "portal.celery:app", "worker"]
                + ["--pool", "solo", "--loglevel", "INFO", "--without-gossip", "--without-mingle"],
                env={**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "INFO"},
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(self._is_ready)

    def _is_ready(self):
        if not self.is_running:
            pytest.fail(f"the worker ended at once:\n{self.log.read_text()}")
        return " ready." in self.log.read_text()

    def kill(self):
        """As the power cut does it: no goodbye, no acknowledgement."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def worker(_content, transactional_db):
    """A running worker with an empty queue; a test may `kill()` and `start()` it.

    It ends with the test: left running, it would take the work of every later test that commits.
    """
    app.control.purge()
    worker = Worker(Path(settings.VAR_DIR) / "test-worker.log")
    worker.start()
    yield worker
    # Nothing of the test is left to finish, and a warm shutdown takes seconds.
    if worker.is_running:
        worker.kill()
