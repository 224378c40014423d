"""Health, errors, the desk, letters, and what the portal says about itself."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.urls import reverse

from challenges.ground.models import Message, OutboxRow
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.messages import write_to
from challenges.ground.services.outbox import add_event
from portal.models import User
from portal.views.errors import bad_request
from tests.factories import AuthorityWorld, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]


def test_process_says_that_it_lives(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_readiness_names_the_part_that_does_not_answer(client, settings):
    ready = client.get("/readyz")

    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": "tests.support.storages.BrokenStorage"},
    }
    broken = client.get("/readyz")

    assert (ready.status_code, set(ready.json().values())) == (200, {"ok"})
    assert (broken.status_code, broken.json()) == (
        503,
        {"database": "ok", "broker": "ok", "storage": "does not answer"},
    )


@pytest.mark.parametrize("address", ["/accessibility/", "/privacy/", "/cookies/", "/robots.txt", "/sitemap.xml"])
def test_page_about_the_portal_is_there_for_everybody(client, address):
    assert client.get(address).status_code == 200


def test_sitemap_names_what_is_public_and_nothing_else(client):
    world = AuthorityWorld()
    public = world.publish(at=database_now() - timedelta(days=1))
    later = world.publish(at=database_now() - timedelta(days=1), public_from=database_now() + timedelta(days=5))

    text = client.get("/sitemap.xml").content.decode()

    assert (text.count(public.ocid), text.count(later.ocid)) == (1, 0)


def test_page_that_is_not_there_looks_like_the_portal(client):
    answer = client.get("/opportunities/nothing-here-at-all/x/")

    assert answer.status_code == 404
    assert answer.content.decode().count("There is nothing at this address") == 2


def test_form_without_its_token_is_refused_kindly():
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})

    assert (answer.status_code, "403_csrf.html" in [t.name for t in answer.templates]) == (403, True)


def test_too_much_at_once_is_refused_as_too_large():
    request = RequestFactory().post("/")
    request.user = AnonymousUser()

    assert bad_request(request, RequestDataTooBig()).status_code == 413
    assert bad_request(request, ValueError()).status_code == 400


def test_body_beyond_the_limit_gets_the_page_for_it(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    assert client.post(reverse("account_login"), {"login": "a" * 100}).status_code == 413


def test_newcomer_finds_what_to_do_next(client):
    client.force_login(a_person())

    page = client.get(reverse("desk")).content.decode()

    assert page.count(reverse("register_bidder")) == 1


def test_desk_stays_small_in_queries(client, django_assert_max_num_queries, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    world = AuthorityWorld()
    for _ in range(3):
        world.publish()
    client.force_login(world.officer)

    with django_assert_max_num_queries(30):
        assert client.get(reverse("desk")).status_code == 200


def test_letter_is_read_when_its_reader_says_so(client):
    person = a_person()
    write_to(
        people=[person],
        subject="Public now: Homes",
        template="challenge_public",
        context={"title": "Homes"},
        address="/opportunities/",
        key="one",
        at=database_now(),
    )
    address = reverse("letter", args=[Message.objects.get().pk])
    client.force_login(person)

    client.get(address)
    unread = Message.objects.get().read_at
    client.post(address)

    assert (unread, Message.objects.get().read_at is not None) == (None, True)


def three_letters(person, *, key="three", at=None):
    for number in range(3):
        write_to(
            people=[person],
            subject=f"Number {number}",
            template="challenge_public",
            context={"title": "Homes"},
            address="/opportunities/",
            key=f"{key}:{number}",
            at=at or database_now(),
        )


def test_opening_a_message_from_the_list_marks_it_as_read_and_shows_it(client):
    person = a_person()
    three_letters(person)
    client.force_login(person)
    listed = BeautifulSoup(client.get(reverse("letters")).content, "html.parser")

    shown = client.post(listed.select_one("tbody form")["action"], follow=True)

    assert shown.status_code == 200
    assert [letter.subject for letter in Message.objects.filter(read_at__isnull=False)] == [
        shown.context["letter"].subject
    ]


def test_all_messages_of_one_person_are_marked_as_read_at_once(client):
    person, other = a_person(), a_person()
    three_letters(person)
    three_letters(other)
    three_letters(person, key="later", at=database_now() + timedelta(hours=1))
    client.force_login(person)

    client.post(reverse("letters"))

    unread = Message.objects.filter(read_at__isnull=True)
    assert (unread.filter(person=person).count(), unread.filter(person=other).count()) == (3, 3)
    assert {letter.unique_key.partition(":")[0] for letter in unread.filter(person=person)} == {"later"}


def test_letter_of_somebody_else_is_not_there(client):
    write_to(
        people=[a_person()],
        subject="Public now: Homes",
        template="challenge_public",
        context={"title": "Homes"},
        address="/opportunities/",
        key="one",
        at=database_now(),
    )
    client.force_login(a_person())

    assert client.get(reverse("letter", args=[Message.objects.get().pk])).status_code == 404


def test_language_is_kept(client):
    client.post(reverse("set_language"), {"language": "cy", "next": "/privacy/"})

    assert client.get("/privacy/").headers["Content-Language"] == "cy"


def test_administrator_sees_dead_letters_and_runs_them_again(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    now = database_now()
    for key in ("dead", "waiting"):
        add_event(event="mail.queued", payload={"mail": "1"}, key=key, at=now)
    OutboxRow.objects.filter(unique_key="dead").update(dead_at=now, error="OSError")
    dead = OutboxRow.objects.get(unique_key="dead")
    client.force_login(User.objects.create_superuser("admin@example.org", "a long enough password"))
    page = reverse("admin:ground_outboxrow_changelist")

    shown = client.get(page).context["cl"].result_count
    client.post(page, {"action": "run_once_more", "_selected_action": [str(dead.pk)]})

    dead.refresh_from_db()
    assert (shown, dead.dead_at, dead.attempts) == (1, None, 0)
