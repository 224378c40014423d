"""The public list and one opportunity with many published, against the same pages with few.

Baseline "few": the pages with 20 opportunities, a full page of the list. Measured: the same pages with 1,000, each
published by the service into an embedded SQLite made for this run; questions to the database are counted. Beside it:
migrating an empty database, against migrating Django's own accounts alone.

Run: `python -m benchmarks.bench_public_pages [opportunities]`. One figure a line.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from statistics import median

FEW, MANY = 20, 1_000
QUERY_LIMIT = 12
RATIO_LIMIT = 5.0
MIGRATION_SECONDS = 15.0


def migrate(folder, *arguments):
    environment = {**os.environ, "VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/database.sqlite3"}
    begun = seconds_of_children()
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", *arguments]
    subprocess.run(command, env=environment, check=True)
    return seconds_of_children() - begun


def seconds_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def set_up(folder):
    os.environ |= {
        "VAR_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/database.sqlite3",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    import django  # noqa: PLC0415 - the surroundings are settled first

    django.setup()


def publish_until(count, council):
    from challenges.ground.selectors.clock import database_now  # noqa: PLC0415 - as above
    from challenges.publishing.models import Challenge  # noqa: PLC0415
    from tests.support.specifications import STAGE, outcome_specification  # noqa: PLC0415

    now, day = database_now(), timedelta(days=1)
    stage = replace(STAGE, opens_at=now - day, questions_close_at=now + 5 * day, closes_at=now + 10 * day)
    for number in range(Challenge.objects.count(), count):
        title = {"en": f"Opportunity {number} (demonstration)"}
        council.publish(outcome_specification(stages=(stage,), title=title), at=now - 2 * day)


def measure(path):
    """Median seconds of a page, and how many questions it asks."""
    from django.db import connection  # noqa: PLC0415 - as above
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client, taken = Client(HTTP_HOST="127.0.0.1"), []
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200, path
    questions = len(asked)
    for _ in range(7):
        begun = time.process_time()
        client.get(path)
        taken.append(time.process_time() - begun)
    return median(taken), questions


def pages():
    from challenges.publishing.models import Challenge  # noqa: PLC0415 - as above

    first = Challenge.objects.earliest("approved_at")
    return {
        "list": "/opportunities/",
        "list, searched": "/opportunities/?q=demonstration&status=open",
        "opportunity": f"/opportunities/{first.ocid}/",
        "home": "/",
    }


def main():
    many = int(sys.argv[1]) if sys.argv[1:] else MANY
    with tempfile.TemporaryDirectory() as accounts, tempfile.TemporaryDirectory() as folder:
        own = migrate(accounts, "contenttypes")
        whole = migrate(folder)
        print(f"baseline migrating one app of Django's: {own:.1f} s")
        print(
            f"migrating an empty database: {whole:.1f} s, {whole / own:.1f} of baseline (limit {MIGRATION_SECONDS} s)"
        )

        set_up(folder)
        from tests.factories import AuthorityWorld  # noqa: PLC0415 - as above

        council = AuthorityWorld()
        publish_until(FEW, council)
        few = {name: measure(path) for name, path in pages().items()}
        publish_until(many, council)
        is_over = whole > MIGRATION_SECONDS
        for name, path in pages().items():
            seconds, questions = measure(path)
            ratio = seconds / few[name][0]
            print(f"baseline {name} with {FEW}: {few[name][0] * 1e3:.0f} ms, {few[name][1]} questions")
            print(f"{name} with {many}: {seconds * 1e3:.0f} ms, {questions} questions, {ratio:.2f} of baseline")
            is_over |= questions > QUERY_LIMIT or ratio > RATIO_LIMIT
    return int(is_over)


if __name__ == "__main__":
    sys.exit(main())
