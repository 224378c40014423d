"""Sign-up, invitations, the second factor and the people of an authority, as somebody at a browser meets them."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from challenges.ground.models import Invitation, Mail, Membership, Message
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.invitations import InvitedTo, invite
from portal.models import User
from tests.factories import AuthorityWorld, a_person

PASSWORD = "a long enough password"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.MAILERS = {"default": {"BACKEND": "portal.mail.OutboxBackend"}}


@pytest.fixture
def authority():
    return AuthorityWorld()


def verified(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def with_app(person):
    """Give a person an authenticator app; answers its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def code_in_the_mail():
    mail = Mail.objects.order_by("created_at").last()
    assert mail.is_secret is True
    return re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.body, re.MULTILINE).group(1)


# ---- signing up and in


def test_person_signs_up_with_a_name_and_proves_the_address_by_code(client):
    client.post(reverse("account_signup"), {"name": "Ann Ó Briain", "email": "Ann@Example.org", "password1": PASSWORD})
    person = User.objects.get()
    before = EmailAddress.objects.get().verified

    answer = client.post(reverse("account_email_verification_sent"), {"code": code_in_the_mail()})

    assert (str(person), person.email, before) == ("Ann Ó Briain", "ann@example.org", False)
    assert EmailAddress.objects.get().verified is True
    assert answer.headers["Location"] == reverse("desk")


def test_code_that_is_wrong_says_what_to_do_and_a_new_one_can_be_sent(client):
    client.post(reverse("account_signup"), {"name": "Ann", "email": "resent@example.org", "password1": PASSWORD})
    address, first = reverse("account_email_verification_sent"), code_in_the_mail()

    refused = client.post(address, {"code": "AAAA-AAAA"}).content.decode()
    client.post(address, {"action": "resend"})

    assert "Look at the newest email, or ask for a new code." in refused
    assert "It works for 15 minutes." in refused
    assert "Send a new code" in refused
    assert (Mail.objects.count(), code_in_the_mail() == first) == (2, False)
    client.post(address, {"code": first})
    assert EmailAddress.objects.get().verified is False
    client.post(address, {"code": code_in_the_mail()})
    assert EmailAddress.objects.get().verified is True


def test_pages_that_ask_for_a_code_say_how_long_it_works(settings):
    limits = (settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)

    assert limits == (15 * 60, 3 * 60)


def test_password_form_speaks_as_the_others_do(client):
    client.force_login(verified(a_person()))

    form = client.get(reverse("account_change_password")).context["form"]

    assert [str(field.label) for field in form] == ["Current password", "New password", "New password again"]


def test_sign_up_without_a_name_is_refused_and_writes_nothing(client):
    answer = client.post(reverse("account_signup"), {"name": " ", "email": "a@example.org", "password1": PASSWORD})

    assert (answer.status_code, User.objects.count(), Mail.objects.count()) == (200, 0, 0)


def test_person_signs_in_with_a_code_that_comes_by_mail(client):
    person = verified(a_person())

    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_the_mail()})

    assert client.get(reverse("desk")).status_code == 200


def test_mail_of_the_account_bears_the_portals_name(client, settings):
    client.post(reverse("account_signup"), {"name": "Ann", "email": "a@example.org", "password1": PASSWORD})

    mail = Mail.objects.get()
    assert mail.subject == f"{settings.PORTAL_NAME}: Confirm your email address"
    assert "example.com" not in mail.body


# ---- the language of a person


def chosen(client, language):
    client.post(reverse("set_language"), {"language": language, "next": "/privacy/"})
    return client.get("/privacy/").headers["Content-Language"]


def test_language_chosen_while_signed_in_is_kept_and_there_at_the_next_sign_in(client):
    person = verified(a_person())
    client.force_login(person)
    another_browser = Client()

    shown = chosen(client, "cy")
    before = another_browser.get("/privacy/").headers["Content-Language"]
    another_browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    after = another_browser.get("/privacy/").headers["Content-Language"]

    person.refresh_from_db()
    assert (shown, person.language) == ("cy", "cy")
    assert (before, after) == ("en", "cy")


@pytest.mark.parametrize("language", ["de", "", "cy-x"])
def test_language_that_the_portal_does_not_speak_is_not_kept(client, language):
    person = a_person(language="cy")
    client.force_login(person)

    chosen(client, language)

    person.refresh_from_db()
    assert person.language == "cy"


