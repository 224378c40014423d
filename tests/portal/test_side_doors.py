"""Wagtail and Django bring sign-in pages and account screens of their own; none of them may pass the portal's by."""

from uuid import uuid4

import pytest
from django.contrib import admin
from django.urls import reverse

from portal.models import User
from tests.factories import AuthorityWorld, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]


@pytest.mark.parametrize("door", ["/cms/login/", "/_util/login/", "/django-admin/login/"])
def test_other_sign_in_pages_lead_to_the_portals_own(client, door):
    person = a_person("bidder")
    shown = client.get(door, {"next": "/bids/"})
    assert (shown.status_code, shown.url) == (302, f"{reverse('account_login')}?next=%2Fbids%2F")
    client.post(door, {"username": person.email, "password": "a long enough password"})
    assert "_auth_user_id" not in client.session


def test_who_is_signed_in_and_not_let_in_is_refused_rather_than_sent_in_circles(client):
    client.force_login(a_person("bidder"))
    assert client.get("/django-admin/login/", {"next": "/django-admin/"}).status_code == 403


@pytest.fixture
def administrator(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(User.objects.create_superuser("root@example.org"))
    return client


@pytest.mark.parametrize(
    "address",
    ["/cms/users/", "/cms/users/edit/{person}/", "/cms/groups/", "/cms/bulk/portal/user/assign_role/?id={person}"],
)
def test_platform_administrators_cannot_give_away_peoples_passwords_addresses_or_groups(administrator, address):
    person = a_person("bidder")
    assert administrator.get(address.format(person=person.pk)).status_code == 404


@pytest.mark.parametrize("address", ["/cms/password_reset/", "/cms/password_reset/confirm/a/b-c/"])
def test_the_editor_resets_no_passwords(client, address):
    assert client.get(address).status_code == 404


def test_platform_administrators_see_no_keys_to_other_peoples_accounts():
    registered = {model._meta.label_lower for model in admin.site._registry}
    keys = {"account.emailaddress", "mfa.authenticator", "usersessions.usersession", "auth.group"}
    assert registered & keys == set()


def test_nobody_changes_their_address_in_the_editor_unverified(administrator):
    page = administrator.get("/cms/account/").content.decode()
    assert ('name="name_email-email"' in page, 'name="password-' in page) == (False, False)


@pytest.mark.parametrize("page", ["bid_summary", "bid_summary_pdf"])
def test_an_authoritys_people_read_no_letters_to_bidders_on_a_password_alone(client, settings, page):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(AuthorityWorld().officer)
    address = reverse(page, args=[uuid4()])
    asked = client.get(address)
    assert (asked.status_code, asked.url.partition("?")[0]) == (302, reverse("second_factor"))
