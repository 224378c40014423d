from datetime import timedelta

import pytest
from wagtail.models import Revision

from challenges.ground.models import OutboxRow
from challenges.ground.selectors.clock import database_now
from challenges.publishing.models import Challenge
from cms.editor.services import publish_due_revisions
from cms.publishing.pages import latest

pytestmark = pytest.mark.django_db


def scheduled(world, **changes):
    """A page approved for tomorrow."""
    page = world.draft()
    newest = latest(page)
    newest.go_live_at = database_now() + timedelta(days=1)
    for name, value in changes.items():
        setattr(newest, name, value)
    newest.save_revision(user=world.officer)
    world.approve(page)
    return page


def let_a_day_pass(page):
    """As if the moment had come: Wagtail compares it with the machine's clock."""
    revision = Revision.objects.get(pk=page.latest_revision_id)
    moment = database_now() - timedelta(minutes=1)
    revision.content["go_live_at"] = moment.isoformat()
    revision.approved_go_live_at = moment
    revision.save()
    return revision


def test_due_revision_is_published_once(world):
    page = scheduled(world)

    assert publish_due_revisions(database_now()) == 0
    let_a_day_pass(page)
    assert publish_due_revisions(database_now()) == 1
    assert publish_due_revisions(database_now()) == 0

    page.refresh_from_db()
    assert page.live
    assert Challenge.objects.get().versions.count() == 1


def test_refused_one_is_unscheduled_told_and_stops_no_other(world):
    broken, sound = scheduled(world), scheduled(world)
    revision = let_a_day_pass(broken)
    revision.content["summary"] = "Changed behind everybody's back."
    revision.save()
    let_a_day_pass(sound)

    assert publish_due_revisions(database_now()) == 1

    assert [challenge.translation_key for challenge in Challenge.objects.all()] == [sound.translation_key]
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    (row,) = OutboxRow.objects.filter(event="publication.refused")
    assert row.payload == {"page": str(broken.pk), "revision": str(revision.pk)}


def test_officer_takes_a_publication_off_the_schedule(world, as_person):
    page = scheduled(world)
    assert page.permissions_for_user(world.officer).can_unschedule()

    as_person(world.officer).post(f"/cms/pages/{page.pk}/revisions/{page.latest_revision_id}/unschedule/")

    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
