"""The worker's side of the outbox: delivering, pausing, the clock, a broker that is down, and the real worker."""

import ast
import socket
import time
from datetime import timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings as portal_settings
from django.core.mail import send_mail
from django.tasks import task
from wagtail.admin.mail import send_mail as cms_mail

from challenges.ground.models import Mail, Message, OutboxRow
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.mail import WIPED, write_mail
from challenges.ground.services.messages import compose, write_to
from challenges.ground.services.outbox import add_event
from portal import tasks
from portal.celery import app
from portal.events import EVENTS
from tests.factories import a_person
from tests.support.worker import wait_until

# As the settings have it for every broker but the local folder.
NETWORK_BROKER = {"socket_connect_timeout": 3, "socket_timeout": 5, "max_retries": 0}


@pytest.fixture
def mail_folder(settings, tmp_path):
    options = {"file_path": str(tmp_path)}
    settings.MAILERS = {
        "default": {"BACKEND": "portal.mail.OutboxBackend"},
        "delivery": {"BACKEND": "portal.mail.ConsoleAndFileBackend", "OPTIONS": options},
    }
    return tmp_path


@pytest.fixture
def quiet_broker(settings):
    """Nothing reaches a worker: the test delivers by itself."""
    settings.OUTBOX_ANNOUNCER = "tests.support.announcements.remember"


@pytest.fixture(autouse=True)
def _closed_breaker():
    tasks.breaker.open_until = 0.0
    yield
    tasks.breaker.open_until = 0.0


def a_secret():
    message = compose(subject="Your code", body="K7Q-2XD").to("a@example.org")
    message.holds_secret = True
    return write_mail(message=message, at=database_now())


@pytest.mark.django_db
def test_mail_is_delivered_once_and_readable_as_a_file(mail_folder, capsys):
    secret = a_secret()
    row = OutboxRow.objects.get()

    tasks.deliver(str(row.pk))
    tasks.deliver(str(row.pk))

    (file,) = mail_folder.glob("*.eml")
    row.refresh_from_db()
    secret.refresh_from_db()
    assert file.read_text().count("K7Q-2XD") == 2
    assert capsys.readouterr().out.count("K7Q-2XD") == 1
    assert (row.done_at is not None, secret.body) == (True, WIPED)


@pytest.mark.django_db
def test_mail_that_is_sent_twice_bears_the_same_message_id(mail_folder):
    mail = write_mail(message=compose(subject="Hello", body="Words").to("a@example.org"), at=database_now())
    tasks.deliver(str(OutboxRow.objects.get().pk))
    # As after a worker that died between sending and noting it.
    Mail.objects.update(sent_at=None)
    OutboxRow.objects.update(done_at=None)

    tasks.deliver(str(OutboxRow.objects.get().pk))

    (file,) = mail_folder.glob("*.eml")
    assert file.read_text().count(mail.message_id) == 1


@pytest.mark.django_db
def test_all_mail_goes_through_the_outbox(mail_folder):
    send_mail("Subject", "Words", None, ["a@example.org"])

    mail = Mail.objects.get()
    assert (mail.subject, mail.to, mail.headers["from"]) == (
        "Subject",
        ["a@example.org"],
        portal_settings.DEFAULT_FROM_EMAIL,
    )
    assert OutboxRow.objects.get().payload == {"mail": str(mail.pk)}


@pytest.mark.django_db
def test_mail_of_the_cms_goes_through_the_outbox_too(mail_folder):
    cms_mail("Subject", "Words", ["a@example.org"])

    assert Mail.objects.get().subject == "Subject"


@pytest.mark.django_db
def test_work_that_fails_comes_back_and_its_error_quotes_nothing():
    add_event(event="bid.submitted", payload={"bid": "price 4,000", "version": "1"}, key="one", at=database_now())
    row = OutboxRow.objects.get()

    tasks.deliver(str(row.pk))

    row.refresh_from_db()
    assert (row.attempts, row.done_at, row.claimed_until) == (1, None, None)
    assert row.not_before - row.created_at > timedelta(seconds=25)
    assert row.error.startswith("ValidationError in _bid, bidding.py line ")
    assert "4,000" not in row.error


@pytest.mark.django_db
def test_one_duty_of_the_clock_that_fails_does_not_stop_the_others(monkeypatch, quiet_broker):
    done = []

    def broken(*, at):
        raise RuntimeError("no")

    monkeypatch.setattr(tasks, "DUTIES", (broken, lambda *, at: done.append(at)))

    tasks.tick()

    assert len(done) == 1


