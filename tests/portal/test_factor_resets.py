"""A lost second factor goes only when one person vouches and another, an administrator, decides."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError, transaction
from django.urls import reverse

from challenges.ground.domain.two_people import Verdict
from challenges.ground.models import Message
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.two_people import ActRefused
from portal.factor_resets import ask_for_reset, decide_reset, resets_for
from portal.models import FactorReset, User
from portal.viewer import viewer_of
from tests.factories import AuthorityWorld, a_person

pytestmark = pytest.mark.django_db
REASON = "I rang the number on her contract and she answered."


class LostFactor(AuthorityWorld):
    """The approver has a second factor; two platform administrators look after the portal."""

    def __init__(self):
        super().__init__()
        TOTP.activate(self.approver, generate_totp_secret())
        self.first = User.objects.create_superuser("first@example.org")
        self.second = User.objects.create_superuser("second@example.org")

    def ask(self, **changes):
        said = {"person": self.approver, "reason": REASON, "by": self.officer, **changes}
        person, by = said["person"].pk, said["by"].pk
        return ask_for_reset(person_id=person, reason=said["reason"], by=by, at=database_now())

    def decide(self, reset, *, by=None, is_granted=True):
        verdict = Verdict(is_granted=is_granted)
        return decide_reset(reset_id=reset.pk, verdict=verdict, by=(by or self.first).pk, at=database_now())

    @property
    def has_factor(self):
        return Authenticator.objects.filter(user=self.approver).exists()


@pytest.fixture
def world():
    return LostFactor()


@pytest.fixture
def as_person(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def sign_in(person):
        EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def test_a_granted_reset_removes_the_factor_and_ends_every_session(world, client):
    colleague = world.officer
    EmailAddress.objects.create(user=colleague, email=colleague.email, verified=True, primary=True)
    client.post("/account/login/", {"login": colleague.email, "password": "a long enough password"})
    assert client.get("/desk/").status_code == 200
    TOTP.activate(colleague, generate_totp_secret())

    world.decide(world.ask(person=colleague, by=world.approver))

    assert not Authenticator.objects.filter(user=colleague).exists()
    assert client.get("/desk/").status_code == 302


def test_the_person_hears_of_it_before_and_after(world):
    reset = world.ask()
    subjects = list(Message.objects.filter(person=world.approver).values_list("subject", flat=True))
    world.decide(reset)

    assert subjects == ["Your second factor"]
    assert Message.objects.filter(person=world.approver).count() == 2
    assert Message.objects.filter(person=world.officer).count() == 1
    assert Message.objects.filter(person__in=[world.first, world.second]).count() == 2


def test_a_refused_reset_leaves_everything_as_it_is(world):
    reset = world.decide(world.ask(), is_granted=False)

    assert (reset.is_granted, world.has_factor) == (False, True)


def test_nobody_decides_alone_or_about_themselves(world):
    reset = world.ask(by=world.first)

    for person in (world.first, world.officer, world.approver):
        with pytest.raises(ActRefused, match="Another platform administrator"):
            world.decide(reset, by=person)

    assert world.has_factor
    assert world.decide(reset, by=world.second).is_granted


def test_an_administrator_does_not_decide_about_their_own_factor(world):
    TOTP.activate(world.first, generate_totp_secret())
    reset = world.ask(person=world.first)

    with pytest.raises(ActRefused, match="Another platform administrator"):
        world.decide(reset, by=world.first)
    assert list(resets_for(viewer_of(world.first))) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"by": "approver"}, "A colleague has to vouch"),
        ({"reason": "She said so."}, "Say how you made sure"),
        ({"person": "chair"}, "has no second factor"),
    ],
)
def test_what_cannot_be_asked(world, changes, message):
    people = {"approver": world.approver, "chair": a_person("chair")}

    with pytest.raises(ActRefused, match=message):
        world.ask(**{name: people.get(value, value) for name, value in changes.items()})

    assert FactorReset.objects.count() == 0


def test_asked_once_and_decided_once(world):
    reset = world.ask()
    with pytest.raises(ActRefused, match="asked for this already"):
        world.ask()
    world.decide(reset)

    with pytest.raises(ActRefused, match="decided already"):
        world.decide(reset, by=world.second)


def test_the_database_refuses_who_asked_as_who_decides(world):
    reset = world.ask()

    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(decided_by=world.officer)


def test_the_officer_vouches_and_the_administrator_decides_on_their_pages(world, as_person, client):
    ask_page = reverse("ask_for_factor_reset", args=[world.authority.slug, world.approver.pk])
    as_person(world.officer)
    refused = client.post(ask_page, {"reason": "Hm."})
    assert "Say how you made sure" in refused.content.decode()
    assert client.post(ask_page, {"reason": REASON}).status_code == 302
    decide_page = reverse("decide_factor_reset", args=[FactorReset.objects.get().pk])

    as_person(world.first)
    assert decide_page in client.get("/desk/").content.decode()
    # Deciding needs a fresh look at who it is; the password is asked for first.
    assert client.get(decide_page).status_code == 302


def test_others_cannot_ask_or_see(world, as_person, client):
    stranger = AuthorityWorld().officer
    page = reverse("ask_for_factor_reset", args=[world.authority.slug, world.approver.pk])
    elsewhere = reverse("ask_for_factor_reset", args=[world.authority.slug, stranger.pk])

    assert as_person(stranger).get(page).status_code == 404
    assert as_person(world.approver).get(page).status_code == 403
    assert as_person(world.officer).get(elsewhere).status_code == 404
