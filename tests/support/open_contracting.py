"""The standard's own schema, with the extensions the central platform declares, from beside the checkout."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, FormatChecker

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "ocds"


@cache
def _read(name):
    return json.loads((FOLDER / name).read_text())


def release_schema():
    if not FOLDER.exists():
        pytest.skip("the schema of the Open Contracting Data Standard is not beside the checkout")
    return _read("patched/release-schema.json")


def declared_extensions():
    release_schema()
    return [entry["url"] for entry in _read("extensions/index.json") if entry["find_a_tender"]]


def faults_in(release):
    """What the schema finds wrong with a release, dates and addresses checked too."""
    checker = FormatChecker(formats=["date-time", "uri"])
    return [
        f"{'.'.join(str(part) for part in fault.absolute_path)}: {fault.message}"
        for fault in Draft4Validator(release_schema(), format_checker=checker).iter_errors(release)
    ]