def test_following_a_link_to_the_switch_changes_nothing(client):
    person = a_person()
    client.force_login(person)

    client.get(reverse("set_language"), {"language": "cy"})

    person.refresh_from_db()
    assert person.language == "en"


def test_whoever_signs_up_reading_welsh_gets_letters_in_welsh(client):
    chosen(client, "cy")

    client.post(reverse("account_signup"), {"name": "Ann", "email": "a@example.org", "password1": PASSWORD})

    assert User.objects.get().language == "cy"


def test_mail_of_the_account_is_in_the_persons_language(client, settings, tmp_path):
    template = tmp_path / "account" / "email" / "login_code_subject.txt"
    template.parent.mkdir(parents=True)
    template.write_text('{% load i18n %}{% translate "Monday" %}')
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    person = verified(a_person(language="cy"))

    client.post(reverse("account_request_login_code"), {"email": person.email})

    assert Mail.objects.get().subject == f"{settings.PORTAL_NAME}: Dydd Llun"


# ---- invitations


def invitation_for(world, email, role="approver"):
    place = InvitedTo(
        kind="authority", target=world.authority.pk, name=world.authority.name, role=role, role_name="Approver"
    )
    invitation = invite(place=place, email=email, by=world.officer.pk, at=database_now())
    token = re.search(r"/invitations/([\w-]+)/", Mail.objects.order_by("created_at").last().body).group(1)
    return invitation, reverse("invitation", args=[token])


def test_invited_person_joins_by_the_link(client, authority):
    person = verified(a_person())
    _invitation, link = invitation_for(authority, person.email)
    client.force_login(person)

    shown, answer = client.get(link), client.post(link)

    assert (shown.status_code, answer.headers["Location"]) == (200, reverse("desk"))
    assert Membership.objects.get(person=person).role == "approver"
    assert client.get(link).status_code == 410


def test_invited_person_joins_from_the_desk(client, authority):
    person = verified(a_person())
    invitation, _link = invitation_for(authority, person.email)
    client.force_login(person)
    address = reverse("invitation_to_me", args=[invitation.pk])

    desk = client.get(reverse("desk")).content.decode()
    client.post(address)

    assert desk.count(f'href="{address}"') == 1
    assert Membership.objects.filter(person=person).count() == 1


def test_link_in_other_hands_lets_nobody_in(client, authority):
    other = verified(a_person())
    invitation, link = invitation_for(authority, "invited@example.org")
    client.force_login(other)

    answers = [client.post(link), client.post(reverse("invitation_to_me", args=[invitation.pk]))]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert Membership.objects.filter(person=other).count() == 0


def test_address_that_is_not_proved_lets_nobody_in(client, authority):
    person = a_person()
    _invitation, link = invitation_for(authority, person.email)
    client.force_login(person)

    client.post(link)

    assert Membership.objects.filter(person=person).count() == 0


def test_link_shows_a_stranger_the_way_to_an_account(client, authority):
    _invitation, link = invitation_for(authority, "new@example.org")

    page = client.get(link).content.decode()

    assert page.count(f"{reverse('account_signup')}?next={link}") == 1


# ---- people of an authority


