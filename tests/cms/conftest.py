from dataclasses import replace
from datetime import timedelta

import pytest
from wagtail.models import TaskState

from challenges.ground.selectors.clock import database_now
from cms.importing.pages import draft_page_of
from cms.publishing.pages import latest, read
from portal.models import User
from tests.factories import AuthorityWorld
from tests.support.specifications import STAGE, outcome_specification
from tests.support.worlds import kept


def upcoming(**changes):
    """A complete specification that opens in ten days: approval in the editor goes by the real clock."""
    opens_at = database_now().replace(second=0, microsecond=0) + timedelta(days=10)
    stage = replace(
        STAGE, opens_at=opens_at, questions_close_at=opens_at + timedelta(days=20),
        closes_at=opens_at + timedelta(days=30), decision_on=None,
    )  # fmt: skip
    return outcome_specification(**{"stages": (stage,), **changes})


class EditorWorld(AuthorityWorld):
    """An authority whose officer and approver sit in the editor."""

    @kept
    def draft(self, specification=None, author=None):
        page, _not_taken = draft_page_of(
            specification=specification or upcoming(),
            authority=self.authority,
            person=author or self.officer,
            at=database_now(),
        )
        return type(page).objects.get(pk=page.pk)

    def sent(self, page):
        """Sent for approval by the officer; the task that waits."""
        state = page.get_workflow().start(latest(page), self.officer)
        return TaskState.objects.get(pk=state.current_task_state_id).specific

    def approve(self, page, *, person=None, sha256=None):
        task_state = self.sent(page) if not page.workflow_in_progress else page.current_workflow_task_state.specific
        task_state.task.specific.on_action(
            task_state, person or self.approver, "approve", approved_sha256=sha256 or read(latest(page)).sha256
        )
        page.refresh_from_db()


@pytest.fixture
def world(db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return EditorWorld()


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("administrator@example.org", "a long enough password")


@pytest.fixture
def as_person(client):
    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