@pytest.mark.django_db
def test_clock_announces_what_is_overdue_and_nothing_else(monkeypatch, settings):
    settings.OUTBOX_ANNOUNCER = "tests.support.announcements.remember"
    now, announced = database_now(), []
    add_event(event="mail.queued", payload={}, key="due", at=now)
    add_event(event="mail.queued", payload={}, key="later", at=now, not_before=now + timedelta(hours=1))
    add_event(event="mail.queued", payload={}, key="done", at=now)
    OutboxRow.objects.filter(unique_key="done").update(done_at=now)
    monkeypatch.setattr(tasks, "DUTIES", ())
    monkeypatch.setattr(tasks, "announce", announced.append)

    tasks.tick()

    assert announced == [str(OutboxRow.objects.get(unique_key="due").pk)]


@pytest.fixture
def silent_port():
    """Something that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield listener.getsockname()[1]


@pytest.fixture
def broker(monkeypatch):
    """Announce to another broker than the test run's, set up as the settings have it."""

    def use(url):
        other = Celery("portal", broker=url)
        other.conf.update(broker_transport_options=NETWORK_BROKER, broker_connection_timeout=3)
        monkeypatch.setattr(tasks, "deliver", other.task(name="portal.deliver")(lambda row_id: None))

    return use


def seconds_of(call, *arguments):
    started = time.monotonic()
    call(*arguments)
    return time.monotonic() - started


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_broker_that_hangs_costs_one_caller_a_moment(broker, silent_port, scheme):
    broker(f"{scheme}://127.0.0.1:{silent_port}//")

    first, next_one = seconds_of(tasks.announce, "1"), seconds_of(tasks.announce, "2")

    assert first < 8
    assert next_one < 0.05
    assert tasks.breaker.is_open is True


def test_broker_that_is_down_is_left_alone_for_a_while(broker):
    broker("redis://127.0.0.1:1//")

    first, next_one = seconds_of(tasks.announce, "1"), seconds_of(tasks.announce, "2")

    assert first < 5
    assert next_one < 0.05


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_while_the_broker_is_down_is_there_for_the_clock(broker):
    broker("redis://127.0.0.1:1//")

    write_to(
        people=[a_person()],
        subject="Hello",
        template="challenge_public",
        context={"title": "Homes"},
        address="/desk/",
        key="one",
        at=database_now(),
    )

    assert (Message.objects.count(), OutboxRow.objects.filter(done_at__isnull=True).count()) == (1, 1)


ran = []


@task()
def a_task(word, *, times):
    ran.append(word * times)


@pytest.mark.django_db
def test_framework_task_is_a_row_first_and_runs_from_it(quiet_broker):
    ran.clear()

    a_task.enqueue("ab", times=2)
    row = OutboxRow.objects.get()
    before = list(ran)
    tasks.deliver(str(row.pk))

    assert row.payload["args"] == ["ab"]
    assert (before, ran) == ([], ["abab"])


@pytest.mark.django_db
def test_framework_task_whose_object_is_gone_is_done(quiet_broker):
    payload = {
        "path": "wagtail.tasks.update_reference_index_task",
        "args": ["wagtailcore", "page", "123456"],
        "kwargs": {},
    }
    add_event(event="task.queued", payload=payload, key="gone", at=database_now())

    tasks.deliver(str(OutboxRow.objects.get().pk))

    assert OutboxRow.objects.get().done_at is not None


@pytest.mark.django_db
def test_only_tasks_are_run_as_tasks(quiet_broker):
    add_event(
        event="task.queued",
        payload={"path": "os.getcwd", "args": [], "kwargs": {}},
        key="not a task",
        at=database_now(),
    )

    tasks.deliver(str(OutboxRow.objects.get().pk))

    assert OutboxRow.objects.get().error.startswith("InvalidTask")


def events_named_in(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "add_event":
            yield from (
                keyword.value.value
                for keyword in node.keywords
                if keyword.arg == "event" and isinstance(keyword.value, ast.Constant)
            )


def test_every_event_that_is_written_has_its_follow_ups():
    written = {
        event
        for house in ("challenges", "bids", "cms", "portal")
        for path in Path(portal_settings.BASE_DIR, house).rglob("*.py")
        for event in events_named_in(path)
    }

    assert written - set(EVENTS) == set()


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_worker_delivers_what_was_committed(worker):
    a_secret()

    wait_until(lambda: Mail.objects.get().sent_at is not None)

    assert Mail.objects.get().body == WIPED
    wait_until(lambda: OutboxRow.objects.get().done_at is not None)


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_work_of_a_killed_worker_is_done_by_the_next_one(worker):
    worker.kill()
    a_secret()
    # As if the killed one had taken it and its lease had run out since.
    OutboxRow.objects.update(claimed_until=database_now() - timedelta(seconds=1), attempts=1)
    app.control.purge()

    worker.start()
    tasks.tick()

    wait_until(lambda: Mail.objects.get().sent_at is not None)
