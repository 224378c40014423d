"""Which tests run on which engine (`scripts/test` runs the suite on SQLite and on PostgreSQL).

The second engine is asked what may differ there: locks, constraints, triggers, transactions, JSON, search, migrations,
every service, and every page's questions, which the matrix, the crawler and the journey put for each role. What a page
says, refuses and leads to is the same on both: such tests are marked `first_engine`.
"""

import pytest
from django.conf import settings


def uses_database(item):
    asked_for = {"db", "transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return bool(asked_for or item.get_closest_marker("django_db"))


def commits(item):
    marker = item.get_closest_marker("django_db")
    return bool(
        {"transactional_db", "live_server"}.intersection(item.fixturenames)
        or (marker and (marker.kwargs.get("transaction") or any(marker.args)))
    )


def is_shown_by_first_engine(item):
    if not uses_database(item) or item.get_closest_marker("first_engine"):
        return True
    return bool(item.get_closest_marker("browser")) and not item.get_closest_marker("postgres")


def pytest_addoption(parser):
    parser.addoption(
        "--second-engine",
        action="store_true",
        help="leave out what the first engine's run shows already: tests without a database, those marked "
        "first_engine, and browser tests that are not marked postgres",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--second-engine"):
        left_out = [item for item in items if is_shown_by_first_engine(item)]
        items[:] = [item for item in items if not is_shown_by_first_engine(item)]
        config.hook.pytest_deselected(items=left_out)


def pytest_runtest_setup(item):
    marker = item.get_closest_marker("postgres")
    if marker and marker.kwargs.get("only") and not settings.DATABASE["ENGINE"].endswith("postgresql"):
        pytest.skip("its subject exists on PostgreSQL only")


def pytest_report_header():
    engine = settings.DATABASE["ENGINE"].rpartition(".")[2]
    return f"engine: {engine}, broker: {settings.CELERY_BROKER_URL.partition('://')[0]}"
