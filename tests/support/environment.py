"""The surroundings of one test run, settled before Django reads its settings.

Each run has a folder of its own for everything the portal writes, so that two runs side by side (the two engines,
two people) never share a database file, a key, an upload or a message.
"""

import atexit
import os
import shutil
import tempfile

import pytest

# How long anything is waited for that another process does: far longer than it takes, since machines are busy.
PATIENCE_SECONDS = 300


def settle() -> None:
    """Fill in what the caller left open. Worker processes of a parallel run inherit what their parent settled."""
    if "VAR_DIR" not in os.environ:
        os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
        atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    # The browser's driver runs an event loop in the test's own thread, where Django would refuse the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def is_continuous_integration() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def refuse_or_skip(reason: str) -> None:
    """What a machine lacks is a plain skip on somebody's desk, and a failure where the whole proof is expected."""
    if is_continuous_integration():
        pytest.fail(reason)
    pytest.skip(reason)
