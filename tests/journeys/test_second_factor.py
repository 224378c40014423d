"""Nobody decides about others on a password alone."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from challenges.ground.selectors.clock import database_now
from challenges.ground.services.memberships import add_member, create_authority
from tests.journeys.conftest import PASSWORD
from tests.journeys.visitor import PATIENCE_MS


def code_of(secret, *, periods_ago):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - periods_ago))


@pytest.mark.django_db(transaction=True)
def test_officer_is_led_to_a_second_factor_and_gets_in(visitor, account, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    # A code works once only: the one of half a minute ago sets the app up, the present one is asked for afterwards.
    settings.MFA_TOTP_TOLERANCE = 2
    authority = create_authority(name="Demonstration Council (demonstration)")
    add_member(
        authority_id=authority.pk,
        person_id=account("officer@example.org", "Officer").pk,
        role="officer",
        at=database_now(),
    )
    officer = visitor("officer")
    officer.signs_in("officer@example.org", PASSWORD)
    officer.arrives("What awaits you")

    officer.goes_to("/manage/", "Set up a second factor first")
    officer.page.get_by_role("button", name="Use an app").click()
    officer.arrives(re.compile("Confirm it is you|Set up an authenticator app"))
    if "reauthenticate" in officer.page.url:
        officer.confirms_it_is_them(PASSWORD, "Set up an authenticator app")
    officer.arrives("Set up an authenticator app")
    secret = officer.page.locator(".app-code").inner_text()
    officer.types(code=code_of(secret, periods_ago=1))
    officer.presses("Turn on")
    expect(officer.page).to_have_url(re.compile("recovery-codes|/account/2fa/"), timeout=PATIENCE_MS)

    officer.goes_to("/manage/")
    if officer.page.locator("h1").inner_text() == "Use your second factor":
        officer.presses("Continue", "Confirm it is you")
        officer.types(code=code_of(secret, periods_ago=0))
        officer.presses("Continue")
    officer.arrives("Your procurements")


@pytest.fixture
def fitting_key():
    """A key in the person's own device that answers at once, as a finger on a sensor does."""

    def put_into(page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
        options |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
        return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    return put_into


@pytest.mark.django_db(transaction=True)
def test_bidder_adds_a_passkey_signs_in_with_it_alone_and_is_told_when_it_is_gone(visitor, account, fitting_key):
    account("director@example.org", "Director")
    director = visitor("director")
    session, key = fitting_key(director.page)
    director.signs_in("director@example.org", PASSWORD)
    director.goes_to("/account/2fa/webauthn/add/")
    director.confirms_it_is_them(PASSWORD, "Add a passkey or security key")
    director.types(name="Work telephone")
    director.chooses("Let me sign in with this key alone, without my password")
    director.presses("Add it", "Recovery codes")
    director.goes_to("/account/2fa/webauthn/", "Passkeys and security keys")
    director.sees("Work telephone")
    director.follows(re.compile("^Name"), "Name this key")

    director.goes_to("/account/logout/")
    director.presses("Sign out")
    director.goes_to("/account/login/", "Sign in")
    director.presses("Use a passkey", "What awaits you")

    director.goes_to("/account/logout/")
    director.presses("Sign out")
    session.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    director.goes_to("/account/login/", "Sign in")
    director.page.get_by_role("button", name="Use a passkey").click()
    director.sees("The key was not used")
