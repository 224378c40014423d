import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from portal.models import User
from tests.journeys.visitor import Visitor

PASSWORD = "a long enough password"


@pytest.fixture(scope="session")
def judged():
    """The forms of pages that a visitor of this run has had judged already."""
    return set()


@pytest.fixture
def visitor(new_context, live_server, accessibility_faults, settings, judged):
    """A person with a browser of their own: `visitor("chair")`; what was wrong with their pages is told at the end."""
    settings.REQUIRE_SECOND_FACTOR = False
    # Mail goes the portal's own way; tests would otherwise keep it from the outbox.
    settings.MAILERS = {"default": {"BACKEND": "portal.mail.OutboxBackend"}}
    # Pages are the same on both engines, so the first engine's run judges them.
    faults_of = accessibility_faults if connection.vendor == "sqlite" else lambda page: []
    visitors = []

    def arrive(name, *, width=1280, **options):
        visitors.append(
            Visitor(
                name=name,
                context=new_context(**options),
                address=live_server.url,
                accessibility_faults=faults_of,
                judged=judged,
                width=width,
                has_scripts=options.get("java_script_enabled", True),
            )
        )
        return visitors[-1]

    yield arrive
    found = [(one.name, *fault) for one in visitors for fault in (*one.faults, *[(c,) for c in one.watch.complaints])]
    assert found == []


@pytest.fixture
def account(transactional_db):
    """Somebody who has an account and a confirmed address: `account("chair@example.org", "Chair")`."""

    def make(email, name):
        person = User.objects.create_user(email, PASSWORD, first_name=name)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        return person

    return make
