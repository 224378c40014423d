"""`make demo` as a person meets it: one command opens it, Ctrl-C ends it, nothing stays behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from urllib.error import URLError

import pytest
from django.conf import settings

from tests.support.environment import PATIENCE_SECONDS
from tests.support.worker import wait_until


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as reply:
            return reply.status
    except (URLError, ConnectionError, TimeoutError):
        return None


def processes_writing_to(folder):
    """Command lines of the processes whose VAR_DIR is this folder."""
    run = subprocess.run(["ps", "axeww", "-o", "args="], capture_output=True, text=True, check=True)
    return [line for line in run.stdout.splitlines() if f"VAR_DIR={folder} " in f"{line} " and "ps axeww" not in line]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the demonstration keeps everything; the second time it is opened, it finds what the first has built."""
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture
def opened(folder):
    port = free_port()
    environment = {**os.environ, "VAR_DIR": str(folder), "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    environment.pop("CELERY_BROKER_URL", None)
    with (folder / "demo.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "scripts/demo"], cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    wait_until(lambda: process.poll() is not None or status_of(f"{address}/healthz") == 200)
    yield process, address
    if process.poll() is None:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.worker
def test_demonstration_opens_and_ends_cleanly_on_interrupt(opened, folder):
    process, address = opened
    assert status_of(f"{address}/") == 200, (folder / "demo.log").read_text()

    process.send_signal(signal.SIGINT)

    assert process.wait(PATIENCE_SECONDS) == 0
    assert processes_writing_to(folder) == []


@pytest.mark.slow
@pytest.mark.worker
def test_demonstration_ends_whole_when_the_worker_dies(opened, folder):
    process, address = opened
    assert status_of(f"{address}/") == 200, (folder / "demo.log").read_text()

    subprocess.run(["pkill", "-KILL", "-P", str(process.pid), "-f", "celery"], check=True)

    assert process.wait(PATIENCE_SECONDS) == 1
    assert processes_writing_to(folder) == []