def test_officer_invites_and_withdraws(client, authority, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(authority.officer)
    page = reverse("authority_people", args=[authority.authority.slug])

    client.post(page, {"email": "new@example.org", "role": "auditor"})
    invitation = Invitation.objects.get()
    client.post(reverse("withdraw_invitation", args=[authority.authority.slug, invitation.pk]))

    invitation.refresh_from_db()
    assert (invitation.role, invitation.invited_by) == ("auditor", authority.officer)
    assert invitation.revoked_at is not None


@pytest.mark.parametrize("data", [{"email": "", "role": "auditor"}, {"email": "x", "role": "king"}, {}])
def test_faulty_invitation_is_refused_with_its_faults(client, authority, settings, data):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(authority.officer)

    answer = client.post(reverse("authority_people", args=[authority.authority.slug]), data)

    assert (answer.status_code, Invitation.objects.count()) == (200, 0)
    assert answer.content.decode().count("govuk-error-summary__title") == 1


def test_officer_takes_a_role_away_but_not_the_last_officers(client, authority, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(authority.officer)
    address = reverse("remove_person", args=[authority.authority.slug])

    client.post(address, {"person": authority.approver.pk, "role": "approver"})
    client.post(address, {"person": authority.officer.pk, "role": "officer"})

    assert [member.person for member in authority.authority.memberships.all()] == [authority.officer]


def test_an_officer_makes_and_unmakes_no_approver_in_secret(client, authority, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    administrator = User.objects.create_superuser("root@example.org")
    person = verified(a_person())
    _invitation, link = invitation_for(authority, person.email)
    client.force_login(person)
    client.post(link)
    client.force_login(authority.officer)
    client.post(reverse("remove_person", args=[authority.authority.slug]), {"person": person.pk, "role": "approver"})

    told = Message.objects.filter(subject__startswith="Approvers of").values_list("person", flat=True)
    assert sorted(told) == sorted([authority.approver.pk, administrator.pk] * 2)


def test_people_of_another_authority_are_not_there(client, authority, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    other = AuthorityWorld("Other council (demonstration)")
    client.force_login(other.officer)

    assert client.get(reverse("authority_people", args=[authority.authority.slug])).status_code == 404


def test_approver_does_not_manage_people(client, authority, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(authority.approver)

    assert client.get(reverse("authority_people", args=[authority.authority.slug])).status_code == 403


def test_administrator_sets_up_an_authority_and_invites_its_first_officer(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(User.objects.create_superuser("admin@example.org", PASSWORD))

    client.post(
        reverse("admin:ground_authority_add"),
        {"name": "New council (demonstration)", "kind": "sub-central"},
    )
    page = reverse("authority_people", args=["new-council-demonstration"])
    desk = client.get(reverse("desk")).content.decode()
    client.post(page, {"email": "first@example.org", "role": "officer"})

    assert desk.count(f'href="{page}"') == 1
    assert Invitation.objects.get().role == "officer"


def test_administrator_is_out_once_there_is_an_officer(client, authority, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(User.objects.create_superuser("admin@example.org", PASSWORD))

    assert client.get(reverse("authority_people", args=[authority.authority.slug])).status_code == 404


# ---- the second factor

GUARDED = ["/manage/people/", "/evaluation/", "/cms/", "/django-admin/", "/delivery/"]


@pytest.mark.parametrize("address", GUARDED)
def test_who_decides_about_others_is_led_to_a_second_factor(client, authority, settings, address):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(authority.officer)

    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"].partition("?")[0] == reverse("second_factor")


def test_administrator_is_led_to_a_second_factor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(User.objects.create_superuser("admin@example.org", PASSWORD))

    assert client.get("/django-admin/").headers["Location"].partition("?")[0] == reverse("second_factor")


def test_bidder_needs_no_second_factor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(a_person())

    assert client.get("/evaluation/").status_code == 200


def test_factor_that_is_set_up_must_be_used_in_this_session(client, authority, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    officer = verified(authority.officer)
    secret = with_app(officer)
    client.force_login(officer)

    before = client.get("/manage/people/")
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})
    after = client.get("/manage/people/")

    assert before.headers["Location"].partition("?")[0] == reverse("second_factor")
    assert after.headers["Location"] == reverse("authority_people", args=[authority.authority.slug])


def test_sign_in_with_an_app_asks_for_its_code_and_opens_the_gate(client, authority, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    officer = verified(authority.officer)
    secret = with_app(officer)

    client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    signed_in_early = client.get(reverse("desk")).status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert signed_in_early is False
    assert client.get("/manage/people/").headers["Location"].startswith("/manage/people/")


def test_factor_taken_away_shuts_the_gate_again(client, authority, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    officer = verified(authority.officer)
    secret = with_app(officer)
    client.force_login(officer)
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})

    Authenticator.objects.filter(user=officer).delete()

    assert get_adapter().is_mfa_enabled(officer) is False
    assert client.get("/manage/people/").headers["Location"].partition("?")[0] == reverse("second_factor")


def test_page_says_how_to_set_one_up_and_keeps_to_this_site(authority, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    officer = verified(authority.officer)
    secret = with_app(officer)
    client = Client()
    client.force_login(officer)
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})

    answer = client.get(reverse("second_factor"), {"next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == reverse("desk")


def test_demonstration_without_the_factor_says_so_on_every_page(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    assert client.get(reverse("privacy")).content.decode().count("The second factor is switched off.") == 1
