"""What costs work, mail or patience is not to be had without end."""

from uuid import uuid4

import pytest
from django.urls import reverse

from challenges.ground.models import Invitation
from challenges.publishing.models import Clarification
from tests.factories import AuthorityWorld, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rates(settings):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "2/m/ip")


def statuses(ask, times=3):
    return [ask().status_code for _ in range(times)]


def test_checking_receipts(client, rates):
    typed = {"reference": str(uuid4()), "sha256": "0" * 64}

    assert statuses(lambda: client.post(reverse("check_receipt"), typed)) == [200, 200, 429]
    assert client.get(reverse("check_receipt")).status_code == 200


def test_making_papers(client, rates):
    page = reverse("opportunity_pdf", args=["ocds-unknown"])

    assert statuses(lambda: client.get(page)) == [404, 404, 429]


def test_asking_questions(client, rates):
    client.force_login(a_person("bidder"))
    page = reverse("ask_question", args=[AuthorityWorld().publish().ocid])

    assert statuses(lambda: client.post(page, {"question": "", "request_key": uuid4()}))[-1] == 429
    assert Clarification.objects.count() == 0


def test_inviting(client, rates, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    world = AuthorityWorld()
    client.force_login(world.officer, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("authority_people", args=[world.authority.slug])
    numbers = iter(range(9))

    asked = statuses(lambda: client.post(page, {"email": f"{next(numbers)}@example.org", "role": "approver"}))

    assert asked == [302, 302, 429]
    assert Invitation.objects.count() == 2


def test_one_person_does_not_use_up_anothers_rate(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"ask_question": "1/m/user"}
    page = reverse("ask_question", args=[AuthorityWorld().publish().ocid])

    for _ in range(2):
        client.force_login(a_person("bidder"))
        assert client.post(page, {}).status_code != 429
