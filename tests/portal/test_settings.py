"""What settings refuse where real people work: each case lacks one thing."""

import os
import subprocess
import sys

import pytest

REAL_USE = {
    "ALLOWED_HOSTS": "portal.example.org",
    "SECRET_KEY": "not the one that is used anywhere",
    "SEALING_KEY": "k1:" + "A" * 43 + "=",
    "DATABASE_URL": "postgres://portal@database/portal",
    "CACHE_URL": "rediscache://cache:6379/1",
    "CLAMAV_ADDRESS": "scanner:3310",
    "EMAIL_URL": "smtp://mail:25",
}


def settings_with(tmp_path, environment):
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings as s; print(s.PRODUCTION, s.SESSION_COOKIE_SECURE)"],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
    )


def test_real_use_is_accepted_when_nothing_lacks(tmp_path):
    run = settings_with(tmp_path, REAL_USE)

    assert run.stdout == "True True\n", run.stderr


def test_a_host_that_others_reach_is_real_use_whatever_is_said(tmp_path):
    run = settings_with(tmp_path, {**REAL_USE, "PRODUCTION": "false"})

    assert run.stdout == "True True\n", run.stderr


@pytest.mark.parametrize("lacking", sorted(REAL_USE.keys() - {"ALLOWED_HOSTS"}))
def test_real_use_without_it_is_refused_by_name(tmp_path, lacking):
    run = settings_with(tmp_path, {name: value for name, value in REAL_USE.items() if name != lacking})

    assert run.returncode == 1
    assert lacking in run.stderr


@pytest.mark.parametrize("switched", [{"DEMONSTRATION": "1"}, {"REQUIRE_SECOND_FACTOR": "0"}])
def test_what_lets_strangers_in_is_refused_in_real_use(tmp_path, switched):
    run = settings_with(tmp_path, REAL_USE | switched)

    assert run.returncode == 1
    assert "ImproperlyConfigured" in run.stderr
