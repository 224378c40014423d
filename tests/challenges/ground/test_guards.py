"""A fresh confirmation: what counts, how long, and where people are led."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows import login
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from challenges.ground.guards import fresh_factor_required, is_fresh
from tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]


@fresh_factor_required
def act(request):
    return HttpResponse("done")


def request_of(person, *records):
    request = RequestFactory().get("/manage/ocds-1/opening/", {"part": "1"})
    request.user, request.session = person, SessionStore()
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = list(records)
    request.session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    return request


def record(method, *, ago=0, again=True):
    made = {"method": method, "at": time.time() - ago}
    return {**made, "reauthenticated": True} if again else made


@pytest.mark.parametrize(
    ("required", "records", "fresh"),
    [
        (True, [{"method": "mfa"}], True),
        (True, [{"method": "password"}], False),
        (True, [{"method": "mfa", "ago": 301}], False),
        (True, [{"method": "mfa", "again": False}], False),
        (True, [{"method": "mfa"}, {"method": "password"}], True),
        (False, [{"method": "password"}], True),
        (False, [{"method": "password", "again": False}], False),
        (False, [{"method": "password", "ago": 301}], False),
        (False, [], False),
    ],
)
def test_confirmation_counts_if_it_is_recent_and_of_the_right_kind(settings, required, records, fresh):
    settings.REQUIRE_SECOND_FACTOR = required

    # Made here and not beside the table: that is read long before a slow run comes to it.
    made = [record(**one) for one in records]

    assert is_fresh(request_of(a_person(), *made)) is fresh


def test_confirmation_of_somebody_else_does_not_count(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    request = request_of(a_person(), record("password"))
    request.user = a_person()

    assert is_fresh(request) is False


def test_without_one_the_person_confirms_and_comes_back(settings):
    settings.REQUIRE_SECOND_FACTOR = False

    answer = act(request_of(a_person()))

    assert answer.headers["Location"] == (
        f"{reverse('account_reauthenticate')}?next=%2Fmanage%2Focds-1%2Fopening%2F%3Fpart%3D1"
    )


def test_without_any_factor_the_person_is_led_to_set_one_up(settings):
    settings.REQUIRE_SECOND_FACTOR = True

    assert act(request_of(a_person())).headers["Location"].startswith(reverse("mfa_index"))


def test_with_one_the_act_goes_on(settings):
    settings.REQUIRE_SECOND_FACTOR = True

    assert act(request_of(a_person(), record("mfa"))).content == b"done"
