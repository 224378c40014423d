"""Somebody of each role in front of the portal, with the tests' world behind it."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows import login
from django.db import transaction
from django.test import Client

from tests.support.databases import MIGRATED
from tests.support.worlds import keeper
from tests.world import World


@pytest.fixture(scope="module")
def world(_content, django_db_blocker):
    """The whole world, built once for a file's tests; what they change is undone after each, the world at the end."""
    with django_db_blocker.unblock():
        _content.show(MIGRATED)
        keeper.begin(is_migrated=True)
        with transaction.atomic():
            yield World()
            transaction.set_rollback(True)


@pytest.fixture
def factor_switched_off(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def client_for(world, role):
    """Signed in as that role (`anyone` is not), having confirmed a moment ago who it is."""
    client = Client(raise_request_exception=False)
    if role == "anyone":
        return client
    person = world.people[role]
    client.force_login(person)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return client
